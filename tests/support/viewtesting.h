// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QRegularExpression>
#include <QTest>

namespace Spritarium {

//! For init() of view tests: any warning fails, except those the offscreen platform gives for every window and popup.
inline void failOnViewWarnings()
{
    QTest::failOnWarning(
        QRegularExpression(QStringLiteral("^(?!This plugin does not support ).+")));
}

} // namespace Spritarium
