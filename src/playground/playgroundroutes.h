// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/faults.h"
#include "playground/requestlog.h"
#include "playground/router.h"

#include <QObject>

namespace Spritarium::Playground {

//! What only the playground has, for its menu and for tests in other processes:
//!   GET    /playground/log[?after=<sequence>]   {"entries":[...]}, see RequestLogEntry::toJson()
//!   GET    /playground/faults                   {"faults":[...]}
//!   POST   /playground/faults                   one fault (see Fault::fromJson) or {"faults":[...]}; 200 as
//!                                               GET
//!   DELETE /playground/faults                   204
//!   POST   /playground/pause/<sprite>           204; it pauses now, whatever keeps it awake (the service has
//!   no
//!                                               such call)
//!   POST   /playground/reset                    204 when the state is as on the first day
//! The network policies' part is in EgressRoutes, the ports' in PortRoutes.
class PlaygroundRoutes : public QObject
{
    Q_OBJECT

public:
    PlaygroundRoutes(RequestLog &log, Faults &faults, QObject *parent);

    void addTo(Router &router);

signals:
    //! Somebody wants everything as on the first day; whoever does it answers the exchange.
    void resetRequested(Spritarium::Playground::HttpExchange *exchange);
    //! Somebody wants this sprite to pause; answered by whoever does it.
    void pauseRequested(Spritarium::Playground::HttpExchange *exchange, const QString &sprite);

private:
    void addFaults(HttpExchange *exchange, const QByteArray &body);
    void tellFaults(HttpExchange *exchange) const;

    RequestLog &m_log;
    Faults &m_faults;
};

} // namespace Spritarium::Playground
