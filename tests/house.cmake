# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0

# What belongs to no layer: texts, packaging, and what is written twice.
spritarium_test(tst_translations LINK Qt6::Core)
spritarium_test(tst_policycrosscheck LINK Spritarium::Domain Spritarium::Playground)

find_program(DESKTOP_FILE_VALIDATE desktop-file-validate)
if(DESKTOP_FILE_VALIDATE)
    add_test(NAME desktop_file COMMAND ${DESKTOP_FILE_VALIDATE}
             ${PROJECT_SOURCE_DIR}/packaging/${SPRITARIUM_APP_ID}.desktop)
endif()
find_program(APPSTREAMCLI appstreamcli)
if(APPSTREAMCLI)
    add_test(NAME metainfo COMMAND ${APPSTREAMCLI} validate --no-net
             ${PROJECT_SOURCE_DIR}/packaging/${SPRITARIUM_APP_ID}.metainfo.xml)
endif()
