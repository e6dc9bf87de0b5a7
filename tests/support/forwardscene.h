// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/portforwarder.h"
#include "support/playgroundclient.h"
#include "support/playgroundfixture.h"

#include <QTest>

#include <memory>

namespace Spritarium::Test {

using namespace Qt::StringLiterals;

//! A forwarder whose sprite "web" runs in a playground, where ports are declared that lead to this computer.
class ForwardScene
{
public:
    ForwardScene()
    {
        m_isReady = m_playground.start();
        m_http = std::make_unique<PlaygroundClient>(m_playground.url().toString(), m_playground.token());
        m_isReady = m_isReady && m_http->post(u"/v1/sprites"_s, R"({"name":"web"})").status == 201;
        m_forwarder = std::make_unique<PortForwarder>(origin(), nullptr);
    }

    bool isReady() const { return m_isReady; }
    TunnelOrigin origin() const { return TunnelOrigin{m_playground.url(), m_playground.token(), {}}; }
    PortForwarder &forwarder() { return *m_forwarder; }
    PlaygroundClient &http() { return *m_http; }
    PlaygroundFixture &playground() { return m_playground; }

    //! `port` inside the sprite is `target` of this computer.
    void declare(quint16 port, quint16 target)
    {
        const QString body = uR"({"port":%1,"target":"127.0.0.1:%2"})"_s.arg(port).arg(target);
        QCOMPARE(m_http->post(u"/playground/ports/web"_s, body.toUtf8()).status, 200);
    }

    //! A forward to that port, started; its local port is status().localPort soon.
    PortForward forwardTo(quint16 port)
    {
        PortForward forward;
        forward.id = newForwardId();
        forward.sprite = SpriteKey{AccountId(u"a"_s), SpriteName(u"web"_s)};
        forward.port = port;
        m_forwarder->start(forward);
        return forward;
    }

    //! Declares, forwards, and waits for the local port.
    quint16 localPortFor(quint16 port, quint16 target)
    {
        declare(port, target);
        const PortForward forward = forwardTo(port);
        [&] { QTRY_VERIFY(m_forwarder->status(forward.id).localPort != 0); }();
        return m_forwarder->status(forward.id).localPort;
    }

private:
    PlaygroundFixture m_playground;
    std::unique_ptr<PlaygroundClient> m_http;
    std::unique_ptr<PortForwarder> m_forwarder;
    bool m_isReady = false;
};

} // namespace Spritarium::Test
