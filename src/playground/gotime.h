// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>

namespace Spritarium::Playground {

//! RFC 3339 UTC with as many digits below the second as it needs, three at most; an invalid time as Go's
//! zero time (sprites-api 2.11).
inline QString goTime(const QDateTime &time)
{
    if (!time.isValid())
        return QStringLiteral("0001-01-01T00:00:00Z");
    QString text = time.toUTC().toString(QStringLiteral("yyyy-MM-dd'T'HH:mm:ss.zzz"));
    while (text.endsWith(QLatin1Char('0')))
        text.chop(1);
    if (text.endsWith(QLatin1Char('.')))
        text.chop(1);
    return text + QLatin1Char('Z');
}

} // namespace Spritarium::Playground
