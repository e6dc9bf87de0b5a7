// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/viewstate.h"
#include "views/statepanel.h"

namespace Spritarium {

//! What stands in the place of the timeline when there is nothing to list (ux-spec 9.3, 6, 16). Loading and
//! Failed are StatePanel's own.
StateMessage timelineMessage(const ViewState &state, const QString &spriteName, const QString &filter);

} // namespace Spritarium
