# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
set(SPRITARIUM_TIMELINE_VIEWS
    activitydelegate.cpp activitydelegate.h
    activityfilter.cpp activityfilter.h
    activitypanel.cpp activitypanel.h
    checkpointpopover.cpp checkpointpopover.h
    deletecheckpointsheet.cpp deletecheckpointsheet.h
    factlist.cpp factlist.h
    inspectorpanel.cpp inspectorpanel.h
    lanepainter.cpp lanepainter.h
    operationend.cpp operationend.h
    operationlayer.cpp operationlayer.h
    operationlogview.cpp operationlogview.h
    operationrow.cpp operationrow.h
    phaseline.cpp phaseline.h
    popover.cpp popover.h
    restoresheet.cpp restoresheet.h
    rowbuttonlayer.cpp rowbuttonlayer.h
    rowbuttons.cpp rowbuttons.h
    rowpainter.cpp rowpainter.h
    stickydayheader.cpp stickydayheader.h
    timelinecolors.cpp timelinecolors.h
    timelinedelegate.cpp timelinedelegate.h
    timelineinfoline.cpp timelineinfoline.h
    timelinelist.cpp timelinelist.h
    timelinemetrics.cpp timelinemetrics.h
    timelinepanel.cpp timelinepanel.h
    timelinestates.cpp timelinestates.h
    timelinetoolbar.cpp timelinetoolbar.h)
