# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
spritarium_test(tst_httprequestparser LINK Spritarium::Playground)
spritarium_test(tst_playgroundstore LINK Spritarium::Playground)
spritarium_test(tst_playgroundfiles LINK Spritarium::Playground)
spritarium_test(tst_playgroundpolicy LINK Spritarium::Playground)
spritarium_test(tst_playgroundserver LINK Spritarium::Playground)
