// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHostAddress>
#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>

namespace Spritarium::Test {

//! A proxy as companies have them, HTTP CONNECT or SOCKS 5: whatever name it is asked for, it connects to one
//! port of this computer, and keeps every byte that it saw from clients.
class WebProxy : public QTcpServer
{
public:
    QNetworkProxy::ProxyType type;
    quint16 target;
    QByteArray user; //!< asked for when not empty
    QByteArray password;
    QByteArray refusal; //!< a status line, or one byte of a SOCKS reply, in place of a connection

    QList<QByteArray> asked; //!< "name:port"
    QByteArray seen;

    WebProxy(QNetworkProxy::ProxyType type, quint16 target)
        : type(type)
        , target(target)
    {
        listen(QHostAddress::LocalHost);
    }

    QNetworkProxy proxy(const QString &user = {}, const QString &password = {}) const
    {
        return {type, QStringLiteral("127.0.0.1"), serverPort(), user, password};
    }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *client = new QTcpSocket(this);
        client->setSocketDescriptor(descriptor);
        client->setProperty("step", type == QNetworkProxy::HttpProxy ? 0 : 10);
        connect(client, &QTcpSocket::readyRead, this, [this, client] {
            const QByteArray bytes = client->readAll();
            seen += bytes;
            if (auto *far = client->findChild<QTcpSocket *>())
                far->write(bytes);
            else
                talk(client, client->property("head").toByteArray() + bytes);
        });
        connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    }

private:
    void talk(QTcpSocket *client, const QByteArray &head)
    {
        client->setProperty("head", head);
        const auto step = [client](int next) {
            client->setProperty("head", QByteArray());
            client->setProperty("step", next);
        };
        switch (client->property("step").toInt()) {
        case 0:
            return head.endsWith("\r\n\r\n") ? connectHttp(client, head) : void();
        case 10: // which ways to sign in
            if (head.size() < 2 || head.size() < 2 + head.at(1))
                return;
            step(user.isEmpty() ? 12 : 11);
            client->write(QByteArray("\x05", 1) + (user.isEmpty() ? '\0' : '\x02'));
            return;
        case 11: { // user and password
            const QByteArray right =
                '\x01' + QByteArray(1, char(user.size())) + user + char(password.size()) + password;
            if (head.size() < right.size() && right.startsWith(head.left(2)))
                return;
            step(12);
            client->write(head == right ? QByteArray("\x01\x00", 2) : QByteArray("\x01\x01", 2));
            return;
        }
        default: // where to
            if (head.size() < 5 || head.size() < 7 + uchar(head.at(4)))
                return;
            connectSocks(client, head);
        }
    }

    void connectHttp(QTcpSocket *client, const QByteArray &head)
    {
        asked << head.split(' ').value(1);
        const QByteArray sign = "Proxy-Authorization: Basic " + (user + ':' + password).toBase64();
        if (!refusal.isEmpty())
            client->write("HTTP/1.1 " + refusal + "\r\nContent-Length: 0\r\n\r\n");
        else if (!user.isEmpty() && !head.contains(sign))
            client->write("HTTP/1.1 407 Proxy Authentication Required\r\n"
                          "Proxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n");
        else
            pass(client, "HTTP/1.1 200 Connection established\r\n\r\n");
    }

    void connectSocks(QTcpSocket *client, const QByteArray &head)
    {
        const qsizetype length = uchar(head.at(4));
        const int port = uchar(head.at(5 + length)) * 256 + uchar(head.at(6 + length));
        asked << head.mid(5, length) + ':' + QByteArray::number(port);
        const QByteArray rest("\x00\x01\x7f\x00\x00\x01\x00\x00", 8);
        if (refusal.isEmpty())
            pass(client, QByteArray("\x05\x00", 2) + rest);
        else
            client->write('\x05' + refusal + rest);
    }

    void pass(QTcpSocket *client, const QByteArray &answer)
    {
        auto *far = new QTcpSocket(client);
        connect(far, &QTcpSocket::connected, client, [client, answer] { client->write(answer); });
        connect(far, &QTcpSocket::readyRead, client, [client, far] { client->write(far->readAll()); });
        connect(far, &QTcpSocket::disconnected, client, [client] { client->disconnectFromHost(); });
        far->connectToHost(QHostAddress::LocalHost, target);
    }
};

} // namespace Spritarium::Test
