// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httpserver.h"

#include <QTcpSocket>

#include <chrono>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds Breath{100};

} // namespace

HttpServer::HttpServer(HttpConnection::Handler handler, QObject *parent)
    : QObject(parent)
    , m_reception(std::move(handler), {}, this)
{
    // Each is taken at once; one that is left keeps further ones in the system's queue, where hundreds that
    // come together find room: one that finds none waits a second.
    m_server.setMaxPendingConnections(1);
    m_server.setListenBacklogSize(1024);
    connect(&m_server, &QTcpServer::newConnection, this, &HttpServer::takeConnections);
    m_breath.setSingleShot(true);
    m_breath.setInterval(Breath);
    connect(&m_breath, &QTimer::timeout, this, &HttpServer::takeConnections);
    connect(&m_server, &QTcpServer::acceptError, this, [this] {
        m_server.pauseAccepting();
        m_breath.start();
    });
}

QString HttpServer::listen(quint16 port, const QHostAddress &address)
{
    if (m_server.listen(address, port))
        return {};
    if (m_server.serverError() == QAbstractSocket::AddressInUseError)
        return u"Port %1 is already in use on this computer."_s.arg(port);
    return u"Cannot listen on %1, port %2: %3"_s.arg(address.toString())
        .arg(port)
        .arg(m_server.errorString());
}

void HttpServer::close()
{
    m_server.close();
    m_breath.stop();
    dropConnections();
}

QString HttpServer::url() const
{
    QUrl url;
    url.setScheme(u"http"_s);
    url.setHost(m_server.serverAddress().toString());
    url.setPort(port());
    return url.toString();
}

void HttpServer::takeConnections()
{
    if (HttpReception::isShortOfFiles()) {
        m_server.pauseAccepting();
        return m_breath.start();
    }
    while (QTcpSocket *socket = m_server.nextPendingConnection())
        m_reception.take(socket);
    m_server.resumeAccepting();
}

} // namespace Spritarium::Playground
