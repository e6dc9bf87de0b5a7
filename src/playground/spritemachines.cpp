// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spritemachines.h"

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

SpriteMachines::SpriteMachines(SpriteStore &store, const SpriteUptime &uptime,
                               const SandboxSettings &settings, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_settings(settings)
{
    connect(&uptime, &SpriteUptime::started, this, [this](const QString &sprite) {
        if (SpriteMachine *machine = m_machines.value(sprite))
            machine->resume();
    });
    connect(&uptime, &SpriteUptime::stopped, this, &SpriteMachines::look);
    connect(&store, &SpriteStore::spriteChanged, this, &SpriteMachines::look);
    connect(&store, &SpriteStore::spriteRemoved, this, [this](const QString &sprite) {
        if (SpriteMachine *machine = m_machines.take(sprite)) {
            machine->end();
            machine->deleteLater();
        }
    });
    connect(&m_roots, &QFileSystemWatcher::directoryChanged, this, [this](const QString &root) {
        for (SpriteMachine *machine : std::as_const(m_machines)) {
            if (machine->root() == root)
                machine->showFolders();
        }
    });
    connect(&store, &SpriteStore::checkpointsChanged, this, [this](const QString &sprite) {
        if (SpriteMachine *machine = m_machines.value(sprite))
            machine->showCheckpoints();
    });
    connect(&store, &SpriteStore::jobFinished, this,
            [this](quint64, const QString &sprite, const JobEnd &end) {
                SpriteMachine *machine = m_machines.value(sprite);
                // The files are others now.
                if (machine && end.isRestore)
                    machine->end();
            });
}

SpriteMachines::~SpriteMachines()
{
    for (SpriteMachine *machine : std::as_const(m_machines))
        machine->endAndWait();
}

SpriteMachine *SpriteMachines::machine(const QString &sprite)
{
    if (SpriteMachine *known = m_machines.value(sprite))
        return known;
    if (!m_store.sprite(sprite))
        return nullptr;
    auto *machine = new SpriteMachine(m_store, m_settings, sprite, this);
    m_machines.insert(sprite, machine);
    if (m_settings.isolation == Isolation::Bubblewrap)
        watch(machine);
    emit made(machine);
    return machine;
}

void SpriteMachines::watch(SpriteMachine *machine)
{
    // Whoever changes it: only a call on files can, but calls are many.
    connect(machine, &SpriteMachine::started, this, [this, machine] { m_roots.addPath(machine->root()); });
    connect(machine, &SpriteMachine::ended, this, [this, machine] {
        if (m_roots.directories().contains(machine->root()))
            m_roots.removePath(machine->root());
    });
}

void SpriteMachines::look(const QString &sprite)
{
    SpriteMachine *machine = m_machines.value(sprite);
    const StoreResult<Sprite> known = m_store.sprite(sprite);
    if (!machine || !known)
        return;
    if (known->status == u"cold"_s)
        machine->end();
    else if (known->status == u"warm"_s)
        machine->pause();
}

} // namespace Spritarium::Playground
