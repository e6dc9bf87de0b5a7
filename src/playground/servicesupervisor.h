// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/servicestart.h"
#include "playground/servicestore.h"
#include "playground/spritemachines.h"

namespace Spritarium::Playground {

//! The services of one sprite: which there are, who may start and stop, and in which order (sprites-api 10).
class ServiceSupervisor : public QObject
{
    Q_OBJECT

public:
    //! Status and text of an answer that says no.
    struct Refusal
    {
        int status = 409;
        QString text;
    };
    using Refused = std::optional<Refusal>;

    //! Reads what is defined; all of it is down until boot().
    ServiceSupervisor(SpriteStore &store, SpriteMachines &machines, const PlaygroundOptions &options,
                      const QString &sprite, QObject *parent);

    //! By name.
    QList<SupervisedService *> services() const { return m_services.values(); }
    SupervisedService *find(const QString &name) const { return m_services.value(name); }
    //! The one with an HTTP port, or nullptr.
    SupervisedService *httpService() const;

    //! Creates or replaces; does not start. Not stopped by hand any more.
    Refused define(const ServiceDefinition &definition);
    //! Starts a service and what it needs. None of them is stopped by hand any more.
    ServiceStart *start(SupervisedService *service);
    Refused whyNotStop(const SupervisedService *service) const;
    Refused whyNotRemove(const SupervisedService *service) const;
    //! Keeps that somebody stopped it, or wants it to run.
    Refused keepStopped(SupervisedService *service, bool isStopped);
    //! Forgets it; its process should have ended.
    Refused remove(SupervisedService *service);

    //! Starts all that are down and not stopped by hand.
    ServiceStart *boot();
    //! With the sprite.
    void suspend();
    void resume();
    void goDown();
    //! The files are others now: reads again. The services from before are gone.
    void reload();

private:
    ServiceOrder::Services definitions() const;
    //! Refuses once a restore has put other files, and other services with them, into the place of those
    //! read.
    Refused write(const ServiceOrder::Services &services);
    SupervisedService *add(const ServiceDefinition &definition, const QString &logFolder);
    MachineProcess *spawn(const ServiceDefinition &definition, QObject *parent);
    QList<SupervisedService *> inOrder(const QStringList &names) const;

    SpriteStore &m_store;
    SpriteMachines &m_machines;
    const PlaygroundOptions &m_options;
    QString m_sprite;
    QString m_root; //!< the files that the services were read from; empty: there were none
    QMap<QString, SupervisedService *> m_services;
};

} // namespace Spritarium::Playground
