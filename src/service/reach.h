// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMetaType>

namespace Spritarium {

//! How far a request goes. Looking never wakes: timers, refreshes and hovers may only use ControlPlane;
//! InsideSprite wakes a sleeping sprite and counts as activity (sprites-api 3.4), so it needs a running
//! sprite or a click that says so.
enum class Reach { ControlPlane, InsideSprite };

} // namespace Spritarium

Q_DECLARE_METATYPE(Spritarium::Reach)
