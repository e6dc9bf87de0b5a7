# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
spritarium_test(tst_appearance LINK Spritarium::Views LABELS gui)
spritarium_test(tst_commandpalette LINK Spritarium::Views LABELS gui)
spritarium_test(tst_deletespritesheet LINK Spritarium::Views LABELS gui)
spritarium_test(tst_mainwindow LINK Spritarium::Views LABELS gui)
spritarium_test(tst_newspritesheet LINK Spritarium::Views LABELS gui)
spritarium_test(tst_tokensheet LINK Spritarium::Views LABELS gui)
spritarium_test(tst_welcomeview LINK Spritarium::Views LABELS gui)
spritarium_test(tst_accessiblenames
    SOURCES gallery/egresssheetscenes.cpp gallery/portscenes.cpp gallery/galleryscenes.cpp gallery/galleryscenes.h
        support/portscene.cpp support/portscene.h
    LINK Spritarium::Views LABELS gui)
spritarium_test(tst_spritetreepanel LINK Spritarium::Views LABELS gui)
spritarium_test(tst_statepanel LINK Spritarium::Views LABELS gui)

# Pictures for looking at; no test.
add_executable(gallery
    gallery/gallery.cpp gallery/egresssheetscenes.cpp gallery/portscenes.cpp
    gallery/galleryscenes.cpp gallery/galleryscenes.h support/portscene.cpp support/portscene.h)
target_link_libraries(gallery PRIVATE Qt6::Test Spritarium::Views)
target_include_directories(gallery PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
spritarium_hygiene(gallery)

include(${CMAKE_CURRENT_LIST_DIR}/views_timeline.cmake OPTIONAL)
