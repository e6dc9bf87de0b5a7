// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/checkpoint.h"
#include "domain/ids.h"

#include <QDateTime>
#include <QHash>
#include <QList>

namespace Spritarium {

//! One restore that this computer saw, kept in the store: the only source of branches when the service tells
//! none.
struct RestoreEvent
{
    OperationId id;
    CheckpointId restored;
    CheckpointId safety;    //!< empty when taken without
    int newestVersion = -1; //!< highest vN at that time, the safety checkpoint included
    QDateTime at;           //!< UTC

    friend bool operator==(const RestoreEvent &, const RestoreEvent &) = default;
};

//! Where the shape of the timeline comes from; told to the person in one line (ux-spec 9.2 Confidence).
enum class LineageSource { Service, ThisComputer, None };

//! Parents of the checkpoints, as far as somebody told them; with source None the plain sequence.
//! `base` is empty when nobody told it and it could only be guessed.
struct Lineage
{
    LineageSource source = LineageSource::None;
    QHash<CheckpointId, CheckpointId> parents; //!< of every vN and every automatic one that has one
    CheckpointId base;                         //!< what the live files are based on; may be empty

    friend bool operator==(const Lineage &, const Lineage &) = default;
};

//! Service parents if they ever differ from the simple sequence, else our own record of restores, else none.
Lineage lineageOf(const QList<Checkpoint> &checkpoints, const QList<RestoreEvent> &restores);

//! When a checkpoint was really taken, and whether that is sure enough to print without "about".
struct PointTime
{
    QDateTime at;
    bool approximate = false;
    bool contradictsOrder = false;

    friend bool operator==(const PointTime &, const PointTime &) = default;
};

//! True times by sprites-api 5.2: our own clock where this computer took it (`known`), the number in an
//! automatic id, else create_time of v(N+1) or of Current for the newest; else the reported time,
//! approximate.
QHash<CheckpointId, PointTime> pointTimesOf(const QList<Checkpoint> &checkpoints,
                                            const QHash<CheckpointId, QDateTime> &known);

//! How one row of the timeline is drawn in its gutter; lanes count from 0, and lane 0 leads to Now.
struct LaneRow
{
    int lane = 0;
    QList<int> through;     //!< lanes whose line passes the whole row
    bool lineAbove = false; //!< own lane continues to the row above
    bool lineBelow = false;
    QList<int> joins;        //!< lanes from above that end in this point (a fork, seen in time)
    bool leftBehind = false; //!< not in the history of Now

    friend bool operator==(const LaneRow &, const LaneRow &) = default;
};

//! What stands in one row: the live state, a point, or a restore.
struct TimelineItem
{
    enum class Type { Now, Point, Restore };

    Type type = Type::Point;
    Checkpoint checkpoint; //!< of Now and Point
    RestoreEvent restore;  //!< of Restore
    PointTime time;
    LaneRow lane;
    bool isBase = false;

    friend bool operator==(const TimelineItem &, const TimelineItem &) = default;
};

//! The whole timeline, newest first: Now, then points by version with automatic ones and restores placed by
//! time. Hidden kinds are left out before lanes are drawn. 5,000 checkpoints take a few milliseconds.
struct TimelineOptions
{
    bool manual = true, safety = true, automatic = false, restores = true;
    QString containing; //!< in comment or id, letter case aside; empty: all. Now always stays

    friend bool operator==(const TimelineOptions &, const TimelineOptions &) = default;
};
QList<TimelineItem> timelineOf(const QList<Checkpoint> &checkpoints, const QList<RestoreEvent> &restores,
                               const QHash<CheckpointId, QDateTime> &knownTimes,
                               const TimelineOptions &options);

} // namespace Spritarium
