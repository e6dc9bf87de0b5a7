// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/execsessions.h"
#include "playground/router.h"

namespace Spritarium::Playground {

//! The exec calls (sprites-api 7). Who is attached keeps the sprite awake.
class ExecRoutes : public QObject
{
    Q_OBJECT

public:
    ExecRoutes(ExecSessions &sessions, SleepKeeper &sleep, const SpriteUptime &uptime, PortPoller &poller,
               QObject *parent);

    void addTo(Router &router);

private:
    void openOrList(HttpExchange *exchange, const QString &sprite);
    void attachOrTell(HttpExchange *exchange, const QString &sprite, const QString &id);
    void post(HttpExchange *exchange, const QString &sprite);
    void kill(HttpExchange *exchange, const QString &sprite, const QString &id);
    void list(HttpExchange *exchange, const QString &sprite) const;
    void attach(HttpExchange *exchange, const QString &sprite, const QString &id);
    //! How a client takes part in a session.
    struct Part
    {
        bool takesInput = false;
        std::optional<qint64> offset; //!< bytes of output that it has already
    };
    void join(HttpExchange *exchange, const QString &sprite, ExecSession *session, const Part &part);
    //! Why a client that has these bytes cannot be given the rest; empty if it can.
    static QString whyNotAfter(std::optional<qint64> offset, const OutputHistory &history);
    bool isReady(HttpExchange *exchange, const QString &sprite) const;

    ExecSessions &m_sessions;
    SleepKeeper &m_sleep;
    const SpriteUptime &m_uptime;
    PortPoller &m_poller;
};

} // namespace Spritarium::Playground
