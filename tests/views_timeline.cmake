# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
if(TARGET Spritarium::Views)
    # Pictures of states that are hard to reach by hand; not a test.
    add_executable(timelinegallery EXCLUDE_FROM_ALL tour/timelinegallery.cpp)
    target_link_libraries(timelinegallery PRIVATE Spritarium::Views Qt6::Test)
    target_include_directories(timelinegallery PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    spritarium_hygiene(timelinegallery)
endif()
