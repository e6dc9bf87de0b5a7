// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/insideapi.h"

#include "playground/insidesocket.h"
#include "playground/jobfollower.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <cerrno>
#include <csignal>

#include <unistd.h>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! The name of a unix socket has room for some hundred bytes; the state folder may lie deeper.
QDir shortFolder()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const QFileInfo info(runtime);
    const bool isGood = info.isAbsolute() && info.isDir() && info.isWritable() && runtime.size() < 50;
    return QDir(isGood ? runtime : u"/tmp"_s);
}

//! What playgrounds of this user left that were killed.
void removeLeftovers(const QDir &folder)
{
    static const QRegularExpression pattern(
        QRegularExpression::anchoredPattern(u"spritarium-([0-9]+)-[A-Za-z0-9]+"_s));
    const QFileInfoList entries = folder.entryInfoList({u"spritarium-*"_s}, QDir::Dirs | QDir::NoSymLinks);
    for (const QFileInfo &entry : entries) {
        const pid_t pid = pattern.match(entry.fileName()).captured(1).toInt();
        const bool isGone = pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH;
        if (isGone && entry.ownerId() == ::getuid())
            QDir(entry.filePath()).removeRecursively();
    }
}

QString folderTemplate()
{
    const QDir folder = shortFolder();
    removeLeftovers(folder);
    const QString name = u"spritarium-%1-XXXXXX"_s.arg(QCoreApplication::applicationPid());
    return folder.filePath(name);
}

//! `sprite-env` came with the agent.
QString environmentProgram(const SandboxSettings &settings)
{
    const QFileInfo agent(Sandbox::agentProgram(settings));
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
    , m_folder(folderTemplate())
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
    if (const QString program = environmentProgram(m_options.sandbox); !program.isEmpty())
        machine->addFile({program, u"/.sprite/bin/sprite-env"_s});
    const QString sprite = machine->sprite();
    auto *socket = new InsideSocket([this, sprite](HttpExchange *exchange) { take(exchange, sprite); },
                                    m_options.insideHttp, this);
    connect(machine, &QObject::destroyed, socket, &QObject::deleteLater);
    const QString path = m_folder.filePath(QString::number(++m_count));
    if (m_folder.isValid() && socket->listen(path))
        machine->addFile({path, u"/.sprite/api.sock"_s});
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
    m_sleep.enter(sprite, exchange, [exchange, match] { match.handler(exchange, match.arguments); });
}

void InsideApi::restore(HttpExchange *exchange, const QString &sprite, const QString &id)
{
    if (const StoreResult<Checkpoint> known = m_store.checkpoint(sprite, id); !known)
        return exchange->respond(HttpResponse::insideText(
            404, u"checkpoint not found: checkpoint with path checkpoints/%1 not found"_s.arg(id)));
    exchange->respond(HttpResponse::insideJson(
        202,
        toWireJson(QJsonObject{{u"status"_s, u"accepted"_s},
                               {u"checkpoint_id"_s, id},
                               {u"message"_s, u"Restore initiated. Environment will restart shortly."_s}})));
    auto *running = new JobFollower(m_store, m_store.startRestore(sprite, id), 0ms, this);
    m_sleep.enter(sprite, running, [] {});
}

} // namespace Spritarium::Playground
