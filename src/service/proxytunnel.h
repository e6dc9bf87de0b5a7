// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/tunnelsocket.h"
#include "service/tunneltarget.h"
#include "service/websocketframes.h"
#include "service/websocketupgrade.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <chrono>
#include <memory>
#include <optional>

namespace Spritarium {

//! One TCP connection of this computer carried by one WebSocket to a sprite (sprites-api 8).
//!
//! Each direction has one buffer and does one thing at a time - read, then write all of it -, so memory is
//! bounded and whoever is slow holds back exactly the other end. Everything happens in advance(), which
//! starts whatever may be started now.
class ProxyTunnel : public std::enable_shared_from_this<ProxyTunnel>
{
public:
    enum class State {
        Connecting,  //!< name, TCP, TLS, upgrade
        Handshaking, //!< host and port are told; waits for "connected"
        Relaying,
        Draining, //!< one side has ended: what the other still says is delivered, then both are closed
        Closed
    };

    ProxyTunnel(TunnelLoop &loop, boost::asio::ip::tcp::socket local, TunnelTarget target,
                std::shared_ptr<TunnelCounts> counts, TunnelEvents events);
    ~ProxyTunnel();

    void open();
    //! Both ends are gone when this returns.
    void stop();

private:
    using Error = boost::system::error_code;
    using Clock = std::chrono::steady_clock;

    //! In pings behind the client's last byte: whoever answers one has read all before it.
    static constexpr char EndMark[] = "end";

    void advance();

    // Opening: proxytunnel_open.cpp
    void setOut();
    void sendUpgrade();
    void readUpgrade();
    void judgeUpgrade(WebSocketUpgrade::State state);
    void beginHandshake();
    void takeStatus(std::span<const char> piece, bool isLast);
    void judgeStatus();
    void failOpening(const ApiError &error);
    void limit(std::chrono::milliseconds patience, void (ProxyTunnel::*then)());
    void openingTookTooLong();

    // Up
    void readLocal();
    void localRead(const Error &error, std::size_t size);
    void sendPending();
    void sendControl(WebSocketFrames::Opcode opcode, const QByteArray &payload);
    void sent(const Error &error);

    // Down
    void readFar();
    void farRead(const Error &error, std::size_t size);
    void takeFrames();
    bool takeStep(const WebSocketFrameReader::Step &step);
    void farClosed();
    void deliver();

    // Ending: proxytunnel_end.cpp
    void drain();
    void awaitAnswer();
    void takePong(std::span<const char> payload);
    void finishIfDrained();
    void letLocalGo();
    void discardLocal();
    void resetLocal();
    void giveUp();
    void end(const TunnelEnd &how);
    void watchPulse();
    void pulse();
    void notePassage();
    ApiError lost(const Error &error) const;

    TunnelLoop &m_loop;
    const TunnelTarget m_target;
    std::shared_ptr<TunnelCounts> m_counts;
    TunnelEvents m_events;
    State m_state = State::Connecting;

    boost::asio::ip::tcp::socket m_local;
    bool m_readingLocal = false;
    bool m_localEnded = false; //!< sends no more
    bool m_localGone = false;  //!< takes no more either
    bool m_lettingGo = false;

    TunnelSocket m_far;
    bool m_readingFar = false;
    bool m_farEnded = false; //!< sends no more
    bool m_farBroken = false;
    std::optional<TunnelEnd> m_end; //!< decided, told when all is delivered
    std::unique_ptr<WebSocketUpgrade> m_upgrade;
    QByteArray m_status;

    std::unique_ptr<char[]> m_up; //!< room for a frame's header, then the payload
    char *m_upFrame = nullptr;
    std::size_t m_upSize = 0; //!< waits to be sent, header included; 0: none
    bool m_sending = false;
    QByteArray m_control; //!< the control or text frame that is being sent
    std::optional<QByteArray> m_pongDue;
    bool m_pingDue = false;
    bool m_closeDue = false;
    bool m_closeSent = false;
    bool m_isEndHeard = false; //!< the other side has all that the client sent
    bool m_initDue = false;

    std::unique_ptr<char[]> m_down;
    std::size_t m_downBegin = 0;
    std::size_t m_downEnd = 0;
    WebSocketFrameReader m_reader;
    std::array<boost::asio::const_buffer, 16> m_pieces; //!< payloads inside m_down
    std::size_t m_pieceCount = 0;
    bool m_delivering = false;
    bool m_hasDelivered = false;

    boost::asio::steady_timer m_limit;
    boost::asio::steady_timer m_pulse;
    Clock::time_point m_lastHeard;
    Clock::time_point m_lastDown;  //!< when the client last got something, or ended itself
    Clock::time_point m_lastTaken; //!< when the other side last took more of what is sent
    qint64 m_sent = 0;             //!< payload and headers handed to the system
    qint64 m_taken = 0;            //!< of these, at least so many were taken
};

} // namespace Spritarium
