// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/router.h"
#include "playground/sleepkeeper.h"
#include "playground/spritedialer.h"
#include "playground/spriteuptime.h"

#include <QJsonArray>
#include <QObject>

namespace Spritarium::Playground {

//! The TCP proxy (sprites-api 8). An open tunnel keeps its sprite awake; all of a sprite's tunnels break when
//! it pauses, is restored or deleted.
class ProxyRoutes : public QObject
{
    Q_OBJECT

public:
    ProxyRoutes(SleepKeeper &sleep, SpriteDialer &dialer, const SpriteUptime &uptime, QObject *parent);

    void addTo(Router &router);
    //! What TcpTunnel::toJson() says of each open tunnel.
    QJsonArray tunnels(const QString &sprite) const;

private:
    void open(HttpExchange *exchange, const QString &sprite);

    SleepKeeper &m_sleep;
    SpriteDialer &m_dialer;
    const SpriteUptime &m_uptime;
};

} // namespace Spritarium::Playground
