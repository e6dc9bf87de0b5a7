# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0

# A server that misbehaves in ways a good one cannot, and eyes on the log.
add_library(SpritariumRawServer STATIC
    support/loghygiene.cpp support/loghygiene.h
    support/rawserver.cpp support/rawserver.h)
target_link_libraries(SpritariumRawServer PUBLIC Spritarium::Domain Qt6::Network)
target_include_directories(SpritariumRawServer PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
target_compile_definitions(SpritariumRawServer PRIVATE SPRITARIUM_TEST_DATA="${CMAKE_CURRENT_SOURCE_DIR}/data")
spritarium_hygiene(SpritariumRawServer)

foreach(name
        apiclient apireply checkpointservice ndjsonsplitter neversenttwice policyservice requestfactory
        spriteservice streamreply)
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/tst_${name}.cpp)
        spritarium_test(tst_${name} LINK Spritarium::Service SpritariumRawServer)
    endif()
endforeach()
