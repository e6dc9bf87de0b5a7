// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/proxyroutes.h"

#include "playground/tcptunnel.h"

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

ProxyRoutes::ProxyRoutes(SleepKeeper &sleep, SpriteDialer &dialer, const SpriteUptime &uptime,
                         QObject *parent)
    : QObject(parent)
    , m_sleep(sleep)
    , m_dialer(dialer)
    , m_uptime(uptime)
{
    connect(&uptime, &SpriteUptime::stopped, this, [this](const QString &sprite) {
        const auto tunnels = findChildren<TcpTunnel *>(Qt::FindDirectChildrenOnly);
        for (TcpTunnel *tunnel : tunnels) {
            if (tunnel->sprite() == sprite)
                tunnel->drop();
        }
    });
}

void ProxyRoutes::addTo(Router &router)
{
    router.add(
        "GET", u"/v1/sprites/{name}/proxy"_s,
        [this](HttpExchange *exchange, const QStringList &a) { open(exchange, a.at(0)); },
        Router::Serves::Sockets);
}

void ProxyRoutes::open(HttpExchange *exchange, const QString &sprite)
{
    // The service holds such a call for half a minute before it says so; here it says so at once.
    if (!m_uptime.isReady(sprite))
        return exchange->respond(HttpResponse::insideText(503, u"sprite is not ready"_s));
    const HttpRequest request = exchange->request();
    const Fault fault = exchange->fault();
    WebSocketLink *link = WebSocketLink::accept(exchange, this);
    if (!link)
        return;
    auto *tunnel = new TcpTunnel(link, sprite, m_dialer, fault, this);
    if (SleepClock *clock = m_sleep.clock(sprite)) {
        clock->hold();
        connect(tunnel, &QObject::destroyed, clock, &SleepClock::release);
    }
    if (request.hasQuery(u"port"))
        tunnel->dial(request.queryValue(u"host"), request.queryValue(u"port").toLongLong());
}

QJsonArray ProxyRoutes::tunnels(const QString &sprite) const
{
    QJsonArray told;
    const auto tunnels = findChildren<TcpTunnel *>(Qt::FindDirectChildrenOnly);
    for (const TcpTunnel *tunnel : tunnels) {
        if (tunnel->sprite() == sprite)
            told.append(tunnel->toJson());
    }
    return told;
}

} // namespace Spritarium::Playground
