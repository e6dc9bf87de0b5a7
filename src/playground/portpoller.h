// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritemachines.h"
#include "playground/spriteports.h"

#include <QHash>
#include <QSet>
#include <QTimer>

namespace Spritarium::Playground {

//! Looks what really listens in the sprites, as long as somebody wants to know, twice a second, and writes it
//! into SpritePorts. Looking wakes nothing.
class PortPoller : public QObject
{
    Q_OBJECT

public:
    PortPoller(SpriteMachines &machines, SpritePorts &ports, const SpriteUptime &uptime, QObject *parent);

    //! Keeps looking until `asker` is gone.
    void watch(const QString &sprite, QObject *asker);
    //! Looks once, then calls `then` unless `context` is gone by then; at once if nothing can listen there
    //! now.
    void refresh(const QString &sprite, QObject *context, std::function<void()> then);

signals:
    //! A port of a process that `session`, the id of a session's process inside, has started.
    void sessionPortOpened(const QString &sprite, qint64 session,
                           const Spritarium::Playground::SpritePort &port);
    void sessionPortClosed(const QString &sprite, qint64 session,
                           const Spritarium::Playground::SpritePort &port);

private:
    struct Found
    {
        SpritePort port;
        qint64 session = 0;
        friend bool operator==(const Found &, const Found &) = default;
    };

    void look();
    void take(const QString &sprite, const SpriteMachine::Listeners &listeners);
    void keep(const QString &sprite, const QList<Found> &found);

    SpriteMachines &m_machines;
    SpritePorts &m_ports;
    QHash<QString, int> m_askers;
    QSet<QString> m_asked; //!< and not answered yet
    QHash<QString, QList<Found>> m_found;
    QTimer m_timer;
};

} // namespace Spritarium::Playground
