// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/playgroundserver.h"

#include "playground/playgroundworld.h"
#include "playground/treecopy.h"

#include <QDir>
#include <QHostAddress>
#include <QRandomGenerator>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

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
    , m_http([this](HttpExchange *exchange) { m_world->take(exchange); }, nullptr)
    , m_web([this](HttpExchange *exchange) { m_world->takeWeb(exchange); }, nullptr)
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

Outcome<PlaygroundAddress, QString> PlaygroundServer::start()
{
    const bool isLoopback =
        m_options.address == u"localhost"_s || QHostAddress(m_options.address).isLoopback();
    if (!isLoopback)
        return u"The playground listens on this computer only, not on %1."_s.arg(m_options.address);
    if (const QString error = openWorld(); !error.isEmpty())
        return error;
    if (const QString error = listen(); !error.isEmpty()) {
        stop();
        return error;
    }
    return PlaygroundAddress{url(), token(), webUrl(), copiesShareBlocks(m_options.stateFolder)};
}

QString PlaygroundServer::webUrl() const
{
    return m_options.servedWebPort == 0 ? QString() : u"http://localhost:%1"_s.arg(m_options.servedWebPort);
}

QString PlaygroundServer::listen()
{
    if (const QString error = m_http.listen(m_options.port); !error.isEmpty())
        return error;
    if (!m_options.webPort)
        return {};
    const QString error = m_web.listen(*m_options.webPort);
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
    m_log.clear();
    m_faults.clear();
    if (!QDir(m_options.stateFolder).removeRecursively()) {
        stop();
        return u"Cannot empty %1."_s.arg(m_options.stateFolder);
    }
    const QString error = openWorld();
    if (!error.isEmpty())
        stop();
    return error;
}

SpriteStore &PlaygroundServer::store()
{
    Q_ASSERT(m_world);
    return m_world->store();
}

QString PlaygroundServer::openWorld()
{
    StoreResult<std::unique_ptr<SpriteStore>> store = PlaygroundWorld::openStore(m_options);
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
        if (asking && error.isEmpty())
            asking->respond(HttpResponse::empty(204));
    };
    QMetaObject::invokeMethod(this, answer, Qt::QueuedConnection);
}

void PlaygroundServer::closeWorld()
{
    m_world.reset();
}

} // namespace Spritarium::Playground
