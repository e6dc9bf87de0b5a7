# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
if(TARGET Spritarium::Views)
    # Pictures of states that are hard to reach by hand; not a test.
    add_executable(timelinegallery EXCLUDE_FROM_ALL tour/timelinegallery.cpp)
    target_link_libraries(timelinegallery PRIVATE Spritarium::Views Qt6::Test)
    target_include_directories(timelinegallery PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    spritarium_hygiene(timelinegallery)
endif()
spritarium_test(tst_timelinepanel LINK Spritarium::Views LABELS gui)
spritarium_test(tst_timelineaccessibility LINK Spritarium::Views LABELS gui)
spritarium_test(tst_operationrow LINK Spritarium::Views LABELS gui)
spritarium_test(tst_restoresheet LINK Spritarium::Views LABELS gui)
spritarium_test(tst_checkpointpopover LINK Spritarium::Views LABELS gui)
spritarium_test(tst_activitypanel LINK Spritarium::Views LABELS gui)
