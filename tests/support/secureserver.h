// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/certificate.h"
#include "support/proxyserver.h"

#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>

namespace Spritarium::Test {

//! The service behind TLS: `{}` to calls; a tunnel gets "connected" and then the banner.
class SecureServer : public QTcpServer
{
public:
    QList<QByteArray> heads;
    QByteArray banner;

    explicit SecureServer(const Certificate &identity)
        : m_certificate(identity.certificate)
        , m_key(identity.key, QSsl::Ec)
    {
        listen(QHostAddress::LocalHost);
    }

    QUrl url() const { return QUrl(QStringLiteral("https://localhost:%1").arg(serverPort())); }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QSslSocket(this);
        socket->setSocketDescriptor(descriptor);
        socket->setLocalCertificate(m_certificate);
        socket->setPrivateKey(m_key);
        connect(socket, &QSslSocket::readyRead, this, [this, socket] {
            if (socket->property("greeted").toBool()) {
                if (std::exchange(m_waitsForInit, false)) {
                    socket->readAll();
                    socket->write(ProxyServer::connectedFrame() + ProxyServer::frame(2, banner));
                }
                return;
            }
            const QByteArray head = socket->peek(65536);
            if (!head.contains("\r\n\r\n"))
                return;
            heads << head;
            if (!head.toLower().contains("\r\nupgrade: websocket")) {
                socket->readAll();
                socket->write(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
                return;
            }
            socket->setProperty("greeted", true);
            m_waitsForInit = true;
            ProxyServer::acceptRaw(socket, head);
        });
        socket->startServerEncryption();
    }

private:
    QSslCertificate m_certificate;
    QSslKey m_key;
    bool m_waitsForInit = false;
};

} // namespace Spritarium::Test
