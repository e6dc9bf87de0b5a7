# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
spritarium_test(tst_operationflows LINK Spritarium::App Spritarium::Playground)
