# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
if(TARGET Spritarium::App AND TARGET spritarium-playground)
    add_executable(spritarium-tour
        tour/tour.cpp
        tour/faulty.cpp tour/faulty.h
        tour/hands.cpp tour/hands.h
        tour/walk.cpp tour/walk.h
        tour/walkbeside.cpp tour/walkegress.cpp tour/walkends.cpp tour/walkmain.cpp tour/walkports.cpp)
    target_link_libraries(spritarium-tour PRIVATE Qt6::Test Spritarium::App)
    target_include_directories(spritarium-tour PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    spritarium_hygiene(spritarium-tour)
    add_dependencies(spritarium-tour spritarium-playground)
    set_target_properties(spritarium-tour PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

    # The main job by clicks, in every run of the tests.
    add_test(NAME tst_tour COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/tour/tour.sh
        ${PROJECT_BINARY_DIR} ${CMAKE_CURRENT_BINARY_DIR}/tour light)
    set_tests_properties(tst_tour PROPERTIES TIMEOUT 600)
endif()
