// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/checkpointtimelinemodel.h"

#include "domain/relativetime.h"
#include "models/keyedreconcile.h"
#include "models/timelinerow.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace Spritarium {

struct CheckpointTimelineModel::Rows
{
    QList<TimelineRow> list;
    QHash<QString, int> byKey;
    QList<Operation> operations; //!< newest first
    QHash<OperationId, CheckpointId> createdBy;
    QList<RestoreEvent> restores;
    QHash<CheckpointId, QDateTime> knownTimes;
    QString restoreDisabledReason;
    Lineage lineage;
    QDateTime asOf;
    QDateTime now;
    std::array<int, 5> summary{}; //!< manual, safety, automatic, restores, lanes
    bool isListed = false;

    void renumber()
    {
        byKey.clear();
        for (int row = 0; row < list.size(); ++row)
            byKey.insert(list[row].key, row);
    }
};

struct CheckpointTimelineModel::Host
{
    CheckpointTimelineModel &model;

    void beginRemove(int first, int last) { model.beginRemoveRows({}, first, last); }
    void endRemove() { model.endRemoveRows(); }
    void beginMove(int from, int to) { model.beginMoveRows({}, from, from, {}, to); }
    void endMove() { model.endMoveRows(); }
    void beginInsert(int first, int last) { model.beginInsertRows({}, first, last); }
    void endInsert() { model.endInsertRows(); }
    void changed(int first, int last) { Q_EMIT model.dataChanged(model.index(first), model.index(last)); }
};

CheckpointTimelineModel::CheckpointTimelineModel(QObject *parent)
    : CheckpointTimelineModel(QDateTime::currentDateTimeUtc(), parent)
{}

CheckpointTimelineModel::CheckpointTimelineModel(const QDateTime &now, QObject *parent)
    : QAbstractListModel(parent)
    , m_rows(std::make_unique<Rows>())
{
    m_rows->now = now;
}

CheckpointTimelineModel::~CheckpointTimelineModel() = default;

void CheckpointTimelineModel::showSprite(const SpriteKey &sprite)
{
    if (sprite == m_sprite)
        return;
    beginResetModel();
    m_sprite = sprite;
    m_checkpoints.clear();
    auto fresh = std::make_unique<Rows>();
    fresh->now = m_rows->now;
    fresh->summary = m_rows->summary; // what was announced last, so that its end is announced, too
    m_rows = std::move(fresh);
    endResetModel();
    updateSummary();
    applyState(ViewState{sprite.isEmpty() ? ViewState::Kind::NoSelection : ViewState::Kind::Loading, {}, {}});
}

const CheckpointId &CheckpointTimelineModel::base() const
{
    return m_rows->lineage.base;
}

SpriteKey CheckpointTimelineModel::sprite() const
{
    return m_sprite;
}

void CheckpointTimelineModel::applyListing(const QList<Checkpoint> &checkpoints, const QDateTime &asOf)
{
    m_rows->asOf = asOf;
    if (m_rows->isListed && checkpoints == m_checkpoints && m_rows->operations.isEmpty())
        return;
    m_rows->isListed = true;
    m_checkpoints = checkpoints;
    rebuild();
}

void CheckpointTimelineModel::applyRestores(const QList<RestoreEvent> &restores)
{
    if (restores == m_rows->restores)
        return;
    m_rows->restores = restores;
    rebuild();
}

void CheckpointTimelineModel::applyKnownTimes(const QHash<CheckpointId, QDateTime> &times)
{
    if (times == m_rows->knownTimes)
        return;
    m_rows->knownTimes = times;
    rebuild();
}

void CheckpointTimelineModel::applyOperation(const Operation &operation)
{
    const bool onCheckpoints = operation.kind == OperationKind::CreateCheckpoint ||
                               operation.kind == OperationKind::RestoreCheckpoint ||
                               operation.kind == OperationKind::DeleteCheckpoint;
    if (operation.sprite != m_sprite || !onCheckpoints)
        return;
    if (!operation.created.isEmpty())
        m_rows->createdBy.insert(operation.id, operation.created);
    QList<Operation> &operations = m_rows->operations;
    const auto known =
        std::find_if(operations.begin(), operations.end(),
                     [&operation](const Operation &other) { return other.id == operation.id; });
    if (known != operations.end())
        *known = operation;
    else
        operations.prepend(operation);
    rebuild();
}

void CheckpointTimelineModel::removeOperation(const OperationId &operation)
{
    if (m_rows->operations.removeIf([&operation](const Operation &other) { return other.id == operation; }) >
        0)
        rebuild();
}

//! An operation whose result stands in the timeline by itself, or that left nothing to show.
bool CheckpointTimelineModel::isSettled(const Operation &operation) const
{
    if (operation.outcome == Outcome::Canceled)
        return true;
    if (operation.outcome != Outcome::Succeeded)
        return false;
    if (operation.kind == OperationKind::CreateCheckpoint)
        return !operation.created.isEmpty() && checkpoint(operation.created).has_value();
    if (operation.kind == OperationKind::RestoreCheckpoint)
        return std::any_of(m_rows->restores.begin(), m_rows->restores.end(),
                           [&operation](const RestoreEvent &event) { return event.id == operation.id; });
    return true;
}

void CheckpointTimelineModel::applyState(const ViewState &state)
{
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT stateChanged(m_state);
}

void CheckpointTimelineModel::setOptions(const TimelineOptions &options)
{
    TimelineOptions wanted = options;
    wanted.containing = m_options.containing; // that is setFilterText's
    if (wanted == m_options)
        return;
    m_options = wanted;
    rebuild();
}

void CheckpointTimelineModel::setFilterText(const QString &text)
{
    if (text.trimmed() == m_options.containing)
        return;
    m_options.containing = text.trimmed();
    rebuild();
}

void CheckpointTimelineModel::setRestoreDisabledReason(const QString &reason)
{
    if (reason == m_rows->restoreDisabledReason)
        return;
    m_rows->restoreDisabledReason = reason;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {DisabledReasonRole});
}

void CheckpointTimelineModel::refreshAges(const QDateTime &now)
{
    const QDateTime before = std::exchange(m_rows->now, now);
    if (before.toLocalTime().date() != now.toLocalTime().date()) {
        rebuild(); // other day headers
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    for (int row = 0; row < m_rows->list.size(); ++row) {
        if (m_rows->list[row].agesBetween(before, now))
            Q_EMIT dataChanged(index(row), index(row),
                               {TimeTextRole, TitleRole, Qt::DisplayRole, Qt::AccessibleTextRole});
    }
}

void CheckpointTimelineModel::rebuild()
{
    const QList<TimelineItem> items =
        m_rows->isListed ? timelineOf(m_checkpoints, m_rows->restores, m_rows->knownTimes, m_options)
                         : QList<TimelineItem>();
    m_rows->lineage = lineageOf(m_checkpoints, m_rows->restores);
    m_rows->operations.removeIf([this](const Operation &operation) { return isSettled(operation); });

    QList<TimelineRow> fresh;
    fresh.reserve(items.size() + m_rows->operations.size());
    for (const TimelineItem &item : items) {
        fresh.append(TimelineRow::ofItem(item));
        if (item.type == TimelineItem::Type::Now) {
            completeNow(fresh.last());
            appendOperations(fresh);
        }
    }
    if (items.isEmpty())
        appendOperations(fresh);
    setDayHeaders(fresh);

    handOverRows(fresh);
    Host host{*this};
    reconcile(
        m_rows->list, std::move(fresh), [](const TimelineRow &row) { return row.key; }, host);
    m_rows->renumber();
    updateSummary();
}

void CheckpointTimelineModel::appendOperations(QList<TimelineRow> &rows) const
{
    for (const Operation &operation : std::as_const(m_rows->operations))
        rows.append(TimelineRow::ofOperation(operation));
}

PointTime CheckpointTimelineModel::timeOf(const CheckpointId &id) const
{
    return pointTimesOf(m_checkpoints, m_rows->knownTimes).value(id);
}

QHash<CheckpointId, PointTime> CheckpointTimelineModel::times() const
{
    return pointTimesOf(m_checkpoints, m_rows->knownTimes);
}

//! Based on what was told or seen; else the newest by number, named as no more than that.
void CheckpointTimelineModel::completeNow(TimelineRow &row) const
{
    const CheckpointId &told = m_rows->lineage.base;
    row.baseIsTold = !told.isEmpty();
    const std::optional<int> newest = newestVersion(m_checkpoints);
    const CheckpointId base = row.baseIsTold ? told
                              : newest       ? CheckpointId(u'v' + QString::number(*newest))
                                             : CheckpointId();
    row.base = checkpoint(base);
    if (row.base)
        row.baseTime = pointTimesOf(m_checkpoints, m_rows->knownTimes).value(base);
}

//! A time that contradicts the order must not tear a section apart: rows follow the one above.
void CheckpointTimelineModel::setDayHeaders(QList<TimelineRow> &rows) const
{
    QDateTime lowest, dayStart;
    QString header;
    for (TimelineRow &row : rows) {
        if (!row.hasSection())
            continue;
        const QDateTime at = row.kind == RowKind::Restore ? row.item.restore.at : row.item.time.at;
        if (at.isValid() && (!lowest.isValid() || at < lowest))
            lowest = at;
        if (lowest.isValid() && (!dayStart.isValid() || lowest < dayStart)) {
            dayStart = lowest.toLocalTime().date().startOfDay().toUTC();
            const QString next = dayHeaderText(lowest, m_rows->now);
            row.firstOfDay = next != header;
            header = next;
        }
        row.dayHeader = header;
    }
}

//! The row of an operation becomes the row of what it made, so that it keeps selection and place.
void CheckpointTimelineModel::handOverRows(const QList<TimelineRow> &fresh)
{
    QSet<QString> keys;
    for (const TimelineRow &row : fresh)
        keys.insert(row.key);
    for (TimelineRow &row : m_rows->list) {
        if (!row.operation || keys.contains(row.key))
            continue;
        const bool created = row.operation->kind == OperationKind::CreateCheckpoint;
        const QString heir = created ? u"point:"_s + m_rows->createdBy.value(row.operation->id).toString()
                                     : u"restore:"_s + row.operation->id.toString();
        if (keys.contains(heir) && !m_rows->byKey.contains(heir))
            row.key = heir;
    }
}

void CheckpointTimelineModel::updateSummary()
{
    std::array<int, 5> summary{};
    for (const Checkpoint &checkpoint : std::as_const(m_checkpoints)) {
        if (!checkpoint.isCurrent())
            ++summary[checkpoint.isAuto ? 2 : checkpoint.isSafety() ? 1 : 0];
    }
    summary[3] = int(m_rows->restores.size());
    for (const TimelineRow &row : std::as_const(m_rows->list))
        summary[4] = std::max(summary[4], row.item.lane.lane + 1);
    const LineageSource source = m_rows->lineage.source;
    if (summary == m_rows->summary && source == m_lineageSource)
        return;
    m_rows->summary = summary;
    m_lineageSource = source;
    Q_EMIT summaryChanged();
}

int CheckpointTimelineModel::manualCount() const
{
    return m_rows->summary[0];
}

int CheckpointTimelineModel::safetyCount() const
{
    return m_rows->summary[1];
}

int CheckpointTimelineModel::automaticCount() const
{
    return m_rows->summary[2];
}

int CheckpointTimelineModel::restoreCount() const
{
    return m_rows->summary[3];
}

int CheckpointTimelineModel::laneCount() const
{
    return m_rows->summary[4];
}

std::optional<Checkpoint> CheckpointTimelineModel::checkpoint(const CheckpointId &id) const
{
    const auto it = std::find_if(m_checkpoints.begin(), m_checkpoints.end(),
                                 [&id](const Checkpoint &checkpoint) { return checkpoint.id == id; });
    return it == m_checkpoints.end() || id.isEmpty() ? std::nullopt : std::optional(*it);
}

QModelIndex CheckpointTimelineModel::indexOfKey(const QString &key) const
{
    const auto it = m_rows->byKey.constFind(key);
    return it == m_rows->byKey.cend() ? QModelIndex() : index(*it);
}

QModelIndex CheckpointTimelineModel::indexOf(const CheckpointId &id) const
{
    return indexOfKey(u"point:"_s + id.toString());
}

int CheckpointTimelineModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows->list.size());
}

QVariant CheckpointTimelineModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TimelineRow &row = m_rows->list[index.row()];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return row.readableText(m_rows->now);
    case RowKindRole:
        return int(row.kind);
    case RowKeyRole:
        return row.key;
    case TitleRole:
        return row.title(m_rows->now);
    case TimeTextRole:
        return row.timeText(m_rows->now);
    case TimeToolTipRole:
        return row.timeToolTip();
    case DayHeaderRole:
        return row.dayHeader;
    case FirstOfDayRole:
        return row.firstOfDay;
    case LaneRole:
        return QVariant::fromValue(row.item.lane);
    case LeftBehindRole:
        return row.item.lane.leftBehind;
    case OperationRole:
        return row.operation ? QVariant::fromValue(*row.operation) : QVariant();
    case CheckpointIdRole:
        return row.kind == RowKind::Restore ? row.item.restore.restored.toString()
               : row.kind == RowKind::Point ? row.item.checkpoint.id.toString()
                                            : QString();
    case RestorableRole:
        return row.kind == RowKind::Point;
    case DisabledReasonRole:
        return row.kind == RowKind::Point ? m_rows->restoreDisabledReason : QString();
    default:
        return pointData(row, role);
    }
}

QVariant CheckpointTimelineModel::pointData(const TimelineRow &row, int role) const
{
    const bool isPoint = row.kind == RowKind::Point;
    switch (role) {
    case PointKindRole:
        return isPoint ? QVariant(int(row.pointKind())) : QVariant();
    case HasCommentRole:
        return isPoint && !row.item.checkpoint.comment.isEmpty();
    case BadgesRole:
        return row.badges();
    case IsBaseRole:
        return isPoint && row.item.isBase;
    case HealthyRole:
        return !isPoint || row.item.checkpoint.isHealthy();
    case CheckpointRole:
        return isPoint || row.kind == RowKind::Now ? QVariant::fromValue(row.item.checkpoint) : QVariant();
    default:
        return {};
    }
}

} // namespace Spritarium
