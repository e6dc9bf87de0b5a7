// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <QByteArray>
#include <QCoreApplication>
#include <QNetworkProxy>
#include <QString>
#include <QUrl>

#include <functional>
#include <memory>

namespace Spritarium {

class ProxyHandshake;
class TunnelLoop;

//! A connection to the service, plain or TLS as the endpoint's scheme says, with the host name verified, and
//! through the proxy if there is one. No redirects. What it is given to call keeps its owner alive.
class TunnelSocket
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::TunnelSocket)

public:
    using Error = boost::system::error_code;
    using Done = std::function<void(const Error &)>;

    explicit TunnelSocket(TunnelLoop &loop);
    ~TunnelSocket();

    void connectTo(const QUrl &endpoint, const QNetworkProxy &proxy, const Done &done);
    //! Why it failed, where its error does not say: words of or about the proxy.
    QString problem() const { return m_problem; }
    //! What to tell when that took too long.
    QString proxySilence() const { return tr("The proxy %1 does not answer.").arg(m_proxyName); }
    //! The proxy has not said yet whether it leads on.
    bool isAskingProxy() const { return m_handshake || m_isDiallingProxy; }
    //! No more calls but those that say "aborted".
    void close();
    //! Bytes that were sent and that the other computer has not taken yet; 0 where that cannot be seen.
    qint64 unacknowledged();

    template <typename Buffers, typename Handler>
    void readSome(const Buffers &into, Handler &&handler)
    {
        if (m_tls)
            m_tls->async_read_some(into, std::forward<Handler>(handler));
        else
            m_socket.async_read_some(into, std::forward<Handler>(handler));
    }

    template <typename Buffers, typename Handler>
    void writeAll(const Buffers &from, Handler &&handler)
    {
        if (m_tls)
            boost::asio::async_write(*m_tls, from, std::forward<Handler>(handler));
        else
            boost::asio::async_write(m_socket, from, std::forward<Handler>(handler));
    }

private:
    using Addresses = boost::asio::ip::tcp::resolver::results_type;

    void resolve(const std::string &host, int port, const Done &done);
    void dial(const Addresses &addresses, const Done &done);
    void greetProxy(const QUrl &endpoint, const QNetworkProxy &proxy, const Done &done);
    void talkToProxy(const Done &done);
    void hearProxy(const Done &done);
    void secure(const QUrl &endpoint, const Done &done);

    TunnelLoop &m_loop;
    std::unique_ptr<ProxyHandshake> m_handshake; //!< while a proxy is asked
    QByteArray m_said;
    QString m_problem;
    QString m_proxyName;
    bool m_isDiallingProxy = false;
    bool m_isClosed = false;
    boost::asio::ip::tcp::resolver m_resolver;
    boost::asio::ip::tcp::socket m_socket;
    std::unique_ptr<boost::asio::ssl::stream<boost::asio::ip::tcp::socket &>> m_tls;
};

} // namespace Spritarium
