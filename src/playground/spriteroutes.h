// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/router.h"
#include "playground/spritewire.h"

#include <QElapsedTimer>
#include <QObject>

#include <deque>

namespace Spritarium::Playground {

//! The control plane's calls on sprites (sprites-api 4). None of them wakes anything.
class SpriteRoutes : public QObject
{
    Q_OBJECT

public:
    SpriteRoutes(SpriteStore &store, SpriteWire &wire, const PlaygroundOptions &options, QObject *parent);

    void addTo(Router &router);

private:
    void list(HttpExchange *exchange);
    void get(HttpExchange *exchange, const QString &name);
    void create(HttpExchange *exchange, const QByteArray &body);
    void update(HttpExchange *exchange, const QString &name, const QByteArray &body);
    void remove(HttpExchange *exchange, const QString &name);
    //! The 429 for a creation now, if the limits forbid it.
    std::optional<HttpResponse> refusedCreation();

    SpriteStore &m_store;
    SpriteWire &m_wire;
    const PlaygroundOptions &m_options;
    QElapsedTimer m_clock;
    std::deque<qint64> m_creations; //!< of the last minute, in ms of m_clock
};

} // namespace Spritarium::Playground
