# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
spritarium_test(tst_listpages LINK Spritarium::App)
spritarium_test(tst_applypolicyflow LINK Spritarium::App Spritarium::Playground)
spritarium_test(tst_operationflows LINK Spritarium::App Spritarium::Playground)

# The whole program, driven as a person drives it.
add_library(SpritariumProgramFixture STATIC
    support/portstab.cpp support/portstab.h support/programfixture.cpp support/programfixture.h)
target_link_libraries(SpritariumProgramFixture PUBLIC Spritarium::App Spritarium::Playground Qt6::Test)
target_include_directories(SpritariumProgramFixture
    PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
spritarium_hygiene(SpritariumProgramFixture)

foreach(name accountsgui actions afterrestore bulkapply egress interrupted keepawake lookingaround mainjob nothinglost overview ports portsadd
        portsfar portslife portsets portswatched programfaults spritelist)
    spritarium_test(tst_${name} LINK SpritariumProgramFixture SpritariumRawServer LABELS gui)
endforeach()
target_sources(tst_keepawake PRIVATE support/machinefixture.h)
target_sources(tst_portswatched PRIVATE support/execclient.h support/machinefixture.h)
