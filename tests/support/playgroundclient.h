// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/patience.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QUrl>

#include <memory>

namespace Spritarium::Test {

//! What came back for one request.
struct Answer
{
    int status = 0;
    QByteArray body;
    QList<QPair<QByteArray, QByteArray>> headers;
    bool isWhole = true; //!< as far as Qt noticed: a stream cut between two reads may pass for whole

    QJsonObject object() const { return QJsonDocument::fromJson(body).object(); }
    QJsonArray array() const { return QJsonDocument::fromJson(body).array(); }
    QByteArray header(const QByteArray &name) const
    {
        for (const auto &[key, value] : headers) {
            if (key.compare(name, Qt::CaseInsensitive) == 0)
                return value;
        }
        return {};
    }
    //! The objects of an NDJSON body.
    QList<QJsonObject> lines() const
    {
        QList<QJsonObject> objects;
        for (const QByteArray &line : body.split('\n')) {
            if (!line.trimmed().isEmpty())
                objects.append(QJsonDocument::fromJson(line).object());
        }
        return objects;
    }
};

//! A plain client that knows HTTP and nothing of the product.
class PlaygroundClient
{
public:
    PlaygroundClient(const QString &url, const QString &token)
        : m_url(url)
        , m_token(token.toUtf8())
    {}

    void setToken(const QByteArray &token) { m_token = token; }

    QNetworkRequest request(const QString &path) const
    {
        QNetworkRequest request(QUrl(m_url + path, QUrl::StrictMode));
        request.setRawHeader("Authorization", "Bearer " + m_token);
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        return request;
    }

    //! Starts a request and does not wait.
    std::unique_ptr<QNetworkReply> begin(const QByteArray &method, const QString &path,
                                         const QByteArray &body = {}, const QByteArray &accept = {})
    {
        QNetworkRequest wanted = request(path);
        if (!accept.isEmpty())
            wanted.setRawHeader("Accept", accept);
        return std::unique_ptr<QNetworkReply>(m_network.sendCustomRequest(wanted, method, body));
    }

    Answer send(const QByteArray &method, const QString &path, const QByteArray &body = {},
                const QByteArray &accept = {})
    {
        const std::unique_ptr<QNetworkReply> reply = begin(method, path, body, accept);
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        if (!reply->isFinished() && !finished.wait(Patience))
            return {};
        Answer answer;
        answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        answer.body = reply->readAll();
        answer.headers = reply->rawHeaderPairs();
        answer.isWhole = reply->error() != QNetworkReply::RemoteHostClosedError;
        return answer;
    }
    Answer get(const QString &path) { return send("GET", path); }
    Answer post(const QString &path, const QByteArray &body = "{}") { return send("POST", path, body); }

    //! Sends these bytes as they are and returns everything until the server closes or `enough` is in it, for
    //! as long as tests have patience.
    QByteArray raw(const QByteArray &bytes, const QByteArray &enough = {}) const
    {
        QTcpSocket socket;
        QSignalSpy connected(&socket, &QTcpSocket::connected);
        socket.connectToHost(m_url.section(QLatin1Char(':'), 1, 1).mid(2), quint16(QUrl(m_url).port()));
        if (!connected.wait(Patience))
            return {};
        socket.write(bytes);
        QByteArray answer;
        const auto isOver = [&] {
            answer += socket.readAll();
            return socket.state() == QTcpSocket::UnconnectedState ||
                   (!enough.isEmpty() && answer.contains(enough));
        };
        (void)QTest::qWaitFor(isOver, Patience);
        return answer + socket.readAll();
    }
    //! The head of a request with the token, blank line included.
    QByteArray head(const QByteArray &method, const QByteArray &target, const QByteArray &more = {}) const
    {
        return method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + m_token +
               "\r\n" + more + "\r\n";
    }

    //! The head of a WebSocket's handshake.
    QByteArray upgradeHead(const QByteArray &target, const QByteArray &more = {}) const
    {
        return head("GET", target,
                    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                        more);
    }
    //! What comes back for a handshake that nobody goes on with: its head, or all with `enough` as the end.
    QByteArray upgrade(const QByteArray &target, const QByteArray &enough = "\r\n\r\n") const
    {
        return raw(upgradeHead(target), enough);
    }

private:
    QString m_url;
    QByteArray m_token;
    QNetworkAccessManager m_network;
};

} // namespace Spritarium::Test
