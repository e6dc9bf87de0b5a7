// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/viewstate.h"
#include "views/statepanel.h"

namespace Spritarium {

//! What the Ports tab says where it has no port to show (ux-spec 11.2).
StateMessage portsMessage(const ViewState &state, const QString &spriteName);
//! The line over ports that may not be true any more, or of which new ones cannot be seen; empty: none.
QString portsAgeText(const ViewState &state);

} // namespace Spritarium
