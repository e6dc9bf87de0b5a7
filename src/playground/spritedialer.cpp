// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spritedialer.h"

#include "playground/hostlookup.h"
#include "playground/websocketlink.h"

#include <QNetworkProxy>
#include <QTimer>

#include <chrono>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

//! For one of several addresses: the kernel itself tries for two minutes.
constexpr auto AddressPatience = std::chrono::milliseconds(2500);
constexpr qsizetype MostAddresses = 8;

void deliver(QObject *context, const SpriteDialer::Then &then, const SpriteDialer::Dialled &dialled)
{
    QMetaObject::invokeMethod(
        context, [then, dialled] { then(dialled); }, Qt::QueuedConnection);
}

} // namespace

SpriteDialer::SpriteDialer(SpriteMachines &machines, const SpritePorts &ports, QObject *parent)
    : QObject(parent)
    , m_machines(machines)
    , m_ports(ports)
{}

void SpriteDialer::dial(const QString &sprite, const QString &host, quint16 port, QObject *context, Then then)
{
    if (const auto declared = m_ports.findDeclared(sprite, host, port))
        return connectTo(*declared, context, then);
    SpriteMachine *machine = m_machines.machine(sprite);
    const QString name = SpritePorts::canonicalHost(host);
    const bool isOn = machine && machine->state() == SpriteMachine::State::On;
    if (machine && !name.isEmpty()) {
        // Nothing of it may leave by this computer's own network.
        if (!m_machines.haveOwnNetworks())
            return deliver(context, then, u"network is unreachable"_s);
        if (machine->state() == SpriteMachine::State::Paused)
            return deliver(context, then, u"connection refused"_s);
        // Looking for another host starts a machine that is off; for the sprite's own nothing listens there.
        if (!isOn || !HostLookup::isAddress(name))
            return dialName(machine, sprite, name, port, context, then);
    }
    if (isOn)
        return dialInside(machine, sprite, name, port, context, then);
    if (const auto builtIn = m_ports.findBuiltIn(sprite, name, port))
        return connectTo(*builtIn, context, then);
    deliver(context, then, u"connection refused"_s);
}

void SpriteDialer::dialName(SpriteMachine *machine, const QString &sprite, const QString &name, quint16 port,
                            QObject *context, const Then &then)
{
    const QPointer<SpriteMachine> inside(machine);
    HostLookup::ask(machine, name, context,
                    [this, inside, sprite, port, context, then](const HostLookup::Found &found) {
                        if (!found)
                            return then(found.error());
                        dialFirst(inside, sprite, found->mid(0, MostAddresses), port, context, then);
                    });
}

void SpriteDialer::dialFirst(const QPointer<SpriteMachine> &machine, const QString &sprite,
                             const QStringList &addresses, quint16 port, QObject *context, const Then &then)
{
    if (!machine)
        return then(u"connection refused"_s);
    if (addresses.size() == 1)
        return dialInside(machine, sprite, addresses.constFirst(), port, context, then);
    auto *attempt = new QObject(context);
    auto *patience = new QTimer(attempt);
    patience->setSingleShot(true);
    const auto goOn = [this, machine, sprite, addresses, port, context, then] {
        dialFirst(machine, sprite, addresses.mid(1), port, context, then);
    };
    connect(patience, &QTimer::timeout, attempt, [attempt, goOn] {
        attempt->deleteLater();
        goOn();
    });
    patience->start(AddressPatience);
    const auto take = [attempt, patience, context, then, goOn](const Dialled &dialled) {
        if (!patience->isActive())
            return; // too late: what it gave goes with it
        patience->stop();
        attempt->deleteLater();
        if (!dialled)
            return goOn();
        (*dialled)->setParent(context);
        then(dialled);
    };
    dialInside(machine, sprite, addresses.constFirst(), port, attempt, take);
}

void SpriteDialer::dialInside(SpriteMachine *machine, const QString &sprite, const QString &host,
                              quint16 port, QObject *context, const Then &then)
{
    const auto take = [this, sprite, host, port, context, then](const SpriteMachine::Dialled &dialled) {
        if (!dialled) {
            if (const auto builtIn = m_ports.findBuiltIn(sprite, host, port))
                return connectTo(*builtIn, context, then);
            return then(dialled.error());
        }
        auto *socket = new QTcpSocket(context);
        socket->setReadBufferSize(WebSocketLink::Portion);
        if (!socket->setSocketDescriptor((*dialled)->get())) {
            delete socket;
            return then(u"connection refused"_s);
        }
        (*dialled)->release(); // it is the socket's now
        then(socket);
    };
    machine->dial(host, port, context, take);
}

void SpriteDialer::connectTo(const SpritePort &port, QObject *context, const Then &then)
{
    auto *socket = new QTcpSocket(context);
    socket->setProxy(QNetworkProxy::NoProxy);
    socket->setReadBufferSize(WebSocketLink::Portion);
    // Both end with the first of them: the socket is somebody else's afterwards.
    auto *waiting = new QObject(socket);
    connect(socket, &QTcpSocket::connected, waiting, [socket, waiting, then] {
        waiting->disconnect();
        waiting->deleteLater();
        socket->disconnect(waiting);
        then(socket);
    });
    connect(socket, &QTcpSocket::errorOccurred, waiting, [socket, waiting, then] {
        socket->disconnect(waiting);
        socket->deleteLater();
        then(u"connection refused"_s);
    });
    socket->connectToHost(port.target, port.targetPort);
}

} // namespace Spritarium::Playground
