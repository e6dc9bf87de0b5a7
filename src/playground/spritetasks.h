// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/sleepkeeper.h"
#include "playground/spriteuptime.h"

#include <QDateTime>
#include <QJsonObject>
#include <QMap>
#include <QTimer>

namespace Spritarium::Playground {

//! Something that keeps a sprite awake until it is over (sprites-api 13.1).
struct SpriteTask
{
    QString name;
    QDateTime startedAt;
    QDateTime expiresAt;

    //! {"name","started_at","expires_at"}
    QJsonObject toJson() const;
};

//! The tasks of all sprites, by the clock; a pause does not stop it. Lost with the machine: in deep sleep and
//! by a restore.
class SpriteTasks : public QObject
{
    Q_OBJECT

public:
    SpriteTasks(const SpriteStore &store, SleepKeeper &sleep, QObject *parent);

    //! By name.
    QList<SpriteTask> tasks(const QString &sprite) const;
    bool contains(const QString &sprite, const QString &name) const;
    //! Creates it, or begins it anew.
    SpriteTask set(const QString &sprite, const QString &name, std::chrono::milliseconds time);
    //! False if there is none.
    bool remove(const QString &sprite, const QString &name);

private:
    //! Holds its sprite awake as long as it is there.
    class Hold : public QTimer
    {
    public:
        using QTimer::QTimer;
        SpriteTask task;
    };

    void clear(const QString &sprite);

    SleepKeeper &m_sleep;
    QHash<QString, QMap<QString, Hold *>> m_tasks;
};

} // namespace Spritarium::Playground
