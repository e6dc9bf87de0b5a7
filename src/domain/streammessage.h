// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QMetaType>
#include <QString>

namespace Spritarium {

//! One line of a create or restore stream (sprites-api 5.3; seed 003 StreamMessage). Unknown types are kept.
struct StreamMessage
{
    enum class Kind { Info, Stdout, Stderr, Warning, Error, Complete, Other };

    Kind kind = Kind::Other;
    QString type;   //!< the raw word
    QString text;   //!< `data`, or `error` of an error line; for Other the whole line if it has neither
    QDateTime time; //!< UTC; invalid when the line has none

    friend bool operator==(const StreamMessage &, const StreamMessage &) = default;
};

StreamMessage streamMessageFromJson(const QJsonObject &line);

} // namespace Spritarium

Q_DECLARE_METATYPE(Spritarium::StreamMessage)
