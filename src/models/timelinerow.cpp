// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/timelinerow.h"

#include "domain/relativetime.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Spritarium {

using RowKind = CheckpointTimelineModel::RowKind;
using PointKind = CheckpointTimelineModel::PointKind;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::CheckpointTimelineModel)
};

QString pointTimeText(const PointTime &time, const QDateTime &now)
{
    if (!time.at.isValid())
        return {};
    if (!time.approximate && !time.contradictsOrder)
        return bothTimesText(time.at, now);
    const bool isToday = time.at.toLocalTime().date() == now.toLocalTime().date();
    return Text::tr("about %1").arg(isToday ? clockText(time.at) : absoluteText(time.at, now));
}

QString kindWord(PointKind kind)
{
    switch (kind) {
    case PointKind::Manual:
        return Text::tr("manual");
    case PointKind::Automatic:
        return Text::tr("automatic");
    case PointKind::Safety:
        return Text::tr("safety");
    }
    return {};
}

} // namespace

TimelineRow TimelineRow::ofItem(const TimelineItem &item)
{
    TimelineRow row;
    row.item = item;
    switch (item.type) {
    case TimelineItem::Type::Now:
        row.kind = RowKind::Now;
        row.key = u"now"_s;
        break;
    case TimelineItem::Type::Point:
        row.kind = RowKind::Point;
        row.key = u"point:"_s + item.checkpoint.id.toString();
        break;
    case TimelineItem::Type::Restore:
        row.kind = RowKind::Restore;
        row.key = u"restore:"_s + item.restore.id.toString();
        break;
    }
    return row;
}

TimelineRow TimelineRow::ofOperation(const Operation &operation)
{
    TimelineRow row;
    row.kind = RowKind::Operation;
    row.key = u"operation:"_s + operation.id.toString();
    row.operation = operation;
    return row;
}

bool TimelineRow::hasSection() const
{
    return kind == RowKind::Point || kind == RowKind::Restore;
}

PointKind TimelineRow::pointKind() const
{
    if (item.checkpoint.isAuto)
        return PointKind::Automatic;
    return item.checkpoint.isSafety() ? PointKind::Safety : PointKind::Manual;
}

QString TimelineRow::title(const QDateTime &now) const
{
    switch (kind) {
    case RowKind::Now:
        if (!base)
            return Text::tr("No checkpoint yet");
        return (baseIsTold ? Text::tr("Based on %1 · %2") : Text::tr("Newest checkpoint %1 · %2"))
            .arg(base->id.toString(), agoText(baseTime.at, now));
    case RowKind::Operation:
        return operationTitle(*operation);
    case RowKind::Point:
        return item.checkpoint.comment.isEmpty() ? Text::tr("No comment") : item.checkpoint.comment;
    case RowKind::Restore:
        return Text::tr("Restored %1").arg(item.restore.restored.toString());
    }
    return {};
}

QString TimelineRow::timeText(const QDateTime &now) const
{
    switch (kind) {
    case RowKind::Now:
        return {};
    case RowKind::Operation:
        return bothTimesText(operation->startedAt, now);
    case RowKind::Point:
        return pointTimeText(item.time, now);
    case RowKind::Restore:
        return Text::tr("%1 · from this computer").arg(clockText(item.restore.at));
    }
    return {};
}

QString TimelineRow::timeToolTip() const
{
    const QDateTime at = kind == RowKind::Operation ? operation->startedAt
                         : kind == RowKind::Restore ? item.restore.at
                                                    : item.time.at;
    if (kind == RowKind::Point && item.time.contradictsOrder)
        return Text::tr("The service reported a time that does not fit the order.");
    if (kind == RowKind::Point && item.time.approximate)
        return Text::tr(
            "The service does not tell when this checkpoint was taken. It was at this time or later.");
    if (kind == RowKind::Now || !at.isValid())
        return {};
    return Text::tr("%1 UTC").arg(QLocale().toString(at.toUTC(), u"yyyy-MM-dd HH:mm:ss"_s));
}

QStringList TimelineRow::badges() const
{
    QStringList badges;
    if (kind != RowKind::Point)
        return badges;
    if (item.isBase)
        badges << u"base"_s;
    if (pointKind() == PointKind::Safety)
        badges << u"safety"_s;
    if (pointKind() == PointKind::Automatic)
        badges << u"automatic"_s;
    if (!item.checkpoint.isHealthy())
        badges << u"unhealthy"_s;
    return badges;
}

QString TimelineRow::readableText(const QDateTime &now) const
{
    QStringList facts;
    if (kind == RowKind::Now) {
        facts << Text::tr("Now") << title(now);
    } else if (kind == RowKind::Operation) {
        facts << title(now) << outcomeText(operation->outcome);
        facts << (operation->resultText.isEmpty() ? operation->lastMessage : operation->resultText);
    } else if (kind == RowKind::Restore) {
        facts << title(now) << absoluteText(item.restore.at, now) << agoText(item.restore.at, now);
    } else {
        facts << item.checkpoint.id.toString() << title(now) << kindWord(pointKind());
        if (item.time.approximate || item.time.contradictsOrder)
            facts << pointTimeText(item.time, now);
        else
            facts << absoluteText(item.time.at, now) << agoText(item.time.at, now);
        if (item.isBase)
            facts << Text::tr("base of now");
        if (!item.checkpoint.isHealthy())
            facts << Text::tr("unhealthy");
        if (item.lane.leftBehind)
            facts << Text::tr("not in the history of now");
    }
    facts.removeAll({});
    return facts.join(Text::tr(", ", "between facts read aloud"));
}

bool TimelineRow::agesBetween(const QDateTime &before, const QDateTime &now) const
{
    if (kind == RowKind::Point && (item.time.approximate || item.time.contradictsOrder))
        return false; // shows no age
    const QDateTime at = kind == RowKind::Now         ? baseTime.at
                         : kind == RowKind::Operation ? operation->startedAt
                         : kind == RowKind::Restore   ? item.restore.at
                                                      : item.time.at;
    if (!at.isValid())
        return false;
    // Compared as numbers: making 5,000 texts to see that they are the same takes many frames.
    const qint64 step = refreshInterval(at, now).count();
    return refreshInterval(at, before).count() != step || at.secsTo(before) / step != at.secsTo(now) / step;
}

} // namespace Spritarium
