// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/router.h"
#include "playground/sleepkeeper.h"

#include <QObject>

namespace Spritarium::Playground {

//! The calls on the machine below a sprite (sprites-api 4.7): the upgrade, and two that the newest SDKs have.
//! Nothing but their shapes is public, so a restart does what its name says: everything in a running sprite
//! ends and it boots again, services first; one that sleeps keeps only its files and stays asleep. An upgrade
//! restarts, too. A check wakes nothing.
class MachineRoutes : public QObject
{
    Q_OBJECT

public:
    MachineRoutes(SpriteStore &store, SleepKeeper &sleep, QObject *parent);

    void addTo(Router &router);

private:
    void upgrade(HttpExchange *exchange, const QString &name);
    void reboot(SleepClock *clock, const QString &name);
    void restart(HttpExchange *exchange, const QString &name);
    void check(HttpExchange *exchange, const QString &name) const;

    SpriteStore &m_store;
    SleepKeeper &m_sleep;
};

} // namespace Spritarium::Playground
