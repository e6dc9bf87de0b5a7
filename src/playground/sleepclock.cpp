// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/sleepclock.h"

#include <utility>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

SleepClock::SleepClock(Status status, const SleepTimes &times, double speed, QObject *parent)
    : QObject(parent)
    , m_status(status)
    , m_times(times)
    , m_speed(speed)
{
    m_down.setSingleShot(true);
    m_waking.setSingleShot(true);
    connect(&m_down, &QTimer::timeout, this,
            [this] { enter(m_status == Status::Running ? Status::Warm : Status::Cold); });
    connect(&m_waking, &QTimer::timeout, this, &SleepClock::onAwake);
    countDown();
}

QString SleepClock::statusText(Status status)
{
    switch (status) {
    case Status::Running:
        return u"running"_s;
    case Status::Warm:
        return u"warm"_s;
    case Status::Cold:
        break;
    }
    return u"cold"_s;
}

SleepClock::Status SleepClock::statusFrom(const QString &text)
{
    return text == u"running"_s ? Status::Running : text == u"warm"_s ? Status::Warm : Status::Cold;
}

void SleepClock::wake(QObject *context, std::function<void()> then)
{
    if (m_status == Status::Running)
        return then();
    m_waiting.push_back({context, std::move(then)});
    if (m_waking.isActive())
        return;
    m_down.stop();
    const auto delay = paced(m_status == Status::Warm ? m_times.warmWake : m_times.coldWake, m_speed);
    if (delay.count() > 0)
        m_waking.start(delay);
    else
        onAwake();
}

void SleepClock::hold()
{
    ++m_holds;
    m_down.stop();
}

void SleepClock::release()
{
    if (--m_holds == 0)
        countDown();
}

void SleepClock::pause()
{
    if (m_status == Status::Running)
        enter(Status::Warm);
}

void SleepClock::shutDown()
{
    enter(Status::Cold);
}

void SleepClock::holdFor(std::chrono::milliseconds time)
{
    hold();
    QTimer::singleShot(time, this, &SleepClock::release);
}

void SleepClock::enter(Status status)
{
    if (std::exchange(m_status, status) == status)
        return;
    countDown();
    emit statusChanged(status);
}

void SleepClock::onAwake()
{
    enter(Status::Running);
    tellWaiters();
}

void SleepClock::giveUp()
{
    m_waking.stop();
    m_down.stop();
    // Whoever removes the sprite is still at it.
    QMetaObject::invokeMethod(this, &SleepClock::tellWaiters, Qt::QueuedConnection);
}

void SleepClock::tellWaiters()
{
    const std::vector<Waiter> waiting = std::exchange(m_waiting, {});
    for (const Waiter &waiter : waiting) {
        if (waiter.context)
            waiter.then();
    }
}

void SleepClock::countDown()
{
    m_down.stop();
    if (m_holds > 0 || m_waking.isActive() || m_status == Status::Cold)
        return;
    m_down.start(m_status == Status::Running ? m_times.idle : m_times.coldAfter);
}

} // namespace Spritarium::Playground
