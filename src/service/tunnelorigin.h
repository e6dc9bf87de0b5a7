// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <chrono>
#include <memory>

namespace Spritarium {

class ProxyRoute;

//! How patient tunnels are; tests shorten it.
struct TunnelTiming
{
    std::chrono::milliseconds handshake = std::chrono::seconds(10); //!< from the upgrade to "connected"
    std::chrono::milliseconds ping = std::chrono::seconds(15);
    std::chrono::milliseconds dead = std::chrono::seconds(45); //!< without a sign of life
    //! Silence from the sprite, after the client sent its last byte, that ends a connection: a proxy socket
    //! cannot be closed in one direction (sprites-api 8.3), so nobody else would end it.
    std::chrono::milliseconds answer = std::chrono::seconds(10);
    std::chrono::milliseconds retry =
        std::chrono::seconds(5); //!< of a watch; doubles up to twelve times this
};

//! Where the WebSockets of one account go: endpoint and token, which never leave it (design.md 4.4). `wss`
//! where the endpoint is https; plain `ws` to loopback only.
struct TunnelOrigin
{
    QUrl endpoint;
    QString token;
    TunnelTiming timing;
    std::shared_ptr<const ProxyRoute> route = nullptr; //!< none: directly
};

} // namespace Spritarium
