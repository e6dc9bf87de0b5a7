// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/session.h"

#include "domain/sprite.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

Session sessionFromJson(const QJsonObject &object)
{
    Session session;
    const QJsonValue id = object.value("id"_L1);
    session.id = id.isDouble() ? QString::number(id.toInteger()) : id.toString();
    session.command = object.value("command"_L1).toString();
    session.folder = object.value("workdir"_L1).toString();
    session.created = parseTime(object.value("created"_L1).toString());
    session.isTerminal = object.value("tty"_L1).toBool();
    session.bytesPerSecond = object.value("bytes_per_second"_L1).toDouble();
    session.isActive = object.value("is_active"_L1).toBool();
    session.lastActivity = parseTime(object.value("last_activity"_L1).toString());
    return session;
}

} // namespace

QString Session::programName() const
{
    const QString program = command.section(u' ', 0, 0);
    return program.section(u'/', -1);
}

Result<QList<Session>> parseSessions(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    const QJsonValue listed = document.object().value("sessions"_L1);
    // An empty list may be encoded as null.
    if (!document.isArray() && !listed.isArray() && !listed.isNull())
        return ApiError::protocol(u"a session list that is none"_s, body);
    QList<Session> sessions;
    const QJsonArray array = document.isArray() ? document.array() : listed.toArray();
    sessions.reserve(array.size());
    for (const QJsonValue &value : array) {
        Session session = sessionFromJson(value.toObject());
        if (session.id.isEmpty())
            return ApiError::protocol(u"a session without an id"_s, body);
        sessions << std::move(session);
    }
    return sessions;
}

} // namespace Spritarium
