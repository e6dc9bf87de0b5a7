// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/portpoller.h"
#include "playground/proxyroutes.h"

namespace Spritarium::Playground {

//! What listens in a sprite: the watch of sprites-api 12, and for tests and the playground's menu
//!   GET    /playground/ports/<sprite>                  {"ports":[...],"tunnels":[...]}, see
//!   SpritePort::toJson()
//!                                                      and TcpTunnel::toJson()
//!   POST   /playground/ports/<sprite>                  declares one, see SpritePort::fromJson(); 200 as GET
//!   DELETE /playground/ports/<sprite>/<port>[?host=]   204, or 404 for one that was not declared
//!   DELETE /playground/ports/<sprite>                  all that were declared; 204
//! Declarations last until the sprite is deleted or the playground ends.
//!
//! Opening a watch wakes, as everything inside a sprite does (sprites-api 3.4); an open one counts for
//! nothing and is closed with 1001 when the sprite stops.
class PortRoutes : public QObject
{
    Q_OBJECT

public:
    PortRoutes(const SpriteStore &store, SpritePorts &ports, const SpriteUptime &uptime, PortPoller &poller,
               const ProxyRoutes &proxy, QObject *parent);

    //! Without `offersWatch` there is no such route: 404.
    void addTo(Router &router, bool offersWatch);

private:
    void watch(HttpExchange *exchange, const QString &sprite);
    void tell(HttpExchange *exchange, const QString &sprite) const;
    void declare(HttpExchange *exchange, const QString &sprite, const QByteArray &body);
    void withdraw(HttpExchange *exchange, const QString &sprite, const QString &port);
    void withdrawAll(HttpExchange *exchange, const QString &sprite);

    const SpriteStore &m_store;
    SpritePorts &m_ports;
    const SpriteUptime &m_uptime;
    PortPoller &m_poller;
    const ProxyRoutes &m_proxy;
};

} // namespace Spritarium::Playground
