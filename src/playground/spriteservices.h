// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/servicesupervisor.h"
#include "playground/sleepkeeper.h"
#include "playground/spriteuptime.h"
#include "playground/webtarget.h"

#include <vector>

namespace Spritarium::Playground {

//! The services of all sprites through sleep, wake and restore (sprites-api 3.2): warm they stay as they are,
//! after a cold wake and a restore they start again, in the order of their needs, before the call that woke
//! the sprite goes on. A service that runs does not keep its sprite awake.
class SpriteServices : public QObject, public WebTarget
{
    Q_OBJECT

public:
    SpriteServices(SpriteStore &store, SleepKeeper &sleep, const SpriteUptime &uptime,
                   SpriteMachines &machines, const PlaygroundOptions &options, QObject *parent);
    ~SpriteServices() override;

    //! Made when missing, nullptr for an unknown sprite. Owned by this, gone with the sprite.
    ServiceSupervisor *supervisor(const QString &sprite);
    //! Calls `then` when the services of a sprite that wakes have been started; at once if it is awake
    //! already. Not if `context` is gone by then.
    void whenUp(const QString &sprite, QObject *context, std::function<void()> then);
    //! Starts the service with the HTTP port unless it was stopped by hand or breaks, and waits for its port.
    void portOf(const QString &sprite, QObject *context, std::function<void(quint16 port)> then) override;

private:
    struct Waiter
    {
        QPointer<QObject> context;
        std::function<void()> then;
    };

    bool mayHaveServices(const QString &sprite) const;
    void expectBoot(const QString &sprite);
    void boot(const QString &sprite);
    void release(const QString &sprite);
    void onStopped(const QString &sprite);
    void look(const QString &sprite);
    void remove(const QString &sprite);

    SpriteStore &m_store;
    SleepKeeper &m_sleep;
    const SpriteUptime &m_uptime;
    SpriteMachines &m_machines;
    const PlaygroundOptions &m_options;
    QHash<QString, ServiceSupervisor *> m_supervisors;
    QHash<QString, std::vector<Waiter>> m_waking; //!< those that wake, and who waits for it
};

} // namespace Spritarium::Playground
