# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0

# A server that misbehaves in ways a good one cannot, eyes on the log, and the other side of a keyring.
add_library(SpritariumRawServer STATIC
    support/loghygiene.cpp support/loghygiene.h
    support/rawserver.cpp support/rawserver.h
    support/secretservice.cpp support/secretservice.h)
target_link_libraries(SpritariumRawServer PUBLIC Spritarium::Domain Qt6::Network)
if(TARGET Qt6::DBus)
    target_link_libraries(SpritariumRawServer PUBLIC Qt6::DBus)
endif()
target_include_directories(SpritariumRawServer PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
target_compile_definitions(SpritariumRawServer PRIVATE SPRITARIUM_TEST_DATA="${CMAKE_CURRENT_SOURCE_DIR}/data")
spritarium_hygiene(SpritariumRawServer)

foreach(name
        apiclient apireply awakeholds checkpointservice clicredentials credentials insideprocesses ndjsonsplitter neversenttwice
        policyservice requestfactory spriteservice streamreply tokenprobe)
    spritarium_test(tst_${name} LINK Spritarium::Service SpritariumRawServer)
endforeach()

# The keychain's backend is chosen once per process, so the world without one needs a run of its own.
foreach(name credentials clicredentials)
    add_test(NAME tst_${name}_without_bus COMMAND tst_${name})
    set_tests_properties(tst_${name}_without_bus PROPERTIES TIMEOUT 600
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LANG=C.UTF-8;QT_LOGGING_RULES=;DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent/bus")
endforeach()

# The far end of tunnels, as good or as bad as a test wants it.
add_library(SpritariumProxyServer STATIC support/proxyserver.cpp support/proxyserver.h)
target_link_libraries(SpritariumProxyServer PUBLIC SpritariumRawServer Qt6::WebSockets)
spritarium_hygiene(SpritariumProxyServer)

spritarium_test(tst_websocketframes LINK Spritarium::Service)
foreach(name portforwarder portwatch proxytunnel)
    spritarium_test(tst_${name} LINK Spritarium::Service SpritariumProxyServer)
endforeach()
spritarium_test(tst_proxyenvironment LINK Spritarium::Service)
spritarium_test(tst_proxyhandshake LINK Spritarium::Service)
spritarium_test(tst_systemproxy
    SOURCES support/certificate.cpp support/certificate.h support/webproxy.h
    LINK Spritarium::Service SpritariumProxyServer)
add_dependencies(tst_systemproxy spritarium-system-proxy)
target_compile_definitions(tst_systemproxy PRIVATE SPRITARIUM_SYSTEM_PROXY="$<TARGET_FILE:spritarium-system-proxy>")
spritarium_test(tst_tunneltls
    SOURCES support/certificate.cpp support/certificate.h
    LINK Spritarium::Service SpritariumProxyServer)

if(TARGET Spritarium::Playground)
    spritarium_test(tst_serviceplayground LINK Spritarium::Service Spritarium::Playground)
    spritarium_test(tst_serviceports LINK Spritarium::Service Spritarium::Playground)
    # Skips what is not installed: psql with PostgreSQL, redis, curl.
    spritarium_test(tst_forwardprograms
        LINK Spritarium::Service Spritarium::Playground SpritariumRawServer LABELS real)
endif()
