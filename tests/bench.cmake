# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0

# Prints figures and asserts none, so it is no test; see ./dev bench.
if(TARGET Spritarium::App AND TARGET spritarium-playground)
    add_executable(spritarium-bench
        bench/bareclient.cpp bench/bareclient.h
        bench/bencharguments.cpp bench/bencharguments.h
        bench/benchprogram.cpp bench/benchprogram.h
        bench/driver.cpp
        bench/egressrun.cpp
        bench/filterrun.cpp
        bench/forwardfar.cpp
        bench/forwardrun.cpp
        bench/forwardsockets.cpp bench/forwardsockets.h
        bench/listrun.cpp
        bench/main.cpp
        bench/playgroundhost.cpp bench/playgroundhost.h
        bench/playgroundrun.cpp bench/playgroundwire.h
        bench/runs.h
        bench/stallmeter.cpp bench/stallmeter.h
        bench/startrun.cpp
        bench/streamrun.cpp
        bench/timelinerun.cpp)
    target_link_libraries(spritarium-bench PRIVATE Spritarium::App Qt6::Test)
    spritarium_hygiene(spritarium-bench)
    set_target_properties(spritarium-bench PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
    add_dependencies(spritarium-bench spritarium-playground)
endif()
