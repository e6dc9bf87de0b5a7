// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httpexchange.h"
#include "playground/sleepkeeper.h"
#include "playground/spritedialer.h"
#include "playground/spriteuptime.h"
#include "playground/webtarget.h"

#include <QObject>

namespace Spritarium::Playground {

//! The sprites' own URLs on this computer, `http://<sprite>.localhost:<port>/` (sprites-api 4.9). Private
//! ones want the playground's token and send who brings none to the SignInPage; public ones do not. A request
//! wakes the sprite and holds it awake as long as it lasts, an open WebSocket included. When the sprite
//! stops, its connections break.
class WebGate : public QObject
{
    Q_OBJECT

public:
    WebGate(SpriteStore &store, SleepKeeper &sleep, const SpriteUptime &uptime, SpriteDialer &dialer,
            const PlaygroundOptions &options, QObject *parent);

    //! Who says where a URL leads; must outlive this. 8080 without one.
    void setTarget(WebTarget *target) { m_target = target; }
    void take(HttpExchange *exchange);

    //! The sprite a Host header names, empty if it is no name below localhost.
    static QString spriteOf(const QByteArray &host);

private:
    bool isAllowed(const HttpRequest &request, const Sprite &sprite) const;
    void dial(HttpExchange *exchange, const QString &sprite, quint16 port);
    void forward(HttpExchange *exchange, const QString &sprite, QTcpSocket *server);

    SpriteStore &m_store;
    SleepKeeper &m_sleep;
    const SpriteUptime &m_uptime;
    SpriteDialer &m_dialer;
    const PlaygroundOptions &m_options;
    WebTarget m_usual;
    WebTarget *m_target;
};

} // namespace Spritarium::Playground
