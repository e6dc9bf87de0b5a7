// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httpreception.h"

#include <algorithm>
#include <cerrno>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds TurnedAwayHead = 2s;

void turnAway(HttpExchange *exchange)
{
    exchange->closeAfterwards();
    exchange->respond(HttpResponse::insideText(503, u"too many connections"_s).with("Retry-After", "1"));
}

} // namespace

HttpReception::HttpReception(HttpConnection::Handler handler, const HttpLimits &limits, QObject *parent)
    : QObject(parent)
    , m_handler(std::move(handler))
    , m_limits(limits)
{}

void HttpReception::take(QTcpSocket *socket)
{
    const bool isFull = m_served >= m_limits.connections;
    if (isFull && m_turnedAway >= m_limits.connections) {
        socket->abort();
        delete socket;
        return;
    }
    HttpLimits limits = m_limits;
    if (isFull)
        limits.head = std::min(limits.head, TurnedAwayHead);
    int &count = isFull ? m_turnedAway : m_served;
    ++count;
    auto *connection = new HttpConnection(socket, isFull ? turnAway : m_handler, limits, this);
    connect(connection, &QObject::destroyed, this, [&count] { --count; });
}

bool HttpReception::isShortOfFiles()
{
#ifdef Q_OS_UNIX
    // The lowest free one tells: they are given out in order.
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

void HttpReception::dropAll(const HttpExchange *survivor)
{
    const auto connections = findChildren<HttpConnection *>(Qt::FindDirectChildrenOnly);
    for (HttpConnection *connection : connections) {
        if (!survivor || survivor->parent() != connection)
            delete connection;
    }
}

} // namespace Spritarium::Playground
