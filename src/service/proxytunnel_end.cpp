// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/proxytunnel.h"

#include "service/localpeer.h"
#include "service/tunnelloop.h"

#include <algorithm>

#ifdef Q_OS_LINUX
#include <linux/sockios.h>
#include <sys/ioctl.h>
#endif

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

//! For the last words of a side whose other one is gone.
constexpr std::chrono::seconds LastPatience(5);
constexpr std::chrono::milliseconds LookForClient(100);
//! For a client to read what came before a broken end.
constexpr std::chrono::milliseconds ReadingPatience(500);

} // namespace

void ProxyTunnel::drain()
{
    if (m_state == State::Closed || m_lettingGo)
        return;
    m_state = State::Draining;
    if (m_farEnded || m_farBroken || m_localGone)
        return limit(LastPatience, &ProxyTunnel::giveUp);
    m_lastDown = Clock::now();
    m_pingDue = true;
    awaitAnswer();
}

//! The client sends no more but may still read. Where it cannot be seen whether it has left altogether, the
//! silence of the sprite decides.
void ProxyTunnel::awaitAnswer()
{
    const TunnelTiming &timing = m_target.origin.timing;
    // What was sent last may be long on its way; the sprite's silence counts from when it is there.
    const std::chrono::milliseconds patience =
        m_isEndHeard ? timing.answer : std::max(timing.answer, timing.dead);
    const Clock::duration silence = m_delivering ? Clock::duration::zero() : Clock::now() - m_lastDown;
    if (silence < patience && !hasPeerLeft(m_local)) {
        const auto rest = std::chrono::ceil<std::chrono::milliseconds>(patience - silence);
        return limit(std::min(rest, LookForClient), &ProxyTunnel::awaitAnswer);
    }
    m_closeDue = true;
    advance();
}

void ProxyTunnel::takePong(std::span<const char> payload)
{
    const bool isEndMark = QByteArrayView(payload.data(), qsizetype(payload.size())) == EndMark;
    if (!isEndMark || m_isEndHeard || m_closeDue || m_farBroken)
        return;
    m_isEndHeard = true;
    m_lastDown = Clock::now();
    limit(std::chrono::milliseconds(0), &ProxyTunnel::awaitAnswer); // not in the middle of taking frames
}

void ProxyTunnel::finishIfDrained()
{
    if (m_state != State::Draining || m_lettingGo || m_delivering || m_downBegin != m_downEnd)
        return;
    if (m_farEnded && !m_sending && (m_closeSent || !m_closeDue))
        letLocalGo();
}

void ProxyTunnel::letLocalGo()
{
    m_lettingGo = true;
    m_far.close();
    if (m_localGone || m_localEnded)
        return giveUp();
    if (m_end && m_end->why == TunnelEnd::Why::Failed)
        return resetLocal();
    Error ignored; // it may be gone already
    m_local.shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    // Closing with unread bytes would reset the connection and take from the client what it has not read yet.
    limit(LastPatience, &ProxyTunnel::giveUp);
    discardLocal();
}

void ProxyTunnel::discardLocal()
{
    if (m_readingLocal || m_state == State::Closed)
        return;
    m_readingLocal = true;
    m_local.async_read_some(boost::asio::buffer(m_down.get(), TunnelBufferSize),
                            [self = shared_from_this()](const Error &error, std::size_t) {
                                self->m_readingLocal = false;
                                if (self->m_state == State::Closed)
                                    return;
                                if (error)
                                    self->giveUp();
                                else
                                    self->discardLocal();
                            });
}

//! An end that is not clean shows as a reset, so that nobody takes a part for the whole. But a reset takes
//! back what has not left yet, and on many systems what was not read yet; so it comes a moment later.
void ProxyTunnel::resetLocal()
{
    bool waits = Clock::now() - m_lastHeard < ReadingPatience;
#ifdef Q_OS_LINUX
    int unsent = 0;
    const bool hasUnsent = ioctl(m_local.native_handle(), SIOCOUTQ, &unsent) == 0 && unsent > 0;
    waits = waits || (hasUnsent && Clock::now() - m_lastHeard < LastPatience);
#endif
    if (waits && m_hasDelivered)
        limit(std::chrono::milliseconds(20), &ProxyTunnel::resetLocal);
    else
        end(*m_end);
}

void ProxyTunnel::giveUp()
{
    // A client may take as long as it likes to read what is its.
    if (m_delivering && !m_localGone)
        return limit(LastPatience, &ProxyTunnel::giveUp);
    end(m_end.value_or(TunnelEnd{}));
}

void ProxyTunnel::stop()
{
    m_events = {};
    end({});
}

void ProxyTunnel::end(const TunnelEnd &how)
{
    if (m_state == State::Closed)
        return;
    m_state = State::Closed;
    --m_counts->open;
    m_limit.cancel();
    m_pulse.cancel();
    m_far.close();
    Error ignored; // whatever is wrong with it, it is closed
    if (how.why != TunnelEnd::Why::Finished)
        m_local.set_option(boost::asio::socket_base::linger(true, 0), ignored);
    m_local.close(ignored);
    const TunnelEvents events = std::exchange(m_events, {});
    if (events.ended)
        events.ended(how);
}

void ProxyTunnel::watchPulse()
{
    m_pulse.expires_after(m_target.origin.timing.ping);
    m_pulse.async_wait([self = shared_from_this()](const Error &error) {
        if (!error && self->m_state != State::Closed)
            self->pulse();
    });
}

void ProxyTunnel::pulse()
{
    watchPulse();
    notePassage();
    const auto patience = m_target.origin.timing.dead;
    // While the client holds back, nothing is read, so nothing can be heard. A pong may be late behind much
    // that is sent, but then that is taken bit by bit.
    const bool isQuiet = !m_delivering && Clock::now() - std::max(m_lastHeard, m_lastTaken) >= patience;
    if (!isQuiet) {
        m_pingDue = true;
        return advance();
    }
    if (!(m_localEnded && m_closeSent) && !m_end) {
        m_end = TunnelEnd{
            TunnelEnd::Why::Failed,
            ApiError::timeout(m_target.url.host(), std::chrono::round<std::chrono::seconds>(patience))};
    }
    m_farEnded = m_closeSent = true;
    m_far.close();
    if (m_state == State::Handshaking)
        return end(m_end.value_or(TunnelEnd{}));
    drain();
    advance();
}

//! Handing bytes to the system proves nothing, and a full receiver acknowledges without taking any.
void ProxyTunnel::notePassage()
{
    const qint64 taken = m_sent - m_far.unacknowledged();
    if (taken <= m_taken)
        return;
    m_taken = taken;
    m_lastTaken = Clock::now();
}

ApiError ProxyTunnel::lost(const Error &error) const
{
    const bool isEnd = error == boost::asio::error::eof || error == boost::asio::ssl::error::stream_truncated;
    if (!m_far.problem().isEmpty())
        return ApiError::network(m_target.url.host(), m_far.problem(), m_target.origin.token);
    const QString reason =
        isEnd ? u"the connection was closed"_s : QString::fromLocal8Bit(error.message().c_str());
    return ApiError::network(m_target.url.host(), reason, m_target.origin.token);
}

} // namespace Spritarium
