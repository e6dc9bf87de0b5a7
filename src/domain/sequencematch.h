// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>

namespace Spritarium {

//! Which places of `values` belong to one longest row of growing values; negative values never do. What is
//! left over is what was moved. n log n.
QList<bool> longestGrowingRow(const QList<int> &values);

} // namespace Spritarium
