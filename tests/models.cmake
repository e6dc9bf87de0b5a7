# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
foreach(name tst_commandtext tst_lineage tst_spritequery)
    spritarium_test(${name} LINK Spritarium::Domain)
endforeach()
foreach(name tst_activitymodel tst_checkpointtimelinemodel tst_keyedreconcile tst_operationlogmodel tst_palettemodel tst_policyanalysis tst_policydocument tst_policyrulemodel tst_spritefilter tst_spritetreemodel)
    spritarium_test(${name} LINK Spritarium::Models)
endforeach()

# Prints figures and asserts none, so it is no test.
add_executable(bench_models bench/bench_models.cpp)
target_link_libraries(bench_models PRIVATE Spritarium::Models)
spritarium_hygiene(bench_models)
