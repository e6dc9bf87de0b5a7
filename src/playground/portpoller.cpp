// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/portpoller.h"

#include <chrono>

namespace Spritarium::Playground {

using namespace std::chrono_literals;

PortPoller::PortPoller(SpriteMachines &machines, SpritePorts &ports, const SpriteUptime &uptime,
                       QObject *parent)
    : QObject(parent)
    , m_machines(machines)
    , m_ports(ports)
{
    m_timer.setInterval(500ms);
    connect(&m_timer, &QTimer::timeout, this, &PortPoller::look);
    // Who listened before a pause is found again after it.
    connect(&uptime, &SpriteUptime::stopped, this, [this](const QString &sprite) { keep(sprite, {}); });
    connect(&machines, &SpriteMachines::made, this, [this](SpriteMachine *machine) {
        connect(machine, &SpriteMachine::ended, this, [this, machine] { keep(machine->sprite(), {}); });
    });
}

void PortPoller::watch(const QString &sprite, QObject *asker)
{
    ++m_askers[sprite];
    connect(asker, &QObject::destroyed, this, [this, sprite] {
        if (--m_askers[sprite] == 0)
            m_askers.remove(sprite);
        if (m_askers.isEmpty())
            m_timer.stop();
    });
    if (!m_timer.isActive())
        m_timer.start();
}

void PortPoller::refresh(const QString &sprite, QObject *context, std::function<void()> then)
{
    SpriteMachine *machine = m_machines.machine(sprite);
    if (!machine || machine->state() != SpriteMachine::State::On)
        return then();
    machine->listeners(context,
                       [this, sprite, then = std::move(then)](const SpriteMachine::Listeners &found) {
                           take(sprite, found);
                           then();
                       });
}

void PortPoller::look()
{
    const QList<QString> sprites = m_askers.keys();
    for (const QString &sprite : sprites) {
        SpriteMachine *machine = m_machines.machine(sprite);
        if (!machine || machine->state() != SpriteMachine::State::On || m_asked.contains(sprite))
            continue;
        m_asked.insert(sprite);
        machine->listeners(this, [this, sprite](const SpriteMachine::Listeners &found) {
            m_asked.remove(sprite);
            take(sprite, found);
        });
    }
}

void PortPoller::take(const QString &sprite, const SpriteMachine::Listeners &listeners)
{
    const SpriteMachine *machine = m_machines.machine(sprite);
    if (!machine || machine->state() != SpriteMachine::State::On)
        return;
    QList<Found> found;
    QSet<quint16> seen; // both families at once are one port
    for (const Agent::Listener &listener : listeners) {
        SpritePort port;
        port.port = quint16(listener.port);
        port.address = QString::fromStdString(listener.address);
        port.pid = qint64(listener.pid);
        port.command = QString::fromStdString(listener.command);
        if (seen.contains(port.port))
            continue;
        seen.insert(port.port);
        found.append({port, qint64(listener.session)});
    }
    keep(sprite, found);
}

void PortPoller::keep(const QString &sprite, const QList<Found> &found)
{
    const QList<Found> before = m_found.value(sprite);
    if (before == found)
        return;
    if (found.isEmpty())
        m_found.remove(sprite);
    else
        m_found.insert(sprite, found);
    QList<SpritePort> ports;
    for (const Found &each : found)
        ports.append(each.port);
    m_ports.setReal(sprite, ports);
    for (const Found &each : before) {
        if (!found.contains(each) && each.session > 0)
            emit sessionPortClosed(sprite, each.session, each.port);
    }
    for (const Found &each : found) {
        if (!before.contains(each) && each.session > 0)
            emit sessionPortOpened(sprite, each.session, each.port);
    }
}

} // namespace Spritarium::Playground
