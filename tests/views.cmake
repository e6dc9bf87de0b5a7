# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
spritarium_test(tst_appearance LINK Spritarium::Views LABELS gui)
spritarium_test(tst_statepanel LINK Spritarium::Views LABELS gui)

include(${CMAKE_CURRENT_LIST_DIR}/views_timeline.cmake OPTIONAL)
