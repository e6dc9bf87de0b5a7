// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

class QWidget;

namespace Spritarium {

//! Tab goes through `root` as its layouts are read, whatever the order in which the widgets were made. To be
//! called again after widgets came in. The first one keeps its place among what is outside.
void orderFocusByLayout(QWidget &root);

} // namespace Spritarium
