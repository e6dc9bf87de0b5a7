// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/portroutes.h"

#include "playground/portwatcher.h"

#include <QJsonDocument>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxBody = 64 * 1024;

} // namespace

PortRoutes::PortRoutes(const SpriteStore &store, SpritePorts &ports, const SpriteUptime &uptime,
                       PortPoller &poller, const ProxyRoutes &proxy, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_ports(ports)
    , m_uptime(uptime)
    , m_poller(poller)
    , m_proxy(proxy)
{
    connect(&store, &SpriteStore::spriteRemoved, &m_ports, &SpritePorts::withdrawAll);
}

void PortRoutes::addTo(Router &router, bool offersWatch)
{
    if (offersWatch) {
        router.add(
            "GET", u"/v1/sprites/{name}/ports/watch"_s,
            [this](HttpExchange *exchange, const QStringList &a) { watch(exchange, a.at(0)); },
            Router::Serves::Sockets);
    }
    const QString path = u"/playground/ports/{name}"_s;
    router.add("GET", path,
               [this](HttpExchange *exchange, const QStringList &a) { tell(exchange, a.at(0)); });
    router.add("POST", path, [this](HttpExchange *exchange, const QStringList &a) {
        exchange->collectBody(MaxBody, [this, exchange, sprite = a.at(0)](const QByteArray &body) {
            declare(exchange, sprite, body);
        });
    });
    router.add("DELETE", path + u"/{port}"_s, [this](HttpExchange *exchange, const QStringList &a) {
        withdraw(exchange, a.at(0), a.at(1));
    });
    router.add("DELETE", path,
               [this](HttpExchange *exchange, const QStringList &a) { withdrawAll(exchange, a.at(0)); });
}

void PortRoutes::watch(HttpExchange *exchange, const QString &sprite)
{
    if (!m_uptime.isReady(sprite))
        return exchange->respond(HttpResponse::insideText(503, u"sprite is not ready"_s));
    m_poller.refresh(sprite, exchange, [this, exchange, sprite] {
        const Fault fault = exchange->fault();
        WebSocketLink *link = WebSocketLink::accept(exchange, this);
        if (!link)
            return;
        auto *watcher = new PortWatcher(link, sprite, m_ports, m_uptime, fault);
        m_poller.watch(sprite, watcher);
    });
}

void PortRoutes::tell(HttpExchange *exchange, const QString &sprite) const
{
    if (!m_store.sprite(sprite))
        return exchange->respond(HttpResponse::controlError(404, u"sprite not found"_s));
    QJsonArray ports;
    const QList<SpritePort> all = m_ports.all(sprite);
    for (const SpritePort &port : all)
        ports.append(port.toJson());
    exchange->respond(HttpResponse::controlJson(
        200, QJsonObject{{u"ports"_s, ports}, {u"tunnels"_s, m_proxy.tunnels(sprite)}}));
}

void PortRoutes::declare(HttpExchange *exchange, const QString &sprite, const QByteArray &body)
{
    const std::optional<SpritePort> port = SpritePort::fromJson(QJsonDocument::fromJson(body).object());
    if (!port)
        return exchange->respond(
            HttpResponse::controlErrors(400, u"a port and a target on loopback are needed"_s));
    if (m_store.sprite(sprite))
        m_ports.declare(sprite, *port);
    tell(exchange, sprite);
}

void PortRoutes::withdraw(HttpExchange *exchange, const QString &sprite, const QString &port)
{
    const QString host = exchange->request().queryValue(u"host");
    if (!m_ports.withdraw(sprite, host, port.toUShort()))
        return exchange->respond(HttpResponse::controlError(404, u"port not found"_s));
    exchange->respond(HttpResponse::empty(204));
}

void PortRoutes::withdrawAll(HttpExchange *exchange, const QString &sprite)
{
    m_ports.withdrawAll(sprite);
    exchange->respond(HttpResponse::empty(204));
}

} // namespace Spritarium::Playground
