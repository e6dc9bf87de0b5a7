// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritemachines.h"
#include "playground/spriteports.h"

#include <QTcpSocket>

#include <functional>

namespace Spritarium::Playground {

//! Connects to a port as a sprite sees it: one that was declared, else what really listens inside, else the
//! playground's own service there. Other hosts than the sprite itself are dialled from inside, as far as
//! it reaches, and their names are looked up there.
class SpriteDialer : public QObject
{
    Q_OBJECT

public:
    SpriteDialer(SpriteMachines &machines, const SpritePorts &ports, QObject *parent);

    //! Calls `then` once with a connected socket, which is the receiver's from then on, or with why not in
    //! the words of Go's net package; never before this returns, and not if `context` is gone by then.
    using Dialled = Outcome<QTcpSocket *, QString>;
    using Then = std::function<void(const Dialled &)>;
    void dial(const QString &sprite, const QString &host, quint16 port, QObject *context, Then then);

private:
    void connectTo(const SpritePort &port, QObject *context, const Then &then);
    void dialName(SpriteMachine *machine, const QString &sprite, const QString &name, quint16 port,
                  QObject *context, const Then &then);
    void dialFirst(const QPointer<SpriteMachine> &machine, const QString &sprite,
                   const QStringList &addresses, quint16 port, QObject *context, const Then &then);
    void dialInside(SpriteMachine *machine, const QString &sprite, const QString &host, quint16 port,
                    QObject *context, const Then &then);

    SpriteMachines &m_machines;
    const SpritePorts &m_ports;
};

} // namespace Spritarium::Playground
