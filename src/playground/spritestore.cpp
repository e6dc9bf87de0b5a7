// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spritestore.h"

#include "playground/spritecatalog.h"
#include "playground/storelog.h"
#include "playground/treecopy.h"
#include "playground/treeworkshop.h"

#include <QDir>
#include <QLockFile>
#include <QQueue>
#include <QRegularExpression>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

//! Mounted inside the sprite (sprites-api 5.8).
constexpr int MountedCheckpoints = 5;
//! Overtaken records that are worth keeping the file as it is.
constexpr qsizetype JournalSlack = 5000;

StoreError noSprite(const QString &name)
{
    return {StoreFault::NotFound, u"no sprite is named %1"_s.arg(name)};
}

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

QString lockHolder(const QLockFile &lock)
{
    qint64 pid = 0;
    QString host;
    QString program;
    return lock.getLockInfo(&pid, &host, &program) ? u"%1, process %2"_s.arg(program).arg(pid)
                                                   : u"another program"_s;
}

} // namespace

//! One checkpoint or restore between the call and its end.
struct Job
{
    JobId id = 0;
    QString spriteId;
    QString name;
    QString restores; //!< the checkpoint to go back to; empty: take one
    CheckpointRequest request;
    QString from; //!< tree that is copied; empty: nothing there to copy
    QString to;
};

class SpriteStore::Private
{
public:
    Private(SpriteStore *owner, const QString &where, StoreOptions how)
        : q(owner)
        , folder(QDir(where).absolutePath())
        , options(std::move(how))
        , lock(folder + u"/playground.lock"_s)
        , log(folder + u"/journal.jsonl"_s)
    {}

    SpriteStore *q;
    QString folder;
    StoreOptions options;
    QLockFile lock;
    StoreLog log;
    SpriteCatalog catalog;
    std::unique_ptr<TreeWorkshop> workshop;
    std::optional<QJsonArray> batch;
    QStringList afterBatch; //!< trees that are needed until the batch is on disk
    qsizetype compactAbove = JournalSlack;
    bool isOpen = false;

    JobId lastJob = 0;
    QHash<QString, QQueue<Job>> waiting; //!< by sprite id; the head is the one that runs
    QHash<QString, StopFlag> stops;      //!< by sprite id, while one runs

    bool sync() const { return options.durability == Durability::PowerSafe && !batch; }
    StoreResult<Done> commit(const QJsonArray &records, bool mustSync);
    StoreResult<Done> append(const QJsonArray &records, bool mustSync);
    void discard(const QString &tree);
    StoreResult<Sprite> change(SpriteRecord record, bool mustSync = true);
    StoreResult<SpriteRecord> record(const QString &name) const;
    StoreResult<SpriteRecord> newSprite(const SpriteRequest &request) const;

    StoreResult<JobId> enqueue(Job job);
    StoreResult<Job> checkedRestore(const QString &name, const QString &id) const;
    void plan(Job &job) const;
    void startNext(const QString &spriteId);
    void finish(const Job &job, const std::optional<StoreError> &copyError);
    JobEnd conclude(const Job &job);
    JobEnd concludeCheckpoint(const Job &job, SpriteRecord now);
    JobEnd concludeRestore(const Job &job, SpriteRecord now);
    JobEnd runNow(Job job);
    JobEnd failed(const Job &job, const StoreError &error);
};

StoreResult<Done> SpriteStore::Private::append(const QJsonArray &records, bool mustSync)
{
    if (batch) {
        for (const QJsonValue &record : records)
            batch->append(record);
        return Done{};
    }
    return log.append(records, mustSync && sync());
}

StoreResult<Done> SpriteStore::Private::commit(const QJsonArray &records, bool mustSync)
{
    if (!isOpen)
        return StoreError{StoreFault::Io, u"the playground's folder %1 is not open"_s.arg(folder)};
    const StoreResult<Done> written = append(records, mustSync);
    if (!written)
        return written;
    for (const QJsonValue &record : records)
        catalog.apply(record.toObject());
    if (!batch && log.recordCount() > compactAbove) {
        compactAbove = 2 * catalog.recordCount() + JournalSlack;
        // The old journal says the same, only longer: failing to shorten it loses nothing.
        static_cast<void>(log.rewrite(catalog.snapshot()).isOk());
    }
    return Done{};
}

void SpriteStore::Private::discard(const QString &tree)
{
    if (batch)
        afterBatch.append(tree);
    else
        workshop->discard(tree);
}

StoreResult<SpriteRecord> SpriteStore::Private::record(const QString &name) const
{
    if (!isOpen)
        return StoreError{StoreFault::Io, u"the playground's folder %1 is not open"_s.arg(folder)};
    const SpriteRecord *found = catalog.find(name);
    return found ? StoreResult<SpriteRecord>(*found) : noSprite(name);
}

StoreResult<Sprite> SpriteStore::Private::change(SpriteRecord record, bool mustSync)
{
    const StoreResult<Done> done = commit({SpriteCatalog::spriteRecord(record)}, mustSync);
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
    if (!d->options.clock)
        d->options.clock = [] { return QDateTime::currentDateTimeUtc(); };
    // A playground may run for weeks; only a dead process makes its lock stale.
    d->lock.setStaleLockTime(0);
}

SpriteStore::~SpriteStore()
{
    for (const StopFlag &stop : std::as_const(d->stops))
        *stop = true;
}

StoreResult<Done> SpriteStore::open()
{
    if (d->isOpen)
        return Done{};
    if (!QDir().mkpath(d->folder))
        return StoreError{StoreFault::Io, u"%1 cannot be made"_s.arg(d->folder)};
    if (!d->lock.tryLock(0)) {
        if (d->lock.error() != QLockFile::LockFailedError)
            return StoreError{StoreFault::Io, u"%1 cannot be locked"_s.arg(d->folder)};
        return StoreError{StoreFault::Locked,
                          u"%1 is used by another playground (%2)"_s.arg(d->folder, lockHolder(d->lock))};
    }
    d->catalog = {};
    const StoreResult<Done> read =
        d->log.open([this](const QJsonObject &record) { d->catalog.apply(record); });
    if (!read) {
        d->catalog = {};
        d->lock.unlock();
        return read;
    }
    d->workshop = std::make_unique<TreeWorkshop>(d->folder + u"/trees"_s, nullptr);
    d->workshop->sweep(d->catalog.trees());
    removeTree(d->folder + u"/incoming"_s, std::atomic_bool(false));
    QDir().mkpath(d->folder + u"/incoming"_s);
    d->compactAbove = 2 * d->catalog.recordCount() + JournalSlack;
    d->isOpen = true;
    return Done{};
}

bool SpriteStore::isOpen() const
{
    return d->isOpen;
}

bool SpriteStore::isFresh() const
{
    return d->isOpen && d->log.recordCount() <= 1 && d->catalog.count() == 0;
}

QString SpriteStore::folder() const
{
    return d->folder;
}

QDateTime SpriteStore::now() const
{
    return d->options.clock().toUTC();
}

void SpriteStore::beginBatch()
{
    d->batch = QJsonArray();
}

StoreResult<Done> SpriteStore::commitBatch()
{
    const QJsonArray records = d->batch.value_or(QJsonArray());
    d->batch.reset();
    if (records.isEmpty())
        return Done{};
    if (d->sync())
        syncFileSystem(d->folder);
    const StoreResult<Done> written = d->append(records, true);
    // What memory holds is not on disk then, and must not be built upon.
    if (!written)
        d->isOpen = false;
    const QStringList overtaken = std::exchange(d->afterBatch, {});
    for (const QString &tree : written ? overtaken : QStringList())
        d->workshop->discard(tree);
    return written;
}

void SpriteStore::dropBatch()
{
    d->batch.reset();
    d->afterBatch.clear();
    d->isOpen = false;
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
    if (catalog.find(request.name))
        return StoreError{
            StoreFault::Exists,
            u"A sprite named '%1' already exists. Please choose a different name."_s.arg(request.name)};
    SpriteRecord record;
    record.sprite.id = u"sprite-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    record.sprite.name = request.name;
    record.sprite.auth = request.auth;
    record.sprite.privateAccess = request.privateAccess;
    record.sprite.labels = request.labels;
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
        if (!request.baseCheckpoint)
            continue;
        CheckpointRecord base;
        base.id = fresh->base;
        base.cutAt = fresh->sprite.createdAt;
        records.append(SpriteCatalog::checkpointRecord(fresh->sprite.id, base));
    }
    StoreResult<Done> done = d->commit(records, true);
    if (done) {
        for (const SpriteRequest &request : requests)
            emit spriteChanged(request.name);
    }
    return done;
}

StoreResult<Sprite> SpriteStore::sprite(const QString &name) const
{
    const StoreResult<SpriteRecord> record = d->record(name);
    return record ? StoreResult<Sprite>(record->sprite) : record.error();
}

SpritePage SpriteStore::page(const QString &prefix, const QString &after, int limit) const
{
    return d->catalog.page(prefix, after, limit);
}

QList<Sprite> SpriteStore::allSprites() const
{
    return d->catalog.all();
}

int SpriteStore::count() const
{
    return d->catalog.count();
}

int SpriteStore::countByStatus(const QString &status) const
{
    return d->catalog.countByStatus(status);
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
    StoreResult<SpriteRecord> found = d->record(name);
    if (!found)
        return found.error();
    SpriteRecord record = std::move(found).value();
    if (auth && *auth != "sprite"_L1 && *auth != "public"_L1)
        return StoreError{StoreFault::Invalid, u"invalid auth type, must be one of: sprite, public"_s};
    record.sprite.labels = labels.value_or(record.sprite.labels);
    record.sprite.auth = auth.value_or(record.sprite.auth);
    record.sprite.privateAccess = privateAccess.value_or(record.sprite.privateAccess);
    record.sprite.updatedAt = now();
    return d->change(std::move(record));
}

StoreResult<Sprite> SpriteStore::setStatus(const QString &name, const QString &status, const QDateTime &at)
{
    StoreResult<SpriteRecord> found = d->record(name);
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
    return d->change(std::move(record), false);
}

StoreResult<Sprite> SpriteStore::upgrade(const QString &name)
{
    StoreResult<SpriteRecord> found = d->record(name);
    if (!found)
        return found.error();
    SpriteRecord record = std::move(found).value();
    record.sprite.version = u"v1.0.0-playground"_s;
    record.sprite.environmentVersion = record.sprite.version;
    record.sprite.updatedAt = now();
    return d->change(std::move(record));
}

StoreResult<Done> SpriteStore::remove(const QString &name)
{
    const StoreResult<SpriteRecord> record = d->record(name);
    if (!record)
        return record.error();
    StoreResult<Done> done = d->commit({SpriteCatalog::goneRecord(record->sprite.id)}, true);
    if (!done)
        return done;
    if (const StopFlag stop = d->stops.value(record->sprite.id))
        *stop = true;
    d->discard(record->tree);
    for (const CheckpointRecord &checkpoint : record->ledger.records())
        d->discard(checkpoint.tree);
    emit spriteRemoved(name, record->sprite.id);
    return done;
}

// ---- checkpoints

StoreResult<QList<Checkpoint>> SpriteStore::checkpoints(const QString &name, bool includeAuto) const
{
    const StoreResult<SpriteRecord> record = d->record(name);
    if (!record)
        return record.error();
    QList<Checkpoint> list = record->ledger.list(includeAuto, record->sprite.createdAt);
    list.prepend(record->ledger.current(record->base, record->sprite.createdAt));
    return list;
}

StoreResult<QList<Checkpoint>> SpriteStore::ancestors(const QString &name, const QString &id,
                                                      bool includeAuto) const
{
    const StoreResult<Checkpoint> of = checkpoint(name, id);
    if (!of)
        return of.error();
    const StoreResult<SpriteRecord> record = d->record(name);
    const QList<Checkpoint> all = record->ledger.list(includeAuto, record->sprite.createdAt);
    QList<Checkpoint> list;
    std::copy_if(all.cbegin(), all.cend(), std::back_inserter(list),
                 [&](const Checkpoint &candidate) { return of->history.contains(candidate.id); });
    return list;
}

StoreResult<Checkpoint> SpriteStore::checkpoint(const QString &name, const QString &id) const
{
    const StoreResult<SpriteRecord> record = d->record(name);
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
    const StoreResult<SpriteRecord> record = d->record(name);
    if (!record)
        return record.error();
    if (namesLiveState(id) || id == record->base)
        return activeCheckpoint();
    const CheckpointRecord *found = record->ledger.find(id);
    if (!found)
        return noCheckpoint(id);
    const QQueue<Job> jobs = d->waiting.value(record->sprite.id);
    if (std::any_of(jobs.cbegin(), jobs.cend(), [&](const Job &job) { return job.restores == id; }))
        return activeCheckpoint();
    CheckpointRecord gone = *found;
    const QString tree = gone.tree;
    gone.deleted = true;
    gone.tree.clear();
    StoreResult<Done> done = d->commit({SpriteCatalog::checkpointRecord(record->sprite.id, gone)}, true);
    if (done)
        d->discard(tree);
    return done;
}

bool SpriteStore::isBusy(const QString &name) const
{
    const SpriteRecord *record = d->catalog.find(name);
    return record && d->waiting.contains(record->sprite.id);
}

// ---- jobs

StoreResult<JobId> SpriteStore::startCheckpoint(const QString &name, const CheckpointRequest &request)
{
    const StoreResult<SpriteRecord> record = d->record(name);
    if (!record)
        return record.error();
    Job job;
    job.spriteId = record->sprite.id;
    job.name = name;
    job.request = request;
    return d->enqueue(std::move(job));
}

StoreResult<Job> SpriteStore::Private::checkedRestore(const QString &name, const QString &id) const
{
    const StoreResult<SpriteRecord> found = record(name);
    if (!found)
        return found.error();
    if (namesLiveState(id))
        return StoreError{StoreFault::Active, u"the live state cannot be restored"_s};
    if (!found->ledger.find(id))
        return noCheckpoint(id);
    Job job;
    job.spriteId = found->sprite.id;
    job.name = name;
    job.restores = id;
    return job;
}

StoreResult<JobId> SpriteStore::startRestore(const QString &name, const QString &id)
{
    StoreResult<Job> job = d->checkedRestore(name, id);
    return job ? d->enqueue(std::move(job).value()) : job.error();
}

StoreResult<JobId> SpriteStore::Private::enqueue(Job job)
{
    job.id = ++lastJob;
    QQueue<Job> &queue = waiting[job.spriteId];
    queue.enqueue(job);
    if (queue.size() == 1)
        startNext(job.spriteId);
    return job.id;
}

void SpriteStore::Private::plan(Job &job) const
{
    const SpriteRecord *now = catalog.findById(job.spriteId);
    if (!now)
        return;
    const CheckpointRecord *checkpoint = now->ledger.find(job.restores);
    job.from = job.restores.isEmpty() ? now->tree : checkpoint ? checkpoint->tree : QString();
    job.to = job.from.isEmpty() ? QString() : TreeWorkshop::newName();
}

void SpriteStore::Private::startNext(const QString &spriteId)
{
    Job &job = waiting[spriteId].head();
    plan(job);
    const StopFlag stop = std::make_shared<std::atomic_bool>(false);
    stops.insert(spriteId, stop);
    const auto done = [this, job](const std::optional<StoreError> &error) { finish(job, error); };
    if (job.from.isEmpty())
        QMetaObject::invokeMethod(
            workshop.get(), [done] { done({}); }, Qt::QueuedConnection);
    else
        workshop->copyLater(job.from, job.to, sync(), stop, done);
}

void SpriteStore::Private::finish(const Job &job, const std::optional<StoreError> &copyError)
{
    const bool isThere = catalog.findById(job.spriteId) != nullptr;
    const JobEnd end = copyError && isThere ? failed(job, *copyError) : conclude(job);
    stops.remove(job.spriteId);
    QQueue<Job> &queue = waiting[job.spriteId];
    queue.dequeue();
    if (queue.isEmpty())
        waiting.remove(job.spriteId);
    else
        startNext(job.spriteId);
    emit q->jobFinished(job.id, job.name, end);
}

JobEnd SpriteStore::Private::failed(const Job &job, const StoreError &error)
{
    workshop->discard(job.to);
    return {std::nullopt, error};
}

JobEnd SpriteStore::Private::conclude(const Job &job)
{
    const SpriteRecord *now = catalog.findById(job.spriteId);
    if (!now)
        return failed(job, {StoreFault::Canceled, u"the sprite was deleted meanwhile"_s});
    return job.restores.isEmpty() ? concludeCheckpoint(job, *now) : concludeRestore(job, *now);
}

JobEnd SpriteStore::Private::concludeCheckpoint(const Job &job, SpriteRecord now)
{
    CheckpointRecord fresh;
    fresh.cutAt = job.request.cutAt.isValid() ? job.request.cutAt.toUTC() : q->now();
    fresh.id =
        job.request.isAuto ? now.ledger.nextAutoId(fresh.cutAt) : u"v%1"_s.arg(now.ledger.nextVersion());
    fresh.comment = job.request.comment;
    fresh.isAuto = job.request.isAuto;
    fresh.health = job.request.health;
    fresh.source = now.base;
    fresh.tree = job.to;
    QJsonArray records{SpriteCatalog::checkpointRecord(job.spriteId, fresh)};
    // The platform's own copies do not move the line of the person's (sprites-api 5.4, WISP: manual only).
    if (!fresh.isAuto) {
        now.base = fresh.id;
        records.append(SpriteCatalog::spriteRecord(now));
    }
    const StoreResult<Done> done = commit(records, true);
    if (!done)
        return failed(job, done.error());
    emit q->spriteChanged(job.name);
    return {now.ledger.describe(fresh, now.sprite.createdAt), std::nullopt};
}

JobEnd SpriteStore::Private::concludeRestore(const Job &job, SpriteRecord now)
{
    const CheckpointRecord *source = now.ledger.find(job.restores);
    if (!source)
        return failed(job, noCheckpoint(job.restores));
    const QString before = now.tree;
    now.tree = job.to;
    now.base = job.restores;
    const StoreResult<Done> done = commit({SpriteCatalog::spriteRecord(now)}, true);
    if (!done)
        return failed(job, done.error());
    discard(before);
    emit q->spriteChanged(job.name);
    return {now.ledger.describe(*source, now.sprite.createdAt), std::nullopt};
}

JobEnd SpriteStore::Private::runNow(Job job)
{
    if (waiting.contains(job.spriteId))
        return {std::nullopt, StoreError{StoreFault::Busy, u"the sprite is being copied"_s}};
    plan(job);
    if (job.from.isEmpty())
        return conclude(job);
    const std::optional<StoreError> error = workshop->copy(job.from, job.to, sync());
    return error ? failed(job, *error) : conclude(job);
}

StoreResult<Checkpoint> SpriteStore::checkpointNow(const QString &name, const CheckpointRequest &request)
{
    const StoreResult<SpriteRecord> record = d->record(name);
    if (!record)
        return record.error();
    Job job;
    job.spriteId = record->sprite.id;
    job.name = name;
    job.request = request;
    const JobEnd end = d->runNow(std::move(job));
    return end.error ? StoreResult<Checkpoint>(*end.error) : *end.checkpoint;
}

StoreResult<Checkpoint> SpriteStore::restoreNow(const QString &name, const QString &id)
{
    StoreResult<Job> job = d->checkedRestore(name, id);
    if (!job)
        return job.error();
    const JobEnd end = d->runNow(std::move(job).value());
    return end.error ? StoreResult<Checkpoint>(*end.error) : *end.checkpoint;
}

// ---- files

StoreResult<SpriteView> SpriteStore::view(const QString &name)
{
    StoreResult<SpriteRecord> found = d->record(name);
    if (!found)
        return found.error();
    SpriteRecord record = std::move(found).value();
    const bool isNew = record.tree.isEmpty();
    if (isNew)
        record.tree = TreeWorkshop::newName();
    const QString path = d->workshop->path(record.tree);
    if (!QDir(path + u"/root"_s).exists() && !d->workshop->makeSkeleton(record.tree))
        return StoreError{StoreFault::Io, u"%1 cannot be made"_s.arg(path)};
    if (isNew) {
        const StoreResult<Done> done = d->commit({SpriteCatalog::spriteRecord(record)}, true);
        if (!done)
            return done.error();
    }
    SpriteView view{path + u"/root"_s, path + u"/system"_s, d->folder + u"/incoming"_s, {}};
    for (const CheckpointRecord &checkpoint : record.ledger.mounted(MountedCheckpoints)) {
        const QString root =
            checkpoint.tree.isEmpty() ? QString() : d->workshop->path(checkpoint.tree) + u"/root"_s;
        view.checkpoints.append({checkpoint.id, root});
    }
    return view;
}

} // namespace Spritarium::Playground
