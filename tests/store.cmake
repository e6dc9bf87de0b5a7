# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
spritarium_test(tst_forwardtables LINK Spritarium::Store)
spritarium_test(tst_store LINK Spritarium::Store)
spritarium_test(tst_storekill LINK Spritarium::Store)
