// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spriteports.h"
#include "support/patience.h"
#include "support/playgroundfixture.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkRequest>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>

#include <memory>

namespace Spritarium::Test {

//! A WebSocket to a playground, and what came by it.
class TunnelClient
{
public:
    //! `path` below the server, e.g. "/v1/sprites/web/proxy".
    TunnelClient(const PlaygroundFixture &playground, const QString &path, const QString &token = {})
    {
        QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket,
                         [this](const QString &text) { texts.append(text); });
        QObject::connect(&m_socket, &QWebSocket::binaryMessageReceived, &m_socket,
                         [this](const QByteArray &bytes) {
                             received += bytes.size();
                             hash.addData(bytes);
                             if (keepsBytes)
                                 this->bytes += bytes;
                         });
        QObject::connect(&m_socket, &QWebSocket::pong, &m_socket,
                         [this](quint64, const QByteArray &payload) { pongs.append(payload); });
        QObject::connect(&m_socket, &QWebSocket::disconnected, &m_socket, [this] { isOver = true; });
        QObject::connect(&m_socket, QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error),
                         &m_socket, [this](QAbstractSocket::SocketError error) {
                             errors.append(error);
                             isOver = true;
                         });
        QUrl url(playground.url().toString().replace(QLatin1String("http"), QLatin1String("ws")) + path);
        QNetworkRequest request(url);
        request.setRawHeader("Authorization",
                             "Bearer " + (token.isEmpty() ? playground.token() : token).toLatin1());
        m_socket.open(request);
    }

    QWebSocket &socket() { return m_socket; }
    bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    QJsonObject message(qsizetype index) const
    {
        return QJsonDocument::fromJson(texts.value(index).toUtf8()).object();
    }

    //! Sends the init message as soon as it can, and waits for the first answer. True if it is `connected`.
    bool connectTo(int port, const QString &host = QStringLiteral("localhost"))
    {
        if (!QTest::qWaitFor([this] { return isOpen() || isOver; }, Patience) || isOver)
            return false;
        const QJsonObject init{{QStringLiteral("host"), host}, {QStringLiteral("port"), port}};
        m_socket.sendTextMessage(QString::fromUtf8(QJsonDocument(init).toJson(QJsonDocument::Compact)));
        return waitConnected();
    }
    bool waitConnected()
    {
        (void)QTest::qWaitFor([this] { return !texts.isEmpty() || isOver; }, Patience);
        return message(0).value(QLatin1String("status")) == QLatin1String("connected");
    }

    QStringList texts;
    QByteArray bytes;
    bool keepsBytes = true;
    qint64 received = 0;
    QCryptographicHash hash{QCryptographicHash::Sha1};
    QList<QByteArray> pongs;
    QList<QAbstractSocket::SocketError> errors;
    bool isOver = false;

private:
    QWebSocket m_socket;
};

//! A TCP server of a test's own: keeps what it gets, or sends it back.
class TcpPeer : public QTcpServer
{
public:
    enum class Manner { Keep, Echo, Ignore };

    explicit TcpPeer(Manner manner = Manner::Keep)
    {
        listen(QHostAddress::LocalHost);
        QObject::connect(this, &QTcpServer::newConnection, this, [this, manner] {
            while (QTcpSocket *socket = nextPendingConnection()) {
                sockets.append(socket);
                if (manner == Manner::Ignore)
                    socket->setReadBufferSize(4096);
                else
                    QObject::connect(socket, &QTcpSocket::readyRead, socket,
                                     [this, socket, manner] { take(socket, manner); });
            }
        });
    }

    Playground::SpritePort as(quint16 port, const QString &host = {}) const
    {
        Playground::SpritePort declared;
        declared.host = host;
        declared.port = port;
        declared.target = QHostAddress(QHostAddress::LocalHost);
        declared.targetPort = serverPort();
        return declared;
    }

    QList<QTcpSocket *> sockets; //!< in the order they came; children of the server
    qint64 received = 0;
    QCryptographicHash hash{QCryptographicHash::Sha1};

private:
    void take(QTcpSocket *socket, Manner manner)
    {
        const QByteArray bytes = socket->readAll();
        received += bytes.size();
        hash.addData(bytes);
        if (manner == Manner::Echo)
            socket->write(bytes);
    }
};

} // namespace Spritarium::Test
