// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/networkpolicystore.h"
#include "playground/router.h"
#include "playground/spritestore.h"

#include <QObject>

namespace Spritarium::Playground {

//! Reading and replacing the network policy (sprites-api 6.1).
class PolicyRoutes : public QObject
{
    Q_OBJECT

public:
    PolicyRoutes(SpriteStore &store, PolicyStrictness strictness, QObject *parent);

    void addTo(Router &router);

private:
    void get(HttpExchange *exchange, const QString &sprite);
    void set(HttpExchange *exchange, const QString &sprite, const QByteArray &body);

    SpriteStore &m_store;
    PolicyStrictness m_strictness;
};

} // namespace Spritarium::Playground
