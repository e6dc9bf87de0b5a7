# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
spritarium_test(tst_httprequestparser LINK Spritarium::Playground)
spritarium_test(tst_playgroundstore LINK Spritarium::Playground)
spritarium_test(tst_playgroundfiles LINK Spritarium::Playground)
spritarium_test(tst_playgroundfilecalls LINK Spritarium::Playground)
spritarium_test(tst_playgroundwatch LINK Spritarium::Playground)
spritarium_test(tst_playgroundheaders LINK Spritarium::Playground)
spritarium_test(tst_playgroundpolicy LINK Spritarium::Playground)
spritarium_test(tst_playgroundpolicyevaluation LINK Spritarium::Playground)
spritarium_test(tst_playgroundegress LINK Spritarium::Playground)
spritarium_test(tst_playgroundserver LINK Spritarium::Playground)
spritarium_test(tst_playgroundproxy LINK Spritarium::Playground)
spritarium_test(tst_playgroundports LINK Spritarium::Playground)

# Works on a store until tst_playgroundkill ends it without warning.
add_executable(storeworker support/storeworker.cpp)
target_link_libraries(storeworker PRIVATE Spritarium::Playground)
target_include_directories(storeworker PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
spritarium_hygiene(storeworker)
spritarium_test(tst_playgroundkill LINK Spritarium::Playground)
target_compile_definitions(tst_playgroundkill PRIVATE SPRITARIUM_STORE_WORKER="$<TARGET_FILE:storeworker>")
add_dependencies(tst_playgroundkill storeworker)
spritarium_test(tst_playgroundfaults LINK Spritarium::Playground)
spritarium_test(tst_sleepclock LINK Spritarium::Playground)
spritarium_test(tst_httpserver LINK Spritarium::Playground)
spritarium_test(tst_playgroundseed LINK Spritarium::Playground)
if(UNIX)
    spritarium_test(tst_playgroundprogram LINK Qt6::Network)
    add_dependencies(tst_playgroundprogram spritarium-playground)
    target_compile_definitions(tst_playgroundprogram PRIVATE
        SPRITARIUM_PLAYGROUND_PROGRAM="$<TARGET_FILE:spritarium-playground>")
endif()

# What runs inside a sprite. Tests that need bubblewrap skip where it cannot work, and say why.
spritarium_test(tst_agentmessages LINK SpritariumAgent)
spritarium_test(tst_spritemachine LINK Spritarium::Playground SOURCES support/machinefixture.h)
add_dependencies(tst_spritemachine spritarium-playground-agent)
