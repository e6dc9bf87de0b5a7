// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritemachine.h"
#include "playground/spriteuptime.h"

#include <QFileSystemWatcher>
#include <QHash>
#include <QObject>

#include <memory>

namespace Spritarium::Playground {

//! The machines of all sprites. What happens to a sprite happens to its processes (sprites-api 3.2): warm
//! stops them, running lets them go on, cold, a restore and deleting end them.
class SpriteMachines : public QObject
{
    Q_OBJECT

public:
    SpriteMachines(SpriteStore &store, const SpriteUptime &uptime, const SandboxSettings &settings,
                   QObject *parent);
    //! Returns when no process is left.
    ~SpriteMachines() override;

    //! The sprite's machine, made when missing and off until it is needed; nullptr for an unknown sprite.
    //! Owned by this and gone with the sprite.
    SpriteMachine *machine(const QString &sprite);
    //! Those there are.
    QList<SpriteMachine *> all() const { return m_machines.values(); }
    //! Whether they have; else commands have this computer's.
    bool haveOwnNetworks() const { return m_settings.isolation == Isolation::Bubblewrap; }

signals:
    //! For those who add files to it.
    void made(Spritarium::Playground::SpriteMachine *machine);

private:
    void look(const QString &sprite);
    void watch(SpriteMachine *machine);

    SpriteStore &m_store;
    const SandboxSettings &m_settings;
    QHash<QString, SpriteMachine *> m_machines;
    QFileSystemWatcher m_roots; //!< of those that are on
};

} // namespace Spritarium::Playground
