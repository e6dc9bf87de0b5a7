# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
spritarium_test(tst_httprequestparser LINK Spritarium::Playground)
spritarium_test(tst_checkpointwire LINK Spritarium::Playground)
spritarium_test(tst_playgroundstore LINK Spritarium::Playground)
spritarium_test(tst_playgroundfiles LINK Spritarium::Playground)
spritarium_test(tst_treecopy LINK Spritarium::Playground)
add_dependencies(tst_treecopy spritarium-playground-agent)
if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
    spritarium_test(tst_fulldisk LINK Spritarium::Playground SOURCES support/playgroundclient.h)
endif()
spritarium_test(tst_playgroundfilecalls LINK Spritarium::Playground)
spritarium_test(tst_playgroundwatch LINK Spritarium::Playground)
spritarium_test(tst_playgroundheaders LINK Spritarium::Playground)
spritarium_test(tst_playgroundweb LINK Spritarium::Playground)
spritarium_test(tst_playgroundpolicy LINK Spritarium::Playground)
spritarium_test(tst_playgroundpolicyevaluation LINK Spritarium::Playground)
spritarium_test(tst_playgroundegress LINK Spritarium::Playground)
spritarium_test(tst_playgroundserver LINK Spritarium::Playground)
spritarium_test(tst_playgroundwire LINK Spritarium::Playground)
spritarium_test(tst_playgroundwords LINK Spritarium::Playground)
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
spritarium_test(tst_httplimits LINK Spritarium::Playground)
spritarium_test(tst_playgroundseed LINK Spritarium::Playground)
if(UNIX)
    spritarium_test(tst_playgroundprogram LINK Qt6::Network)
    add_dependencies(tst_playgroundprogram spritarium-playground)
    target_compile_definitions(tst_playgroundprogram PRIVATE
        SPRITARIUM_PLAYGROUND_PROGRAM="$<TARGET_FILE:spritarium-playground>")
    spritarium_test(tst_playgroundkillall LINK Qt6::Network)
    add_dependencies(tst_playgroundkillall spritarium-playground)
    target_compile_definitions(tst_playgroundkillall PRIVATE
        SPRITARIUM_PLAYGROUND_PROGRAM="$<TARGET_FILE:spritarium-playground>")
    spritarium_test(tst_playgroundload LINK Qt6::Network SOURCES support/playgroundprocess.h)
    add_dependencies(tst_playgroundload spritarium-playground)
    target_compile_definitions(tst_playgroundload PRIVATE
        SPRITARIUM_PLAYGROUND_PROGRAM="$<TARGET_FILE:spritarium-playground>")
    spritarium_test(tst_playgroundgarbage LINK Qt6::Network SOURCES support/playgroundprocess.h)
    add_dependencies(tst_playgroundgarbage spritarium-playground)
    target_compile_definitions(tst_playgroundgarbage PRIVATE
        SPRITARIUM_PLAYGROUND_PROGRAM="$<TARGET_FILE:spritarium-playground>")
endif()

# What runs inside a sprite. Tests that need bubblewrap skip where it cannot work, and say why.
spritarium_test(tst_agentmessages LINK SpritariumAgent)
spritarium_test(tst_childprocess LINK Spritarium::Playground)
spritarium_test(tst_spritemachine LINK Spritarium::Playground SOURCES support/machinefixture.h)
add_dependencies(tst_spritemachine spritarium-playground-agent)
spritarium_test(tst_playgroundmachine LINK Spritarium::Playground SOURCES support/machinefixture.h support/execclient.h)
add_dependencies(tst_playgroundmachine spritarium-playground-agent)
spritarium_test(tst_execquery LINK Spritarium::Playground)
spritarium_test(tst_playgroundexec LINK Spritarium::Playground SOURCES support/machinefixture.h support/execclient.h)
add_dependencies(tst_playgroundexec spritarium-playground-agent)
spritarium_test(tst_escape LINK Spritarium::Playground
    SOURCES support/machinefixture.h support/execclient.h support/ownnetwork.h)
add_dependencies(tst_escape spritarium-playground-agent spritarium-playground-outside)
if(UNIX)
    # In networks of its own: nothing that a sprite sends there leaves this computer.
    spritarium_test(tst_outsidenetwork LINK Spritarium::Playground
        SOURCES support/fewdescriptors.h support/machinefixture.h support/ownnetwork.h support/playgroundclient.h)
    add_dependencies(tst_outsidenetwork spritarium-playground)
    target_compile_definitions(tst_outsidenetwork PRIVATE
        SPRITARIUM_PLAYGROUND_PROGRAM="$<TARGET_FILE:spritarium-playground>")
endif()
spritarium_test(tst_realports LINK Spritarium::Playground SOURCES support/machinefixture.h support/execclient.h)
add_dependencies(tst_realports spritarium-playground-agent)
spritarium_test(tst_servicesupervisor LINK Spritarium::Playground SOURCES support/machinefixture.h)
add_dependencies(tst_servicesupervisor spritarium-playground-agent)
spritarium_test(tst_playgroundservices LINK Spritarium::Playground SOURCES support/machinefixture.h support/execclient.h)
add_dependencies(tst_playgroundservices spritarium-playground-agent)
spritarium_test(tst_playgroundtasks LINK Spritarium::Playground
    SOURCES support/fewdescriptors.h support/machinefixture.h support/insideclient.h)
add_dependencies(tst_playgroundtasks spritarium-playground-agent spritarium-sprite-env)
spritarium_test(tst_spriteenv LINK Spritarium::Playground SpritariumSpriteEnv
    SOURCES support/machinefixture.h support/insideclient.h)
add_dependencies(tst_spriteenv spritarium-playground-agent spritarium-sprite-env)

# What SDKs require of a server, item by item.
spritarium_test(tst_conformance LINK Spritarium::Playground SOURCES support/machinefixture.h support/execclient.h)
add_dependencies(tst_conformance spritarium-playground-agent)
