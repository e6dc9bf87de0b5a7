// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/sleepclock.h"
#include "playground/spritestore.h"

#include <QHash>

#include <functional>
#include <utility>

namespace Spritarium::Playground {

//! The clocks of all sprites; writes what they say into the store. A sprite that sleeps deep has none until
//! somebody wakes it.
class SleepKeeper : public QObject
{
    Q_OBJECT

public:
    SleepKeeper(SpriteStore &store, const SleepTimes &times, double speed, QObject *parent);

    //! What an activity does while the sprite is restored.
    enum class Restores {
        Awaited, //!< waits for the end, SleepTimes::restorePatience at most
        Ignored
    };
    //! Wakes the sprite if needed and keeps it awake until `activity` is gone; then
    //! calls `then`, unless `activity` is gone. The sprite must exist; should it be removed meanwhile, or
    //! still be restored when patience is over, `then` is called all the same and finds out.
    void enter(const QString &name, QObject *activity, std::function<void()> then,
               Restores restores = Restores::Awaited);
    //! Who makes a sprite that has woken ready: called with each waking or awake sprite of enter(), calls
    //! `then` when it is, unless `context` is gone.
    using Readiness = std::function<void(const QString &name, QObject *context, std::function<void()> then)>;
    void setReadiness(Readiness readiness) { m_readiness = std::move(readiness); }
    //! \name What runs or is about to
    //! @{
    bool isAwake(const QString &name) const;
    int awakeCount() const;
    //! @}
    //! The sprite's clock, made when missing; nullptr for an unknown sprite. Owned by the keeper and gone
    //! with the sprite.
    SleepClock *clock(const QString &name);

private:
    void prepare(const QString &name, QObject *activity, const std::function<void()> &then);

    SpriteStore &m_store;
    SleepTimes m_times;
    double m_speed;
    Readiness m_readiness;
    QHash<QString, SleepClock *> m_clocks;
};

} // namespace Spritarium::Playground
