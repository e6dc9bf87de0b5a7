# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
option(SPRITARIUM_FUZZ "Build the fuzzers (clang only); see ./dev fuzz" OFF)
if(NOT SPRITARIUM_FUZZ)
    return()
endif()
if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "SPRITARIUM_FUZZ needs clang")
endif()

# Only what is fuzzed is built, with the sanitizers, and from its sources: the libraries are built without.
function(spritarium_fuzzer name)
    set(sources ${ARGN})
    list(TRANSFORM sources PREPEND ${PROJECT_SOURCE_DIR}/src/playground/)
    add_executable(${name} EXCLUDE_FROM_ALL fuzz/${name}.cpp ${sources})
    target_link_libraries(${name} PRIVATE Qt6::Core)
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/src)
    target_compile_options(${name} PRIVATE
        -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -O1 -g)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer,address,undefined)
    spritarium_hygiene(${name})
    set_target_properties(${name} PROPERTIES AUTOMOC OFF AUTOUIC OFF AUTORCC OFF)
endfunction()

spritarium_fuzzer(fuzz_httprequestparser
    httprequest.cpp httprequestparser.cpp httpbodydecoder.cpp httpresponsehead.cpp)
spritarium_fuzzer(fuzz_websocketframe websocketframe.cpp)
