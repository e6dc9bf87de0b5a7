// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/lineage.h"
#include "domain/operation.h"
#include "models/checkpointtimelinemodel.h"

#include <QDateTime>
#include <QString>

#include <optional>

namespace Spritarium {

//! One row of the timeline: a timeline item, or an operation on its way.
struct TimelineRow
{
    QString key;
    CheckpointTimelineModel::RowKind kind = CheckpointTimelineModel::RowKind::Point;
    TimelineItem item;
    std::optional<Operation> operation;
    QString dayHeader;
    bool firstOfDay = false;
    std::optional<Checkpoint> base; //!< of Now
    PointTime baseTime;             //!< of Now
    bool baseIsTold = false;        //!< of Now: false when base is only the newest in the list

    static TimelineRow ofItem(const TimelineItem &item);
    static TimelineRow ofOperation(const Operation &operation);

    bool hasSection() const;
    CheckpointTimelineModel::PointKind pointKind() const;
    QString title(const QDateTime &now) const;
    QString timeText(const QDateTime &now) const;
    QString timeToolTip() const;
    QStringList badges() const;
    //! Everything at once, for a screen reader (ux-spec 18).
    QString readableText(const QDateTime &now) const;
    //! Whether a text that holds an age differs between two moments.
    bool agesBetween(const QDateTime &before, const QDateTime &now) const;

    friend bool operator==(const TimelineRow &, const TimelineRow &) = default;
};

} // namespace Spritarium
