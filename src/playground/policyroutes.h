// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/policyworker.h"
#include "playground/router.h"
#include "playground/sidepolicystore.h"
#include "playground/spritestore.h"

#include <QObject>

#include <functional>

namespace Spritarium::Playground {

//! Reading and replacing the network policy (sprites-api 6.1), and the two beside it (6.2, 6.3), which can be
//! deleted, too.
class PolicyRoutes : public QObject
{
    Q_OBJECT

public:
    //! `worker` is that of all who change policies.
    PolicyRoutes(SpriteStore &store, PolicyWorker &worker, PolicyStrictness strictness, QObject *parent);

    void addTo(Router &router);

private:
    using Change = std::function<StoreResult<Done>(const SpriteView &)>;

    void addSide(Router &router, SidePolicy policy);
    //! `read` of the sprite as it is now, as JSON.
    void tell(HttpExchange *exchange, const QString &sprite,
              const std::function<QByteArray(const SpriteView &)> &read);
    //! 204, or why not. `change` is called in another thread.
    void make(HttpExchange *exchange, const QString &sprite, const Change &change);

    SpriteStore &m_store;
    PolicyWorker &m_worker;
    PolicyStrictness m_strictness;
};

} // namespace Spritarium::Playground
