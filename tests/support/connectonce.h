// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/portforwarder.h"
#include "support/patience.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

#include <optional>

namespace Spritarium::Test {

//! What a client of a forward gets; with the error of its connection if there was one.
struct ForwardResult
{
    QByteArray bytes;
    std::optional<ApiError> error;
};

//! One connection through a forward of its own, until so many bytes have come or it failed.
inline ForwardResult connectOnce(const TunnelOrigin &origin, qsizetype wanted)
{
    PortForwarder forwarder(origin, nullptr);
    QSignalSpy failed(&forwarder, &PortForwarder::connectionFailed);
    PortForward forward;
    forward.id = newForwardId();
    forward.sprite.sprite = SpriteName(QStringLiteral("calm-otter"));
    forward.port = 5432;
    forwarder.start(forward);
    QTcpSocket client;
    [&] { QTRY_VERIFY(forwarder.status(forward.id).localPort != 0); }();
    client.connectToHost(QHostAddress::LocalHost, forwarder.status(forward.id).localPort);
    [&] { QTRY_VERIFY(!failed.isEmpty() || client.bytesAvailable() >= wanted); }();
    ForwardResult result{client.readAll(), {}};
    if (!failed.isEmpty())
        result.error = failed.constFirst().at(1).value<ApiError>();
    return result;
}

} // namespace Spritarium::Test
