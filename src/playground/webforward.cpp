// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/webforward.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace Spritarium::Playground {

using namespace std::chrono_literals;

namespace {

constexpr qint64 Portion = 64 * 1024;
const QByteArray BadGateway = "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain; charset=utf-8\r\n"
                              "Content-Length: 12\r\nConnection: close\r\n\r\nProxy error\n";

//! Headers between the client and us, which say nothing to the server.
bool isOurs(const QByteArray &name)
{
    static const QList<QByteArray> names{
        "connection",      "keep-alive",        "proxy-connection", "proxy-authorization",
        "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "te",
        "content-length",  "transfer-encoding", "upgrade"};
    return names.contains(name);
}

} // namespace

WebForward::WebForward(QTcpSocket *client, QTcpSocket *server, const HttpRequest &request,
                       const QByteArray &secret, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_server(server)
    , m_request(request)
    , m_body(request)
{
    for (QTcpSocket *socket : {client, server}) {
        socket->setParent(this);
        socket->setReadBufferSize(HighWater);
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    }
    m_patience.setSingleShot(true);
    m_patience.setInterval(30s);
    connect(&m_patience, &QTimer::timeout, this, &WebForward::leave);
    connect(client, &QTcpSocket::readyRead, this, &WebForward::pumpUp);
    connect(client, &QTcpSocket::bytesWritten, this, [this] {
        if (m_isFinishing)
            m_patience.start(); // slow, but alive
        pumpDown();
    });
    connect(client, &QTcpSocket::disconnected, this, &WebForward::onClientGone);
    connect(server, &QTcpSocket::readyRead, this, &WebForward::pumpDown);
    connect(server, &QTcpSocket::bytesWritten, this, &WebForward::pumpUp);
    connect(server, &QTcpSocket::disconnected, this, &WebForward::onServerGone);
    connect(server, &QTcpSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        if (error == QAbstractSocket::ConnectionRefusedError)
            onServerGone();
    });
    const QByteArray head = requestHead(secret);
    const auto begin = [this, head] {
        m_server->write(head);
        pumpUp();
    };
    if (server->state() == QAbstractSocket::ConnectedState)
        begin();
    else
        connect(server, &QTcpSocket::connected, this, begin);
}

QByteArray WebForward::requestHead(const QByteArray &secret) const
{
    QByteArray head = m_request.method + ' ' + m_request.target + " HTTP/1.1\r\n";
    for (const auto &[name, value] : m_request.headers) {
        if (!isOurs(name) && !(name == "authorization" && value == secret))
            head += name + ": " + value + "\r\n";
    }
    head += "x-forwarded-for: 127.0.0.1\r\nx-forwarded-proto: http\r\nx-forwarded-host: " +
            m_request.header("host") + "\r\n";
    if (m_request.isChunked)
        head += "transfer-encoding: chunked\r\n";
    else if (!m_request.header("content-length").isEmpty())
        head += "content-length: " + QByteArray::number(m_request.contentLength) + "\r\n";
    if (m_request.isWebSocketUpgrade)
        return head + "connection: Upgrade\r\nupgrade: websocket\r\n\r\n";
    return head + "connection: close\r\n\r\n";
}

void WebForward::pumpUp()
{
    while (m_server->state() == QAbstractSocket::ConnectedState && m_server->bytesToWrite() < HighWater &&
           m_client->bytesAvailable() > 0) {
        if (m_isUpgraded) {
            m_server->write(m_client->read(Portion));
            continue;
        }
        // What follows the body is another request, which is not for this server.
        if (m_body.state() != HttpBodyDecoder::State::Reading)
            return;
        const HttpBodyDecoder::Step step = m_body.decode(m_client->peek(Portion));
        m_client->skip(step.consumed);
        if (m_body.state() == HttpBodyDecoder::State::Bad)
            return drop();
        if (m_request.isChunked && !step.data.isEmpty())
            m_server->write(QByteArray::number(step.data.size(), 16) + "\r\n" + step.data + "\r\n");
        else
            m_server->write(step.data);
        if (m_request.isChunked && m_body.state() == HttpBodyDecoder::State::Done)
            m_server->write("0\r\n\r\n");
        if (step.consumed == 0)
            return;
    }
}

bool WebForward::pumpHead()
{
    const HttpResponseHead head = HttpResponseHead::parse(m_server->peek(HttpResponseHead::MaxSize + 1));
    if (head.state == HttpResponseHead::State::Bad) {
        refuse();
        return false;
    }
    if (head.state == HttpResponseHead::State::Incomplete)
        return false;
    const QByteArray asSent = m_server->read(head.size);
    if (head.isInterim()) {
        m_client->write(asSent);
        return true;
    }
    m_hasHead = true;
    m_isUpgraded = head.changesProtocol() && m_request.isWebSocketUpgrade;
    m_client->write(m_isUpgraded ? asSent : head.forClosingConnection());
    m_left = m_isUpgraded ? -1 : head.bodySize(m_request.method);
    pumpUp();
    return true;
}

void WebForward::pumpDown()
{
    while (!m_isFinishing && m_client->bytesToWrite() < HighWater) {
        if (!m_hasHead) {
            if (!pumpHead())
                break;
            continue;
        }
        if (m_left == 0)
            return finish();
        const QByteArray bytes = m_server->read(m_left < 0 ? Portion : std::min(m_left, Portion));
        if (bytes.isEmpty())
            break;
        m_client->write(bytes);
        if (m_left > 0)
            m_left -= bytes.size();
    }
    if (m_isServerGone && !m_isFinishing && m_server->bytesAvailable() == 0)
        m_hasHead ? finish() : refuse();
}

void WebForward::onServerGone()
{
    if (std::exchange(m_isServerGone, true))
        return;
    pumpDown();
    // A head that never became whole stays behind.
    if (!m_hasHead && !m_isFinishing)
        refuse();
}

void WebForward::refuse()
{
    m_client->write(BadGateway);
    finish();
}

void WebForward::finish()
{
    if (std::exchange(m_isFinishing, true))
        return;
    m_server->abort();
    m_patience.start();
    if (m_client->state() == QAbstractSocket::UnconnectedState)
        return leave();
    m_client->disconnectFromHost();
}

void WebForward::onClientGone()
{
    m_isFinishing = true;
    leave();
}

void WebForward::drop()
{
    m_isFinishing = true;
    m_client->abort();
    leave();
}

void WebForward::leave()
{
    m_server->disconnect(this);
    m_server->abort();
    deleteLater();
}

} // namespace Spritarium::Playground
