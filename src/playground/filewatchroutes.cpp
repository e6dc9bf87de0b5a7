// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/filewatchroutes.h"

#include "playground/filewatcher.h"

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

FileWatchRoutes::FileWatchRoutes(SpriteStore &store, SleepKeeper &sleep, const SpriteUptime &uptime,
                                 QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_sleep(sleep)
    , m_uptime(uptime)
{}

void FileWatchRoutes::addTo(Router &router)
{
    router.add(
        "GET", u"/v1/sprites/{name}/fs/watch"_s,
        [this](HttpExchange *exchange, const QStringList &a) { open(exchange, a.at(0)); },
        Router::Serves::Sockets);
}

void FileWatchRoutes::open(HttpExchange *exchange, const QString &sprite)
{
    if (!TreeWatch::isSupported())
        return exchange->respond(
            HttpResponse::insideText(501, u"watching files is not available on this system"_s));
    const StoreResult<SpriteView> view = m_store.view(sprite);
    if (!m_uptime.isReady(sprite) || !view)
        return exchange->respond(HttpResponse::insideText(503, u"sprite is not ready"_s));
    WebSocketLink *link = WebSocketLink::accept(exchange, this);
    if (!link)
        return;
    new FileWatcher(link, *view);
    connect(&m_uptime, &SpriteUptime::stopped, link, [link, sprite](const QString &name) {
        if (name == sprite)
            link->drop();
    });
    if (SleepClock *clock = m_sleep.clock(sprite)) {
        clock->hold();
        connect(link, &QObject::destroyed, clock, &SleepClock::release);
    }
}

} // namespace Spritarium::Playground
