// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/insideapi.h"

#include "playground/delivery.h"
#include "playground/insidesocket.h"
#include "playground/jobfollower.h"

#include <QDir>
#include <QFileInfo>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! With a caller that does not read the answer after which it ends.
constexpr auto ReadPatience = 5s;

//! `sprite-env` came with the agent.
QString environmentProgram()
{
    const QFileInfo agent(Sandbox::agentProgram());
    const QFileInfo program(agent.dir().filePath(u"spritarium-sprite-env"_s));
    return program.isExecutable() ? program.canonicalFilePath() : QString();
}

} // namespace

InsideApi::InsideApi(SpriteStore &store, SleepKeeper &sleep, SpriteMachines &machines,
                     ServiceRoutes &services, CheckpointRoutes &checkpoints, const PlaygroundOptions &options,
                     QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_sleep(sleep)
    , m_options(options)
    , m_tasks(store, sleep, nullptr)
    , m_taskRoutes(m_tasks, nullptr)
{
    // Before the one from outside, which tells its progress: here the caller dies with the environment.
    m_router.add(
        "POST", u"/v1/sprites/{name}/checkpoints/{id}/restore"_s,
        [this](HttpExchange *exchange, const QStringList &a) { restore(exchange, a.at(0), a.at(1)); });
    services.addTo(m_router);
    checkpoints.addTo(m_router);
    m_taskRoutes.addTo(m_router);
    connect(&machines, &SpriteMachines::made, this, &InsideApi::serve);
}

void InsideApi::serve(SpriteMachine *machine)
{
    if (m_options.sandbox.isolation == Isolation::None)
        return; // there is no place inside to show it
    if (const QString program = environmentProgram(); !program.isEmpty())
        machine->addFile({program, u"/.sprite/bin/sprite-env"_s});
    const QString sprite = machine->sprite();
    auto *socket = new InsideSocket([this, sprite](HttpExchange *exchange) { take(exchange, sprite); },
                                    m_options.insideHttp, this);
    connect(machine, &QObject::destroyed, socket, &QObject::deleteLater);
    const auto listen = [this, machine, socket] {
        const QString path = m_folder.filePath(QString::number(++m_count));
        if (m_folder.isValid() && socket->listen(path))
            machine->addFile({path, u"/.sprite/api.sock"_s});
    };
    listen();
    // If there were no descriptors left: before it starts again.
    connect(machine, &SpriteMachine::ended, socket, [socket, listen] {
        if (!socket->isListening())
            listen();
    });
}

void InsideApi::take(HttpExchange *exchange, const QString &sprite)
{
    HttpRequest request = exchange->request();
    const bool isApi = request.segments.value(0) == "v1"_L1;
    request.segments = QStringList{u"v1"_s, u"sprites"_s, sprite} + request.segments.mid(1);
    const Router::Match match = isApi ? m_router.match(request) : Router::Match();
    if (!match.handler)
        return exchange->respond(match.pathKnown ? HttpResponse::insideText(405, u"Method not allowed"_s)
                                                 : HttpResponse::insideText(404, u"404 page not found"_s));
    // One that waited for another's end would be lost with its caller.
    const bool isRestore = request.method == "POST" && request.segments.size() == 6 &&
                           request.segments.at(3) == "checkpoints"_L1 &&
                           request.segments.at(5) == "restore"_L1;
    m_sleep.enter(
        sprite, exchange, [exchange, match] { match.handler(exchange, match.arguments); },
        isRestore ? SleepKeeper::Restores::Ignored : SleepKeeper::Restores::Awaited);
}

void InsideApi::restore(HttpExchange *exchange, const QString &sprite, const QString &id)
{
    const StoreResult<Sprite> owner = m_store.sprite(sprite);
    if (const StoreResult<Checkpoint> known = m_store.checkpoint(sprite, id); !owner || !known)
        return exchange->respond(HttpResponse::insideText(
            404, u"checkpoint not found: checkpoint with path checkpoints/%1 not found"_s.arg(id)));
    exchange->respond(HttpResponse::insideJson(
        202,
        toWireJson(QJsonObject{{u"status"_s, u"accepted"_s},
                               {u"checkpoint_id"_s, id},
                               {u"message"_s, u"Restore initiated. Environment will restart shortly."_s}})));
    // The caller ends with what it asked for: it reads the answer first, and has a moment to pass it on.
    auto *reading = new Delivery(exchange->flush(), ReadPatience, this);
    m_sleep.enter(sprite, reading, [] {});
    // By then another sprite may have its name.
    const auto isThere = [this, sprite, spriteId = owner->id] {
        const StoreResult<Sprite> now = m_store.sprite(sprite);
        return now && now->id == spriteId;
    };
    connect(reading, &Delivery::done, this, [this, sprite, id, isThere] {
        if (!isThere())
            return;
        auto *moment = new QTimer(this);
        m_sleep.enter(sprite, moment, [] {});
        moment->callOnTimeout(this, [this, moment, sprite, id, isThere] {
            moment->stop();
            moment->deleteLater();
            if (!isThere())
                return;
            auto *running = new JobFollower(m_store, m_store.startRestore(sprite, id), 0ms, this);
            m_sleep.enter(sprite, running, [] {});
        });
        moment->start(m_options.restoreGrace);
    });
}

} // namespace Spritarium::Playground
