# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
foreach(name policydiffview applysheet gobackbar orderproofsheet policyhistorysheet copyrulessheet bulkapplysheet)
    spritarium_test(tst_${name} LINK Spritarium::Views LABELS gui)
endforeach()
