// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/playgroundoptions.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <vector>

namespace Spritarium::Playground {

//! Sleep and wake of one sprite (sprites-api 3): running while something holds it, warm `idle` after the last
//! hold ended, cold `coldAfter` later; waking takes its time.
class SleepClock : public QObject
{
    Q_OBJECT

public:
    enum class Status { Cold, Warm, Running };
    Q_ENUM(Status)

    SleepClock(Status status, const SleepTimes &times, double speed, QObject *parent);

    Status status() const { return m_status; }
    //! "cold", "warm" or "running"
    static QString statusText(Status status);
    static Status statusFrom(const QString &text);

    //! Wakes if needed, then calls `then` unless `context` is gone by then; at once when it runs or waking
    //! takes no time.
    void wake(QObject *context, std::function<void()> then);
    //! One activity begins; each needs its release().
    void hold();
    void release();
    //! From running to warm at once, whatever holds it; what ends then releases as ever.
    void pause();
    //! Running, or about to.
    bool isAwake() const { return m_status == Status::Running || m_waking.isActive(); }
    //! Tells those who wait for it to wake, soon, though it will not: its sprite is gone.
    void giveUp();
    //! Cold at once, whatever holds it. Who waits for it to wake still gets that.
    void shutDown();
    //! An activity of a known length.
    void holdFor(std::chrono::milliseconds time);

signals:
    //! Once per change, never for the status it has already.
    void statusChanged(Spritarium::Playground::SleepClock::Status status);

private:
    struct Waiter
    {
        QPointer<QObject> context;
        std::function<void()> then;
    };

    void enter(Status status);
    void onAwake();
    void tellWaiters();
    void countDown();

    Status m_status;
    SleepTimes m_times;
    double m_speed;
    int m_holds = 0;
    QTimer m_down; //!< to the next deeper sleep
    QTimer m_waking;
    std::vector<Waiter> m_waiting;
};

} // namespace Spritarium::Playground
