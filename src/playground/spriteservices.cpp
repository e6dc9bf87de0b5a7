// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spriteservices.h"

#include "playground/portwait.h"

#include <utility>

namespace Spritarium::Playground {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {
//! sprites-api 3.4: a call waits this long for a sprite, and no longer.
constexpr auto Patience = 10s;
} // namespace

SpriteServices::SpriteServices(SpriteStore &store, SleepKeeper &sleep, const SpriteUptime &uptime,
                               SpriteMachines &machines, const PlaygroundOptions &options, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_sleep(sleep)
    , m_uptime(uptime)
    , m_machines(machines)
    , m_options(options)
{
    connect(&uptime, &SpriteUptime::started, this, &SpriteServices::expectBoot);
    connect(&uptime, &SpriteUptime::stopped, this, &SpriteServices::onStopped);
    connect(&store, &SpriteStore::spriteChanged, this, &SpriteServices::look);
    connect(&store, &SpriteStore::spriteRemoved, this, &SpriteServices::remove);
    connect(&store, &SpriteStore::jobFinished, this,
            [this](quint64, const QString &sprite, const JobEnd &end) {
                ServiceSupervisor *known = m_supervisors.value(sprite);
                if (known && end.isRestore)
                    known->reload();
            });
    m_sleep.setReadiness([this](const QString &sprite, QObject *context, std::function<void()> then) {
        whenUp(sprite, context, std::move(then));
    });
    const QList<QString> up = uptime.up();
    for (const QString &sprite : up)
        expectBoot(sprite);
}

SpriteServices::~SpriteServices()
{
    m_sleep.setReadiness({});
}

ServiceSupervisor *SpriteServices::supervisor(const QString &sprite)
{
    if (ServiceSupervisor *known = m_supervisors.value(sprite))
        return known;
    if (!m_store.sprite(sprite))
        return nullptr;
    auto *made = new ServiceSupervisor(m_store, m_machines, m_options, sprite, this);
    m_supervisors.insert(sprite, made);
    return made;
}

bool SpriteServices::mayHaveServices(const QString &sprite) const
{
    if (m_supervisors.contains(sprite))
        return true;
    if (!m_store.hasFiles(sprite))
        return false;
    const StoreResult<SpriteView> view = m_store.view(sprite);
    return view && ServiceStore(*view).exists();
}

void SpriteServices::expectBoot(const QString &sprite)
{
    if (m_waking.contains(sprite) || !mayHaveServices(sprite))
        return;
    m_waking.insert(sprite, {});
    // Queued: others who hear of the same change still have to end what was before.
    QMetaObject::invokeMethod(
        this, [this, sprite] { boot(sprite); }, Qt::QueuedConnection);
}

void SpriteServices::boot(const QString &sprite)
{
    ServiceSupervisor *services = m_uptime.isUp(sprite) ? supervisor(sprite) : nullptr;
    if (!services)
        return release(sprite);
    services->resume();
    ServiceStart *start = services->boot();
    connect(start, &ServiceStart::finished, this, [this, sprite] { release(sprite); });
    QTimer::singleShot(Patience, start, [this, sprite] { release(sprite); });
}

void SpriteServices::release(const QString &sprite)
{
    const std::vector<Waiter> waiting = m_waking.take(sprite);
    for (const Waiter &waiter : waiting) {
        if (waiter.context)
            waiter.then();
    }
}

void SpriteServices::whenUp(const QString &sprite, QObject *context, std::function<void()> then)
{
    const auto waking = m_waking.find(sprite);
    if (waking == m_waking.end())
        return then();
    waking->push_back({context, std::move(then)});
}

void SpriteServices::onStopped(const QString &sprite)
{
    if (ServiceSupervisor *known = m_supervisors.value(sprite))
        known->suspend();
}

void SpriteServices::look(const QString &sprite)
{
    ServiceSupervisor *known = m_supervisors.value(sprite);
    const StoreResult<Sprite> now = m_store.sprite(sprite);
    if (known && now && now->status == u"cold"_s)
        known->goDown();
}

void SpriteServices::remove(const QString &sprite)
{
    delete m_supervisors.take(sprite);
    release(sprite);
}

void SpriteServices::portOf(const QString &sprite, QObject *context, std::function<void(quint16)> then)
{
    ServiceSupervisor *services = mayHaveServices(sprite) ? supervisor(sprite) : nullptr;
    SupervisedService *service = services ? services->httpService() : nullptr;
    if (!service)
        return then(DefaultPort);
    const quint16 port = *service->definition().httpPort;
    // One that breaks has its own times to be tried again.
    if (service->definition().isStoppedByHand || service->status() == SupervisedService::Status::Failed)
        return then(port);
    if (!service->hasProcess())
        services->start(service);
    auto *wait = new PortWait(m_machines.machine(sprite), port, Patience, context);
    connect(wait, &PortWait::over, context, [then = std::move(then), port] { then(port); });
    // What does not start will not listen.
    connect(service, &SupervisedService::failed, wait, &PortWait::giveUp);
    connect(service, &SupervisedService::exited, wait, &PortWait::giveUp);
    connect(service, &QObject::destroyed, wait, &PortWait::giveUp);
}

} // namespace Spritarium::Playground
