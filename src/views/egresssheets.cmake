# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
set(SPRITARIUM_EGRESS_SHEETS
    accentdelegate.cpp accentdelegate.h
    applysheet.cpp applysheet.h
    egressruletext.cpp egressruletext.h
    gobackbar.cpp gobackbar.h
    gobackchoice.cpp gobackchoice.h
    bulkapplymodel.cpp bulkapplymodel.h
    bulkapplysheet.cpp bulkapplysheet.h
    copyrulessheet.cpp copyrulessheet.h
    orderproofsheet.cpp orderproofsheet.h
    policyconflictview.cpp policyconflictview.h
    policydiffdelegate.cpp policydiffdelegate.h
    policydiffmodel.cpp policydiffmodel.h
    policydiffview.cpp policydiffview.h
    policyhistorysheet.cpp policyhistorysheet.h
    verdictchangelist.cpp verdictchangelist.h)
