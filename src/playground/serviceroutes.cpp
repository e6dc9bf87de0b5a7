// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/serviceroutes.h"

#include "playground/execquery.h"
#include "playground/goduration.h"
#include "playground/servicestream.h"

#include <QJsonDocument>

#include <csignal>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 MaxBody = 1024 * 1024;
//! Before a service that is deleted, replaced or signalled is not waited for any longer.
constexpr auto Patience = 10s;

//! A duration of the query, `usual` without one. Nothing after having answered 400.
std::optional<std::chrono::milliseconds> duration(HttpExchange *exchange, const QString &key,
                                                  std::chrono::milliseconds usual)
{
    if (!exchange->request().hasQuery(key))
        return usual;
    const QString text = exchange->request().queryValue(key);
    const std::optional<std::chrono::milliseconds> time = goDuration(text);
    if (!time)
        exchange->respond(HttpResponse::insideText(400, u"invalid %1: %2"_s.arg(key, text)));
    return time;
}

bool refuse(HttpExchange *exchange, const ServiceSupervisor::Refused &refused)
{
    if (refused)
        exchange->respond(HttpResponse::insideText(refused->status, refused->text));
    return refused.has_value();
}

void answerNotFound(HttpExchange *exchange, const QString &name)
{
    exchange->respond(HttpResponse::insideText(404, u"service not found: "_s + name));
}

//! Those of sprites-api 10.2.
std::optional<int> serviceSignal(const QString &name)
{
    static const QStringList known{u"TERM"_s, u"KILL"_s, u"INT"_s, u"HUP"_s, u"USR1"_s, u"USR2"_s};
    const QString bare = name.startsWith("SIG"_L1) ? name.mid(3) : name;
    return known.contains(bare) ? signalNumber(bare) : std::nullopt;
}

//! Stops it for this stream and tells each step; then calls `then`.
template <typename Then>
void stopAndTell(ServiceStream *stream, SupervisedService *service, std::chrono::milliseconds patience,
                 Then then)
{
    stream->tell(u"stopping"_s);
    QObject::connect(service, &SupervisedService::stopped, stream, [stream, then](int code) {
        stream->tell(u"stopped"_s, {{u"exit_code"_s, code}});
        then();
    });
    service->stop(patience);
}

} // namespace

ServiceRoutes::ServiceRoutes(SpriteServices &services, const SpriteUptime &uptime,
                             const PlaygroundOptions &options, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_uptime(uptime)
    , m_options(options)
{}

void ServiceRoutes::addTo(Router &router)
{
    const QString base = u"/v1/sprites/{name}/services"_s;
    router.add("GET", base,
               [this](HttpExchange *exchange, const QStringList &a) { list(exchange, a.at(0)); });
    for (const QString &path : {base, base + u'/'})
        router.add("PUT", path, [](HttpExchange *exchange, const QStringList &) {
            exchange->respond(HttpResponse::insideText(400, u"service name required"_s));
        });
    router.add("PUT", base + u"/{service}"_s, [this](HttpExchange *exchange, const QStringList &a) {
        exchange->collectBody(
            MaxBody, [this, exchange, a](const QByteArray &body) { put(exchange, a.at(0), a.at(1), body); });
    });
    router.add("POST", base + u"/signal"_s, [this](HttpExchange *exchange, const QStringList &a) {
        exchange->collectBody(
            MaxBody, [this, exchange, a](const QByteArray &body) { signal(exchange, a.at(0), body); });
    });
    addFor(router, "GET", {}, &ServiceRoutes::get);
    addFor(router, "DELETE", {}, &ServiceRoutes::remove);
    addFor(router, "POST", u"/start"_s, &ServiceRoutes::start);
    addFor(router, "POST", u"/stop"_s, &ServiceRoutes::stop);
    if (!m_options.compatibility.noServiceRestart)
        addFor(router, "POST", u"/restart"_s, &ServiceRoutes::restart);
    addFor(router, "GET", u"/logs"_s, &ServiceRoutes::logs);
}

void ServiceRoutes::addFor(Router &router, const QByteArray &method, const QString &after, Handler handler)
{
    router.add(method, u"/v1/sprites/{name}/services/{service}"_s + after,
               [this, handler](HttpExchange *exchange, const QStringList &a) {
                   ServiceSupervisor *all = supervisor(exchange, a.at(0));
                   if (!all)
                       return;
                   SupervisedService *service = all->find(a.at(1));
                   if (service)
                       (this->*handler)(exchange, all, service);
                   else
                       answerNotFound(exchange, a.at(1));
               });
}

ServiceSupervisor *ServiceRoutes::supervisor(HttpExchange *exchange, const QString &sprite)
{
    ServiceSupervisor *all = m_uptime.isReady(sprite) ? m_services.supervisor(sprite) : nullptr;
    if (!all)
        exchange->respond(HttpResponse::insideText(503, u"sprite is not ready"_s));
    return all;
}

void ServiceRoutes::list(HttpExchange *exchange, const QString &sprite)
{
    const ServiceSupervisor *all = supervisor(exchange, sprite);
    if (!all)
        return;
    QJsonArray array;
    const QList<SupervisedService *> services = all->services();
    for (const SupervisedService *service : services)
        array.append(service->toJson());
    exchange->respond(HttpResponse::insideJson(200, toWireJson(array)));
}

void ServiceRoutes::get(HttpExchange *exchange, ServiceSupervisor *, SupervisedService *service)
{
    exchange->respond(HttpResponse::insideJson(200, toWireJson(service->toJson())));
}

void ServiceRoutes::put(HttpExchange *exchange, const QString &sprite, const QString &name,
                        const QByteArray &body)
{
    const auto time = duration(exchange, u"duration"_s, 5s);
    ServiceSupervisor *all = time ? supervisor(exchange, sprite) : nullptr;
    if (!all)
        return;
    const Outcome<ServiceDefinition, QString> definition = ServiceDefinition::fromBody(name, body);
    if (!definition)
        return exchange->respond(HttpResponse::insideText(400, definition.error()));
    if (refuse(exchange, all->define(*definition)))
        return;
    SupervisedService *service = all->find(name);
    auto *stream = new ServiceStream(exchange, service);
    if (!service->hasProcess())
        return startAndTell(stream, all, service, *time);
    // The one from before makes room, also when nobody listens any more.
    service->stop(Patience);
    startAndTell(stream, all, service, *time);
}

void ServiceRoutes::startAndTell(ServiceStream *stream, ServiceSupervisor *all, SupervisedService *service,
                                 std::chrono::milliseconds time)
{
    connect(all->start(service), &ServiceStart::finished, stream, [stream, time](const QString &error) {
        if (!error.isEmpty())
            return stream->fail(error);
        stream->tell(u"started"_s);
        stream->follow(time);
    });
}

void ServiceRoutes::start(HttpExchange *exchange, ServiceSupervisor *all, SupervisedService *service)
{
    const auto time = duration(exchange, u"duration"_s, 5s);
    if (!time)
        return;
    const auto status = service->status();
    if (status == SupervisedService::Status::Running || status == SupervisedService::Status::Starting)
        return exchange->respond(
            HttpResponse::insideText(409, u"service is already running: "_s + service->name()));
    if (!refuse(exchange, all->keepStopped(service, false)))
        startAndTell(new ServiceStream(exchange, service), all, service, *time);
}

void ServiceRoutes::stop(HttpExchange *exchange, ServiceSupervisor *all, SupervisedService *service)
{
    const auto patience = duration(exchange, u"timeout"_s, Patience);
    if (!patience || refuse(exchange, all->whyNotStop(service)) ||
        refuse(exchange, all->keepStopped(service, true)))
        return;
    auto *stream = new ServiceStream(exchange, service);
    stopAndTell(stream, service, *patience, [stream] { stream->finish(); });
}

void ServiceRoutes::restart(HttpExchange *exchange, ServiceSupervisor *all, SupervisedService *service)
{
    const auto time = duration(exchange, u"duration"_s, 5s);
    if (!time || refuse(exchange, all->keepStopped(service, false)))
        return;
    auto *stream = new ServiceStream(exchange, service);
    if (service->status() == SupervisedService::Status::Stopped)
        return startAndTell(stream, all, service, *time);
    // Begun before it is stopped: it starts again also when the client leaves between the two.
    stopAndTell(stream, service, Patience, [] {});
    startAndTell(stream, all, service, *time);
}

void ServiceRoutes::remove(HttpExchange *exchange, ServiceSupervisor *all, SupervisedService *service)
{
    if (refuse(exchange, all->whyNotRemove(service)))
        return;
    if (!service->hasProcess()) {
        if (!refuse(exchange, all->remove(service)))
            exchange->respond(HttpResponse::empty(204));
        return;
    }
    const QPointer<HttpExchange> asking(exchange);
    // Once: one that could not be removed stays, and must not be taken away when it is stopped another day.
    connect(
        service, &SupervisedService::stopped, all,
        [all, service, asking] {
            const bool isThere = all->find(service->name()) == service; // else two asked for the same
            const auto refused = isThere ? all->remove(service) : ServiceSupervisor::Refused();
            // Nothing has changed then, so it goes on.
            if (refused && !service->definition().isStoppedByHand && !service->isDown())
                all->start(service);
            if (asking && !refuse(asking, refused))
                asking->respond(HttpResponse::empty(204));
        },
        Qt::SingleShotConnection);
    service->stop(Patience);
}

void ServiceRoutes::logs(HttpExchange *exchange, ServiceSupervisor *, SupervisedService *service)
{
    const auto time = duration(exchange, u"duration"_s, 0s);
    if (!time)
        return;
    const QString text = exchange->request().queryValue(u"lines");
    bool isNumber = true;
    const qint64 lines = text.isEmpty() ? 0 : text.toLongLong(&isNumber);
    if (!isNumber || lines < 0)
        return exchange->respond(HttpResponse::insideText(400, u"invalid lines: "_s + text));
    auto *stream = new ServiceStream(exchange, service);
    stream->tellLog(lines > 0 ? lines : -1);
    stream->follow(*time);
}

void ServiceRoutes::signal(HttpExchange *exchange, const QString &sprite, const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    const QJsonObject object = document.object();
    const QString name = object.value("name"_L1).toString();
    const QString signal = object.value("signal"_L1).toString();
    const std::optional<int> number = serviceSignal(signal);
    const QString fault = !document.isObject() ? u"invalid request body"_s
                          : name.isEmpty()     ? u"service name required"_s
                          : signal.isEmpty()   ? u"signal required"_s
                          : !number            ? u"unknown signal: "_s + signal
                                               : QString();
    if (!fault.isEmpty())
        return exchange->respond(HttpResponse::insideText(400, fault));
    const ServiceSupervisor *all = supervisor(exchange, sprite);
    if (!all)
        return;
    SupervisedService *service = all->find(name);
    if (!service)
        return answerNotFound(exchange, name);
    if (!service->hasProcess())
        return exchange->respond(HttpResponse::insideText(409, u"service is not running: "_s + name));
    const auto done = [exchange] { exchange->respond(HttpResponse::empty(204)); };
    service->signal(*number);
    if (*number != SIGTERM && *number != SIGKILL)
        return done();
    connect(service, &SupervisedService::exited, exchange, done);
    QTimer::singleShot(Patience, exchange, done);
}

} // namespace Spritarium::Playground
