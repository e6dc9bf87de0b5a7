// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/rawserver.h"

#include <QFile>

namespace Spritarium::Test {

using namespace Qt::StringLiterals;

void RawExchange::answer(int status, const QByteArray &body, const QByteArray &contentType,
                         const QList<QByteArray> &moreHeaders)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(status) + " Said\r\n";
    if (!contentType.isEmpty())
        head += "Content-Type: " + contentType + "\r\n";
    for (const QByteArray &header : moreHeaders)
        head += header + "\r\n";
    if (status != 204)
        head += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    raw(head + "\r\n" + body);
}

void RawExchange::redirect(int status, const QUrl &target)
{
    answer(status, {}, {}, {"Location: " + target.toEncoded()});
}

void RawExchange::beginStream(const QByteArray &contentType, int status)
{
    raw("HTTP/1.1 " + QByteArray::number(status) + " Said\r\nContent-Type: " + contentType +
        "\r\nFly-Request-Id: 01STREAM-fra\r\nTransfer-Encoding: chunked\r\n\r\n");
}

void RawExchange::chunk(const QByteArray &bytes)
{
    raw(QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n");
}

void RawExchange::endStream()
{
    raw("0\r\n\r\n");
}

void RawExchange::raw(const QByteArray &bytes)
{
    if (!m_socket)
        return;
    m_socket->write(bytes);
    m_socket->flush();
}

void RawExchange::drop()
{
    if (m_socket)
        m_socket->disconnectFromHost();
}

bool RawExchange::isOpen() const
{
    return m_socket && m_socket->state() == QAbstractSocket::ConnectedState;
}

qint64 RawExchange::bytesWaiting() const
{
    return m_socket ? m_socket->bytesToWrite() : 0;
}

RawServer::RawServer(QObject *parent)
    : QObject(parent)
{
    connect(&m_server, &QTcpServer::newConnection, this, &RawServer::greet);
    m_server.listen(QHostAddress::LocalHost, 0);
}

RawServer::~RawServer()
{
    // They disconnect while they die, when the members they would be removed from are gone.
    for (QTcpSocket *socket : m_server.findChildren<QTcpSocket *>())
        socket->disconnect(this);
}

QUrl RawServer::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_server.serverPort()));
}

int RawServer::count(const QByteArray &method) const
{
    return static_cast<int>(std::ranges::count_if(
        m_requests, [&](const RawRequest &request) { return request.method == method; }));
}

int RawServer::count(const QByteArray &method, const QByteArray &path) const
{
    return static_cast<int>(std::ranges::count_if(m_requests, [&](const RawRequest &request) {
        return request.method == method && request.path() == path;
    }));
}

void RawServer::stopListening()
{
    m_server.close();
}

void RawServer::greet()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_buffers.remove(socket);
            socket->deleteLater();
            emit disconnected();
        });
    }
}

void RawServer::read(QTcpSocket *socket)
{
    m_buffers[socket] += socket->readAll();
    RawRequest request;
    while (m_buffers.contains(socket) && takeRequest(m_buffers[socket], request)) {
        m_requests.append(request);
        emit arrived(request);
        if (m_handler)
            m_handler(request, RawExchange(socket));
        request = {};
    }
}

bool RawServer::takeRequest(QByteArray &buffer, RawRequest &request)
{
    const qsizetype headEnd = buffer.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return false;
    QList<QByteArray> lines = buffer.left(headEnd).split('\n');
    const QList<QByteArray> first = lines.takeFirst().trimmed().split(' ');
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    const qsizetype length = request.headers.value("content-length").toLongLong();
    if (buffer.size() < headEnd + 4 + length)
        return false;
    request.method = first.value(0);
    request.target = first.value(1);
    request.body = buffer.mid(headEnd + 4, length);
    buffer.remove(0, headEnd + 4 + length);
    return true;
}

QByteArray fixture(const QString &name)
{
    QFile file(QStringLiteral(SPRITARIUM_TEST_DATA "/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace Spritarium::Test
