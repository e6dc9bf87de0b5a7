// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/faults.h"
#include "playground/requestlog.h"
#include "playground/router.h"
#include "playground/sleepkeeper.h"

#include <QObject>

#include <optional>

namespace Spritarium::Playground {

//! What every request passes before a route answers it: token, log, fault, and for those that reach inside a
//! sprite its existence, its waking and its limits. Puts the headers of sprites-api 2.5 on every answer.
class RequestGate : public QObject
{
    Q_OBJECT

public:
    RequestGate(SpriteStore &store, SleepKeeper &sleep, RequestLog &log, Faults &faults,
                const PlaygroundOptions &options, QObject *parent);

    //! Where routes are added. Those below /playground are neither logged nor spoiled.
    Router &router() { return m_router; }
    void take(HttpExchange *exchange);

private:
    bool isAuthorized(const HttpRequest &request) const;
    void log(const HttpRequest &request, const QString &sprite, Reach reach);
    void serve(HttpExchange *exchange);
    //! Why this cannot become the WebSocket that it asks for or that its path is about.
    std::optional<HttpResponse> handshakeRefusal(const HttpRequest &request) const;
    void serveInside(HttpExchange *exchange, const QString &sprite);
    void route(HttpExchange *exchange);

    SpriteStore &m_store;
    SleepKeeper &m_sleep;
    RequestLog &m_log;
    Faults &m_faults;
    const PlaygroundOptions &m_options;
    Router m_router;
};

} // namespace Spritarium::Playground
