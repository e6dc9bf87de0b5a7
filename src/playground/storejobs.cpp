// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/storejobs.h"

#include "playground/storecore.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

StoreJobs::StoreJobs(StoreCore &core, QObject *parent)
    : QObject(parent)
    , m_core(core)
{}

StoreJobs::~StoreJobs()
{
    for (const StopFlag &stop : std::as_const(m_stops))
        *stop = true;
}

bool StoreJobs::isRestoring(const QString &spriteId) const
{
    const QQueue<StoreJob> jobs = m_waiting.value(spriteId);
    return std::any_of(jobs.cbegin(), jobs.cend(),
                       [](const StoreJob &job) { return !job.restores.isEmpty(); });
}

bool StoreJobs::needs(const QString &spriteId, const QString &checkpointId) const
{
    const QQueue<StoreJob> jobs = m_waiting.value(spriteId);
    return std::any_of(jobs.cbegin(), jobs.cend(),
                       [&](const StoreJob &job) { return job.restores == checkpointId; });
}

void StoreJobs::stop(const QString &spriteId)
{
    if (const StopFlag flag = m_stops.value(spriteId))
        *flag = true;
}

JobId StoreJobs::start(StoreJob job)
{
    job.id = ++m_last;
    QQueue<StoreJob> &queue = m_waiting[job.spriteId];
    queue.enqueue(job);
    if (queue.size() == 1)
        startNext(job.spriteId);
    return job.id;
}

JobEnd StoreJobs::runNow(StoreJob job)
{
    if (isBusy(job.spriteId))
        return {std::nullopt, StoreError{StoreFault::Busy, u"the sprite is being copied"_s}};
    plan(job);
    if (job.from.isEmpty())
        return conclude(job);
    const std::optional<StoreError> error = m_core.workshop().copy(job.from, job.to, m_core.sync());
    return error ? failed(job, *error) : conclude(job);
}

void StoreJobs::plan(StoreJob &job) const
{
    const SpriteRecord *now = m_core.catalog().findById(job.spriteId);
    if (!now)
        return;
    const CheckpointRecord *checkpoint = now->ledger.find(job.restores);
    job.from = job.restores.isEmpty() ? now->tree : checkpoint ? checkpoint->tree : QString();
    if (job.from.isEmpty())
        job.to.clear();
    else if (job.restores.isEmpty())
        job.to = job.spriteId + u'/' + TreeWorkshop::newName();
    else
        job.to = TreeWorkshop::newName();
}

void StoreJobs::startNext(const QString &spriteId)
{
    StoreJob &job = m_waiting[spriteId].head();
    plan(job);
    const StopFlag stop = std::make_shared<std::atomic_bool>(false);
    m_stops.insert(spriteId, stop);
    if (job.from.isEmpty()) {
        QMetaObject::invokeMethod(
            this, [this, job] { finish(job, {}); }, Qt::QueuedConnection);
        return;
    }
    m_core.workshop().copyLater(job.from, job.to, m_core.sync(), stop,
                                [this, job](const std::optional<StoreError> &error) { finish(job, error); });
}

void StoreJobs::finish(const StoreJob &job, const std::optional<StoreError> &copyError)
{
    const bool isThere = m_core.catalog().findById(job.spriteId) != nullptr;
    const JobEnd end = copyError && isThere ? failed(job, *copyError) : conclude(job);
    m_stops.remove(job.spriteId);
    QQueue<StoreJob> &queue = m_waiting[job.spriteId];
    queue.dequeue();
    if (queue.isEmpty())
        m_waiting.remove(job.spriteId);
    else
        startNext(job.spriteId);
    emit finished(job.id, job.name, end);
}

JobEnd StoreJobs::failed(const StoreJob &job, const StoreError &error)
{
    m_core.workshop().discard(job.to);
    return {std::nullopt, error};
}

JobEnd StoreJobs::conclude(const StoreJob &job)
{
    const SpriteRecord *now = m_core.catalog().findById(job.spriteId);
    if (!now) {
        // The copy may have made the folder anew.
        m_core.workshop().discard(job.spriteId);
        return failed(job, {StoreFault::Canceled, u"the sprite was deleted meanwhile"_s});
    }
    return job.restores.isEmpty() ? concludeCheckpoint(job, *now) : concludeRestore(job, *now);
}

JobEnd StoreJobs::concludeCheckpoint(const StoreJob &job, const SpriteRecord &now)
{
    CheckpointRecord fresh;
    fresh.cutAt = job.request.cutAt.isValid() ? job.request.cutAt.toUTC() : m_core.now();
    fresh.id =
        job.request.isAuto ? now.ledger.nextAutoId(fresh.cutAt) : u"v%1"_s.arg(now.ledger.nextVersion());
    fresh.comment = job.request.comment;
    fresh.isAuto = job.request.isAuto;
    fresh.health = job.request.health;
    fresh.source = now.base;
    fresh.tree = job.to;
    QJsonArray records{SpriteCatalog::checkpointRecord(job.spriteId, fresh)};
    // The platform's own copies do not move the line of the person's (sprites-api 5.4, WISP: manual only).
    // Without its ledger: a copy that is held while the ledger grows makes it copy itself.
    if (!fresh.isAuto)
        records.append(SpriteCatalog::spriteRecord({now.sprite, now.tree, fresh.id, {}}));
    const Checkpoint made = now.ledger.describe(fresh, now.sprite.createdAt);
    const StoreResult<Done> done = m_core.commit(records);
    if (!done)
        return failed(job, done.error());
    emit committed(job.name);
    return {made, std::nullopt};
}

JobEnd StoreJobs::concludeRestore(const StoreJob &job, const SpriteRecord &now)
{
    const CheckpointRecord *source = now.ledger.find(job.restores);
    if (!source) {
        const QString text = u"checkpoint not found: checkpoint with path checkpoints/%1 not found"_s;
        return failed(job, {StoreFault::NotFound, text.arg(job.restores)});
    }
    const QString before = now.tree;
    const Checkpoint restored = now.ledger.describe(*source, now.sprite.createdAt);
    const StoreResult<Done> done =
        m_core.commit({SpriteCatalog::spriteRecord({now.sprite, job.to, job.restores, {}})});
    if (!done)
        return failed(job, done.error());
    m_core.discard(before);
    emit committed(job.name);
    return {restored, std::nullopt, true};
}

} // namespace Spritarium::Playground
