// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritestore.h"
#include "playground/treeworkshop.h"

#include <QHash>
#include <QObject>
#include <QQueue>

namespace Spritarium::Playground {

class StoreCore;
struct SpriteRecord;

//! One checkpoint or restore between the call and its end.
struct StoreJob
{
    JobId id = 0;
    QString spriteId;
    QString name;
    QString restores; //!< the checkpoint to go back to; empty: take one
    CheckpointRequest request;
    QString from; //!< tree that is copied; empty: nothing there to copy
    QString to;
};

//! Runs checkpoints and restores: one after the other on the same sprite, beside each other on different
//! ones. Copying happens in threads, the end of it (the commit) in the thread this lives in.
class StoreJobs : public QObject
{
    Q_OBJECT

public:
    StoreJobs(StoreCore &core, QObject *parent);
    //! Whatever runs stops at the file it is at, and nothing is committed any more.
    ~StoreJobs() override;

    JobId start(StoreJob job);
    //! Done when it returns. Busy if one runs on the sprite.
    JobEnd runNow(StoreJob job);
    bool isBusy(const QString &spriteId) const { return m_waiting.contains(spriteId); }
    //! A restore waits or runs.
    bool isRestoring(const QString &spriteId) const;
    //! A job that waits or runs wants this checkpoint back.
    bool needs(const QString &spriteId, const QString &checkpointId) const;
    //! The sprite is gone; its jobs end with Canceled, from the event loop.
    void stop(const QString &spriteId);

signals:
    //! Its checkpoints or its live files are others now.
    void committed(const QString &name);
    void finished(quint64 job, const QString &name, const Spritarium::Playground::JobEnd &end);

private:
    void plan(StoreJob &job) const;
    void startNext(const QString &spriteId);
    void finish(const StoreJob &job, const std::optional<StoreError> &copyError);
    JobEnd conclude(const StoreJob &job);
    JobEnd concludeCheckpoint(const StoreJob &job, const SpriteRecord &now);
    JobEnd concludeRestore(const StoreJob &job, const SpriteRecord &now);
    JobEnd failed(const StoreJob &job, const StoreError &error);

    StoreCore &m_core;
    JobId m_last = 0;
    QHash<QString, QQueue<StoreJob>> m_waiting; //!< by sprite id; the head is the one that runs
    QHash<QString, StopFlag> m_stops;           //!< by sprite id, while one runs
};

} // namespace Spritarium::Playground
