// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httpexchange.h"

#include <QTcpSocket>
#include <QTimer>

#include <functional>

namespace Spritarium::Playground {

//! One client's connection: reads request after request, gives each to the handler as an HttpExchange and
//! does not begin the next before the answer is out, so pipelined requests are answered in order. Deletes
//! itself when the client leaves or after two idle minutes.
class HttpConnection : public QObject
{
    Q_OBJECT

public:
    //! Gets every request; must answer it sooner or later. The exchange stays the connection's.
    using Handler = std::function<void(HttpExchange *)>;

    //! Takes the socket over.
    HttpConnection(QTcpSocket *socket, Handler handler, QObject *parent);

private:
    void readNext();
    void refuse(int status);
    void onEnded();
    void onDisconnected();

    QTcpSocket *m_socket;
    Handler m_handler;
    QPointer<HttpExchange> m_exchange;
    QTimer m_idle;
};

} // namespace Spritarium::Playground
