# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
foreach(name tst_account tst_apierror tst_checkpoint tst_expectation tst_listeningsockets tst_networkpolicy tst_policydiff
             tst_policyevaluator tst_policylint tst_policyorder tst_policysummary tst_policytext tst_portforward
             tst_presetnames tst_relativetime tst_ruleinput tst_session tst_sprite tst_streammessage)
    spritarium_test(${name} LINK Spritarium::Domain)
endforeach()
spritarium_test(tst_layering LINK Qt6::Core)
