# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
set(SPRITARIUM_EGRESS_VIEWS
    codetext.cpp codetext.h
    egressdraftbar.cpp egressdraftbar.h
    egresspanel.cpp egresspanel.h
    egresspanelstates.cpp
    egressstatebar.cpp egressstatebar.h
    egressstates.cpp egressstates.h
    egresstester.cpp egresstester.h
    egresstoolbar.cpp egresstoolbar.h
    expectationsview.cpp expectationsview.h
    focusorder.cpp focusorder.h
    newrulerow.cpp newrulerow.h
    policyjsonview.cpp policyjsonview.h
    presetlist.cpp presetlist.h
    rulecolumns.cpp rulecolumns.h
    ruledelegate.cpp ruledelegate.h
    ruleedits.cpp ruleedits.h
    rulefilter.cpp rulefilter.h
    rulehints.cpp rulehints.h
    rulelineedit.cpp rulelineedit.h
    rulemenubutton.cpp rulemenubutton.h
    rulemenus.cpp rulemenus.h
    rulemetrics.cpp rulemetrics.h
    rulenote.cpp rulenote.h
    rulepainter.cpp rulepainter.h
    ruletable.cpp ruletable.h
    ruletablecolumns.cpp
    ruletablekeys.cpp
    ruletablemouse.cpp
    ruletablenew.cpp
    verdictchip.cpp verdictchip.h)
