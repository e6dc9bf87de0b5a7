// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/router.h"
#include "playground/spriteservices.h"

namespace Spritarium::Playground {

class ServiceStream;

//! The calls on services (sprites-api 10.2).
class ServiceRoutes : public QObject
{
    Q_OBJECT

public:
    ServiceRoutes(SpriteServices &services, const SpriteUptime &uptime, const PlaygroundOptions &options,
                  QObject *parent);

    void addTo(Router &router);

private:
    using Handler = void (ServiceRoutes::*)(HttpExchange *, ServiceSupervisor *, SupervisedService *);

    void addFor(Router &router, const QByteArray &method, const QString &after, Handler handler);
    //! nullptr when it has answered that the sprite cannot.
    ServiceSupervisor *supervisor(HttpExchange *exchange, const QString &sprite);
    void list(HttpExchange *exchange, const QString &sprite);
    void get(HttpExchange *exchange, ServiceSupervisor *all, SupervisedService *service);
    void put(HttpExchange *exchange, const QString &sprite, const QString &name, const QByteArray &body);
    void start(HttpExchange *exchange, ServiceSupervisor *all, SupervisedService *service);
    void stop(HttpExchange *exchange, ServiceSupervisor *all, SupervisedService *service);
    void restart(HttpExchange *exchange, ServiceSupervisor *all, SupervisedService *service);
    void remove(HttpExchange *exchange, ServiceSupervisor *all, SupervisedService *service);
    void logs(HttpExchange *exchange, ServiceSupervisor *all, SupervisedService *service);
    void signal(HttpExchange *exchange, const QString &sprite, const QByteArray &body);
    static void startAndTell(ServiceStream *stream, ServiceSupervisor *all, SupervisedService *service,
                             std::chrono::milliseconds time);

    SpriteServices &m_services;
    const SpriteUptime &m_uptime;
    const PlaygroundOptions &m_options;
};

} // namespace Spritarium::Playground
