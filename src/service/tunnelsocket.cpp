// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/tunnelsocket.h"

#include "service/proxyhandshake.h"
#include "service/proxyroute.h"
#include "service/tunnelloop.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>

#include <QHostAddress>

#include <array>

#ifdef Q_OS_LINUX
#include <linux/sockios.h>
#include <sys/ioctl.h>
#endif

namespace Spritarium {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

int portOf(const QUrl &endpoint)
{
    return endpoint.port(endpoint.scheme() == QLatin1String("https") ? 443 : 80);
}

} // namespace

TunnelSocket::TunnelSocket(TunnelLoop &loop)
    : m_loop(loop)
    , m_resolver(loop.io)
    , m_socket(loop.io)
{}

TunnelSocket::~TunnelSocket() = default;

void TunnelSocket::connectTo(const QUrl &endpoint, const QNetworkProxy &proxy, const Done &done)
{
    const bool isSecure = endpoint.scheme() == QLatin1String("https");
    const auto secured = [this, endpoint, isSecure, done](const Error &error) {
        if (error || !isSecure)
            done(error);
        else
            secure(endpoint, done);
    };
    if (proxy.type() == QNetworkProxy::NoProxy) {
        resolve(endpoint.host(QUrl::FullyEncoded).toStdString(), portOf(endpoint), secured);
        return;
    }
    m_isDiallingProxy = true;
    m_proxyName = proxyName(proxy);
    const auto reached = [this, endpoint, proxy, secured](const Error &error) {
        m_isDiallingProxy = false;
        if (!error)
            return greetProxy(endpoint, proxy, secured);
        m_problem = tr("The proxy %1 cannot be reached: %2")
                        .arg(m_proxyName, QString::fromLocal8Bit(error.message().c_str()));
        secured(error);
    };
    // An address is no name, and nothing at all would mean this computer.
    const QHostAddress literal(proxy.hostName());
    const QString name =
        literal.isNull() ? QString::fromLatin1(QUrl::toAce(proxy.hostName())) : literal.toString();
    if (name.isEmpty())
        asio::post(m_loop.io, [reached] { reached(asio::error::host_not_found); });
    else
        resolve(name.toStdString(), proxy.port(), reached);
}

void TunnelSocket::resolve(const std::string &host, int port, const Done &done)
{
    if (host == "localhost") {
        // This name means this computer whatever a resolver says (RFC 6761), also where none knows it.
        const std::array loopback{
            tcp::endpoint(asio::ip::address_v4::loopback(), static_cast<quint16>(port)),
            tcp::endpoint(asio::ip::address_v6::loopback(), static_cast<quint16>(port))};
        dial(Addresses::create(loopback.begin(), loopback.end(), host, {}), done);
        return;
    }
    const auto resolved = [this, done](const Error &error, const Addresses &addresses) {
        // A resolver that was under way when it was canceled brings its addresses all the same.
        if (error || m_isClosed)
            done(error ? error : asio::error::operation_aborted);
        else
            dial(addresses, done);
    };
    m_resolver.async_resolve(host, std::to_string(port), tcp::resolver::numeric_service, resolved);
}

void TunnelSocket::dial(const Addresses &addresses, const Done &done)
{
    const auto connected = [this, done](const Error &error, const tcp::endpoint &) {
        if (error || m_isClosed)
            return done(error ? error : asio::error::operation_aborted);
        Error ignored; // a matter of speed only
        m_socket.set_option(tcp::no_delay(true), ignored);
        done(error);
    };
    asio::async_connect(m_socket, addresses, connected);
}

void TunnelSocket::greetProxy(const QUrl &endpoint, const QNetworkProxy &proxy, const Done &done)
{
    m_handshake = std::make_unique<ProxyHandshake>(proxy, endpoint.host(QUrl::FullyEncoded).toLatin1(),
                                                   static_cast<quint16>(portOf(endpoint)));
    talkToProxy(done);
}

void TunnelSocket::talkToProxy(const Done &done)
{
    m_said = m_handshake->takeOutput();
    if (m_said.isEmpty())
        return hearProxy(done);
    const auto written = [this, done](const Error &error, std::size_t) {
        if (error || m_isClosed)
            done(error ? error : asio::error::operation_aborted);
        else
            hearProxy(done);
    };
    asio::async_write(m_socket, asio::buffer(m_said.constData(), std::size_t(m_said.size())), written);
}

void TunnelSocket::hearProxy(const Done &done)
{
    m_said.resize(m_handshake->wanted());
    const auto read = [this, done](const Error &error, std::size_t size) {
        if (m_isClosed)
            return done(asio::error::operation_aborted);
        if (error) {
            m_problem = tr("The proxy ended the connection.");
            return done(error);
        }
        switch (m_handshake->feed(m_said.left(qsizetype(size)))) {
        case ProxyHandshake::State::Talking:
            return talkToProxy(done);
        case ProxyHandshake::State::Open:
            m_handshake.reset();
            return done({});
        case ProxyHandshake::State::Refused:
            m_problem = m_handshake->problem();
            return done(asio::error::access_denied);
        }
    };
    m_socket.async_read_some(asio::buffer(m_said.data(), std::size_t(m_said.size())), read);
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
    m_isClosed = true;
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
