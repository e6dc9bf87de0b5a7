// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/router.h"
#include "playground/spritetasks.h"

namespace Spritarium::Playground {

//! The calls on tasks (sprites-api 13.1), for those inside a sprite.
class TaskRoutes : public QObject
{
    Q_OBJECT

public:
    TaskRoutes(SpriteTasks &tasks, QObject *parent);

    void addTo(Router &router);

private:
    void list(HttpExchange *exchange, const QString &sprite) const;
    void create(HttpExchange *exchange, const QString &sprite, const QByteArray &body);
    //! `name` is empty if the path has none.
    void update(HttpExchange *exchange, const QString &sprite, const QString &name, const QByteArray &body);
    void remove(HttpExchange *exchange, const QString &sprite, const QString &name);

    SpriteTasks &m_tasks;
};

} // namespace Spritarium::Playground
