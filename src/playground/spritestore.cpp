// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spritestore.h"

#include "playground/storejobs.h"
#include "playground/storecore.h"

#include <QDir>
#include <QRegularExpression>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

//! Mounted inside the sprite (sprites-api 5.8).
constexpr int MountedCheckpoints = 5;
StoreError noCheckpoint(const QString &id)
{
    return {StoreFault::NotFound,
            u"checkpoint not found: checkpoint with path checkpoints/%1 not found"_s.arg(id)};
}

StoreError activeCheckpoint()
{
    return {StoreFault::Active, u"cannot delete active checkpoint"_s};
}

bool namesLiveState(const QString &id)
{
    return id == "Current"_L1 || id == "active"_L1;
}

} // namespace

class SpriteStore::Private
{
public:
    Private(SpriteStore *owner, const QString &folder, StoreOptions options)
        : q(owner)
        , core(folder, std::move(options))
        , jobs(core, nullptr)
    {}

    StoreResult<Sprite> change(const SpriteRecord &record, bool mustSync = true);
    StoreResult<SpriteRecord> newSprite(const SpriteRequest &request) const;
    StoreResult<StoreJob> checkpointJob(const QString &name, const CheckpointRequest &request) const;
    StoreResult<StoreJob> restoreJob(const QString &name, const QString &id) const;
    StoreResult<Checkpoint> runNow(const StoreResult<StoreJob> &job);

    SpriteStore *q;
    StoreCore core;
    StoreJobs jobs; //!< after the core, to stop its copies before the core waits for them
};

StoreResult<Sprite> SpriteStore::Private::change(const SpriteRecord &record, bool mustSync)
{
    const StoreResult<Done> done = core.commit({SpriteCatalog::spriteRecord(record)}, mustSync);
    if (!done)
        return done.error();
    emit q->spriteChanged(record.sprite.name);
    return record.sprite;
}

// ---- opening and closing

SpriteStore::SpriteStore(const QString &folder, StoreOptions options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, folder, std::move(options)))
{
    connect(&d->jobs, &StoreJobs::committed, this, &SpriteStore::spriteChanged);
    connect(&d->jobs, &StoreJobs::committed, this, &SpriteStore::checkpointsChanged);
    connect(&d->jobs, &StoreJobs::finished, this, &SpriteStore::jobFinished);
}

SpriteStore::~SpriteStore() = default;

StoreResult<Done> SpriteStore::open()
{
    return d->core.open();
}

bool SpriteStore::isOpen() const
{
    return d->core.isOpen();
}

bool SpriteStore::isFresh() const
{
    return d->core.isFresh();
}

QString SpriteStore::folder() const
{
    return d->core.folder();
}

QDateTime SpriteStore::now() const
{
    return d->core.now();
}

void SpriteStore::beginBatch()
{
    d->core.beginBatch();
}

StoreResult<Done> SpriteStore::commitBatch()
{
    return d->core.commitBatch();
}

void SpriteStore::dropBatch()
{
    d->core.dropBatch();
}

// ---- sprites

bool isValidSpriteName(const QString &name)
{
    static const QRegularExpression rule(
        QRegularExpression::anchoredPattern(u"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"_s));
    return rule.match(name).hasMatch();
}

StoreResult<SpriteRecord> SpriteStore::Private::newSprite(const SpriteRequest &request) const
{
    if (!isValidSpriteName(request.name))
        return StoreError{StoreFault::Invalid, u"invalid sprite name format"_s};
    if (request.auth != "sprite"_L1 && request.auth != "public"_L1)
        return StoreError{StoreFault::Invalid, u"invalid auth type, must be one of: sprite, public"_s};
    if (core.catalog().find(request.name))
        return StoreError{
            StoreFault::Exists,
            u"A sprite named '%1' already exists. Please choose a different name."_s.arg(request.name)};
    SpriteRecord record;
    record.sprite.id = u"sprite-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    record.sprite.name = request.name;
    record.sprite.auth = request.auth;
    record.sprite.privateAccess = request.privateAccess;
    record.sprite.labels = request.labels;
    record.sprite.variables = request.variables;
    record.sprite.fails = request.fails;
    record.sprite.createdAt = request.createdAt.isValid() ? request.createdAt.toUTC() : q->now();
    record.sprite.updatedAt = record.sprite.createdAt;
    if (request.baseCheckpoint)
        record.base = u"v0"_s;
    return record;
}

StoreResult<Sprite> SpriteStore::create(const SpriteRequest &request)
{
    const StoreResult<Done> done = createMany({request});
    if (!done)
        return done.error();
    return sprite(request.name);
}

StoreResult<Done> SpriteStore::createMany(const QList<SpriteRequest> &requests)
{
    QJsonArray records;
    QSet<QString> names;
    for (const SpriteRequest &request : requests) {
        const StoreResult<SpriteRecord> fresh = d->newSprite(request);
        if (!fresh)
            return fresh.error();
        if (names.contains(request.name))
            return StoreError{StoreFault::Exists, u"%1 is asked for twice"_s.arg(request.name)};
        names.insert(request.name);
        records.append(SpriteCatalog::spriteRecord(*fresh));
        if (!request.variables.isEmpty())
            records.append(SpriteCatalog::variablesRecord(fresh->sprite));
        if (!request.baseCheckpoint)
            continue;
        CheckpointRecord base;
        base.id = fresh->base;
        base.cutAt = fresh->sprite.createdAt;
        records.append(SpriteCatalog::checkpointRecord(fresh->sprite.id, base));
    }
    StoreResult<Done> done = d->core.commit(records, true);
    if (done) {
        for (const SpriteRequest &request : requests)
            emit spriteChanged(request.name);
    }
    return done;
}

StoreResult<Sprite> SpriteStore::sprite(const QString &name) const
{
    const StoreResult<SpriteRecord> record = d->core.record(name);
    return record ? StoreResult<Sprite>(record->sprite) : record.error();
}

SpritePage SpriteStore::page(const QString &prefix, const QString &after, int limit) const
{
    return d->core.catalog().page(prefix, after, limit);
}

QList<Sprite> SpriteStore::allSprites() const
{
    return d->core.catalog().all();
}

int SpriteStore::count() const
{
    return d->core.catalog().count();
}

int SpriteStore::countByStatus(const QString &status) const
{
    return d->core.catalog().countByStatus(status);
}

StoreResult<Sprite> SpriteStore::setLabels(const QString &name, const QStringList &labels)
{
    return update(name, labels, std::nullopt, std::nullopt);
}

StoreResult<Sprite> SpriteStore::setUrlSettings(const QString &name, const QString &auth,
                                                const QString &privateAccess)
{
    return update(name, std::nullopt, auth,
                  privateAccess.isEmpty() ? std::optional<QString>() : std::optional<QString>(privateAccess));
}

StoreResult<Sprite> SpriteStore::update(const QString &name, const std::optional<QStringList> &labels,
                                        const std::optional<QString> &auth,
                                        const std::optional<QString> &privateAccess)
{
    StoreResult<SpriteRecord> found = d->core.record(name);
    if (!found)
        return found.error();
    SpriteRecord record = std::move(found).value();
    if (auth && *auth != "sprite"_L1 && *auth != "public"_L1)
        return StoreError{StoreFault::Invalid, u"invalid auth type, must be one of: sprite, public"_s};
    record.sprite.labels = labels.value_or(record.sprite.labels);
    record.sprite.auth = auth.value_or(record.sprite.auth);
    record.sprite.privateAccess = privateAccess.value_or(record.sprite.privateAccess);
    record.sprite.updatedAt = now();
    return d->change(record);
}

StoreResult<Sprite> SpriteStore::setStatus(const QString &name, const QString &status, const QDateTime &at)
{
    StoreResult<SpriteRecord> found = d->core.record(name);
    if (!found)
        return found.error();
    SpriteRecord record = std::move(found).value();
    if (record.sprite.status == status && !at.isValid())
        return record.sprite;
    record.sprite.status = status;
    const QDateTime when = at.isValid() ? at.toUTC() : now();
    if (status == "running"_L1)
        record.sprite.lastRunningAt = when;
    else if (status == "warm"_L1)
        record.sprite.lastWarmingAt = when;
    // A state of the machine, not of the person's: not worth waiting for the disk each time a sprite wakes.
    return d->change(record, false);
}

StoreResult<Sprite> SpriteStore::upgrade(const QString &name)
{
    StoreResult<SpriteRecord> found = d->core.record(name);
    if (!found)
        return found.error();
    SpriteRecord record = std::move(found).value();
    record.sprite.version = u"v1.0.0-playground"_s;
    record.sprite.environmentVersion = record.sprite.version;
    record.sprite.updatedAt = now();
    return d->change(record);
}

StoreResult<Done> SpriteStore::remove(const QString &name)
{
    const StoreResult<SpriteRecord> record = d->core.record(name);
    if (!record)
        return record.error();
    StoreResult<Done> done = d->core.commit({SpriteCatalog::goneRecord(record->sprite.id)}, true);
    if (!done)
        return done;
    d->jobs.stop(record->sprite.id);
    d->core.discard(record->tree);
    const QString shelved = record->sprite.id + u'/';
    for (const CheckpointRecord &checkpoint : record->ledger.records()) {
        if (!checkpoint.tree.startsWith(shelved))
            d->core.discard(checkpoint.tree);
    }
    d->core.discard(record->sprite.id);
    emit spriteRemoved(name, record->sprite.id);
    return done;
}

// ---- checkpoints

StoreResult<QList<Checkpoint>> SpriteStore::checkpoints(const QString &name, bool includeAuto,
                                                        qsizetype history) const
{
    const StoreResult<SpriteRecord> record = d->core.record(name);
    if (!record)
        return record.error();
    QList<Checkpoint> list = record->ledger.list(includeAuto, record->sprite.createdAt, history);
    list.prepend(record->ledger.current(record->base, record->sprite.createdAt));
    return list;
}

StoreResult<QList<Checkpoint>> SpriteStore::ancestors(const QString &name, const QString &id,
                                                      bool includeAuto, qsizetype history) const
{
    const StoreResult<Checkpoint> of = checkpoint(name, id);
    if (!of)
        return of.error();
    const StoreResult<SpriteRecord> record = d->core.record(name);
    const QList<Checkpoint> all = record->ledger.list(includeAuto, record->sprite.createdAt, history);
    const QSet<QString> wanted(of->history.cbegin(), of->history.cend());
    QList<Checkpoint> list;
    std::copy_if(all.cbegin(), all.cend(), std::back_inserter(list),
                 [&](const Checkpoint &candidate) { return wanted.contains(candidate.id); });
    return list;
}

StoreResult<Checkpoint> SpriteStore::checkpoint(const QString &name, const QString &id) const
{
    const StoreResult<SpriteRecord> record = d->core.record(name);
    if (!record)
        return record.error();
    if (namesLiveState(id))
        return record->ledger.current(record->base, record->sprite.createdAt);
    const CheckpointRecord *found = record->ledger.find(id);
    if (!found)
        return noCheckpoint(id);
    return record->ledger.describe(*found, record->sprite.createdAt);
}

StoreResult<Done> SpriteStore::removeCheckpoint(const QString &name, const QString &id)
{
    const StoreResult<SpriteRecord> record = d->core.record(name);
    if (!record)
        return record.error();
    if (namesLiveState(id) || id == record->base)
        return activeCheckpoint();
    const CheckpointRecord *found = record->ledger.find(id);
    if (!found)
        return noCheckpoint(id);
    if (d->jobs.needs(record->sprite.id, id))
        return activeCheckpoint();
    CheckpointRecord gone = *found;
    const QString tree = gone.tree;
    gone.deleted = true;
    gone.tree.clear();
    StoreResult<Done> done = d->core.commit({SpriteCatalog::checkpointRecord(record->sprite.id, gone)}, true);
    if (done) {
        d->core.discard(tree);
        emit checkpointsChanged(name);
    }
    return done;
}

bool SpriteStore::isBusy(const QString &name) const
{
    const SpriteRecord *record = d->core.catalog().find(name);
    return record && d->jobs.isBusy(record->sprite.id);
}

bool SpriteStore::isRestoring(const QString &name) const
{
    const SpriteRecord *record = d->core.catalog().find(name);
    return record && d->jobs.isRestoring(record->sprite.id);
}

// ---- jobs

StoreResult<StoreJob> SpriteStore::Private::checkpointJob(const QString &name,
                                                          const CheckpointRequest &request) const
{
    const StoreResult<SpriteRecord> found = core.record(name);
    if (!found)
        return found.error();
    StoreJob job;
    job.spriteId = found->sprite.id;
    job.name = name;
    job.request = request;
    return job;
}

StoreResult<StoreJob> SpriteStore::Private::restoreJob(const QString &name, const QString &id) const
{
    const StoreResult<SpriteRecord> found = core.record(name);
    if (!found)
        return found.error();
    if (namesLiveState(id))
        return StoreError{StoreFault::Active, u"the live state cannot be restored"_s};
    if (!found->ledger.find(id))
        return noCheckpoint(id);
    StoreJob job;
    job.spriteId = found->sprite.id;
    job.name = name;
    job.restores = id;
    return job;
}

StoreResult<Checkpoint> SpriteStore::Private::runNow(const StoreResult<StoreJob> &job)
{
    if (!job)
        return job.error();
    const JobEnd end = jobs.runNow(*job);
    return end.error ? StoreResult<Checkpoint>(*end.error) : *end.checkpoint;
}

StoreResult<JobId> SpriteStore::startCheckpoint(const QString &name, const CheckpointRequest &request)
{
    const StoreResult<StoreJob> job = d->checkpointJob(name, request);
    return job ? StoreResult<JobId>(d->jobs.start(*job)) : job.error();
}

StoreResult<JobId> SpriteStore::startRestore(const QString &name, const QString &id)
{
    const StoreResult<StoreJob> job = d->restoreJob(name, id);
    return job ? StoreResult<JobId>(d->jobs.start(*job)) : job.error();
}

StoreResult<Checkpoint> SpriteStore::checkpointNow(const QString &name, const CheckpointRequest &request)
{
    return d->runNow(d->checkpointJob(name, request));
}

StoreResult<Checkpoint> SpriteStore::restoreNow(const QString &name, const QString &id)
{
    return d->runNow(d->restoreJob(name, id));
}

// ---- files

bool SpriteStore::hasFiles(const QString &name) const
{
    const SpriteRecord *record = d->core.catalog().find(name);
    return record && !record->tree.isEmpty();
}

StoreResult<SpriteView> SpriteStore::view(const QString &name)
{
    StoreResult<SpriteRecord> found = d->core.record(name);
    if (!found)
        return found.error();
    SpriteRecord record = std::move(found).value();
    const bool isNew = record.tree.isEmpty();
    if (isNew)
        record.tree = TreeWorkshop::newName();
    const QString path = d->core.workshop().path(record.tree);
    if (!QDir(path + u"/root"_s).exists() && !d->core.workshop().makeSkeleton(record.tree, d->core.sync()))
        return StoreError{StoreFault::Io, u"%1 cannot be made: %2"_s.arg(path, qt_error_string())};
    if (isNew) {
        const StoreResult<Done> done = d->core.commit({SpriteCatalog::spriteRecord(record)}, true);
        if (!done)
            return done.error();
    }
    SpriteView view;
    view.root = path + u"/root"_s;
    view.system = path + u"/system"_s;
    view.shelvedTrees = d->core.workshop().path(record.sprite.id);
    view.shelf = view.shelvedTrees + u'/' + TreeWorkshop::ShelfName;
    view.incoming = d->core.folder() + u"/incoming"_s;
    for (const CheckpointRecord &checkpoint : record.ledger.mounted(MountedCheckpoints)) {
        const QString root =
            checkpoint.tree.isEmpty() ? QString() : d->core.workshop().path(checkpoint.tree) + u"/root"_s;
        view.checkpoints.append({checkpoint.id, root});
    }
    return view;
}

std::shared_ptr<void> SpriteStore::hold(const QString &name)
{
    const SpriteRecord *record = d->core.catalog().find(name);
    return record && !record->tree.isEmpty() ? d->core.workshop().hold(record->tree) : nullptr;
}

} // namespace Spritarium::Playground
