// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/tunnelsocket.h"

#include "service/tunnelloop.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>

#include <QString>

#include <array>

#ifdef Q_OS_LINUX
#include <linux/sockios.h>
#include <sys/ioctl.h>
#endif

namespace Spritarium {

namespace asio = boost::asio;
using asio::ip::tcp;

TunnelSocket::TunnelSocket(TunnelLoop &loop)
    : m_loop(loop)
    , m_resolver(loop.io)
    , m_socket(loop.io)
{}

void TunnelSocket::connectTo(const QUrl &endpoint, const Done &done)
{
    const bool isSecure = endpoint.scheme() == QLatin1String("https");
    const std::string host = endpoint.host(QUrl::FullyEncoded).toStdString();
    const int port = endpoint.port(isSecure ? 443 : 80);
    if (host == "localhost") {
        // This name means this computer whatever a resolver says (RFC 6761), also where none knows it.
        const std::array loopback{
            tcp::endpoint(asio::ip::address_v4::loopback(), static_cast<quint16>(port)),
            tcp::endpoint(asio::ip::address_v6::loopback(), static_cast<quint16>(port))};
        dial(Addresses::create(loopback.begin(), loopback.end(), host, {}), endpoint, done);
        return;
    }
    const auto dialled = [this, endpoint, done](const Error &error, const Addresses &addresses) {
        if (error)
            done(error);
        else
            dial(addresses, endpoint, done);
    };
    m_resolver.async_resolve(host, std::to_string(port), tcp::resolver::numeric_service, dialled);
}

void TunnelSocket::dial(const Addresses &addresses, const QUrl &endpoint, const Done &done)
{
    const auto connected = [this, endpoint, done](const Error &error, const tcp::endpoint &) {
        if (error)
            return done(error);
        Error ignored; // a matter of speed only
        m_socket.set_option(tcp::no_delay(true), ignored);
        if (endpoint.scheme() == QLatin1String("https"))
            secure(endpoint, done);
        else
            done(error);
    };
    asio::async_connect(m_socket, addresses, connected);
}

void TunnelSocket::secure(const QUrl &endpoint, const Done &done)
{
    const std::string host = endpoint.host(QUrl::FullyEncoded).toStdString();
    m_tls = std::make_unique<asio::ssl::stream<tcp::socket &>>(m_socket, m_loop.trust());
    SSL_set_tlsext_host_name(m_tls->native_handle(), host.c_str());
    Error error;
    m_tls->set_verify_callback(asio::ssl::host_name_verification(host), error);
    if (error)
        return done(error);
    m_tls->async_handshake(asio::ssl::stream_base::client, done);
}

void TunnelSocket::close()
{
    m_resolver.cancel();
    Error ignored;
    m_socket.close(ignored);
}

qint64 TunnelSocket::unacknowledged()
{
    int size = 0;
#ifdef Q_OS_LINUX
    if (ioctl(m_socket.native_handle(), SIOCOUTQ, &size) != 0)
        return 0;
#endif
    return size;
}

} // namespace Spritarium
