// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httpreception.h"

#include <QHostAddress>
#include <QObject>
#include <QTcpServer>
#include <QTimer>

namespace Spritarium::Playground {

//! Listens on a loopback address of this computer and turns what comes into HttpExchanges. When descriptors
//! run short, connections wait in the system's queue, so that what is served already can be.
class HttpServer : public QObject
{
    Q_OBJECT

public:
    HttpServer(HttpConnection::Handler handler, QObject *parent);

    //! For connections from now on.
    void setLimits(const HttpLimits &limits) { m_reception.setLimits(limits); }

    //! Port 0 lets the system choose. Returns an empty text, or why it cannot listen.
    [[nodiscard]] QString listen(quint16 port, const QHostAddress &address = QHostAddress::LocalHost);
    //! Stops listening and drops every connection.
    void close();
    //! Drops every connection but the one `survivor` came by, and goes on listening.
    void dropConnections(const HttpExchange *survivor = nullptr) { m_reception.dropAll(survivor); }
    quint16 port() const { return m_server.serverPort(); }
    //! "http://127.0.0.1:<port>", with the address it listens on.
    QString url() const;

private:
    void takeConnections();

    QTcpServer m_server;
    QTimer m_breath; //!< while descriptors are short
    HttpReception m_reception;
};

} // namespace Spritarium::Playground
