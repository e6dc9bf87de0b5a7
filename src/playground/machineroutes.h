// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/router.h"
#include "playground/sleepkeeper.h"

#include <QObject>

namespace Spritarium::Playground {

//! The two calls on the machine below a sprite that the newest SDKs have (sprites-api 4.7). Nothing but their
//! shapes is public, so a restart does what its name says: everything in a running sprite ends and it boots
//! again, services first; one that sleeps keeps only its files and stays asleep. A check wakes nothing.
class MachineRoutes : public QObject
{
    Q_OBJECT

public:
    MachineRoutes(SpriteStore &store, SleepKeeper &sleep, QObject *parent);

    void addTo(Router &router);

private:
    void restart(HttpExchange *exchange, const QString &name);
    void check(HttpExchange *exchange, const QString &name) const;

    SpriteStore &m_store;
    SleepKeeper &m_sleep;
};

} // namespace Spritarium::Playground
