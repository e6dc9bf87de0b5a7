// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/execroutes.h"

#include "playground/execkill.h"
#include "playground/execpost.h"
#include "playground/execsocket.h"
#include "playground/goduration.h"

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! Whether what a client sends is input, for one that attaches.
bool takesInput(const HttpRequest &request)
{
    return request.queryValue(u"stdin") != "false"_L1;
}

} // namespace

ExecRoutes::ExecRoutes(ExecSessions &sessions, SleepKeeper &sleep, const SpriteUptime &uptime,
                       PortPoller &poller, QObject *parent)
    : QObject(parent)
    , m_sessions(sessions)
    , m_sleep(sleep)
    , m_uptime(uptime)
    , m_poller(poller)
{}

void ExecRoutes::addTo(Router &router)
{
    const QString exec = u"/v1/sprites/{name}/exec"_s;
    router.add(
        "GET", exec, [this](HttpExchange *exchange, const QStringList &a) { openOrList(exchange, a.at(0)); },
        Router::Serves::Both);
    router.add("POST", exec,
               [this](HttpExchange *exchange, const QStringList &a) { post(exchange, a.at(0)); });
    router.add(
        "GET", exec + u"/{id}"_s,
        [this](HttpExchange *exchange, const QStringList &a) { attachOrTell(exchange, a.at(0), a.at(1)); },
        Router::Serves::Both);
    router.add("DELETE", exec + u"/{id}"_s, [](HttpExchange *exchange, const QStringList &) {
        exchange->respond(HttpResponse::insideText(404, u"404 page not found"_s)); // kill is the way (7.8)
    });
    router.add("POST", exec + u"/{id}/kill"_s,
               [this](HttpExchange *exchange, const QStringList &a) { kill(exchange, a.at(0), a.at(1)); });
}

bool ExecRoutes::isReady(HttpExchange *exchange, const QString &sprite) const
{
    if (m_uptime.isReady(sprite))
        return true;
    exchange->respond(HttpResponse::insideText(503, u"sprite is not ready"_s));
    return false;
}

void ExecRoutes::openOrList(HttpExchange *exchange, const QString &sprite)
{
    const HttpRequest &request = exchange->request();
    if (!request.isWebSocketUpgrade)
        return list(exchange, sprite);
    if (!isReady(exchange, sprite))
        return;
    const Outcome<ExecQuery, QString> query = ExecQuery::forSocket(request);
    if (!query)
        return exchange->respond(HttpResponse::insideText(400, query.error()));
    if (!query->attachTo.isEmpty())
        return attach(exchange, sprite, query->attachTo);
    m_sessions.start(sprite, *query, exchange,
                     [this, exchange, sprite, query = *query](const ExecSessions::Started &started) {
                         if (started)
                             join(exchange, sprite, *started,
                                  {query.process.takesInput || query.process.tty, std::nullopt});
                         else
                             exchange->respond(HttpResponse::insideText(500, started.error()));
                     });
}

void ExecRoutes::attachOrTell(HttpExchange *exchange, const QString &sprite, const QString &id)
{
    if (exchange->request().isWebSocketUpgrade)
        return attach(exchange, sprite, id);
    const ExecSession *session = m_sessions.find(sprite, id);
    if (!session)
        return exchange->respond(HttpResponse::insideText(404, u"session not found: "_s + id));
    exchange->respond(HttpResponse::insideJson(200, toWireJson(session->toJson())));
}

void ExecRoutes::attach(HttpExchange *exchange, const QString &sprite, const QString &id)
{
    if (!isReady(exchange, sprite))
        return;
    const HttpRequest &request = exchange->request();
    ExecSession *session = m_sessions.find(sprite, id);
    if (!session)
        return exchange->respond(HttpResponse::insideText(404, u"session not found: "_s + id));
    const uint rows = request.queryValue(u"rows").toUInt();
    const uint cols = request.queryValue(u"cols").toUInt();
    if (rows >= 1 && rows <= 65535 && cols >= 1 && cols <= 65535)
        session->resize(quint16(rows), quint16(cols));
    Part part{takesInput(request), std::nullopt};
    // A terminal's screen is drawn anew from its beginning.
    if (const QString offset = request.queryValue(u"output_offset");
        !offset.isEmpty() && !session->isTerminal()) {
        bool isNumber = false;
        part.offset = offset.toLongLong(&isNumber);
        if (!isNumber || *part.offset < 0)
            return exchange->respond(HttpResponse::insideText(400, u"invalid output_offset: "_s + offset));
    }
    join(exchange, sprite, session, part);
}

QString ExecRoutes::whyNotAfter(std::optional<qint64> offset, const OutputHistory &history)
{
    if (offset && *offset < history.begin())
        return u"cannot resume output at byte %1: earliest retained byte is %2"_s.arg(
            QString::number(*offset), QString::number(history.begin()));
    if (offset && *offset > history.end())
        return u"cannot resume output at byte %1: only %2 were written"_s.arg(QString::number(*offset),
                                                                              QString::number(history.end()));
    return {};
}

void ExecRoutes::join(HttpExchange *exchange, const QString &sprite, ExecSession *session, const Part &part)
{
    exchange->addHeader("X-Sprite-Capabilities", "signal");
    WebSocketLink *link = WebSocketLink::accept(exchange, this);
    if (!link)
        return;
    if (const QString why = whyNotAfter(part.offset, session->history()); !why.isEmpty())
        return ExecSocket::refuse(link, why);
    auto *socket = new ExecSocket(link, session, part.takesInput, part.offset.value_or(0));
    m_poller.watch(sprite, socket);
    if (SleepClock *clock = m_sleep.clock(sprite)) {
        clock->hold();
        connect(socket, &QObject::destroyed, clock, &SleepClock::release);
    }
}

void ExecRoutes::list(HttpExchange *exchange, const QString &sprite) const
{
    QJsonArray array;
    const QList<ExecSession *> sessions = m_sessions.sessions(sprite);
    for (const ExecSession *session : sessions)
        array.append(session->toJson());
    exchange->respond(HttpResponse::insideJson(
        200, toWireJson(QJsonObject{{u"count"_s, array.size()}, {u"sessions"_s, array}})));
}

void ExecRoutes::post(HttpExchange *exchange, const QString &sprite)
{
    if (!isReady(exchange, sprite))
        return;
    const Outcome<ExecQuery, QString> query = ExecQuery::forPost(exchange->request());
    if (!query)
        return exchange->respond(HttpResponse::insideText(400, query.error()));
    m_sessions.start(
        sprite, *query, exchange,
        [exchange, takesInput = query->process.takesInput](const ExecSessions::Started &started) {
            if (exchange->hasEnded())
                return;
            if (started)
                new ExecPost(exchange, *started, takesInput);
            else
                exchange->respond(HttpResponse::insideText(500, started.error()));
        });
}

void ExecRoutes::kill(HttpExchange *exchange, const QString &sprite, const QString &id)
{
    const HttpRequest &request = exchange->request();
    const QString name = request.hasQuery(u"signal") ? request.queryValue(u"signal") : u"SIGTERM"_s;
    const QString wait = request.hasQuery(u"timeout") ? request.queryValue(u"timeout") : u"10s"_s;
    const std::optional<int> signal = signalNumber(name);
    const std::optional<std::chrono::milliseconds> patience = goDuration(wait);
    if (!signal)
        return exchange->respond(HttpResponse::insideText(400, u"unknown signal: "_s + name));
    if (!patience)
        return exchange->respond(HttpResponse::insideText(400, u"invalid timeout: "_s + wait));
    if (ExecSession *session = m_sessions.find(sprite, id)) {
        new ExecKill(exchange, session, *signal, *patience);
        return;
    }
    if (m_sessions.hasEnded(sprite, id))
        return exchange->respond(HttpResponse::insideText(410, u"session already exited: "_s + id));
    exchange->respond(HttpResponse::insideText(404, u"session not found: "_s + id));
}

} // namespace Spritarium::Playground
