// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httpexchange.h"
#include "playground/httplimits.h"

#include <QTcpSocket>
#include <QTimer>

#include <functional>

namespace Spritarium::Playground {

//! One client's connection: reads request after request, gives each to the handler as an HttpExchange and
//! does not begin the next before the answer is out, so pipelined requests are answered in order. Deletes
//! itself when the client leaves or exceeds a limit; one that has begun to ask is told so by a 408.
class HttpConnection : public QObject
{
    Q_OBJECT

public:
    //! Gets every request; must answer it sooner or later. The exchange stays the connection's.
    using Handler = std::function<void(HttpExchange *)>;

    //! Takes the socket over.
    HttpConnection(QTcpSocket *socket, Handler handler, const HttpLimits &limits, QObject *parent);

private:
    void readNext();
    void expectHead();
    void refuse(int status);
    //! Ends the line once all is sent; what the client still sends is read for a moment, because closing over
    //! unread bytes takes the answer away from it.
    void leave();
    void sendEnd();
    void onWritten();
    void onImpatient();
    void onEnded();
    void onDisconnected();

    QTcpSocket *m_socket;
    Handler m_handler;
    QPointer<HttpExchange> m_exchange;
    HttpLimits m_limits;
    QTimer m_patience;
    bool m_isHeadBegun = false;
    bool m_isLeaving = false;
};

} // namespace Spritarium::Playground
