// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QJsonArray>
#include <QList>
#include <QString>

#include <deque>

namespace Spritarium::Playground {

//! How far a request reached.
enum class Reach {
    Control, //!< answered without the sprite's machine (sprites-api 3.4)
    Inside,  //!< answered inside the sprite; wakes it
};

struct RequestLogEntry
{
    qint64 sequence = 0; //!< 1, 2, 3 ... since the start
    QDateTime time;
    QByteArray method;
    QString path;
    QByteArray query;
    QString sprite; //!< empty when the request names none
    Reach reach = Reach::Control;
    QString statusBefore; //!< of that sprite when the request came; empty when there is none
    bool woke = false;    //!< the sprite was not running and this request wakes it

    QJsonObject toJson() const;
};

//! The last requests, kept in memory, so that it can be proved what looking around did not do. Requests below
//! /playground are not in it.
class RequestLog
{
public:
    static constexpr size_t Capacity = 20'000;
    //! Of a path and of a query; what is longer is cut.
    static constexpr qsizetype MostText = 512;

    void append(RequestLogEntry entry);
    void clear() { m_entries.clear(); }
    //! Oldest first.
    const std::deque<RequestLogEntry> &entries() const { return m_entries; }
    //! Those with a sequence above `after`.
    QJsonArray toJson(qint64 after) const;

private:
    std::deque<RequestLogEntry> m_entries;
    qint64 m_last = 0;
};

} // namespace Spritarium::Playground
