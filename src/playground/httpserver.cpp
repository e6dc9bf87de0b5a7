// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httpserver.h"

#include <QTcpSocket>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

HttpServer::HttpServer(HttpConnection::Handler handler, QObject *parent)
    : QObject(parent)
    , m_reception(std::move(handler), {}, this)
{
    // Hundreds of tunnels may be opened at once, and one that finds no place waits a second.
    m_server.setMaxPendingConnections(1024);
    m_server.setListenBacklogSize(1024);
    connect(&m_server, &QTcpServer::newConnection, this, &HttpServer::takeConnections);
}

QString HttpServer::listen(quint16 port)
{
    if (m_server.listen(QHostAddress::LocalHost, port))
        return {};
    if (m_server.serverError() == QAbstractSocket::AddressInUseError)
        return u"Port %1 is already in use on this computer."_s.arg(port);
    return u"Cannot listen on port %1: %2"_s.arg(port).arg(m_server.errorString());
}

void HttpServer::close()
{
    m_server.close();
    dropConnections();
}

QString HttpServer::url() const
{
    return u"http://127.0.0.1:%1"_s.arg(port());
}

void HttpServer::takeConnections()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection())
        m_reception.take(socket);
}

} // namespace Spritarium::Playground
