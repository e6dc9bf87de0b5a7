// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/playgroundworld.h"

#include "playground/playgroundseed.h"

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

StoreResult<Done> generateSprites(SpriteStore &store, int count)
{
    QList<SpriteRequest> requests;
    requests.reserve(count);
    for (int i = 1; i <= count; ++i) {
        SpriteRequest request;
        request.name = u"bench-%1"_s.arg(i, 5, 10, QLatin1Char('0'));
        if (i % 3 == 0)
            request.labels = QStringList{i % 2 == 0 ? u"prod"_s : u"test"_s};
        requests.append(request);
    }
    return store.createMany(requests);
}

StoreResult<Done> generateCheckpoints(SpriteStore &store, int count)
{
    SpriteRequest sprite;
    sprite.name = u"bench-history"_s;
    if (const StoreResult<Sprite> made = store.create(sprite); !made)
        return made.error();
    store.beginBatch();
    const QDateTime first = store.now().addSecs(-qint64(count) * 600);
    for (int i = 1; i <= count; ++i) {
        CheckpointRequest request;
        request.comment = u"step %1"_s.arg(i);
        request.cutAt = first.addSecs(qint64(i) * 600);
        if (const StoreResult<Checkpoint> made = store.checkpointNow(sprite.name, request); !made)
            return made.error();
    }
    return store.commitBatch();
}

StoreResult<Done> fill(SpriteStore &store, const PlaygroundOptions &options)
{
    if (options.seeds) {
        if (const StoreResult<Done> seeded = seedPlayground(store); !seeded)
            return seeded.error();
    }
    if (options.generatedSprites > 0) {
        if (const StoreResult<Done> made = generateSprites(store, options.generatedSprites); !made)
            return made.error();
    }
    if (options.generatedCheckpoints > 0)
        return generateCheckpoints(store, options.generatedCheckpoints);
    return Done{};
}

//! What ran when the playground ended, however it did, runs no more.
StoreResult<Done> layDown(SpriteStore &store)
{
    store.beginBatch();
    const QList<Sprite> sprites = store.allSprites();
    for (const Sprite &sprite : sprites) {
        if (sprite.status == "cold"_L1)
            continue;
        if (const StoreResult<Sprite> laid = store.setStatus(sprite.name, u"cold"_s); !laid)
            return laid.error();
    }
    return store.commitBatch();
}

} // namespace

StoreResult<std::unique_ptr<SpriteStore>> PlaygroundWorld::openStore(const PlaygroundOptions &options)
{
    auto store = std::make_unique<SpriteStore>(options.stateFolder, options.store);
    if (const StoreResult<Done> opened = store->open(); !opened)
        return opened.error();
    const StoreResult<Done> ready = store->isFresh() ? fill(*store, options) : layDown(*store);
    if (!ready)
        return ready.error();
    return store;
}

PlaygroundWorld::PlaygroundWorld(std::unique_ptr<SpriteStore> store, RequestLog &log, Faults &faults,
                                 const PlaygroundOptions &options, QObject *parent)
    : QObject(parent)
    , m_store(std::move(store))
    , m_wire(*m_store, options, nullptr)
    , m_sleep(*m_store, options.sleep, options.speed, nullptr)
    , m_autoCheckpoints(*m_store, options.autoCheckpointAfter, nullptr)
    , m_gate(*m_store, m_sleep, log, faults, options, nullptr)
    , m_sprites(*m_store, m_wire, options, nullptr)
    , m_machine(*m_store, m_sleep, nullptr)
    , m_checkpoints(*m_store, m_sleep, options, nullptr)
    , m_files(*m_store, options.sandbox, nullptr)
    , m_policyWorker(*m_store, nullptr)
    , m_policies(*m_store, m_policyWorker, options.policies.strictness, nullptr)
    , m_egress(*m_store, m_policyWorker, options.policies, nullptr)
    , m_uptime(*m_store, nullptr)
    , m_machines(*m_store, m_uptime, options.sandbox, nullptr)
    , m_supervised(*m_store, m_sleep, m_uptime, m_machines, options, nullptr)
    , m_serviceRoutes(m_supervised, m_uptime, options, nullptr)
    , m_inside(*m_store, m_sleep, m_machines, m_serviceRoutes, m_checkpoints, options, nullptr)
    , m_ports(nullptr)
    , m_dialer(m_machines, m_ports, nullptr)
    , m_portPoller(m_machines, m_ports, m_uptime, nullptr)
    , m_execSessions(m_machines, m_sleep, m_uptime, m_portPoller, nullptr)
    , m_exec(m_execSessions, m_sleep, m_uptime, m_portPoller, nullptr)
    , m_fileWatch(*m_store, m_sleep, m_uptime, nullptr)
    , m_services(*m_store, m_uptime, m_ports, nullptr)
    , m_proxy(m_sleep, m_dialer, m_uptime, nullptr)
    , m_portRoutes(*m_store, m_ports, m_uptime, m_portPoller, m_proxy, nullptr)
    , m_web(*m_store, m_sleep, m_uptime, m_dialer, options, nullptr)
    , m_playground(log, faults, nullptr)
{
    m_sprites.addTo(m_gate.router());
    m_machine.addTo(m_gate.router());
    m_checkpoints.addTo(m_gate.router());
    m_files.addTo(m_gate.router());
    m_fileWatch.addTo(m_gate.router());
    m_policies.addTo(m_gate.router());
    m_egress.addTo(m_gate.router());
    m_exec.addTo(m_gate.router());
    m_serviceRoutes.addTo(m_gate.router());
    m_proxy.addTo(m_gate.router());
    m_portRoutes.addTo(m_gate.router(), options.offersPorts);
    m_playground.addTo(m_gate.router());
    m_web.setTarget(&m_supervised);
    connect(&m_playground, &PlaygroundRoutes::resetRequested, this, &PlaygroundWorld::resetRequested);
    connect(&m_playground, &PlaygroundRoutes::pauseRequested, this,
            [this](HttpExchange *exchange, const QString &sprite) {
                SleepClock *clock = m_sleep.clock(sprite);
                if (!clock)
                    return exchange->respond(HttpResponse::controlError(404, u"sprite not found"_s));
                clock->pause();
                exchange->respond(HttpResponse::empty(204));
            });
}

PlaygroundWorld::~PlaygroundWorld() = default;

} // namespace Spritarium::Playground
