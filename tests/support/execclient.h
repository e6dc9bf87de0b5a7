// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/patience.h"
#include "support/playgroundclient.h"
#include "support/playgroundfixture.h"

#include <QUrlQuery>
#include <QWebSocket>

namespace Spritarium::Test {

//! A WebSocket to an exec call, and what came by it. Waits in the event loop, not beside it, so that it is as
//! fast as a client of its own.
class ExecClient : public QObject
{
    Q_OBJECT

public:
    //! A message as it came: text, or a binary one.
    struct Message
    {
        bool isText = false;
        QByteArray bytes;
        QString type() const { return object().value(QLatin1String("type")).toString(); }
        QJsonObject object() const { return QJsonDocument::fromJson(bytes).object(); }
    };

    ExecClient(const PlaygroundFixture &playground, const QString &path)
    {
        connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString &text) {
            messages.append({true, text.toUtf8()});
            emit changed();
        });
        connect(&m_socket, &QWebSocket::binaryMessageReceived, this, &ExecClient::takeBinary);
        connect(&m_socket, &QWebSocket::disconnected, this, [this] {
            isOver = true;
            emit changed();
        });
        connect(&m_socket, QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error), this, [this] {
            isOver = true;
            emit changed();
        });
        QNetworkRequest request(
            QUrl(playground.url().toString().replace(QLatin1String("http"), QLatin1String("ws")) + path,
                 QUrl::StrictMode));
        request.setRawHeader("Authorization", "Bearer " + playground.token().toLatin1());
        m_socket.open(request);
    }

    QWebSocket &socket() { return m_socket; }
    template <typename Condition>
    bool waitFor(Condition condition)
    {
        QSignalSpy spy(this, &ExecClient::changed);
        while (!condition()) {
            if (!spy.wait(Patience))
                return condition();
        }
        return true;
    }
    bool waitOver()
    {
        return waitFor([this] { return isOver; });
    }
    bool waitInfo()
    {
        return waitFor([this] { return isOver || !messages.isEmpty(); }) && !messages.isEmpty();
    }
    bool waitOutput(const QByteArray &part)
    {
        return waitFor([&] { return isOver || output().contains(part); }) && output().contains(part);
    }

    QJsonObject info() const { return messages.value(0).object(); }
    QString id() const { return info().value(QLatin1String("session_id")).toString(); }
    bool isTerminal() const { return info().value(QLatin1String("tty")).toBool(); }
    //! What stream 1 brought, or a terminal.
    QByteArray output() const { return stream(1); }
    QByteArray stream(char id) const
    {
        QByteArray bytes;
        for (const Message &message : messages) {
            if (message.isText)
                continue;
            if (isTerminal())
                bytes += message.bytes;
            else if (message.bytes.startsWith(id))
                bytes += message.bytes.mid(1);
        }
        return bytes;
    }
    //! Of the text message; -1 if there was none.
    int exitCode() const
    {
        for (const Message &message : messages) {
            if (message.isText && message.type() == QLatin1String("exit"))
                return message.object().value(QLatin1String("exit_code")).toInt();
        }
        return -1;
    }
    //! "session_info", "1", "2", "exit" or "3", in order, repetitions left out.
    QStringList order() const
    {
        QStringList order;
        for (const Message &message : messages) {
            const QString name = message.isText ? message.type() : QString::number(int(message.bytes.at(0)));
            if (order.value(order.size() - 1) != name)
                order.append(name);
        }
        return order;
    }
    void sendInput(const QByteArray &bytes) { m_socket.sendBinaryMessage(QByteArray(1, '\0') + bytes); }
    void sendEndOfInput() { m_socket.sendBinaryMessage(QByteArray(1, '\4')); }
    void sendText(const QJsonObject &object)
    {
        m_socket.sendTextMessage(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
    }

    QList<Message> messages;
    qint64 received = 0;
    bool keepsOutput = true;
    bool isOver = false;

signals:
    void changed();

private:
    void takeBinary(const QByteArray &bytes)
    {
        received += bytes.size();
        if (keepsOutput || bytes.startsWith('\3'))
            messages.append({false, bytes});
        emit changed();
    }

    QWebSocket m_socket;
};

//! "?cmd=...&cmd=..." with `more` ("tty=true") behind it.
inline QString execQuery(const QStringList &argv, const QString &more = {})
{
    QStringList parts;
    for (const QString &word : argv)
        parts.append(QStringLiteral("cmd=") + QString::fromLatin1(QUrl::toPercentEncoding(word)));
    if (!more.isEmpty())
        parts.append(more);
    return QLatin1Char('?') + parts.join(QLatin1Char('&'));
}

} // namespace Spritarium::Test
