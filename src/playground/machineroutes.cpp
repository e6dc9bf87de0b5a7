// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/machineroutes.h"

#include "playground/spritewire.h"

#include <QElapsedTimer>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

HttpResponse unknownSprite()
{
    return HttpResponse::controlError(404, u"sprite not found"_s);
}

//! As long as a Fly.io machine's, and the same for as long as the sprite lives.
QString machineId(const Sprite &sprite)
{
    return sprite.id.section(u'-', 1).remove(u'-').left(14);
}

} // namespace

MachineRoutes::MachineRoutes(SpriteStore &store, SleepKeeper &sleep, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_sleep(sleep)
{}

void MachineRoutes::addTo(Router &router)
{
    router.add("POST", u"/v1/sprites/{name}/upgrade"_s,
               [this](HttpExchange *exchange, const QStringList &a) { upgrade(exchange, a.at(0)); });
    router.add("POST", u"/v1/sprites/{name}/restart"_s,
               [this](HttpExchange *exchange, const QStringList &a) { restart(exchange, a.at(0)); });
    router.add("GET", u"/v1/sprites/{name}/check"_s,
               [this](HttpExchange *exchange, const QStringList &a) { check(exchange, a.at(0)); });
}

void MachineRoutes::upgrade(HttpExchange *exchange, const QString &name)
{
    const StoreResult<Sprite> upgraded = m_store.upgrade(name);
    SleepClock *clock = m_sleep.clock(name);
    if (!upgraded && upgraded.error().fault != StoreFault::NotFound)
        return exchange->respond(HttpResponse::controlError(500, upgraded.error().text));
    if (!upgraded || !clock)
        return exchange->respond(unknownSprite());
    // The end of a restore boots it anyway.
    if (!m_store.isRestoring(name))
        reboot(clock, name);
    exchange->respond(HttpResponse::empty(204));
}

void MachineRoutes::reboot(SleepClock *clock, const QString &name)
{
    const bool wasUp = clock->status() == SleepClock::Status::Running;
    clock->shutDown();
    if (!wasUp)
        return;
    auto *booting = new QObject(clock);
    m_sleep.enter(name, booting, [booting] { booting->deleteLater(); });
}

void MachineRoutes::restart(HttpExchange *exchange, const QString &name)
{
    const StoreResult<Sprite> sprite = m_store.sprite(name);
    SleepClock *clock = m_sleep.clock(name);
    if (!sprite || !clock)
        return exchange->respond(unknownSprite());
    if (m_store.isRestoring(name))
        return exchange->respond(HttpResponse::controlError(409, u"a restore is in progress"_s));
    reboot(clock, name);
    exchange->respond(HttpResponse::controlJson(202, {{u"sprite_name"_s, name},
                                                      {u"machine_id"_s, machineId(*sprite)},
                                                      {u"message"_s, u"Sprite restart initiated"_s}}));
}

void MachineRoutes::check(HttpExchange *exchange, const QString &name) const
{
    QElapsedTimer elapsed;
    elapsed.start();
    const StoreResult<Sprite> sprite = m_store.sprite(name);
    if (!sprite)
        return exchange->respond(unknownSprite());
    exchange->respond(HttpResponse::controlJson(200, {{u"sprite_name"_s, name},
                                                      {u"sprite_id"_s, sprite->id},
                                                      {u"status"_s, u"ok"_s},
                                                      {u"reason"_s, QJsonValue()},
                                                      {u"checked_at"_s, controlPlaneTime(m_store.now())},
                                                      {u"elapsed"_s, elapsed.elapsed()}}));
}

} // namespace Spritarium::Playground
