// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/playgroundserver.h"

#include "playground/playgroundworld.h"
#include "playground/treecopy.h"

#include <QHostAddress>
#include <QRandomGenerator>
#include <QTimer>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds LastWords = 2s;

//! The loopback address that a text names; nothing for any other.
std::optional<QHostAddress> loopback(const QString &text)
{
    const QHostAddress address(text == u"localhost"_s ? u"127.0.0.1"_s : text);
    bool isV4 = false;
    const QHostAddress v4(address.toIPv4Address(&isV4)); // also of ::ffff:127.0.0.1
    const QHostAddress &plain = isV4 ? v4 : address;
    return plain.isLoopback() ? std::optional(plain) : std::nullopt;
}

QString randomHex(int bytes)
{
    QByteArray data(bytes, Qt::Uninitialized);
    for (char &byte : data)
        byte = char(QRandomGenerator::system()->bounded(256));
    return QString::fromLatin1(data.toHex());
}

} // namespace

QString makePlaygroundToken(const QString &organization)
{
    return organization + u"/1/"_s + randomHex(16) + u'/' + randomHex(32);
}

PlaygroundServer::PlaygroundServer(const PlaygroundOptions &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_http(handler(&PlaygroundWorld::take), nullptr)
    , m_web(handler(&PlaygroundWorld::takeWeb), nullptr)
{
    if (m_options.token.isEmpty())
        m_options.token = makePlaygroundToken(m_options.organization);
    m_http.setLimits(m_options.http);
    m_web.setLimits(m_options.http);
}

PlaygroundServer::~PlaygroundServer()
{
    stop();
}

HttpConnection::Handler PlaygroundServer::handler(void (PlaygroundWorld::*take)(HttpExchange *))
{
    return [this, take](HttpExchange *exchange) {
        if (m_world)
            return (m_world.get()->*take)(exchange);
        exchange->closeAfterwards();
        exchange->respond(HttpResponse::insideText(503, u"the playground has failed"_s));
    };
}

Outcome<PlaygroundAddress, QString> PlaygroundServer::start()
{
    if (!loopback(m_options.address))
        return u"The playground listens on this computer only, not on %1."_s.arg(m_options.address);
    QString error = listen();
    if (error.isEmpty())
        error = openWorld(Beginning::Kept);
    if (!error.isEmpty()) {
        stop();
        return error;
    }
    return PlaygroundAddress{url(), token(), webUrl(), copiesShareBlocks(m_options.stateFolder)};
}

QString PlaygroundServer::webUrl() const
{
    if (m_options.servedWebPort == 0)
        return {};
    const bool isUsual = loopback(m_options.address) == QHostAddress(QHostAddress::LocalHost);
    return isUsual ? u"http://localhost:%1"_s.arg(m_options.servedWebPort) : m_web.url();
}

QString PlaygroundServer::listen()
{
    const QHostAddress address = loopback(m_options.address).value_or(QHostAddress::LocalHost);
    m_options.servedWebPort = 0;
    if (const QString error = m_http.listen(m_options.port, address); !error.isEmpty())
        return error;
    m_options.servedUrl = url();
    if (!m_options.webPort)
        return {};
    const QString error = m_web.listen(*m_options.webPort, address);
    m_options.servedWebPort = error.isEmpty() ? m_web.port() : quint16(0);
    return error;
}

void PlaygroundServer::stop()
{
    m_http.close();
    m_web.close();
    closeWorld();
}

QString PlaygroundServer::reset()
{
    return resetFor(nullptr);
}

QString PlaygroundServer::resetFor(const HttpExchange *survivor)
{
    m_http.dropConnections(survivor);
    m_web.dropConnections();
    closeWorld();
    const QString error = openWorld(Beginning::Anew);
    if (error.isEmpty()) {
        m_log.clear();
        m_faults.clear();
        return {};
    }
    const QString further = openWorld(Beginning::Kept);
    if (further.isEmpty() || further == error)
        return error;
    return error + u' ' + further;
}

SpriteStore &PlaygroundServer::store()
{
    Q_ASSERT(m_world);
    return m_world->store();
}

QString PlaygroundServer::openWorld(Beginning beginning)
{
    PlaygroundOptions options = m_options;
    options.store.anew = beginning == Beginning::Anew;
    StoreResult<std::unique_ptr<SpriteStore>> store = PlaygroundWorld::openStore(options);
    if (!store)
        return store.error().text;
    m_world =
        std::make_unique<PlaygroundWorld>(std::move(store).value(), m_log, m_faults, m_options, nullptr);
    connect(m_world.get(), &PlaygroundWorld::resetRequested, this, &PlaygroundServer::onResetRequested);
    return {};
}

void PlaygroundServer::onResetRequested(HttpExchange *exchange)
{
    // Queued: the world that asks is the one that goes.
    const QPointer<HttpExchange> asking(exchange);
    const auto answer = [this, asking] {
        const QString error = resetFor(asking);
        if (!m_world)
            return giveUp(asking, error);
        if (!asking)
            return;
        asking->respond(error.isEmpty() ? HttpResponse::empty(204) : HttpResponse::controlError(500, error));
    };
    QMetaObject::invokeMethod(this, answer, Qt::QueuedConnection);
}

void PlaygroundServer::giveUp(HttpExchange *asking, const QString &why)
{
    // It must not die before who asked has read why; and not live on when that never happens.
    auto *patience = new QTimer(this);
    patience->setSingleShot(true);
    connect(patience, &QTimer::timeout, this, [this, patience, why] {
        patience->deleteLater();
        stop();
        emit failed(why);
    });
    if (!asking)
        return patience->start(0ms);
    connect(asking->parent(), &QObject::destroyed, patience, [patience] { patience->start(0ms); });
    asking->closeAfterwards();
    asking->respond(HttpResponse::controlError(500, why));
    patience->start(LastWords);
}

void PlaygroundServer::closeWorld()
{
    m_world.reset();
}

} // namespace Spritarium::Playground
