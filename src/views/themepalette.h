// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPalette>

namespace Spritarium {

//! Our own calm palettes, for desktops that have none and for forced themes.
QPalette lightPalette();
QPalette darkPalette();

//! The desktop's palette with what it leaves out filled in; ours when it is only the toolkit's built-in one.
QPalette systemPalette(const QPalette &desktop);

} // namespace Spritarium
