// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httpserver.h"

#include <QTcpSocket>

#include <cerrno>
#include <chrono>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds Breath{100};

//! Whether so few descriptors are left that they are needed for what is being served. The lowest free one
//! tells: they are given out in order.
bool isShortOfFiles()
{
#ifdef Q_OS_UNIX
    constexpr rlim_t Kept = 32;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < 2 * Kept)
        return false;
    const int lowest = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (lowest < 0)
        return errno == EMFILE || errno == ENFILE;
    ::close(lowest);
    return rlim_t(lowest) >= limit.rlim_cur - Kept;
#else
    return false;
#endif
}

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
    if (isShortOfFiles()) {
        m_server.pauseAccepting();
        return m_breath.start();
    }
    while (QTcpSocket *socket = m_server.nextPendingConnection())
        m_reception.take(socket);
    m_server.resumeAccepting();
}

} // namespace Spritarium::Playground
