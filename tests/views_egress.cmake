# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
spritarium_test(tst_egresspanel
    SOURCES support/egressscene.cpp support/egressscene.h
    LINK Spritarium::Views LABELS gui)
spritarium_test(tst_ruletable
    SOURCES support/egressscene.cpp support/egressscene.h
    LINK Spritarium::Views LABELS gui)

# Pictures of the tab in its states; not a test.
add_executable(egressgallery EXCLUDE_FROM_ALL
    gallery/egressgallery.cpp support/egressscene.cpp support/egressscene.h)
target_link_libraries(egressgallery PRIVATE Qt6::Test Spritarium::Views)
target_include_directories(egressgallery PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
spritarium_hygiene(egressgallery)
