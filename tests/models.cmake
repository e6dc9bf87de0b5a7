# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
foreach(name tst_commandtext tst_lineage tst_spritequery)
    spritarium_test(${name} LINK Spritarium::Domain)
endforeach()
foreach(name tst_keyedreconcile tst_operationlogmodel tst_palettemodel tst_spritefilter tst_spritetreemodel)
    spritarium_test(${name} LINK Spritarium::Models)
endforeach()
