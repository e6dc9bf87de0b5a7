// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/viewstate.h"
#include "views/statepanel.h"

namespace Spritarium {

//! What the Egress tab says where it has no rules to show (ux-spec 10.4).
StateMessage egressMessage(const ViewState &state, const QString &spriteName);

} // namespace Spritarium
