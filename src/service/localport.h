// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <QtGlobal>

#include <functional>
#include <memory>
#include <vector>

namespace Spritarium {

class TunnelLoop;

//! One port of this computer, listened to on both families: of loopback, or of every address.
class LocalPort
{
public:
    using Error = boost::system::error_code;
    using Socket = boost::asio::ip::tcp::socket;

    LocalPort(TunnelLoop &loop, std::function<void(Socket)> accepted);

    //! Port 0 takes one that is free on both. IPv6 may be missing on this computer.
    Error listen(quint16 port, bool onNetwork);
    //! 0: nowhere.
    quint16 port() const { return m_port; }
    void close();

private:
    //! What runs for one of them holds it weakly: gone means closed.
    struct Listener
    {
        boost::asio::ip::tcp::acceptor acceptor;
        boost::asio::steady_timer pause;
    };

    Error listenOnce(quint16 port, bool onNetwork);
    Error open(const boost::asio::ip::tcp::endpoint &where);
    void accept(const std::shared_ptr<Listener> &listener);

    TunnelLoop &m_loop;
    std::function<void(Socket)> m_accepted;
    std::vector<std::shared_ptr<Listener>> m_listeners;
    quint16 m_port = 0;
};

} // namespace Spritarium
