# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
set(SPRITARIUM_PORTS_VIEWS
    portaddfield.cpp portaddfield.h
    portaddresscard.cpp portaddresscard.h
    portaskbanner.cpp portaskbanner.h
    portbuttonlayer.cpp portbuttonlayer.h
    portdelegate.cpp portdelegate.h
    portfilter.cpp portfilter.h
    portmenus.cpp portmenus.h
    portnews.cpp portnews.h
    portrow.cpp portrow.h
    portrowbuttons.cpp portrowbuttons.h
    portsetsheet.cpp portsetsheet.h
    portspanel.cpp portspanel.h
    portspanelstates.cpp
    portstates.cpp portstates.h
    porttable.cpp porttable.h
    porttablekeys.cpp
    porttoolbar.cpp porttoolbar.h
    quitforwardssheet.cpp quitforwardssheet.h)
