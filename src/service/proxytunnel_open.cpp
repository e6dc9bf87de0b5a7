// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/proxytunnel.h"

#include "service/proxyroute.h"
#include "service/tunnelloop.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype StatusLimit = 16 * 1024;

std::chrono::seconds inSeconds(std::chrono::milliseconds time)
{
    return std::chrono::round<std::chrono::seconds>(time);
}

} // namespace

ProxyTunnel::ProxyTunnel(TunnelLoop &loop, boost::asio::ip::tcp::socket local, TunnelTarget target,
                         std::shared_ptr<TunnelCounts> counts, TunnelEvents events)
    : m_loop(loop)
    , m_target(std::move(target))
    , m_counts(std::move(counts))
    , m_events(std::move(events))
    , m_local(std::move(local))
    , m_far(loop)
    , m_limit(loop.io)
    , m_pulse(loop.io)
{
    ++m_counts->open;
}

ProxyTunnel::~ProxyTunnel()
{
    if (m_state != State::Closed)
        --m_counts->open;
}

void ProxyTunnel::open()
{
    Error ignored; // a matter of speed only
    m_local.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    m_down = std::make_unique_for_overwrite<char[]>(TunnelBufferSize);
    limit(m_target.origin.timing.handshake, &ProxyTunnel::openingTookTooLong);
    setOut();
}

void ProxyTunnel::setOut()
{
    const auto &route = m_target.origin.route;
    if (route && !route->isKnown()) {
        m_pulse.expires_after(RouteCheck);
        m_pulse.async_wait([self = shared_from_this()](const Error &error) {
            if (!error && self->m_state != State::Closed)
                self->setOut();
        });
        return;
    }
    const QNetworkProxy proxy = route ? route->proxy() : QNetworkProxy(QNetworkProxy::NoProxy);
    m_far.connectTo(m_target.url, proxy, [self = shared_from_this()](const Error &error) {
        if (self->m_state == State::Closed)
            return;
        if (error)
            self->failOpening(self->lost(error));
        else
            self->sendUpgrade();
    });
}

void ProxyTunnel::sendUpgrade()
{
    limit(m_target.origin.timing.handshake, &ProxyTunnel::openingTookTooLong);
    m_upgrade = std::make_unique<WebSocketUpgrade>(m_target.url, m_target.origin.token);
    m_control = m_upgrade->request();
    const auto written = [self = shared_from_this()](const Error &error, std::size_t) {
        self->m_control.clear();
        // A server that refuses may answer and close before it has read everything: its answer counts.
        if (error && self->m_state == State::Connecting && !self->m_readingFar)
            self->failOpening(self->lost(error));
    };
    m_far.writeAll(boost::asio::buffer(m_control.constData(), std::size_t(m_control.size())), written);
    readUpgrade();
}

void ProxyTunnel::readUpgrade()
{
    m_readingFar = true;
    const auto read = [self = shared_from_this()](const Error &error, std::size_t size) {
        self->m_readingFar = false;
        if (self->m_state == State::Closed)
            return;
        if (error && self->m_upgrade->end() == WebSocketUpgrade::State::Broken)
            return self->failOpening(self->lost(error));
        self->judgeUpgrade(error ? self->m_upgrade->end() : self->m_upgrade->read(self->m_down.get(), size));
    };
    m_far.readSome(boost::asio::buffer(m_down.get(), TunnelBufferSize), read);
}

void ProxyTunnel::judgeUpgrade(WebSocketUpgrade::State state)
{
    switch (state) {
    case WebSocketUpgrade::State::Reading:
        return readUpgrade();
    case WebSocketUpgrade::State::Accepted:
        return beginHandshake();
    case WebSocketUpgrade::State::Refused:
    case WebSocketUpgrade::State::Broken:
        return failOpening(m_upgrade->error());
    }
}

void ProxyTunnel::beginHandshake()
{
    const QByteArray rest = m_upgrade->takeRest();
    m_upgrade.reset();
    std::copy(rest.begin(), rest.end(), m_down.get());
    m_downBegin = 0;
    m_downEnd = std::size_t(rest.size());
    m_state = State::Handshaking;
    m_initDue = true;
    m_lastHeard = Clock::now();
    watchPulse();
    advance();
}

void ProxyTunnel::takeStatus(std::span<const char> piece, bool isLast)
{
    if (m_state != State::Handshaking)
        return; // text means nothing once bytes flow (sprites-api 8.1)
    m_status.append(piece.data(), qsizetype(piece.size()));
    if (m_status.size() > StatusLimit)
        return failOpening(
            ApiError::protocol(u"the proxy's status is too long"_s, m_status, m_target.origin.token));
    if (isLast)
        judgeStatus();
}

void ProxyTunnel::judgeStatus()
{
    const QByteArray text = std::exchange(m_status, {});
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    const QString status = object.value("status"_L1).toString();
    if (status.isEmpty())
        return failOpening(ApiError::protocol(u"the proxy told no status"_s, text, m_target.origin.token));
    if (status == "connected"_L1) {
        m_limit.cancel();
        m_state = State::Relaying;
        m_up = std::make_unique_for_overwrite<char[]>(WebSocketFrames::Headroom + TunnelBufferSize);
        if (m_events.connected)
            m_events.connected();
        return;
    }
    const QString reason = object.value("error"_L1).toString(object.value("message"_L1).toString());
    ApiError error = ApiError::invalid(scrubbed(reason.isEmpty() ? status : reason, m_target.origin.token));
    error.host = m_target.url.host();
    error.code = scrubbed(status, m_target.origin.token);
    end(TunnelEnd{TunnelEnd::Why::NothingListens, error});
}

void ProxyTunnel::failOpening(const ApiError &error)
{
    end(TunnelEnd{TunnelEnd::Why::Failed, error});
}

void ProxyTunnel::openingTookTooLong()
{
    // The status of a refusal may be there while its body never comes.
    if (m_upgrade && m_upgrade->end() == WebSocketUpgrade::State::Refused)
        return failOpening(m_upgrade->error());
    ApiError error = ApiError::timeout(m_target.url.host(), inSeconds(m_target.origin.timing.handshake));
    if (m_far.isAskingProxy())
        error = ApiError::network(m_target.url.host(), m_far.proxySilence(), m_target.origin.token);
    failOpening(error);
}

void ProxyTunnel::limit(std::chrono::milliseconds patience, void (ProxyTunnel::*then)())
{
    m_limit.expires_after(patience);
    m_limit.async_wait([self = shared_from_this(), then](const Error &error) {
        if (!error && self->m_state != State::Closed)
            (self.get()->*then)();
    });
}

} // namespace Spritarium
