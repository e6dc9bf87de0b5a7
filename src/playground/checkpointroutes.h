// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/router.h"
#include "playground/sleepkeeper.h"

#include <QObject>

namespace Spritarium::Playground {

class NdjsonStream;

//! The calls on checkpoints (sprites-api 5). Creating and restoring answer 200 at once and tell the rest in
//! lines; the work goes on when the client leaves.
class CheckpointRoutes : public QObject
{
    Q_OBJECT

public:
    CheckpointRoutes(SpriteStore &store, SleepKeeper &sleep, const PlaygroundOptions &options,
                     QObject *parent);

    void addTo(Router &router);

private:
    void list(HttpExchange *exchange, const QString &sprite);
    void get(HttpExchange *exchange, const QString &sprite, const QString &id);
    void remove(HttpExchange *exchange, const QString &sprite, const QString &id);
    void create(HttpExchange *exchange, const QString &sprite, const QByteArray &body);
    void restore(HttpExchange *exchange, const QString &sprite, const QString &id);
    //! Calls `then` with the job's end, not before `pause` is over. The sprite stays awake until the end.
    void follow(const StoreResult<JobId> &job, const QString &sprite, std::chrono::milliseconds pause,
                NdjsonStream *stream, std::function<void(const JobEnd &)> then);
    //! What a sprite that fails on purpose does to this stream.
    void spoil(HttpExchange *exchange, const QString &sprite, Fault::Kind kind) const;

    SpriteStore &m_store;
    SleepKeeper &m_sleep;
    const PlaygroundOptions &m_options;
};

} // namespace Spritarium::Playground
