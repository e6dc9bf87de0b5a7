// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/checkpointroutes.h"
#include "playground/serviceroutes.h"
#include "playground/socketfolder.h"
#include "playground/taskroutes.h"

namespace Spritarium::Playground {

//! What a sprite finds at /.sprite/api.sock (sprites-api 13.1): its own services, checkpoints and tasks, for
//! everybody inside and without a token; and `sprite-env`, which speaks to it. Only in a sandbox.
class InsideApi : public QObject
{
    Q_OBJECT

public:
    InsideApi(SpriteStore &store, SleepKeeper &sleep, SpriteMachines &machines, ServiceRoutes &services,
              CheckpointRoutes &checkpoints, const PlaygroundOptions &options, QObject *parent);

    //! The host's folder with the sockets; only this user may enter it.
    QString folder() const { return m_folder.path(); }

private:
    void serve(SpriteMachine *machine);
    void take(HttpExchange *exchange, const QString &sprite);
    void restore(HttpExchange *exchange, const QString &sprite, const QString &id);

    SpriteStore &m_store;
    SleepKeeper &m_sleep;
    const PlaygroundOptions &m_options;
    SpriteTasks m_tasks;
    TaskRoutes m_taskRoutes;
    Router m_router;
    SocketFolder m_folder;
    int m_count = 0;
};

} // namespace Spritarium::Playground
