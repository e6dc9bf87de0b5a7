// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/router.h"
#include "playground/sleepkeeper.h"
#include "playground/spriteuptime.h"

#include <QObject>

namespace Spritarium::Playground {

//! Watching files over a WebSocket (sprites-api 11.3). An open watch keeps its sprite awake; it breaks when
//! the sprite pauses, is restored or deleted.
class FileWatchRoutes : public QObject
{
    Q_OBJECT

public:
    FileWatchRoutes(SpriteStore &store, SleepKeeper &sleep, const SpriteUptime &uptime, QObject *parent);

    void addTo(Router &router);

private:
    void open(HttpExchange *exchange, const QString &sprite);

    SpriteStore &m_store;
    SleepKeeper &m_sleep;
    const SpriteUptime &m_uptime;
};

} // namespace Spritarium::Playground
