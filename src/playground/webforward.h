// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httpbodydecoder.h"
#include "playground/httpresponsehead.h"

#include <QObject>
#include <QTcpSocket>
#include <QTimer>

namespace Spritarium::Playground {

//! One request from outside and its answer, carried between a client and a server in a sprite: bodies of any
//! size both ways at the pace of whoever is slower, and whatever follows when both agree on another protocol
//! (WebSockets). One request a connection: the next may be for another sprite, so the client is told to
//! close. Deletes itself when both sides are gone and have what was theirs.
class WebForward : public QObject
{
    Q_OBJECT

public:
    //! What is kept for one side is below this.
    static constexpr qint64 HighWater = 256 * 1024;

    //! Takes both sockets. `client` has the request's head read; `server` is connected or will be. `secret`
    //! is an Authorization header that is not passed on.
    WebForward(QTcpSocket *client, QTcpSocket *server, const HttpRequest &request, const QByteArray &secret,
               QObject *parent);

    //! Both sides see the line break, as when a machine dies.
    void drop();

private:
    QByteArray requestHead(const QByteArray &secret) const;
    void pumpUp();
    void pumpDown();
    bool pumpHead();
    void onServerGone();
    void onClientGone();
    void refuse();
    void finish();
    void leave();

    QTcpSocket *m_client;
    QTcpSocket *m_server;
    HttpRequest m_request;
    HttpBodyDecoder m_body;
    QTimer m_patience; //!< with a client that does not take the rest
    bool m_isUpgraded = false;
    bool m_hasHead = false;
    bool m_isFinishing = false;
    bool m_isServerGone = false;
    qint64 m_left = -1; //!< of the answer's body; -1: until the server ends it
};

} // namespace Spritarium::Playground
