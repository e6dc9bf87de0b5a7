// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritestore.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace Spritarium::Playground {

//! Takes an automatic checkpoint of each sprite that has been running for a while, and again after the same
//! time; keeps the newest few of them (sprites-api 5.9).
class AutoCheckpoints : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype Kept = 5;

    //! `after` zero takes none.
    AutoCheckpoints(SpriteStore &store, std::chrono::milliseconds after, QObject *parent);

private:
    void look(const QString &name);
    void take(const QString &name);
    void prune(const QString &name);

    SpriteStore &m_store;
    std::chrono::milliseconds m_after;
    QHash<QString, QTimer *> m_timers; //!< of the sprites that run
};

} // namespace Spritarium::Playground
