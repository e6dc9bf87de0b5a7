// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritestore.h"

#include <QObject>
#include <QSet>

namespace Spritarium::Playground {

//! Says when what runs inside a sprite begins and ends: with waking, pausing, restoring and deleting
//! (sprites-api 3.2).
class SpriteUptime : public QObject
{
    Q_OBJECT

public:
    SpriteUptime(const SpriteStore &store, QObject *parent);

    bool isUp(const QString &sprite) const { return m_up.contains(sprite); }
    //! Whether somebody could connect now; not in the middle of a restore.
    bool isReady(const QString &sprite) const { return isUp(sprite) && !m_store.isRestoring(sprite); }
    //! In no order.
    QList<QString> up() const { return m_up.values(); }

signals:
    void started(const QString &sprite);
    //! Its connections are gone with it. A restore is a stop and a start.
    void stopped(const QString &sprite);

private:
    void look(const QString &sprite);
    void stop(const QString &sprite);

    const SpriteStore &m_store;
    QSet<QString> m_up;
};

} // namespace Spritarium::Playground
