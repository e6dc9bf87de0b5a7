// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/spritariumstyle.h"

namespace Spritarium {

class Settings;

//! How the person wants it to look.
StyleOptions styleOptionsOf(const Settings &settings);
//! Remembers it; Settings::changed() follows for what differs.
void rememberStyle(Settings &settings, const StyleOptions &options);
//! Gives the whole program a style made from the settings.
void applyStyle(const Settings &settings);

} // namespace Spritarium
