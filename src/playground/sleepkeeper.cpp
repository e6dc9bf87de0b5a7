// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/sleepkeeper.h"

#include <algorithm>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

//! Calls back once, when a sprite is not restored any more or patience is over, and goes. A child of who
//! waits.
class RestoreWait : public QObject
{
public:
    RestoreWait(const SpriteStore &store, const QString &sprite, std::chrono::milliseconds patience,
                std::function<void()> then, QObject *parent)
        : QObject(parent)
        , m_then(std::move(then))
    {
        const auto look = [this, &store, sprite] {
            if (!store.isRestoring(sprite))
                finish();
        };
        // After all who do something about it, as who starts what runs inside again.
        connect(&store, &SpriteStore::jobFinished, this, look, Qt::QueuedConnection);
        connect(&store, &SpriteStore::spriteRemoved, this, look, Qt::QueuedConnection);
        QTimer::singleShot(patience, this, [this] { finish(); });
    }

private:
    void finish()
    {
        if (const auto then = std::exchange(m_then, {})) {
            deleteLater();
            then();
        }
    }

    std::function<void()> m_then;
};

} // namespace

SleepKeeper::SleepKeeper(SpriteStore &store, const SleepTimes &times, double speed, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_times(times)
    , m_speed(speed)
{
    connect(&store, &SpriteStore::spriteRemoved, this, [this](const QString &name) {
        if (SleepClock *clock = m_clocks.take(name)) {
            clock->giveUp();
            clock->deleteLater(); // after its waiters were told
        }
    });
    const QList<Sprite> sprites = store.allSprites();
    for (const Sprite &sprite : sprites) {
        if (sprite.status == u"running"_s)
            clock(sprite.name)->holdFor(times.heldAtStart);
        else if (sprite.status == u"warm"_s)
            clock(sprite.name);
    }
}

bool SleepKeeper::isAwake(const QString &name) const
{
    const SleepClock *clock = m_clocks.value(name);
    return clock && clock->isAwake();
}

int SleepKeeper::awakeCount() const
{
    return int(std::ranges::count_if(m_clocks, [](const SleepClock *clock) { return clock->isAwake(); }));
}

SleepClock *SleepKeeper::clock(const QString &name)
{
    if (SleepClock *known = m_clocks.value(name))
        return known;
    const StoreResult<Sprite> sprite = m_store.sprite(name);
    if (!sprite)
        return nullptr;
    auto *clock = new SleepClock(SleepClock::statusFrom(sprite->status), m_times, m_speed, this);
    m_clocks.insert(name, clock);
    connect(clock, &SleepClock::statusChanged, this, [this, name](SleepClock::Status status) {
        // A status that cannot be written is told again by the next change; nothing depends on it.
        (void)m_store.setStatus(name, SleepClock::statusText(status));
    });
    return clock;
}

void SleepKeeper::enter(const QString &name, QObject *activity, std::function<void()> then, Restores restores)
{
    SleepClock *clock = this->clock(name);
    if (!clock)
        return;
    clock->hold();
    connect(activity, &QObject::destroyed, clock, &SleepClock::release);
    clock->wake(activity, [this, name, activity, restores, then = std::move(then)] {
        if (restores == Restores::Ignored || !m_store.isRestoring(name))
            return prepare(name, activity, then);
        new RestoreWait(
            m_store, name, m_times.restorePatience,
            [this, name, activity, then] { prepare(name, activity, then); }, activity);
    });
}

void SleepKeeper::prepare(const QString &name, QObject *activity, const std::function<void()> &then)
{
    if (m_readiness && m_clocks.contains(name))
        m_readiness(name, activity, then);
    else
        then();
}

} // namespace Spritarium::Playground
