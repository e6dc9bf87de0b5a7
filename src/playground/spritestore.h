// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/outcome.h"
#include "playground/storetypes.h"

#include <QObject>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

class QLockFile;
class QThreadPool;

namespace Spritarium::Playground {

class SpriteCatalog;
class StoreLog;

//! Names one checkpoint or restore that is running; unique within one store, never 0.
using JobId = quint64;

struct JobEnd
{
    std::optional<Checkpoint> checkpoint; //!< the one made, or the one restored; absent if it failed
    std::optional<StoreError> error;      //!< present if and only if nothing was changed
    bool isRestore = false;               //!< the live files are others now; false if it failed
};

//! How sure a change is when a call returns. Both survive kill -9; only the first survives a power cut.
enum class Durability { PowerSafe, KillSafe };

struct StoreOptions
{
    std::function<QDateTime()> clock; //!< empty is the clock of this computer, UTC
    Durability durability = Durability::PowerSafe;
    bool anew = false; //!< the first open() forgets what was kept there before
};

//! Sprites and their checkpoints as real files in one state folder.
//!
//! Layout (format 1):
//!   playground.lock         held while a store is open (QLockFile)
//!   journal.jsonl           every change, one line each, a JSON array of records; the only truth (see
//!                           StoreLog)
//!   trees/<uuid>/root       the live files of one sprite: `/` as the sprite sees it
//!   trees/<uuid>/system     what is behind `/.sprite` and belongs to the state: policy/network.json
//!   trees/<sprite id>/<uuid>/root, /system
//!                           the same of a checkpoint (older playgrounds: trees/<uuid>)
//!   trees/<sprite id>/checkpoints
//!                           what is seen at /.sprite/checkpoints, see CheckpointShelf
//!   incoming/               uploads that are not complete, emptied when the store opens
//!
//! A change is: make a new tree beside the others, sync it, append one line to the journal. The line is the
//! commit. A tree that no line names is removed when the store opens, so after kill -9 at any moment a
//! create, checkpoint, restore or delete either happened or did not. An empty sprite has no tree and costs
//! one line.
//!
//! Copies run in worker threads (reflink where the file system can, else real copies); jobs on one sprite run
//! one after the other in the order asked for, jobs on different sprites beside each other. Everything else
//! answers at once. Files that change while a checkpoint copies them are each taken whole, but not all at one
//! instant. Destroying the store cancels what runs: it waits for the file being copied, commits nothing, and
//! emits nothing more.
class SpriteStore : public QObject
{
    Q_OBJECT

public:
    explicit SpriteStore(const QString &folder, StoreOptions options = {}, QObject *parent = nullptr);
    ~SpriteStore() override;

    //! Locks the folder, reads the journal, removes leftovers. Before it every call answers Io. Locked: the
    //! text names the process that has it. A folder that is not there is made.
    StoreResult<Done> open();
    bool isOpen() const;
    //! Nothing was ever created here: the seed may fill it.
    bool isFresh() const;
    QString folder() const;
    QDateTime now() const;

    // Sprites: no copying, answers at once.
    StoreResult<Sprite> create(const SpriteRequest &request);
    //! All or none, one line in the journal; for seeds and benches with thousands.
    StoreResult<Done> createMany(const QList<SpriteRequest> &requests);
    StoreResult<Sprite> sprite(const QString &name) const;
    //! Sorted by name (bytes). `after` is exclusive and need not exist; limit below 1 counts as 1.
    SpritePage page(const QString &prefix, const QString &after, int limit) const;
    QList<Sprite> allSprites() const;
    int count() const;
    int countByStatus(const QString &status) const;
    StoreResult<Sprite> setLabels(const QString &name, const QStringList &labels);
    //! Invalid unless auth is "sprite" or "public". An empty privateAccess leaves it as it was.
    StoreResult<Sprite> setUrlSettings(const QString &name, const QString &auth,
                                       const QString &privateAccess = {});
    //! Several settings as one change; absent ones stay.
    StoreResult<Sprite> update(const QString &name, const std::optional<QStringList> &labels,
                               const std::optional<QString> &auth,
                               const std::optional<QString> &privateAccess);
    //! "running", "warm" or "cold". Entering running or warm stamps lastRunningAt or lastWarmingAt; updatedAt
    //! stays. `at` is for seeds.
    StoreResult<Sprite> setStatus(const QString &name, const QString &status, const QDateTime &at = {});
    //! Marks the sprite as moved to the newest environment.
    StoreResult<Sprite> upgrade(const QString &name);
    //! Gone at once; files are removed in the background. A job that runs on it ends with Canceled.
    StoreResult<Done> remove(const QString &name);

    // Checkpoints.
    //! Newest first by the moment they were cut, `Current` in front. Automatic ones only if asked for. Each
    //! with its nearest `history` ancestors, with all of them if that is negative.
    StoreResult<QList<Checkpoint>> checkpoints(const QString &name, bool includeAuto,
                                               qsizetype history = -1) const;
    //! The ancestors of `id` (S1), newest first, without Current and without deleted ones. NotFound for an
    //! unknown id.
    StoreResult<QList<Checkpoint>> ancestors(const QString &name, const QString &id, bool includeAuto,
                                             qsizetype history = -1) const;
    //! `Current` and `active` answer the live state, with id "Current".
    StoreResult<Checkpoint> checkpoint(const QString &name, const QString &id) const;
    //! Starts copying; jobFinished follows from the event loop, never before this returns.
    StoreResult<JobId> startCheckpoint(const QString &name, const CheckpointRequest &request);
    //! Likewise. NotFound and Active (for Current) are answered here, before anything moves.
    StoreResult<JobId> startRestore(const QString &name, const QString &id);
    //! The same two, done when they return; for seeds and tools, not for a server. Busy while a job runs on
    //! the sprite.
    StoreResult<Checkpoint> checkpointNow(const QString &name, const CheckpointRequest &request);
    StoreResult<Checkpoint> restoreNow(const QString &name, const QString &id);
    //! Active for Current and for the one the live files are based on. Its number is not used again.
    StoreResult<Done> removeCheckpoint(const QString &name, const QString &id);
    //! A job is copying for this sprite.
    bool isBusy(const QString &name) const;
    //! One of them is a restore.
    bool isRestoring(const QString &name) const;

    // Files.
    //! False for a sprite in which nothing was put yet, and which view() would make folders for.
    bool hasFiles(const QString &name) const;
    //! Makes the live folders if the sprite was empty until now. Valid until the next restore of this sprite.
    StoreResult<SpriteView> view(const QString &name);
    //! The live files of now stay on the disk, also when the sprite is removed or restored, until the last
    //! copy of this is gone. For those whose late writes would otherwise bring a part of them back. nullptr
    //! for an unknown or empty sprite; may outlive the store.
    std::shared_ptr<void> hold(const QString &name);

    //! Between the two, changes gather in one journal line and no sync happens before the end: a seed is
    //! there entirely or not at all. Blocking calls only in between.
    void beginBatch();
    StoreResult<Done> commitBatch();
    //! Gives up: the store closes, and opening it again shows what was there before the batch.
    void dropBatch();

signals:
    //! Created or changed in any field, after the change is on disk. Once per change.
    void spriteChanged(const QString &name);
    //! A checkpoint was made or deleted, or restored. Once per change, after it is on disk.
    void checkpointsChanged(const QString &name);
    void spriteRemoved(const QString &name, const QString &id);
    //! The end of startCheckpoint or startRestore; exactly once per job while the store lives.
    void jobFinished(quint64 job, const QString &name, const Spritarium::Playground::JobEnd &end);

private:
    class Private;
    std::unique_ptr<Private> d;
};

//! `^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$` (sprites-api 4.8).
bool isValidSpriteName(const QString &name);

} // namespace Spritarium::Playground

Q_DECLARE_METATYPE(Spritarium::Playground::JobEnd)
