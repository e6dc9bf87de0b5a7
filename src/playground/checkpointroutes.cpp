// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/checkpointroutes.h"

#include "playground/checkpointwire.h"
#include "playground/jobfollower.h"
#include "playground/ndjsonstream.h"

#include <QJsonDocument>
#include <QTimer>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 MaxBody = 64 * 1024; // comments are told with every list
// Between the first line and the rest, as recorded (sprites-api 5.3, 5.7).
constexpr auto CreatePause = 900ms;
constexpr auto RestorePause = 1200ms;
constexpr auto FailurePause = 350ms;

// In a list each checkpoint names its nearest ancestors only: thousands in a row would make it quadratic.
constexpr qsizetype ListedAncestors = 50;

QString notFoundText(const QString &id)
{
    return u"checkpoint not found: checkpoint with path checkpoints/%1 not found"_s.arg(id);
}

void tellCreated(NdjsonStream *stream, const Checkpoint &made)
{
    const QString created = made.createTime.toUTC().toString(u"yyyy-MM-dd HH:mm:ss"_s);
    const QStringList lines{u"Checkpoint created successfully"_s,
                            u"\nCheckpoint Details:"_s,
                            u"  ID: "_s + made.id,
                            u"  Created: "_s + created,
                            u"  Path: checkpoints/"_s + made.id,
                            u"\nTo restore this checkpoint:"_s,
                            u"  sprite checkpoint restore "_s + made.id,
                            u"  curl -X POST /checkpoints/%1/restore"_s.arg(made.id)};
    for (const QString &line : lines)
        stream->message(u"info"_s, line);
    stream->finish(u"complete"_s, u"Checkpoint %1 created successfully"_s.arg(made.id));
}

} // namespace

CheckpointRoutes::CheckpointRoutes(SpriteStore &store, SleepKeeper &sleep, const PlaygroundOptions &options,
                                   QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_sleep(sleep)
    , m_options(options)
{}

void CheckpointRoutes::addTo(Router &router)
{
    const QString sprite = u"/v1/sprites/{name}"_s;
    router.add("POST", sprite + u"/checkpoint"_s, [this](HttpExchange *exchange, const QStringList &a) {
        exchange->collectBody(MaxBody, [this, exchange, name = a.at(0)](const QByteArray &body) {
            create(exchange, name, body);
        });
    });
    router.add("GET", sprite + u"/checkpoints"_s,
               [this](HttpExchange *exchange, const QStringList &a) { list(exchange, a.at(0)); });
    router.add("GET", sprite + u"/checkpoints/{id}"_s,
               [this](HttpExchange *exchange, const QStringList &a) { get(exchange, a.at(0), a.at(1)); });
    router.add("DELETE", sprite + u"/checkpoints/{id}"_s,
               [this](HttpExchange *exchange, const QStringList &a) { remove(exchange, a.at(0), a.at(1)); });
    router.add("POST", sprite + u"/checkpoints/{id}/restore"_s,
               [this](HttpExchange *exchange, const QStringList &a) {
                   exchange->collectBody(MaxBody, [this, exchange, a](const QByteArray &) {
                       restore(exchange, a.at(0), a.at(1));
                   });
               });
}

void CheckpointRoutes::list(HttpExchange *exchange, const QString &sprite)
{
    const QString of = exchange->request().queryValue(u"history");
    const bool includeAuto = exchange->request().queryValue(u"includeAuto") == u"true"_s;
    if (!of.isEmpty() && m_options.compatibility.historyAsText) {
        HttpResponse empty = HttpResponse::empty(200);
        return exchange->respond(empty.with("Content-Type", "text/plain; charset=utf-8"));
    }
    const auto found = of.isEmpty() ? m_store.checkpoints(sprite, includeAuto, ListedAncestors)
                                    : m_store.ancestors(sprite, of, includeAuto, ListedAncestors);
    // Nobody descends from a checkpoint that is not there: an empty list, as a filter gives.
    if (!found && found.error().fault != StoreFault::NotFound)
        return exchange->respond(
            HttpResponse::insideText(500, u"Failed to list checkpoints: "_s + found.error().text));
    const QList<Checkpoint> list = found ? *found : QList<Checkpoint>();
    exchange->respond(HttpResponse::insideJson(200, checkpointsText(list, ListedAncestors)));
}

void CheckpointRoutes::get(HttpExchange *exchange, const QString &sprite, const QString &id)
{
    const StoreResult<Checkpoint> found = m_store.checkpoint(sprite, id);
    if (found)
        return exchange->respond(
            HttpResponse::insideJson(200, checkpointText(*found, found->history.size())));
    const int status = m_options.compatibility.missingCheckpointIs500 ? 500 : 404;
    exchange->respond(HttpResponse::insideText(
        status, u"Failed to get checkpoint: failed to get checkpoint: "_s + notFoundText(id)));
}

void CheckpointRoutes::remove(HttpExchange *exchange, const QString &sprite, const QString &id)
{
    const StoreResult<Done> removed = m_store.removeCheckpoint(sprite, id);
    if (removed)
        return exchange->respond(HttpResponse::empty(204));
    switch (removed.error().fault) {
    case StoreFault::NotFound:
        return exchange->respond(HttpResponse::insideText(404, u"404 page not found"_s));
    case StoreFault::Active:
        return exchange->respond(HttpResponse::insideText(409, u"cannot delete active checkpoint"_s));
    default:
        return exchange->respond(
            HttpResponse::insideText(500, u"Failed to delete checkpoint: "_s + removed.error().text));
    }
}

void CheckpointRoutes::spoil(HttpExchange *exchange, const QString &sprite, Fault::Kind kind) const
{
    const StoreResult<Sprite> known = m_store.sprite(sprite);
    if (!known || !known->fails || exchange->fault().kind != Fault::Kind::None)
        return;
    Fault fault;
    fault.kind = kind;
    exchange->setFault(fault);
}

void CheckpointRoutes::follow(const StoreResult<JobId> &job, const QString &sprite,
                              std::chrono::milliseconds pause, NdjsonStream *stream,
                              std::function<void(const JobEnd &)> then)
{
    auto *running = new JobFollower(m_store, job, paced(pause, m_options.speed), this);
    m_sleep.enter(sprite, running, [] {});
    connect(running, &JobFollower::finished, stream, std::move(then));
}

void CheckpointRoutes::create(HttpExchange *exchange, const QString &sprite, const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!body.trimmed().isEmpty() && !document.isObject())
        return exchange->respond(HttpResponse::insideText(400, u"invalid request body"_s));
    spoil(exchange, sprite, Fault::Kind::LateError);
    auto *stream = new NdjsonStream(exchange);
    stream->message(u"info"_s, u"Creating checkpoint..."_s);
    const QString failed = u"Failed to create checkpoint: "_s;
    if (exchange->fault().kind == Fault::Kind::LateError) {
        QTimer::singleShot(paced(CreatePause, m_options.speed), stream, [stream, failed] {
            stream->finish(u"error"_s, failed + u"failed to clone overlay: file exists"_s);
        });
        return;
    }
    CheckpointRequest wanted;
    wanted.comment = document.object().value("comment"_L1).toString();
    follow(m_store.startCheckpoint(sprite, wanted), sprite, CreatePause, stream,
           [stream, failed](const JobEnd &end) {
               if (end.checkpoint)
                   tellCreated(stream, *end.checkpoint);
               else
                   stream->finish(u"error"_s, failed + (end.error ? end.error->text : QString()));
           });
}

void CheckpointRoutes::restore(HttpExchange *exchange, const QString &sprite, const QString &id)
{
    spoil(exchange, sprite, Fault::Kind::NoComplete);
    auto *stream = new NdjsonStream(exchange);
    stream->message(u"info"_s, u"Restoring from checkpoint %1..."_s.arg(id));
    const QString failed = u"Failed to restore checkpoint: failed to restore checkpoint: "_s;
    if (exchange->fault().kind == Fault::Kind::LateError) {
        QTimer::singleShot(paced(RestorePause, m_options.speed), stream, [stream, failed] {
            stream->finish(u"error"_s, failed + u"failed to mount overlay: input/output error"_s);
        });
        return;
    }
    const StoreResult<JobId> job = m_store.startRestore(sprite, id);
    follow(job, sprite, job ? RestorePause : FailurePause, stream, [stream, failed, id](const JobEnd &end) {
        if (end.error) {
            const bool isUnknown = end.error->fault == StoreFault::NotFound;
            return stream->finish(u"error"_s,
                                  failed + (isUnknown ? notFoundText(id) + u": sql: no rows in result set"_s
                                                      : end.error->text));
        }
        stream->message(u"info"_s, u"Container components started successfully"_s);
        stream->finish(u"complete"_s, u"Restore from %1 complete"_s.arg(id));
    });
}

} // namespace Spritarium::Playground
