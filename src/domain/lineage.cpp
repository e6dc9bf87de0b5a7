// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/lineage.h"

#include <QMap>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

CheckpointId versionId(int version)
{
    return CheckpointId(u'v' + QString::number(version));
}

std::optional<int> versionOf(const CheckpointId &id)
{
    bool ok = false;
    const int version = id.toString().startsWith(u'v') ? id.toString().mid(1).toInt(&ok) : 0;
    return ok && version >= 0 ? std::optional(version) : std::nullopt;
}

QDateTime timeInId(const CheckpointId &id)
{
    bool ok = false;
    const QString &text = id.toString();
    const qint64 ms = text.startsWith("auto-"_L1) ? text.mid(5).toLongLong(&ok) : 0;
    return ok && ms > 0 ? QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC) : QDateTime();
}

//! The listing, looked up by version and by id.
class Listing
{
public:
    explicit Listing(const QList<Checkpoint> &checkpoints)
    {
        m_ids.reserve(checkpoints.size());
        for (const Checkpoint &checkpoint : checkpoints) {
            m_ids.insert(checkpoint.id, &checkpoint);
            if (checkpoint.isCurrent())
                m_current = &checkpoint;
            else if (const std::optional<int> version = checkpoint.version())
                m_versions.insert(*version, &checkpoint);
        }
    }

    const Checkpoint *current() const { return m_current; }
    const QMap<int, const Checkpoint *> &versions() const { return m_versions; }
    bool contains(const CheckpointId &id) const { return m_ids.contains(id); }

    //! The highest listed version below `version`, or none.
    CheckpointId before(int version) const
    {
        auto it = m_versions.lowerBound(version);
        return it == m_versions.begin() ? CheckpointId() : (*--it)->id;
    }
    CheckpointId newest() const { return m_versions.isEmpty() ? CheckpointId() : m_versions.last()->id; }

    //! The nearest listed ancestor the service tells; empty when it tells none.
    CheckpointId toldParent(const Checkpoint &checkpoint) const
    {
        if (contains(checkpoint.sourceId))
            return checkpoint.sourceId;
        for (auto it = checkpoint.history.rbegin(); it != checkpoint.history.rend(); ++it) {
            if (contains(*it) && *it != checkpoint.id)
                return *it;
        }
        const std::optional<int> gone = versionOf(checkpoint.parent());
        return gone ? before(*gone) : CheckpointId();
    }

    //! The version a told parent leads to, automatic ones passed; nothing when it leads to none.
    std::optional<int> versionBehind(CheckpointId id) const
    {
        for (int steps = 0; steps < 1000 && !id.isEmpty() && !versionOf(id); ++steps) {
            const Checkpoint *checkpoint = m_ids.value(id);
            id = checkpoint ? toldParent(*checkpoint) : CheckpointId();
        }
        return versionOf(id);
    }

private:
    QHash<CheckpointId, const Checkpoint *> m_ids;
    QMap<int, const Checkpoint *> m_versions;
    const Checkpoint *m_current = nullptr;
};

//! Who followed whom, as this computer's restores tell it.
class SeenRestores
{
public:
    SeenRestores(const QList<RestoreEvent> &restores, const Listing &listing)
        : m_listing(listing)
    {
        QList<RestoreEvent> sorted = restores;
        std::stable_sort(sorted.begin(), sorted.end(),
                         [](const RestoreEvent &a, const RestoreEvent &b) { return a.at < b.at; });
        for (const RestoreEvent &event : std::as_const(sorted))
            m_after.insert(event.newestVersion, event.restored); // the last restore of a version counts
    }

    bool isEmpty() const { return m_after.isEmpty(); }
    //! What the live files were based on while `version` was the newest.
    CheckpointId liveBase(int version) const { return listed(m_after.value(version, versionId(version))); }
    CheckpointId parentOf(int version) const { return version > 0 ? liveBase(version - 1) : CheckpointId(); }
    CheckpointId base() const
    {
        const int newest = m_listing.versions().isEmpty() ? -1 : m_listing.versions().lastKey();
        const int seen = m_after.isEmpty() ? newest : std::max(newest, m_after.lastKey());
        return seen < 0 ? listed(m_after.value(seen)) : liveBase(seen);
    }

private:
    //! Deleted ones are passed by; a bound, since records can contradict each other.
    CheckpointId listed(CheckpointId id) const
    {
        for (int steps = 0; steps < 100000 && !m_listing.contains(id); ++steps) {
            const std::optional<int> version = versionOf(id);
            if (!version || *version == 0)
                return {};
            id = m_after.value(*version - 1, versionId(*version - 1));
        }
        return id;
    }

    const Listing &m_listing;
    QMap<int, CheckpointId> m_after;
};

struct ToldParents
{
    QHash<CheckpointId, CheckpointId> parents;
    CheckpointId base;
    bool differs = false; //!< from the simple sequence
};

ToldParents toldParentsOf(const Listing &listing)
{
    ToldParents told;
    for (auto it = listing.versions().begin(); it != listing.versions().end(); ++it) {
        const CheckpointId parent = listing.toldParent(**it);
        if (parent.isEmpty())
            continue;
        told.parents.insert((*it)->id, parent);
        const std::optional<int> version = listing.versionBehind(parent);
        told.differs = told.differs || (version && versionId(*version) != listing.before(it.key()));
    }
    if (listing.current())
        told.base = listing.toldParent(*listing.current());
    const std::optional<int> version = listing.versionBehind(told.base);
    told.differs = told.differs || (version && versionId(*version) != listing.newest());
    return told;
}

} // namespace

Lineage lineageOf(const QList<Checkpoint> &checkpoints, const QList<RestoreEvent> &restores)
{
    const Listing listing(checkpoints);
    const SeenRestores seen(restores, listing);
    ToldParents told = toldParentsOf(listing);

    Lineage lineage;
    lineage.source = told.differs      ? LineageSource::Service
                     : !seen.isEmpty() ? LineageSource::ThisComputer
                                       : LineageSource::None;
    for (auto it = listing.versions().begin(); it != listing.versions().end(); ++it) {
        CheckpointId parent = lineage.source == LineageSource::ThisComputer ? seen.parentOf(it.key())
                                                                            : told.parents.value((*it)->id);
        if (parent.isEmpty() && lineage.source != LineageSource::ThisComputer)
            parent = listing.before(it.key());
        if (!parent.isEmpty() && parent != (*it)->id)
            lineage.parents.insert((*it)->id, parent);
    }

    // Told or seen; the newest of a plain listing would only be a guess.
    if (lineage.source == LineageSource::ThisComputer || (told.base.isEmpty() && !seen.isEmpty()))
        lineage.base = seen.base();
    else if (!told.base.isEmpty() || !told.parents.isEmpty())
        lineage.base = told.base.isEmpty() ? listing.newest() : told.base;
    return lineage;
}

QHash<CheckpointId, PointTime> pointTimesOf(const QList<Checkpoint> &checkpoints,
                                            const QHash<CheckpointId, QDateTime> &known)
{
    const Listing listing(checkpoints);
    const auto &versions = listing.versions();
    QHash<CheckpointId, PointTime> times;
    times.reserve(checkpoints.size());
    for (const Checkpoint &checkpoint : checkpoints) {
        const QDateTime inId = timeInId(checkpoint.id);
        if (known.contains(checkpoint.id))
            times.insert(checkpoint.id, {known.value(checkpoint.id)});
        else if (inId.isValid())
            times.insert(checkpoint.id, {inId});
        else if (checkpoint.isCurrent() || checkpoint.isAuto)
            times.insert(checkpoint.id, {checkpoint.createTime});
        else
            times.insert(checkpoint.id, {checkpoint.createTime, true});
    }

    for (auto it = versions.begin(); it != versions.end(); ++it) {
        if (known.contains((*it)->id))
            continue;
        const auto next = std::next(it);
        const Checkpoint *follower = next == versions.end()       ? listing.current()
                                     : next.key() == it.key() + 1 ? *next
                                                                  : nullptr;
        if (follower && follower->createTime.isValid())
            times[(*it)->id] = {follower->createTime};
    }

    // Our own clock is believed before the service's; of two times of the service the later number is
    // doubted.
    QDateTime knownAbove;
    for (auto it = versions.end(); it != versions.begin();) {
        --it;
        PointTime &time = times[(*it)->id];
        const bool isKnown = known.contains((*it)->id);
        time.contradictsOrder = !isKnown && knownAbove.isValid() && time.at > knownAbove;
        if (isKnown && (!knownAbove.isValid() || time.at < knownAbove))
            knownAbove = time.at;
    }
    QDateTime latest, latestKnown;
    for (const Checkpoint *checkpoint : versions) {
        PointTime &time = times[checkpoint->id];
        const bool isKnown = known.contains(checkpoint->id);
        const QDateTime &bound = isKnown ? latestKnown : latest;
        time.contradictsOrder = time.contradictsOrder || (bound.isValid() && time.at < bound);
        time.approximate = time.approximate || time.contradictsOrder;
        if (time.contradictsOrder)
            continue;
        latest = std::max(latest, time.at);
        if (isKnown)
            latestKnown = time.at;
    }
    return times;
}

} // namespace Spritarium
