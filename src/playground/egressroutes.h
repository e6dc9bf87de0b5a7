// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/playgroundoptions.h"
#include "playground/policyworker.h"
#include "playground/router.h"

#include <QObject>

namespace Spritarium::Playground {

//! What only the playground tells of a network policy, and the hand of somebody else on it. Neither wakes the
//! sprite, stands in the log or meets a fault.
//!   GET  /playground/egress/<sprite>?name=<host>[&reading=first|specific][&longest=1][&base=0]
//!        200 {"name","allowed","rule","pattern"} by the stored policy (see PolicyReading and PolicyAnswer);
//!        400 without a name, 404 without the sprite
//!   POST /playground/egress/<sprite>
//!        stores the body as somebody else would; an empty one puts
//!        {"domain":"added-elsewhere.example","action":"allow"} above what is stored. 200 with the policy now
//!        stored, 400 for none, 404 without the sprite, 503 while it is restored
class EgressRoutes : public QObject
{
    Q_OBJECT

public:
    //! `worker` is that of all who change policies.
    EgressRoutes(SpriteStore &store, PolicyWorker &worker, const PlaygroundPolicies &policies,
                 QObject *parent);

    void addTo(Router &router);

private:
    void tell(HttpExchange *exchange, const QString &sprite);
    void edit(HttpExchange *exchange, const QString &sprite, const QByteArray &body);

    SpriteStore &m_store;
    PolicyWorker &m_worker;
    PlaygroundPolicies m_policies;
};

} // namespace Spritarium::Playground
