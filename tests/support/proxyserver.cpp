// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/proxyserver.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTcpSocket>

#include <memory>

using namespace Qt::StringLiterals;

namespace Spritarium::Test {

ProxyServer::ProxyServer(QObject *parent)
    : QObject(parent)
    , m_sockets(u"tunnels"_s, QWebSocketServer::NonSecureMode)
    , m_greeter([](QWebSocket *socket, const QJsonObject &) {
        sayConnected(socket);
        echo(socket);
    })
{
    m_server.setListenBacklogSize(2000);
    m_server.setMaxPendingConnections(2000);
    m_sockets.setMaxPendingConnections(2000);
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { look(socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        }
    });
    connect(&m_sockets, &QWebSocketServer::newConnection, this, &ProxyServer::greet);
    m_server.listen(QHostAddress::LocalHost);
}

ProxyServer::~ProxyServer()
{
    for (QWebSocket *socket : findChildren<QWebSocket *>()) {
        socket->disconnect();
        delete socket;
    }
    // A WebSocket leaves its TCP socket to the event loop, of which there may be none after the last test.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

QUrl ProxyServer::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_server.serverPort()));
}

void ProxyServer::look(QTcpSocket *socket)
{
    const QByteArray seen = socket->peek(64 * 1024);
    const qsizetype end = seen.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    socket->disconnect(this);
    const QByteArray head = seen.left(end + 4);
    m_heads << head;
    if (m_gate && m_gate(socket, head))
        return;
    handOver(socket);
}

void ProxyServer::handOver(QTcpSocket *socket)
{
    socket->disconnect();
    socket->setParent(nullptr);
    m_sockets.handleConnection(socket);
    emit socket->readyRead();
}

void ProxyServer::greet()
{
    while (QWebSocket *socket = m_sockets.nextPendingConnection()) {
        ++m_open;
        socket->setParent(this);
        connect(socket, &QWebSocket::disconnected, this, [this, socket] {
            --m_open;
            emit closed(socket->closeCode());
            socket->deleteLater();
        });
        const auto isFirst = std::make_shared<bool>(true);
        connect(socket, &QWebSocket::textMessageReceived, this, [this, socket, isFirst](const QString &text) {
            if (!std::exchange(*isFirst, false))
                return;
            m_inits << QJsonDocument::fromJson(text.toUtf8()).object();
            m_greeter(socket, m_inits.constLast());
        });
    }
}

void ProxyServer::refuse(int status, const QByteArray &body, const QByteArray &moreHeaders)
{
    setGate([=](QTcpSocket *socket, const QByteArray &) {
        socket->write("HTTP/1.1 " + QByteArray::number(status) + " No\r\nContent-Length: " +
                      QByteArray::number(body.size()) + "\r\n" + moreHeaders + "\r\n" + body);
        socket->disconnectFromHost();
        return true;
    });
}

void ProxyServer::sayConnected(QWebSocket *socket)
{
    socket->sendTextMessage(uR"({"status":"connected","target":"10.0.0.1:5432"})"_s);
}

void ProxyServer::echo(QWebSocket *socket)
{
    connect(socket, &QWebSocket::binaryMessageReceived, socket,
            [socket](const QByteArray &bytes) { socket->sendBinaryMessage(bytes); });
}

void ProxyServer::acceptRaw(QTcpSocket *socket, const QByteArray &head)
{
    static const QRegularExpression pattern(u"Sec-WebSocket-Key: (\\S+)"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    const QByteArray key = pattern.match(QString::fromLatin1(head)).captured(1).toLatin1();
    const QByteArray accept =
        QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1)
            .toBase64();
    socket->read(head.size());
    socket->write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  "Sec-WebSocket-Accept: " +
                  accept + "\r\n\r\n");
}

QByteArray ProxyServer::frame(int opcode, const QByteArray &payload, bool isFinal)
{
    QByteArray bytes;
    bytes += char((isFinal ? 0x80 : 0) | opcode);
    const qsizetype size = payload.size();
    if (size < 126) {
        bytes += char(size);
    } else if (size < 65536) {
        bytes += char(126);
        bytes += char(size >> 8);
        bytes += char(size);
    } else {
        bytes += char(127);
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes += char(quint64(size) >> shift);
    }
    return bytes + payload;
}

QByteArray ProxyServer::connectedFrame()
{
    return frame(1, R"({"status":"connected","target":"10.0.0.1:5432"})");
}

} // namespace Spritarium::Test
