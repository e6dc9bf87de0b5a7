// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTest>

namespace Spritarium::Test {

//! How long a test waits for what is due, in milliseconds. A wait ends with what it waits for, so that only a
//! defect takes so long, and a computer that has much else to do is no defect.
inline constexpr int Patience = 30'000;

} // namespace Spritarium::Test

// Qt's own five seconds are few where a process, a disk or a second program has to do its part.
#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#define QTRY_VERIFY(expr) QTRY_VERIFY_WITH_TIMEOUT((expr), Spritarium::Test::Patience)
#define QTRY_VERIFY2(expr, text) QTRY_VERIFY2_WITH_TIMEOUT((expr), (text), Spritarium::Test::Patience)
#define QTRY_COMPARE(expr, expected) QTRY_COMPARE_WITH_TIMEOUT((expr), expected, Spritarium::Test::Patience)
