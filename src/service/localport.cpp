// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/localport.h"

#include "service/tunnelloop.h"

#include <boost/asio/ip/v6_only.hpp>

namespace Spritarium {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

//! With no descriptor left, accepting again at once would only spin.
constexpr std::chrono::milliseconds Pause(100);
constexpr int FreePortTries = 32;

bool isFamilyMissing(const boost::system::error_code &error)
{
    return error == asio::error::address_family_not_supported ||
           error == boost::system::errc::address_not_available ||
           error == boost::system::errc::protocol_not_supported;
}

} // namespace

LocalPort::LocalPort(TunnelLoop &loop, std::function<void(Socket)> accepted)
    : m_loop(loop)
    , m_accepted(std::move(accepted))
{}

LocalPort::Error LocalPort::listen(quint16 port, bool onNetwork)
{
    Error error;
    for (int i = 0; i < FreePortTries; ++i) {
        error = listenOnce(port, onNetwork);
        // What is free in one family may be taken in the other.
        if (port != 0 || error != asio::error::address_in_use)
            break;
    }
    if (error)
        return error;
    for (const std::shared_ptr<Listener> &listener : m_listeners)
        accept(listener);
    return {};
}

LocalPort::Error LocalPort::listenOnce(quint16 port, bool onNetwork)
{
    close();
    using asio::ip::address_v4;
    using asio::ip::address_v6;
    const Error four = open({onNetwork ? address_v4::any() : address_v4::loopback(), port});
    if (four && !isFamilyMissing(four))
        return four;
    const Error six = open({onNetwork ? address_v6::any() : address_v6::loopback(), m_port ? m_port : port});
    if (six && !(isFamilyMissing(six) && !four)) {
        close();
        return six;
    }
    return {};
}

LocalPort::Error LocalPort::open(const tcp::endpoint &where)
{
    Error error;
    tcp::acceptor acceptor(m_loop.io);
    acceptor.open(where.protocol(), error);
    if (error)
        return error;
    Error ignored; // an option that cannot be set shows when the port is bound
#ifdef Q_OS_UNIX
    // Elsewhere the same option would take a port from its owner.
    acceptor.set_option(tcp::acceptor::reuse_address(true), ignored);
#endif
    if (where.address().is_v6())
        acceptor.set_option(asio::ip::v6_only(true), ignored);
    acceptor.bind(where, error);
    if (!error)
        acceptor.listen(tcp::acceptor::max_listen_connections, error);
    if (error)
        return error;
    m_port = acceptor.local_endpoint(ignored).port();
    m_listeners.push_back(
        std::make_shared<Listener>(Listener{std::move(acceptor), asio::steady_timer(m_loop.io)}));
    return {};
}

void LocalPort::accept(const std::shared_ptr<Listener> &listener)
{
    const std::weak_ptr<Listener> weak = listener;
    listener->acceptor.async_accept([this, weak](const Error &error, Socket socket) {
        const std::shared_ptr<Listener> listener = weak.lock();
        if (!listener)
            return; // closed, and so may be all of this
        if (!error) {
            m_accepted(std::move(socket));
            return accept(listener);
        }
        listener->pause.expires_after(Pause);
        listener->pause.async_wait([this, weak](const Error &) {
            if (const std::shared_ptr<Listener> rested = weak.lock())
                accept(rested);
        });
    });
}

void LocalPort::close()
{
    m_listeners.clear();
    m_port = 0;
}

} // namespace Spritarium
