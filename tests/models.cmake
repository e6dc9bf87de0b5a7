# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
foreach(name tst_commandtext tst_lineage tst_spritequery)
    spritarium_test(${name} LINK Spritarium::Domain)
endforeach()
foreach(name tst_activitymodel tst_checkpointtimelinemodel tst_keyedreconcile tst_operationlogmodel tst_palettemodel tst_policyanalysis tst_policydocument tst_policyrulemodel tst_portforwardmodel tst_spritefilter tst_spritetreemodel)
    spritarium_test(${name} LINK Spritarium::Models)
endforeach()

# They print figures and assert none, so they are no tests.
foreach(name bench_models bench_rules)
    add_executable(${name} bench/${name}.cpp)
    target_link_libraries(${name} PRIVATE Spritarium::Models)
    spritarium_hygiene(${name})
endforeach()
