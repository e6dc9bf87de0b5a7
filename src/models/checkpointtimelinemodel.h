// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/checkpoint.h"
#include "domain/lineage.h"
#include "domain/operation.h"
#include "models/viewstate.h"

#include <QAbstractListModel>
#include <QHash>

#include <memory>
#include <optional>

namespace Spritarium {

struct TimelineRow;

//! The history of one sprite, newest first: Now, running operations, points, restores (ux-spec 9.1, 9.2).
//!
//! Rows are reconciled by key: "now", "point:v3", "restore:<operation>", "operation:<id>". A running
//! operation is a row until its end; the listing then brings its point in its place. A reset happens only
//! when another sprite is shown.
class CheckpointTimelineModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum class RowKind { Now, Operation, Point, Restore };
    Q_ENUM(RowKind)
    enum class PointKind { Manual, Automatic, Safety };
    Q_ENUM(PointKind)

    enum Role {
        RowKindRole = Qt::UserRole + 1, //!< RowKind as int
        RowKeyRole,                     //!< QString, see above
        CheckpointIdRole,               //!< QString; of Point and Restore (the restored one)
        PointKindRole,                  //!< PointKind as int
        TitleRole,                      //!< comment, "No comment", "Restored v3", "Based on v5 · 41 min ago"
        HasCommentRole,                 //!< bool
        TimeTextRole,                   //!< "12 min ago · today 14:05", "about 14:05"
        TimeToolTipRole,                //!< why a time is approximate, or the full UTC time
        DayHeaderRole,      //!< "Today", ...: the section this row belongs to; empty for Now and operations
        FirstOfDayRole,     //!< bool
        BadgesRole,         //!< QStringList of Badge keys: "base","safety","automatic","unhealthy"
        LaneRole,           //!< LaneRow
        IsBaseRole,         //!< bool
        LeftBehindRole,     //!< bool
        HealthyRole,        //!< bool
        OperationRole,      //!< Operation (operation rows)
        RestorableRole,     //!< bool: a point, not Now
        DisabledReasonRole, //!< QString: why restore is off now; empty when it is on
        CheckpointRole      //!< Checkpoint
    };

    explicit CheckpointTimelineModel(QObject *parent = nullptr);
    //! The same with a clock of the caller's; refreshAges() moves it on.
    explicit CheckpointTimelineModel(const QDateTime &now, QObject *parent = nullptr);
    ~CheckpointTimelineModel() override;

    //! Another sprite is shown: the only reset. Chips keep their state.
    void showSprite(const SpriteKey &sprite);
    SpriteKey sprite() const;

    //! `asOf`: when it was read, UTC; told by applyState() too, which alone decides what the view shows of
    //! it.
    void applyListing(const QList<Checkpoint> &checkpoints, const QDateTime &asOf);
    void applyRestores(const QList<RestoreEvent> &restores);
    void applyKnownTimes(const QHash<CheckpointId, QDateTime> &times);
    //! Adds, changes or (when ended and settled) removes the row of an operation. Only operations on
    //! checkpoints of the shown sprite have rows. A created checkpoint takes the row over when the listing
    //! names it, a restore event when applyRestores() does; a deletion that succeeded and a cancelled one go
    //! at once; the other ends stay until removeOperation() or a newer end.
    void applyOperation(const Operation &operation);
    void removeOperation(const OperationId &operation);
    void applyState(const ViewState &state);
    void setOptions(const TimelineOptions &options);
    void setFilterText(const QString &text);
    //! Restore is off with this reason (an operation runs, offline, denied); empty switches it on.
    void setRestoreDisabledReason(const QString &reason);
    //! dataChanged only for rows whose texts differ now; a new day also moves the day headers.
    void refreshAges(const QDateTime &now);

    const TimelineOptions &options() const { return m_options; }
    const ViewState &state() const { return m_state; }
    LineageSource lineageSource() const { return m_lineageSource; }
    //! What the live files are based on; empty where nobody told.
    const CheckpointId &base() const;
    int laneCount() const;
    int manualCount() const;
    int safetyCount() const;
    int automaticCount() const;
    int restoreCount() const;
    std::optional<Checkpoint> checkpoint(const CheckpointId &id) const;
    //! When it was really taken, as far as this computer knows; without a time for one that is not listed.
    PointTime timeOf(const CheckpointId &id) const;
    //! The same of all that are listed, for those who want many.
    QHash<CheckpointId, PointTime> times() const;
    const QList<Checkpoint> &checkpoints() const { return m_checkpoints; }
    QModelIndex indexOfKey(const QString &key) const;
    QModelIndex indexOf(const CheckpointId &id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    //! Loading, asleep, failed...: emitted on a real change only.
    void stateChanged(const Spritarium::ViewState &state);
    //! Counts of the chips, lanes or confidence changed.
    void summaryChanged();

private:
    struct Host;
    friend struct Host;
    struct Rows;

    void rebuild();
    void updateSummary();
    void appendOperations(QList<TimelineRow> &rows) const;
    void completeNow(TimelineRow &row) const;
    void setDayHeaders(QList<TimelineRow> &rows) const;
    void handOverRows(const QList<TimelineRow> &fresh);
    bool isSettled(const Operation &operation) const;
    QVariant pointData(const TimelineRow &row, int role) const;

    SpriteKey m_sprite;
    QList<Checkpoint> m_checkpoints;
    TimelineOptions m_options;
    ViewState m_state;
    LineageSource m_lineageSource = LineageSource::None;
    std::unique_ptr<Rows> m_rows;
};

} // namespace Spritarium

Q_DECLARE_METATYPE(Spritarium::LaneRow)
