// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/fileworker.h"
#include "playground/httpserver.h"
#include "playground/spritefiles.h"
#include "playground/spriteports.h"
#include "playground/spriteuptime.h"

#include <QHash>
#include <QObject>

#include <memory>

namespace Spritarium::Playground {

//! The small web server that stands in a sprite of the playground: `/home/sprite` to read, as it is now, with
//! a page that names the sprite on top. GET and HEAD only; nothing outside that folder but what its links
//! lead to inside the sprite.
class BuiltInService : public QObject
{
    Q_OBJECT

public:
    //! `worker` reads folders; it must outlive the service.
    BuiltInService(SpriteStore &store, const QString &sprite, FileWorker &worker, QObject *parent);

    //! An ephemeral port of this computer's loopback address; empty text or why not.
    [[nodiscard]] QString listen() { return m_http.listen(0); }
    quint16 port() const { return m_http.port(); }

private:
    void answer(HttpExchange *exchange);
    SpriteStore &m_store;
    FileWorker &m_worker;
    QString m_sprite;
    HttpServer m_http;
};

//! Keeps one in every sprite that runs, on the sprite's port 8080.
class BuiltInServices : public QObject
{
    Q_OBJECT

public:
    static constexpr quint16 Port = 8080;

    BuiltInServices(SpriteStore &store, const SpriteUptime &uptime, SpritePorts &ports, QObject *parent);

private:
    void start(const QString &sprite);
    void stop(const QString &sprite);

    SpriteStore &m_store;
    FileWorker m_worker;
    SpritePorts &m_ports;
    QHash<QString, BuiltInService *> m_services;
};

} // namespace Spritarium::Playground
