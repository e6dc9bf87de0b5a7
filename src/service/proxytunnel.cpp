// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/proxytunnel.h"

#include "service/tunnelloop.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace Spritarium {

using namespace Qt::StringLiterals;
using WebSocketFrames::Opcode;

namespace {

//! Several payloads for one write, without an allocation.
struct Pieces
{
    using value_type = boost::asio::const_buffer;
    using const_iterator = const boost::asio::const_buffer *;

    const_iterator first;
    const_iterator last;

    const_iterator begin() const { return first; }
    const_iterator end() const { return last; }
};

} // namespace

void ProxyTunnel::advance()
{
    if (m_state == State::Connecting || m_state == State::Closed)
        return;
    takeFrames();
    readLocal();
    sendPending();
    readFar();
    finishIfDrained();
}

void ProxyTunnel::readLocal()
{
    if (m_state != State::Relaying || m_readingLocal || m_upSize > 0)
        return;
    m_readingLocal = true;
    m_local.async_read_some(
        boost::asio::buffer(m_up.get() + WebSocketFrames::Headroom, TunnelBufferSize),
        [self = shared_from_this()](const Error &error, std::size_t size) { self->localRead(error, size); });
}

void ProxyTunnel::localRead(const Error &error, std::size_t size)
{
    m_readingLocal = false;
    if (m_state == State::Closed)
        return;
    if (m_lettingGo)
        return error ? giveUp() : discardLocal();
    if (error) {
        m_localEnded = true;
        m_localGone = error != boost::asio::error::eof;
        m_closeDue = m_closeDue || m_localGone;
        drain();
    } else if (!m_farEnded) {
        char *payload = m_up.get() + WebSocketFrames::Headroom;
        const std::size_t header =
            WebSocketFrames::makeFrame(Opcode::Binary, payload, size, m_loop.newMaskKey());
        m_upFrame = payload - header;
        m_upSize = header + size;
        m_counts->up += qint64(size);
        m_counts->mostHeld = std::max(m_counts->mostHeld, size);
    }
    advance();
}

void ProxyTunnel::sendPending()
{
    if (m_sending || m_closeSent || m_state == State::Closed)
        return;
    if (m_initDue) {
        m_initDue = false;
        const QJsonObject init{{u"host"_s, m_target.host}, {u"port"_s, m_target.port}};
        sendControl(Opcode::Text, QJsonDocument(init).toJson(QJsonDocument::Compact));
    } else if (m_pongDue) {
        sendControl(Opcode::Pong, *std::exchange(m_pongDue, {}));
    } else if (m_upSize > 0) {
        m_sending = true;
        m_far.writeAll(boost::asio::buffer(m_upFrame, m_upSize),
                       [self = shared_from_this()](const Error &error, std::size_t) {
                           self->m_sent += error ? 0 : qint64(self->m_upSize);
                           self->m_upSize = 0;
                           self->sent(error);
                       });
    } else if (m_closeDue) {
        m_closeSent = true;
        sendControl(Opcode::Close, WebSocketFrames::closePayload(1000, {}));
    } else if (m_pingDue) {
        m_pingDue = false;
        sendControl(Opcode::Ping, m_localEnded ? QByteArray(EndMark) : QByteArray());
    }
}

void ProxyTunnel::sendControl(Opcode opcode, const QByteArray &payload)
{
    m_sending = true;
    m_control = WebSocketFrames::frame(opcode, payload, m_loop.newMaskKey());
    m_far.writeAll(boost::asio::buffer(m_control.constData(), std::size_t(m_control.size())),
                   [self = shared_from_this()](const Error &error, std::size_t) { self->sent(error); });
}

void ProxyTunnel::sent(const Error &error)
{
    m_sending = false;
    if (m_state == State::Closed)
        return;
    if (error) {
        // What the other side still said before it broke off is read to its end, and that end is told.
        m_closeSent = true;
        m_upSize = 0;
        m_farBroken = true;
        if (m_state == State::Handshaking && !m_readingFar)
            return failOpening(lost(error));
        if (m_state != State::Handshaking)
            drain();
    }
    advance();
}

void ProxyTunnel::readFar()
{
    if (m_readingFar || m_delivering || m_farEnded || m_downBegin != m_downEnd || m_state == State::Closed)
        return;
    m_readingFar = true;
    m_far.readSome(
        boost::asio::buffer(m_down.get(), TunnelBufferSize),
        [self = shared_from_this()](const Error &error, std::size_t size) { self->farRead(error, size); });
}

void ProxyTunnel::farRead(const Error &error, std::size_t size)
{
    m_readingFar = false;
    if (m_state == State::Closed)
        return;
    if (error) {
        if (m_state == State::Handshaking)
            return failOpening(lost(error));
        m_farEnded = true;
        // After our own goodbye a server may leave without one of its own.
        if (!(m_closeSent && m_localEnded) && !m_end)
            m_end = TunnelEnd{TunnelEnd::Why::Failed, lost(error)};
        drain();
        return advance();
    }
    m_lastHeard = Clock::now();
    m_downBegin = 0;
    m_downEnd = size;
    m_counts->mostHeld = std::max(m_counts->mostHeld, size);
    advance();
}

void ProxyTunnel::takeFrames()
{
    while (!m_delivering && m_state != State::Closed && m_downBegin != m_downEnd) {
        const WebSocketFrameReader::Step step =
            m_reader.next({m_down.get() + m_downBegin, m_downEnd - m_downBegin});
        m_downBegin += step.used;
        if (!takeStep(step))
            break;
        if (m_pieceCount == m_pieces.size())
            deliver();
    }
    if (m_pieceCount > 0 && !m_delivering && m_state != State::Closed)
        deliver();
}

bool ProxyTunnel::takeStep(const WebSocketFrameReader::Step &step)
{
    using Kind = WebSocketFrameReader::Kind;
    switch (step.kind) {
    case Kind::NeedsMore:
        return true;
    case Kind::Pong:
        takePong(step.payload);
        return true;
    case Kind::Binary:
        if (m_state == State::Handshaking) {
            failOpening(ApiError::protocol(u"the proxy sent data before it was connected"_s, {}));
            return false;
        }
        if (!step.payload.empty())
            m_pieces[m_pieceCount++] = boost::asio::const_buffer(step.payload.data(), step.payload.size());
        return true;
    case Kind::Text:
        takeStatus(step.payload, step.endsMessage);
        return true;
    case Kind::Ping:
        m_pongDue = QByteArray(step.payload.data(), qsizetype(step.payload.size()));
        return true;
    case Kind::Close:
        farClosed();
        return false;
    case Kind::Broken:
        m_end = TunnelEnd{TunnelEnd::Why::Failed, ApiError::protocol(QString::fromLatin1(m_reader.error()),
                                                                     {}, m_target.origin.token)};
        if (m_state == State::Handshaking) {
            end(*m_end);
        } else {
            m_farEnded = true;
            m_closeDue = true;
            drain();
        }
        m_downBegin = m_downEnd;
        return false;
    }
    return false;
}

void ProxyTunnel::farClosed()
{
    const quint16 code = m_reader.closeCode();
    const bool isClean = code == 1000 || code == 1001 || code == 1005;
    const QString words = scrubbed(m_reader.closeReason(), m_target.origin.token);
    ApiError error =
        ApiError::invalid(words.isEmpty() ? u"the connection was closed (%1)"_s.arg(code) : words);
    error.host = m_target.url.host();
    error.code = QString::number(code);
    m_downBegin = m_downEnd; // nothing counts behind a close
    if (m_state == State::Handshaking) {
        using Why = TunnelEnd::Why;
        return end(TunnelEnd{code == 1011 ? Why::NothingListens : Why::Failed, error});
    }
    m_farEnded = true;
    m_closeDue = true;
    m_upSize = m_sending ? m_upSize : 0; // nobody is there to take it
    if (!isClean)
        m_end = TunnelEnd{TunnelEnd::Why::Failed, error};
    drain();
}

void ProxyTunnel::deliver()
{
    m_delivering = m_hasDelivered = true;
    if (m_localGone)
        m_pieceCount = 0;
    const Pieces pieces{m_pieces.data(), m_pieces.data() + m_pieceCount};
    m_counts->down += qint64(boost::asio::buffer_size(pieces));
    boost::asio::async_write(m_local, pieces, [self = shared_from_this()](const Error &error, std::size_t) {
        self->m_delivering = false;
        self->m_pieceCount = 0;
        if (self->m_state == State::Closed)
            return;
        self->m_lastHeard = self->m_lastDown = Clock::now(); // nothing could be heard meanwhile
        if (error && !self->m_localGone) {
            self->m_localGone = self->m_localEnded = self->m_closeDue = true;
            self->drain();
        }
        self->advance();
    });
}

} // namespace Spritarium
