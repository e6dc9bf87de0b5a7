// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/streammessage.h"

#include "domain/sprite.h"

#include <QHash>
#include <QJsonDocument>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

StreamMessage::Kind kindOf(const QString &type)
{
    using Kind = StreamMessage::Kind;
    static const QHash<QString, Kind> kinds{
        {u"info"_s, Kind::Info},       {u"stdout"_s, Kind::Stdout}, {u"stderr"_s, Kind::Stderr},
        {u"warning"_s, Kind::Warning}, {u"error"_s, Kind::Error},   {u"complete"_s, Kind::Complete},
    };
    return kinds.value(type, Kind::Other);
}

} // namespace

StreamMessage streamMessageFromJson(const QJsonObject &line)
{
    StreamMessage message;
    message.type = line.value("type"_L1).toString();
    message.kind = kindOf(message.type);
    message.time = parseTime(line.value("time"_L1).toString());
    const QString data = line.value("data"_L1).toString();
    const QString error = line.value("error"_L1).toString();
    const QString other = line.value("message"_L1).toString();
    message.text = message.kind == StreamMessage::Kind::Error && !error.isEmpty() ? error
                   : !data.isEmpty()                                              ? data
                   : !error.isEmpty()                                             ? error
                                                                                  : other;
    if (message.text.isEmpty() && message.kind == StreamMessage::Kind::Other)
        message.text = QString::fromUtf8(QJsonDocument(line).toJson(QJsonDocument::Compact));
    return message;
}

} // namespace Spritarium
