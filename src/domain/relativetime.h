// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QString>

#include <chrono>

namespace Spritarium {

//! "12 min ago", "just now", "3 h ago", "5 d ago"; plural-aware, translated. Invalid times give an empty
//! text.
QString agoText(const QDateTime &time, const QDateTime &now);
//! "today 14:05", "yesterday 09:00", "Mon 14:05" within a week, else date and time; local time, by QLocale.
QString absoluteText(const QDateTime &time, const QDateTime &now);
//! Both, always: "12 min ago · today 14:05" (ux-spec 9.2). Older than a day shows the date only once.
QString bothTimesText(const QDateTime &time, const QDateTime &now);
//! "14:05", local.
QString clockText(const QDateTime &time);
//! "Today", "Yesterday", the weekday within seven days, then "March 2026" (ux-spec 9.1).
QString dayHeaderText(const QDateTime &time, const QDateTime &now);
//! How long the text of `time` stays right: 10 s under a minute, 1 min under an hour, 1 h under a day, else a
//! day.
std::chrono::seconds refreshInterval(const QDateTime &time, const QDateTime &now);
//! "0:07", "12:40", "1:02:03".
QString durationText(std::chrono::seconds duration);

} // namespace Spritarium
