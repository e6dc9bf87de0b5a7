// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QRegularExpression>
#include <QTest>

namespace Spritarium {

//! For init() of view tests: any warning fails, except those the offscreen platform gives for every window
//! and popup.
inline void failOnViewWarnings()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support ).+")));
}

//! Lets layouts come to rest: a resize is told by the platform, a layout asks for another one. Turns of the
//! event loop are counted and not milliseconds, in which a busy computer may have had only one.
inline void settle()
{
    for (int turn = 0; turn < 10; ++turn)
        QTest::qWait(1);
}

} // namespace Spritarium
