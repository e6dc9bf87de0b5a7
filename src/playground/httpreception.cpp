// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httpreception.h"

#include <algorithm>

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

void HttpReception::dropAll(const HttpExchange *survivor)
{
    const auto connections = findChildren<HttpConnection *>(Qt::FindDirectChildrenOnly);
    for (HttpConnection *connection : connections) {
        if (!survivor || survivor->parent() != connection)
            delete connection;
    }
}

} // namespace Spritarium::Playground
