# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
spritarium_test(tst_portspanel
    SOURCES support/portscene.cpp support/portscene.h
    LINK Spritarium::Views LABELS gui)
spritarium_test(tst_porttable
    SOURCES support/portscene.cpp support/portscene.h
    LINK Spritarium::Views LABELS gui)
spritarium_test(tst_awakeline LINK Spritarium::Views LABELS gui)
