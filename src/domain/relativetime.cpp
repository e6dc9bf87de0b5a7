// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/relativetime.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::RelativeTime)
};

constexpr qint64 Minute = 60;
constexpr qint64 Hour = 60 * Minute;
constexpr qint64 Day = 24 * Hour;

QString dateText(const QDateTime &local)
{
    return QLocale().toString(local.date(), QLocale::ShortFormat);
}

} // namespace

QString agoText(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return {};
    const qint64 seconds = time.secsTo(now);
    if (seconds < 10)
        return Text::tr("just now");
    if (seconds < Minute)
        return Text::tr("%n s ago", nullptr, int(seconds / 10 * 10));
    if (seconds < Hour)
        return Text::tr("%n min ago", nullptr, int(seconds / Minute));
    if (seconds < Day)
        return Text::tr("%n h ago", nullptr, int(seconds / Hour));
    if (seconds < 60 * Day)
        return Text::tr("%n d ago", nullptr, int(seconds / Day));
    return Text::tr("%n month(s) ago", nullptr, int(seconds / (30 * Day)));
}

QString clockText(const QDateTime &time)
{
    // Some locales, C among them, have seconds even in their short form.
    static const QRegularExpression seconds(u"[:.]ss?"_s);
    return QLocale().toString(time.toLocalTime().time(),
                              QLocale().timeFormat(QLocale::ShortFormat).remove(seconds));
}

QString absoluteText(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return {};
    const QDateTime local = time.toLocalTime();
    const qint64 days = local.date().daysTo(now.toLocalTime().date());
    if (days == 0)
        return Text::tr("today %1").arg(clockText(time));
    if (days == 1)
        return Text::tr("yesterday %1").arg(clockText(time));
    if (days > 1 && days < 7)
        return Text::tr("%1 %2").arg(QLocale().dayName(local.date().dayOfWeek(), QLocale::ShortFormat),
                                     clockText(time));
    return Text::tr("%1 %2").arg(dateText(local), clockText(time));
}

QString bothTimesText(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return {};
    return Text::tr("%1 · %2").arg(agoText(time, now), absoluteText(time, now));
}

QString dayHeaderText(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return {};
    const QDate date = time.toLocalTime().date();
    const qint64 days = date.daysTo(now.toLocalTime().date());
    if (days <= 0)
        return Text::tr("Today");
    if (days == 1)
        return Text::tr("Yesterday");
    if (days < 7)
        return QLocale().standaloneDayName(date.dayOfWeek());
    return Text::tr("%1 %2").arg(QLocale().standaloneMonthName(date.month())).arg(date.year());
}

std::chrono::seconds refreshInterval(const QDateTime &time, const QDateTime &now)
{
    const qint64 age = time.secsTo(now);
    if (age < Minute)
        return std::chrono::seconds(10);
    if (age < Hour)
        return std::chrono::minutes(1);
    return age < Day ? std::chrono::hours(1) : std::chrono::hours(24);
}

QString durationText(std::chrono::seconds duration)
{
    const qint64 total = qMax<qint64>(0, duration.count());
    const auto two = [](qint64 number) { return u"%1"_s.arg(number, 2, 10, QLatin1Char('0')); };
    if (total < Hour)
        return u"%1:%2"_s.arg(total / Minute).arg(two(total % Minute));
    return u"%1:%2:%3"_s.arg(total / Hour).arg(two(total % Hour / Minute), two(total % Minute));
}

} // namespace Spritarium
