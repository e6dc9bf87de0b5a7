// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/webgate.h"

#include "playground/refusals.h"
#include "playground/signinpage.h"
#include "playground/webforward.h"

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

HttpResponse page(int status, const QString &title, const QString &text)
{
    HttpResponse response = HttpResponse::empty(status);
    response.with("Content-Type", "text/html; charset=utf-8").with("X-Content-Type-Options", "nosniff");
    response.body = u"<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>%1</title>\n"
                    "<h1>%1</h1>\n<p>%2</p>\n</html>\n"_s.arg(title.toHtmlEscaped(), text.toHtmlEscaped())
                        .toUtf8();
    return response;
}

HttpResponse refusedToken()
{
    return page(401, u"This sprite is private"_s,
                u"Send the playground's token as a Bearer authorization, or make the sprite's URL public."_s)
        .with("WWW-Authenticate", "Bearer");
}

//! Who says nothing about who he is, and asks for what can be asked for again elsewhere.
bool mayBeSentAway(const HttpRequest &request)
{
    const bool isReading = request.method == "GET" || request.isHead();
    return isReading && !request.isWebSocketUpgrade && request.header("authorization").isEmpty();
}

} // namespace

WebGate::WebGate(SpriteStore &store, SleepKeeper &sleep, const SpriteUptime &uptime, SpriteDialer &dialer,
                 const PlaygroundOptions &options, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_sleep(sleep)
    , m_uptime(uptime)
    , m_dialer(dialer)
    , m_options(options)
    , m_target(&m_usual)
{}

QString WebGate::spriteOf(const QByteArray &host)
{
    QByteArray name = host.toLower();
    if (const qsizetype colon = name.indexOf(':'); colon >= 0)
        name.truncate(colon);
    if (name.endsWith('.'))
        name.chop(1);
    if (!name.endsWith(".localhost"))
        return {};
    name.chop(qsizetype(sizeof ".localhost" - 1));
    const QString sprite = QString::fromLatin1(name);
    return isValidSpriteName(sprite) ? sprite : QString();
}

bool WebGate::isAllowed(const HttpRequest &request, const Sprite &sprite) const
{
    const QByteArray given = request.header("authorization");
    return sprite.auth == "public"_L1 ||
           (given.left(7).toLower() == "bearer " && given.mid(7).trimmed() == m_options.token.toUtf8());
}

void WebGate::take(HttpExchange *exchange)
{
    const QString name = spriteOf(exchange->request().header("host"));
    const StoreResult<Sprite> sprite = m_store.sprite(name);
    if (!sprite)
        return exchange->respond(
            page(404, u"No such sprite"_s, u"Sprites answer at http://<name>.localhost with this port."_s));
    if (!isAllowed(exchange->request(), *sprite))
        return exchange->respond(mayBeSentAway(exchange->request()) ? SignInPage::redirection(m_options, name)
                                                                    : refusedToken());
    const int running = m_sleep.awakeCount();
    if (!m_sleep.isAwake(name) && m_options.limits.isFull(running))
        return exchange->respond(concurrencyLimited(m_options.limits.runningLimit, running));
    m_sleep.enter(name, exchange, [this, exchange, name] {
        if (!m_uptime.isReady(name))
            return exchange->respond(HttpResponse::insideText(503, u"sprite is not ready"_s));
        m_target->portOf(name, exchange,
                         [this, exchange, name](quint16 port) { dial(exchange, name, port); });
    });
}

void WebGate::dial(HttpExchange *exchange, const QString &sprite, quint16 port)
{
    m_dialer.dial(sprite, {}, port, exchange, [this, exchange, sprite](const SpriteDialer::Dialled &dialled) {
        if (dialled)
            forward(exchange, sprite, *dialled);
        else
            exchange->respond(HttpResponse::insideText(502, u"Proxy error"_s));
    });
}

void WebGate::forward(HttpExchange *exchange, const QString &sprite, QTcpSocket *server)
{
    const HttpRequest request = exchange->request();
    server->setParent(this); // the exchange ends with the next line
    QTcpSocket *client = exchange->handOver();
    if (!client)
        return server->deleteLater();
    QByteArray secret = request.header("authorization");
    if (secret.mid(7).trimmed() != m_options.token.toUtf8())
        secret.clear(); // somebody else's: the application's own
    auto *web = new WebForward(client, server, request, secret, this);
    connect(&m_uptime, &SpriteUptime::stopped, web, [web, sprite](const QString &name) {
        if (name == sprite)
            web->drop();
    });
    if (SleepClock *clock = m_sleep.clock(sprite)) {
        clock->hold();
        connect(web, &QObject::destroyed, clock, &SleepClock::release);
    }
}

} // namespace Spritarium::Playground
