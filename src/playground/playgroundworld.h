// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/autocheckpoints.h"
#include "playground/builtinservice.h"
#include "playground/checkpointroutes.h"
#include "playground/egressroutes.h"
#include "playground/execroutes.h"
#include "playground/fileroutes.h"
#include "playground/filewatchroutes.h"
#include "playground/insideapi.h"
#include "playground/machineroutes.h"
#include "playground/playgroundroutes.h"
#include "playground/policyroutes.h"
#include "playground/portroutes.h"
#include "playground/requestgate.h"
#include "playground/serviceroutes.h"
#include "playground/spriteroutes.h"
#include "playground/webgate.h"

#include <QObject>

#include <memory>

namespace Spritarium::Playground {

//! Everything between the socket and the disk for one opened state folder. A reset makes a new one.
class PlaygroundWorld : public QObject
{
    Q_OBJECT

public:
    //! Takes `store` open and filled.
    PlaygroundWorld(std::unique_ptr<SpriteStore> store, RequestLog &log, Faults &faults,
                    const PlaygroundOptions &options, QObject *parent);
    ~PlaygroundWorld() override;

    //! Opens the folder and fills it when it is fresh: with the seeds and what is to be generated.
    static StoreResult<std::unique_ptr<SpriteStore>> openStore(const PlaygroundOptions &options);

    SpriteStore &store() { return *m_store; }
    void take(HttpExchange *exchange) { m_gate.take(exchange); }
    //! A request to a sprite's own URL.
    void takeWeb(HttpExchange *exchange) { m_web.take(exchange); }

signals:
    void resetRequested(Spritarium::Playground::HttpExchange *exchange);

private:
    std::unique_ptr<SpriteStore> m_store;
    SpriteWire m_wire;
    SleepKeeper m_sleep;
    AutoCheckpoints m_autoCheckpoints;
    RequestGate m_gate;
    SpriteRoutes m_sprites;
    MachineRoutes m_machine;
    CheckpointRoutes m_checkpoints;
    FileRoutes m_files;
    PolicyWorker m_policyWorker;
    PolicyRoutes m_policies;
    EgressRoutes m_egress;
    SpriteUptime m_uptime;
    SpriteMachines m_machines;
    SpriteServices m_supervised;
    ServiceRoutes m_serviceRoutes;
    InsideApi m_inside;
    SpritePorts m_ports;
    SpriteDialer m_dialer;
    PortPoller m_portPoller;
    ExecSessions m_execSessions;
    ExecRoutes m_exec;
    FileWatchRoutes m_fileWatch;
    BuiltInServices m_services;
    ProxyRoutes m_proxy;
    PortRoutes m_portRoutes;
    WebGate m_web;
    PlaygroundRoutes m_playground;
};

} // namespace Spritarium::Playground
