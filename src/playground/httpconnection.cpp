// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httpconnection.h"

#include "playground/httprequestparser.h"

#include <chrono>

namespace Spritarium::Playground {

using namespace std::chrono_literals;

namespace {
constexpr qint64 ReadBuffer = 256 * 1024;
}

HttpConnection::HttpConnection(QTcpSocket *socket, Handler handler, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_handler(std::move(handler))
{
    m_socket->setParent(this);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setReadBufferSize(ReadBuffer);
    m_idle.setSingleShot(true);
    m_idle.setInterval(2min);
    connect(&m_idle, &QTimer::timeout, m_socket, &QTcpSocket::abort);
    connect(m_socket, &QTcpSocket::readyRead, this, &HttpConnection::readNext);
    connect(m_socket, &QTcpSocket::bytesWritten, this, [this] {
        if (m_exchange)
            m_exchange->socketDrained();
    });
    connect(m_socket, &QTcpSocket::disconnected, this, &HttpConnection::onDisconnected);
    m_idle.start();
    if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &HttpConnection::readNext, Qt::QueuedConnection);
}

void HttpConnection::readNext()
{
    if (!m_socket)
        return;
    if (m_exchange) {
        m_exchange->socketReadable();
        if (m_exchange && m_exchange->hasEnded())
            onEnded();
        return;
    }
    const HttpRequestParser::Parsed parsed =
        HttpRequestParser::parse(m_socket->peek(HttpRequestParser::MaxHeadSize + 1));
    if (parsed.status == HttpRequestParser::Status::Incomplete) {
        m_socket->setReadBufferSize(ReadBuffer); // a buffer that was full has stopped listening
        return;
    }
    if (parsed.status == HttpRequestParser::Status::Bad)
        return refuse(parsed.errorStatus);
    m_idle.stop();
    const qsizetype unread = parsed.request.isWebSocketUpgrade ? parsed.frameSize : 0;
    m_socket->skip(parsed.frameSize - unread);
    m_exchange = new HttpExchange(parsed.request, m_socket, unread, this);
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

void HttpConnection::refuse(int status)
{
    const QByteArray text = QByteArray::number(status) + ' ' + reasonPhrase(status);
    m_socket->write("HTTP/1.1 " + text +
                    "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: " +
                    QByteArray::number(text.size() + 1) + "\r\n\r\n" + text + '\n');
    m_socket->disconnect(this);
    connect(m_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    m_socket->skip(m_socket->bytesAvailable());
    m_socket->disconnectFromHost();
}

void HttpConnection::onEnded()
{
    if (!m_socket)
        return deleteLater();
    if (!m_exchange || !m_exchange->hasEnded())
        return;
    if (!m_exchange->mayReuseConnection()) {
        if (m_socket->state() == QAbstractSocket::ConnectedState)
            m_socket->disconnectFromHost();
        m_idle.start(); // a client that does not take the rest is let go in the end
        return;
    }
    m_exchange->socketReadable();
    if (!m_exchange->isBodyComplete())
        return; // the rest of a body nobody wanted comes first
    m_exchange->deleteLater();
    m_exchange = nullptr;
    m_idle.start();
    readNext();
}

void HttpConnection::onDisconnected()
{
    if (m_exchange)
        m_exchange->clientLeft();
    deleteLater();
}

} // namespace Spritarium::Playground
