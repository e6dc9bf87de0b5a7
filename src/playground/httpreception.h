// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httpconnection.h"

namespace Spritarium::Playground {

//! The connections of one listening socket, whatever its kind, within its limits. Who comes when it is full
//! hears 503 as the answer to its first request; when as many again wait for that, the line is dropped.
class HttpReception : public QObject
{
    Q_OBJECT

public:
    HttpReception(HttpConnection::Handler handler, const HttpLimits &limits, QObject *parent);

    //! For connections from now on.
    void setLimits(const HttpLimits &limits) { m_limits = limits; }
    //! Takes the socket over.
    void take(QTcpSocket *socket);
    //! Whether so few descriptors are left that they are needed for what is being served. Who listens lets
    //! further connections wait in the system's queue then, and looks again after a breath.
    static bool isShortOfFiles();
    //! Drops every connection but the one `survivor` came by.
    void dropAll(const HttpExchange *survivor = nullptr);

private:
    HttpConnection::Handler m_handler;
    HttpLimits m_limits;
    int m_served = 0;
    int m_turnedAway = 0;
};

} // namespace Spritarium::Playground
