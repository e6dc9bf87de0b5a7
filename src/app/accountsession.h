// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/account.h"
#include "service/apiclient.h"
#include "service/awakeholds.h"
#include "service/checkpointservice.h"
#include "service/insideprocesses.h"
#include "service/policyservice.h"
#include "service/portforwarder.h"
#include "service/spriteservice.h"

#include <QObject>

namespace Spritarium {

//! One account while it is signed in: a client of its own and the services over it. A token means an
//! organization (sprites-api 2.2), so two accounts share nothing. Owned by Accounts.
class AccountSession : public QObject
{
    Q_OBJECT

public:
    AccountSession(const Account &account, const QString &token, const ApiLimits &limits,
                   const SpriteTiming &timing, QObject *parent);

    const Account &account() const { return m_account; }
    ApiClient &client() { return m_client; }
    SpriteService &sprites() { return m_sprites; }
    CheckpointService &checkpoints() { return m_checkpoints; }
    PolicyService &policies() { return m_policies; }
    InsideProcesses &processes() { return m_processes; }
    AwakeHolds &holds() { return m_holds; }
    //! Made when it is first asked for: it brings a thread of its own.
    PortForwarder &forwarder();
    //! Null while nothing was forwarded.
    PortForwarder *forwarderIfAny() const { return m_forwarder; }
    const TunnelOrigin &tunnelOrigin() const { return m_origin; }

private:
    Account m_account;
    ApiClient m_client;
    SpriteService m_sprites;
    CheckpointService m_checkpoints;
    PolicyService m_policies;
    InsideProcesses m_processes;
    AwakeHolds m_holds;
    TunnelOrigin m_origin;
    PortForwarder *m_forwarder = nullptr;
};

} // namespace Spritarium
