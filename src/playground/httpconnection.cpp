// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httpconnection.h"

#include "playground/httprequestparser.h"

#include <algorithm>
#include <chrono>

#include <sys/socket.h>

namespace Spritarium::Playground {

using namespace std::chrono_literals;

namespace {
constexpr qint64 ReadBuffer = 256 * 1024;
//! Who has so much of earlier answers to read is not asked what else it wants.
constexpr qint64 MostUnread = 256 * 1024;
//! With a client that goes on sending after it was told that its request is over.
constexpr auto LeavePatience = 2s;
} // namespace

HttpConnection::HttpConnection(QTcpSocket *socket, Handler handler, const HttpLimits &limits, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_handler(std::move(handler))
    , m_limits(limits)
{
    m_socket->setParent(this);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setReadBufferSize(ReadBuffer);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &HttpConnection::onImpatient);
    connect(m_socket, &QTcpSocket::readyRead, this, &HttpConnection::readNext);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &HttpConnection::onWritten);
    connect(m_socket, &QTcpSocket::disconnected, this, &HttpConnection::onDisconnected);
    m_patience.start(m_limits.head);
    if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &HttpConnection::readNext, Qt::QueuedConnection);
}

void HttpConnection::readNext()
{
    if (!m_socket)
        return;
    if (m_isLeaving) {
        m_socket->skip(m_socket->bytesAvailable());
        return;
    }
    if (m_exchange) {
        m_exchange->socketReadable();
        if (m_exchange && m_exchange->hasEnded())
            onEnded();
        return;
    }
    if (m_socket->bytesToWrite() > MostUnread)
        return;
    const HttpRequestParser::Parsed parsed =
        HttpRequestParser::parse(m_socket->peek(HttpRequestParser::MaxHeadSize + 1));
    if (parsed.status == HttpRequestParser::Status::Incomplete) {
        m_socket->setReadBufferSize(ReadBuffer); // a buffer that was full has stopped listening
        return expectHead();
    }
    if (parsed.status == HttpRequestParser::Status::Bad)
        return refuse(parsed.errorStatus);
    m_patience.stop();
    const qsizetype unread = parsed.request.isWebSocketUpgrade ? parsed.frameSize : 0;
    m_socket->skip(parsed.frameSize - unread);
    m_exchange = new HttpExchange(parsed.request, m_socket, unread, this);
    m_exchange->setBodyPatience(m_limits.body);
    // Queued: the handler may still be at work with an exchange that has ended.
    connect(m_exchange, &HttpExchange::ended, this, &HttpConnection::onEnded, Qt::QueuedConnection);
    connect(m_exchange, &HttpExchange::socketTaken, this, [this] {
        m_socket->disconnect(this);
        m_socket->setReadBufferSize(0);
        m_socket->setParent(nullptr);
        m_socket = nullptr;
    });
    m_handler(m_exchange);
}

void HttpConnection::expectHead()
{
    if (m_isHeadBegun || m_socket->bytesAvailable() == 0)
        return;
    m_isHeadBegun = true;
    const std::chrono::milliseconds left(m_patience.remainingTime());
    m_patience.start(m_patience.isActive() ? std::min(left, m_limits.head) : m_limits.head);
}

void HttpConnection::onImpatient()
{
    const bool isUnheard = !m_exchange && !m_isLeaving && m_socket->bytesAvailable() > 0;
    if (isUnheard)
        refuse(408);
    else
        m_socket->abort();
}

void HttpConnection::refuse(int status)
{
    const QByteArray text = QByteArray::number(status) + ' ' + reasonPhrase(status);
    m_socket->write("HTTP/1.1 " + text +
                    "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: " +
                    QByteArray::number(text.size() + 1) + "\r\n\r\n" + text + '\n');
    leave();
}

void HttpConnection::leave()
{
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        return m_patience.start(m_limits.idle); // it is on its way already
    m_isLeaving = true;
    m_patience.start(m_limits.idle); // for what is still to be sent
    m_socket->setReadBufferSize(ReadBuffer);
    m_socket->skip(m_socket->bytesAvailable());
    m_socket->flush();
    sendEnd();
}

void HttpConnection::sendEnd()
{
    if (m_socket->bytesToWrite() > 0)
        return;
    m_patience.start(LeavePatience);
    ::shutdown(int(m_socket->socketDescriptor()), SHUT_WR);
}

void HttpConnection::onWritten()
{
    if (m_isLeaving)
        return sendEnd();
    if (m_exchange && m_exchange->hasEnded() && m_patience.isActive())
        m_patience.start(); // slow, but alive
    if (m_exchange)
        return m_exchange->socketDrained();
    if (m_patience.isActive() && !m_isHeadBegun)
        m_patience.start(); // slow, but alive
    readNext();
}

void HttpConnection::onEnded()
{
    if (!m_socket)
        return deleteLater();
    if (!m_exchange || !m_exchange->hasEnded() || m_isLeaving)
        return;
    m_exchange->socketReadable();
    if (!m_exchange->mayReuseConnection()) {
        if (!m_exchange->isBodyComplete())
            return leave();
        if (m_socket->state() == QAbstractSocket::ConnectedState)
            m_socket->disconnectFromHost();
        m_patience.start(m_limits.idle); // a client that does not take the rest is let go in the end
        return;
    }
    if (!m_exchange->isBodyComplete())
        return; // the rest of a body nobody wanted comes first
    m_exchange->deleteLater();
    m_exchange = nullptr;
    m_isHeadBegun = false;
    m_patience.start(m_limits.idle);
    readNext();
}

void HttpConnection::onDisconnected()
{
    if (m_exchange)
        m_exchange->clientLeft();
    deleteLater();
}

} // namespace Spritarium::Playground
