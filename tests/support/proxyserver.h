// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QObject>
#include <QTcpServer>
#include <QUrl>
#include <QWebSocket>
#include <QWebSocketServer>

#include <functional>

namespace Spritarium::Test {

//! The far end of tunnels, as good or as bad as a test wants it. By default it says "connected" and echoes.
class ProxyServer : public QObject
{
    Q_OBJECT

public:
    //! Sees a request before it is answered; true when it has taken the connection over.
    using Gate = std::function<bool(QTcpSocket *socket, const QByteArray &head)>;
    //! Gets a WebSocket with its first message.
    using Greeter = std::function<void(QWebSocket *socket, const QJsonObject &init)>;

    explicit ProxyServer(QObject *parent = nullptr);
    ~ProxyServer() override;

    QUrl url() const;
    quint16 port() const { return m_server.serverPort(); }
    void setGate(const Gate &gate) { m_gate = gate; }
    void setGreeter(const Greeter &greeter) { m_greeter = greeter; }
    const QList<QByteArray> &heads() const { return m_heads; }
    const QList<QJsonObject> &inits() const { return m_inits; }
    int open() const { return m_open; }

    //! Refuses every upgrade with that status and body.
    void refuse(int status, const QByteArray &body, const QByteArray &moreHeaders = {});
    static void sayConnected(QWebSocket *socket);
    static void echo(QWebSocket *socket);
    //! Accepts an upgrade by hand; what comes after is raw.
    static void acceptRaw(QTcpSocket *socket, const QByteArray &head);
    static QByteArray frame(int opcode, const QByteArray &payload, bool isFinal = true);
    static QByteArray connectedFrame();

Q_SIGNALS:
    void closed(int code);

private:
    void look(QTcpSocket *socket);
    void handOver(QTcpSocket *socket);
    void greet();

    QTcpServer m_server;
    QWebSocketServer m_sockets;
    Gate m_gate;
    Greeter m_greeter;
    QList<QByteArray> m_heads;
    QList<QJsonObject> m_inits;
    int m_open = 0;
};

} // namespace Spritarium::Test
