// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/lineage.h"

#include <algorithm>

namespace Spritarium {

namespace {

constexpr int None = -1;

//! One row on its way: what it shows, where it belongs, and which row its line leads down to.
struct Node
{
    TimelineItem item;
    int gap = None;        //!< position among the versions, ascending, that this row stands above
    CheckpointId parentId; //!< as told or seen
    int parent = None;     //!< row, always further down
    bool visible = true;
    bool ofNow = false; //!< in the history of Now
    bool sits = false;  //!< may stand on a line that only passes by: automatic ones
};

const CheckpointId &idOf(const Node &node)
{
    return node.item.checkpoint.id;
}

bool isPoint(const Node &node)
{
    return node.item.type == TimelineItem::Type::Point;
}

bool isRestore(const Node &node)
{
    return node.item.type == TimelineItem::Type::Restore;
}

bool isShown(const Node &node, const TimelineOptions &options)
{
    const Checkpoint &checkpoint = node.item.checkpoint;
    const auto contains = [&options](const QString &text) {
        return options.containing.isEmpty() || text.contains(options.containing, Qt::CaseInsensitive);
    };
    switch (node.item.type) {
    case TimelineItem::Type::Now:
        return true;
    case TimelineItem::Type::Restore:
        return options.restores && contains(node.item.restore.restored.toString());
    case TimelineItem::Type::Point:
        break;
    }
    const bool kind = checkpoint.isAuto       ? options.automatic
                      : checkpoint.isSafety() ? options.safety
                                              : options.manual;
    return kind && (contains(checkpoint.id.toString()) || contains(checkpoint.comment));
}

//! All rows in their order, newest first, with the ids of their parents.
class Rows
{
public:
    Rows(const QList<Checkpoint> &checkpoints, const QList<RestoreEvent> &restores,
         const QHash<CheckpointId, QDateTime> &known)
        : m_lineage(lineageOf(checkpoints, restores))
        , m_times(pointTimesOf(checkpoints, known))
    {
        m_now.item.type = TimelineItem::Type::Now;
        sortOut(checkpoints);
        for (const RestoreEvent &event : restores)
            addRestore(event);
        std::stable_sort(m_extras.begin(), m_extras.end(), [](const Node &a, const Node &b) {
            return a.gap != b.gap ? a.gap > b.gap : a.item.time.at > b.item.time.at;
        });
    }

    const Lineage &lineage() const { return m_lineage; }

    QList<Node> take()
    {
        QList<Node> rows;
        rows.reserve(m_versions.size() + m_extras.size() + 1);
        const CheckpointId newest = m_versions.isEmpty() ? CheckpointId() : idOf(m_versions.last());
        m_now.parentId = m_lineage.base.isEmpty() ? newest : m_lineage.base;
        rows.append(m_now);
        qsizetype extra = 0;
        for (qsizetype gap = m_versions.size() - 1; gap >= None; --gap) {
            for (; extra < m_extras.size() && m_extras[extra].gap == gap; ++extra)
                rows.append(m_extras[extra]);
            if (gap >= 0)
                rows.append(m_versions[gap]);
        }
        placeUntoldAutomatic(rows);
        return rows;
    }

private:
    void sortOut(const QList<Checkpoint> &checkpoints)
    {
        for (const Checkpoint &checkpoint : checkpoints) {
            Node node;
            node.item.checkpoint = checkpoint;
            node.item.time = m_times.value(checkpoint.id);
            node.item.isBase = checkpoint.id == m_lineage.base;
            node.parentId = m_lineage.parents.value(checkpoint.id);
            if (checkpoint.isCurrent()) {
                m_now.item.checkpoint = checkpoint;
                m_now.item.time = node.item.time;
            } else if (checkpoint.version()) {
                m_versions.append(node);
            } else {
                node.sits = true;
                node.parentId = checkpoint.parent();
                m_extras.append(node);
            }
        }
        std::sort(m_versions.begin(), m_versions.end(), [](const Node &a, const Node &b) {
            return a.item.checkpoint.version() < b.item.checkpoint.version();
        });
        QDateTime latest;
        for (const Node &node : std::as_const(m_versions)) {
            latest = std::max(latest, node.item.time.at);
            m_ascending.append(latest);
        }
        for (Node &node : m_extras)
            node.gap = gapAt(node.item.time.at);
    }

    void addRestore(const RestoreEvent &event)
    {
        Node node;
        node.item.type = TimelineItem::Type::Restore;
        node.item.restore = event;
        node.item.time.at = event.at;
        node.parentId = event.restored;
        const auto it = std::upper_bound(
            m_versions.cbegin(), m_versions.cend(), event.newestVersion,
            [](int version, const Node &other) { return version < *other.item.checkpoint.version(); });
        node.gap = event.newestVersion < 0 ? gapAt(event.at) : int(it - m_versions.cbegin()) - 1;
        m_extras.append(node);
    }

    int gapAt(const QDateTime &time) const
    {
        return int(std::upper_bound(m_ascending.begin(), m_ascending.end(), time) - m_ascending.begin()) - 1;
    }

    //! What the service does not tell of an automatic one: it was cut from what was live then.
    void placeUntoldAutomatic(QList<Node> &rows) const
    {
        CheckpointId live;
        for (auto it = rows.rbegin(); it != rows.rend(); ++it) {
            if (it->sits) {
                if (it->parentId.isEmpty() || !m_times.contains(it->parentId))
                    it->parentId = live;
            } else if (isPoint(*it) || isRestore(*it)) {
                live = isRestore(*it) ? it->item.restore.restored : idOf(*it);
            }
        }
    }

    Lineage m_lineage;
    QHash<CheckpointId, PointTime> m_times;
    Node m_now;
    QList<Node> m_versions; //!< ascending
    QList<QDateTime> m_ascending;
    QList<Node> m_extras;
};

//! Parent ids become rows; a restore that the next version grew from stands on that line.
void linkRows(QList<Node> &rows)
{
    QHash<CheckpointId, int> rowOf;
    rowOf.reserve(rows.size());
    for (int row = 0; row < rows.size(); ++row) {
        if (isPoint(rows[row]))
            rowOf.insert(idOf(rows[row]), row);
    }
    int child = 0; // the nearest version, or Now, above
    bool taken = false;
    for (int row = 0; row < rows.size(); ++row) {
        Node &node = rows[row];
        const int parent = rowOf.value(node.parentId, None);
        node.parent = parent > row ? parent : None;
        if (isRestore(node)) {
            // Of several restores in a row only the last one led on.
            if (!taken && node.parent != None && rows[child].parentId == node.parentId)
                rows[child].parent = row;
            else
                node.parent = None;
            taken = true;
        } else if (!node.sits) {
            child = row;
            taken = false;
        }
    }
    for (int row = 0; row != None && !rows.isEmpty(); row = rows[row].parent)
        rows[row].ofNow = true;
}

//! The lanes from the newest row to the oldest, each waiting for the row its line leads to.
class Lanes
{
public:
    Lanes(const QList<Node> &rows, bool branchesKnown)
        : m_rows(rows)
        , m_branchesKnown(branchesKnown)
    {}

    LaneRow next(int row)
    {
        const Node &node = m_rows[row];
        const int parent = visibleParent(row);
        LaneRow lane;
        if (isRestore(node) && node.parent == None)
            return passBy(row);
        const QList<int> waiting = waitingFor(row);
        const bool sits = waiting.isEmpty() && node.sits && laneTo(parent) != None;
        if (row == 0)
            lane.lane = 0;
        else if (sits)
            lane.lane = laneTo(parent);
        else
            lane.lane = waiting.isEmpty() ? freeLane() : waiting.first();
        lane.lineAbove = !waiting.isEmpty() || sits;
        lane.joins = waiting.mid(1);
        for (const int joined : std::as_const(lane.joins))
            m_waits[joined] = None;
        if (!sits)
            setWaiting(lane.lane, parent);
        lane.lineBelow = m_waits[lane.lane] != None;
        lane.through = activeBut(lane.lane);
        lane.leftBehind = m_branchesKnown && !node.ofNow && !(node.sits && lane.lane == 0);
        return lane;
    }

private:
    //! A restore that nothing grew from, or one the service tells otherwise: a mark beside the lines.
    LaneRow passBy(int row) const
    {
        LaneRow lane;
        const bool active = !m_waits.isEmpty() && m_waits[0] != None;
        lane.lineAbove = lane.lineBelow = active && row > 0;
        lane.through = activeBut(0);
        return lane;
    }

    int visibleParent(int row) const
    {
        int parent = m_rows[row].parent;
        while (parent != None && !m_rows[parent].visible)
            parent = m_rows[parent].parent;
        return parent;
    }

    QList<int> waitingFor(int row) const
    {
        QList<int> lanes;
        for (int lane = 0; lane < m_waits.size(); ++lane) {
            if (m_waits[lane] == row)
                lanes.append(lane);
        }
        return lanes;
    }

    //! The lane whose line leads to this point, a restore on the way aside.
    int laneTo(int row) const
    {
        for (int lane = 0; lane < m_waits.size() && row != None; ++lane) {
            int awaited = m_waits[lane];
            if (awaited != None && isRestore(m_rows[awaited]))
                awaited = visibleParent(awaited);
            if (awaited == row)
                return lane;
        }
        return None;
    }

    //! Lane 0 is Now's for good, also below its last point.
    int freeLane()
    {
        for (int lane = 1; lane < m_waits.size(); ++lane) {
            if (m_waits[lane] == None)
                return lane;
        }
        return std::max(1, int(m_waits.size()));
    }

    void setWaiting(int lane, int row)
    {
        while (m_waits.size() <= lane)
            m_waits.append(None);
        m_waits[lane] = row;
    }

    QList<int> activeBut(int own) const
    {
        QList<int> lanes;
        for (int lane = 0; lane < m_waits.size(); ++lane) {
            if (lane != own && m_waits[lane] != None)
                lanes.append(lane);
        }
        return lanes;
    }

    const QList<Node> &m_rows;
    const bool m_branchesKnown;
    QList<int> m_waits; //!< per lane the awaited row, or None
};

} // namespace

QList<TimelineItem> timelineOf(const QList<Checkpoint> &checkpoints, const QList<RestoreEvent> &restores,
                               const QHash<CheckpointId, QDateTime> &knownTimes,
                               const TimelineOptions &options)
{
    Rows source(checkpoints, restores, knownTimes);
    const bool branchesKnown = source.lineage().source != LineageSource::None;
    QList<Node> rows = source.take();
    linkRows(rows);
    for (Node &node : rows)
        node.visible = isShown(node, options);

    Lanes lanes(rows, branchesKnown);
    QList<TimelineItem> items;
    items.reserve(rows.size());
    for (int row = 0; row < rows.size(); ++row) {
        if (!rows[row].visible)
            continue;
        items.append(rows[row].item);
        items.last().lane = lanes.next(row);
    }
    return items;
}

} // namespace Spritarium
