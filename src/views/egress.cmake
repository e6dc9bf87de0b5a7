# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
set(SPRITARIUM_EGRESS_VIEWS)
