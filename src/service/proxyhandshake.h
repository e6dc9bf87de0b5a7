// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QNetworkProxy>
#include <QString>

namespace Spritarium {

//! What is said to a proxy before it passes bytes on: HTTP CONNECT (RFC 9110, 9.3.6) or SOCKS 5 with the
//! name left to the proxy (RFC 1928, 1929). Pure: bytes in, bytes out.
//!
//! Nothing of the service's own, the token least of all, is said here: what follows is TLS with the service
//! itself.
class ProxyHandshake
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::ProxyHandshake)

public:
    enum class State {
        Talking,
        Open,   //!< what is written now reaches the service
        Refused //!< see problem()
    };

    ProxyHandshake(const QNetworkProxy &proxy, const QByteArray &host, quint16 port);

    //! Bytes to send now; empty when it is the proxy's turn.
    QByteArray takeOutput() { return std::exchange(m_output, {}); }
    //! How many bytes to read at most before the next feed(): what comes behind the last answer belongs to
    //! the service, and has to stay where it is.
    qsizetype wanted() const;
    State feed(const QByteArray &bytes);
    //! For people, as the end of a sentence; proxies' own words only as far as they are a status line.
    QString problem() const { return m_problem; }

private:
    enum class Step { Head, Method, Signed, Connected, Address };

    State refuse(const QString &problem);
    State readHead();
    bool knowsBasic() const;
    State readMethod();
    State readSigned();
    State readConnected();
    void askForConnection();

    QNetworkProxy m_proxy;
    QByteArray m_host;
    quint16 m_port;
    Step m_step;
    QByteArray m_input;
    QByteArray m_output;
    qsizetype m_rest = 0; //!< of a SOCKS answer whose length is known by now
    QString m_problem;
};

} // namespace Spritarium
