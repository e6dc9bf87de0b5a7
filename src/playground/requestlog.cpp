// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/requestlog.h"

#include <QJsonObject>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

QJsonObject RequestLogEntry::toJson() const
{
    return {{u"sequence"_s, sequence},
            {u"time"_s, time.toUTC().toString(Qt::ISODateWithMs)},
            {u"method"_s, QString::fromLatin1(method)},
            {u"path"_s, path},
            {u"query"_s, QString::fromLatin1(query)},
            {u"sprite"_s, sprite},
            {u"reach"_s, reach == Reach::Inside ? u"inside"_s : u"control"_s},
            {u"status_before"_s, statusBefore},
            {u"woke"_s, woke}};
}

void RequestLog::append(RequestLogEntry entry)
{
    entry.sequence = ++m_last;
    entry.time = QDateTime::currentDateTimeUtc();
    // Copies, so that none keeps the room of the whole.
    if (entry.path.size() > MostText)
        entry.path = QString(entry.path.constData(), MostText);
    if (entry.query.size() > MostText)
        entry.query = QByteArray(entry.query.constData(), MostText);
    m_entries.push_back(std::move(entry));
    if (m_entries.size() > Capacity)
        m_entries.pop_front();
}

QJsonArray RequestLog::toJson(qint64 after) const
{
    QJsonArray array;
    for (const RequestLogEntry &entry : m_entries) {
        if (entry.sequence > after)
            array.append(entry.toJson());
    }
    return array;
}

} // namespace Spritarium::Playground
