// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/requestgate.h"

#include "playground/refusals.h"
#include "playground/signinpage.h"
#include "playground/tokenexchange.h"
#include "playground/websocketlink.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QStringDecoder>
#include <QTimer>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

const QByteArray SpriteVersion = "v0.0.1-rc48";
constexpr QByteArrayView Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

//! A ULID and a region, as the edge makes them: ten characters of time, sixteen of chance.
QByteArray flyRequestId()
{
    QByteArray id(26, '0');
    qint64 time = QDateTime::currentMSecsSinceEpoch();
    for (qsizetype i = 9; i >= 0; --i, time /= 32)
        id[i] = Crockford[qsizetype(time % 32)];
    for (qsizetype i = 10; i < id.size(); ++i)
        id[i] = Crockford[qsizetype(QRandomGenerator::global()->bounded(32))];
    return id + "-lcl";
}

QByteArray requestId()
{
    const quint64 chance = QRandomGenerator::global()->generate64();
    const QByteArray bytes(reinterpret_cast<const char *>(&chance), sizeof chance);
    return "GI_" + bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals) + "AAC";
}

bool isPlaygroundPath(const HttpRequest &request)
{
    return request.segments.value(0) == u"playground"_s;
}

//! The sprite a request names, empty for none.
QString spriteOf(const HttpRequest &request)
{
    const bool isSpritePath =
        request.segments.value(0) == u"v1"_s && request.segments.value(1) == u"sprites"_s;
    return isSpritePath ? request.segments.value(2) : QString();
}

//! sprites-api 0.2: everything below a sprite's name is answered inside it, but for what is about its
//! machine.
Reach reachOf(const HttpRequest &request)
{
    static const QStringList ofTheMachine{u"upgrade"_s, u"restart"_s, u"check"_s};
    const qsizetype size = request.segments.size();
    const bool isBelow = !spriteOf(request).isEmpty() && size > 3;
    const bool isOfMachine = size == 4 && ofTheMachine.contains(request.segments.at(3));
    return isBelow && !isOfMachine ? Reach::Inside : Reach::Control;
}

//! sprites-api 5.7: a restore answers before it looks at anything.
bool isRestore(const HttpRequest &request)
{
    return request.method == "POST" && request.segments.size() == 6 &&
           request.segments.at(3) == "checkpoints"_L1 && request.segments.at(5) == "restore"_L1;
}

//! Our texts are Unicode: other bytes would come to a command, or name a file, as others than were sent.
bool isUnicode(const HttpRequest &request)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = decoder(QByteArray::fromPercentEncoding(request.rawQuery()));
    return decoded.isEmpty() || !decoder.hasError();
}

void addControlHeaders(HttpExchange *exchange)
{
    exchange->addHeader("X-Request-Id", requestId());
    if (!exchange->request().header("accept").contains("application/x-ndjson"))
        exchange->addHeader("Cache-Control", "max-age=0, private, must-revalidate");
}

} // namespace

RequestGate::RequestGate(SpriteStore &store, SleepKeeper &sleep, RequestLog &log, Faults &faults,
                         const PlaygroundOptions &options, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_sleep(sleep)
    , m_log(log)
    , m_faults(faults)
    , m_options(options)
{}

bool RequestGate::isAuthorized(const HttpRequest &request) const
{
    const QByteArray given = request.header("authorization");
    return given.left(7).toLower() == "bearer " && given.mid(7).trimmed() == m_options.token.toUtf8();
}

void RequestGate::log(const HttpRequest &request, const QString &sprite, Reach reach)
{
    const StoreResult<Sprite> known = m_store.sprite(sprite);
    RequestLogEntry entry;
    entry.method = request.method;
    entry.path = request.path();
    entry.query = request.rawQuery();
    entry.sprite = sprite;
    entry.reach = reach;
    entry.statusBefore = known ? known->status : QString();
    entry.woke = reach == Reach::Inside && known && known->status != u"running"_s && isUnicode(request) &&
                 !handshakeRefusal(request);
    m_log.append(std::move(entry));
}

void RequestGate::take(HttpExchange *exchange)
{
    const HttpRequest &request = exchange->request();
    const bool isOurs = isPlaygroundPath(request);
    exchange->addHeader("Fly-Request-Id", flyRequestId());
    if (TokenExchange::isAsked(request)) {
        log(request, {}, Reach::Control);
        addControlHeaders(exchange);
        return TokenExchange::answer(exchange, m_options);
    }
    if (SignInPage::isAsked(request))
        return exchange->respond(SignInPage::page(request));
    if (!isAuthorized(request)) {
        addControlHeaders(exchange);
        return exchange->respond(HttpResponse::controlError(401, u"authentication failed"_s));
    }
    if (isOurs)
        return route(exchange);
    log(request, spriteOf(request), reachOf(request));
    exchange->setFault(m_faults.take(request));
    if (answerFaulty(exchange))
        return;
    if (exchange->fault().kind == Fault::Kind::Latency)
        QTimer::singleShot(exchange->fault().milliseconds, exchange, [this, exchange] { serve(exchange); });
    else
        serve(exchange);
}

void RequestGate::serve(HttpExchange *exchange)
{
    const QString sprite = spriteOf(exchange->request());
    if (reachOf(exchange->request()) == Reach::Inside)
        return serveInside(exchange, sprite);
    addControlHeaders(exchange);
    route(exchange);
}

std::optional<HttpResponse> RequestGate::handshakeRefusal(const HttpRequest &request) const
{
    const Router::Serves serves = m_router.match(request).serves;
    const bool isAboutSockets =
        serves == Router::Serves::Sockets || (serves == Router::Serves::Both && request.isWebSocketUpgrade);
    return isAboutSockets ? WebSocketLink::refusal(request) : std::nullopt;
}

void RequestGate::serveInside(HttpExchange *exchange, const QString &sprite)
{
    const StoreResult<Sprite> known = m_store.sprite(sprite);
    if (!known) {
        addControlHeaders(exchange);
        return exchange->respond(HttpResponse::controlError(404, u"sprite not found"_s));
    }
    if (!isUnicode(exchange->request())) {
        exchange->addHeader("Sprite-Version", SpriteVersion);
        return exchange->respond(HttpResponse::insideText(400, u"invalid query: it is not UTF-8"_s));
    }
    // Before anything happens: no sprite wakes and no process starts for a client that cannot go on.
    if (const std::optional<HttpResponse> refused = handshakeRefusal(exchange->request())) {
        exchange->addHeader("Sprite-Version", SpriteVersion);
        return exchange->respond(*refused);
    }
    const int running = m_sleep.awakeCount();
    if (!m_sleep.isAwake(sprite) && m_options.limits.isFull(running)) {
        addControlHeaders(exchange);
        return exchange->respond(concurrencyLimited(m_options.limits.runningLimit, running));
    }
    const bool waits = !isRestore(exchange->request());
    const auto enter = [this, exchange, sprite, waits] {
        if (!m_store.sprite(sprite)) { // removed while it woke
            addControlHeaders(exchange);
            return exchange->respond(HttpResponse::controlError(404, u"sprite not found"_s));
        }
        exchange->addHeader("Sprite-Version", SpriteVersion);
        if (waits && m_store.isRestoring(sprite))
            return exchange->respond(HttpResponse::insideText(503, u"Storage not ready"_s));
        route(exchange);
    };
    using Restores = SleepKeeper::Restores;
    m_sleep.enter(sprite, exchange, enter, waits ? Restores::Awaited : Restores::Ignored);
}

void RequestGate::route(HttpExchange *exchange)
{
    const Router::Match match = m_router.match(exchange->request());
    if (match.handler)
        return match.handler(exchange, match.arguments);
    if (match.pathKnown)
        exchange->addHeader("Allow", match.methods.join(", "));
    if (reachOf(exchange->request()) == Reach::Inside)
        return exchange->respond(match.pathKnown ? HttpResponse::insideText(405, u"Method not allowed"_s)
                                                 : HttpResponse::insideText(404, u"404 page not found"_s));
    exchange->respond(match.pathKnown ? HttpResponse::controlError(405, u"method not allowed"_s)
                                      : HttpResponse::controlError(404, u"not found"_s));
}

} // namespace Spritarium::Playground
