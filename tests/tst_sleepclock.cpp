// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/sleepclock.h"
#include "support/patience.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium::Playground;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestSleepClock : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void fallsAsleepStepByStep();
    void staysAwakeWhileHeld();
    void wakesAtOnceWithoutDelay();
    void takesItsTimeToWakeAndWakesOnceForMany();
    void forgetsWhoLeftBeforeItWoke();
    void doesNotSleepDeeperWhileWaking();
    void needsARealHoldToStayUpAfterWaking();
    void isColdAtOnceAndWakesAgain();
    void tellsThoseWhoWaitThatItWillNotWake();
};

namespace {

SleepTimes quick()
{
    return {.idle = 30ms, .coldAfter = 30ms, .warmWake = 0ms, .coldWake = 0ms, .heldAtStart = 0ms};
}

QList<SleepClock::Status> changes(const QSignalSpy &spy)
{
    QList<SleepClock::Status> list;
    for (const QList<QVariant> &change : spy)
        list.append(change.constFirst().value<SleepClock::Status>());
    return list;
}

using Status = SleepClock::Status;

} // namespace

void TestSleepClock::fallsAsleepStepByStep()
{
    SleepClock clock(Status::Running, quick(), 1, nullptr);
    QSignalSpy spy(&clock, &SleepClock::statusChanged);
    QTRY_COMPARE(changes(spy), (QList{Status::Warm, Status::Cold}));
    QVERIFY(!spy.wait(100));
}

void TestSleepClock::staysAwakeWhileHeld()
{
    SleepClock clock(Status::Running, quick(), 1, nullptr);
    QSignalSpy spy(&clock, &SleepClock::statusChanged);
    clock.hold();
    clock.hold();
    clock.release();
    QVERIFY(!spy.wait(120));
    clock.release();
    QTRY_COMPARE(clock.status(), Status::Cold);
}

void TestSleepClock::wakesAtOnceWithoutDelay()
{
    SleepClock clock(Status::Cold, quick(), 1, nullptr);
    bool isAwake = false;
    clock.wake(this, [&] { isAwake = true; });
    QVERIFY(isAwake);
    QCOMPARE(clock.status(), Status::Running);
}

void TestSleepClock::takesItsTimeToWakeAndWakesOnceForMany()
{
    SleepTimes times = quick();
    times.coldWake = 60ms;
    SleepClock clock(Status::Cold, times, 1, nullptr);
    QSignalSpy spy(&clock, &SleepClock::statusChanged);
    int awake = 0;
    clock.hold();
    clock.wake(this, [&] { ++awake; });
    clock.wake(this, [&] { ++awake; });
    QCOMPARE(awake, 0);
    QTRY_COMPARE(awake, 2);
    QCOMPARE(changes(spy), QList{Status::Running});
}

void TestSleepClock::forgetsWhoLeftBeforeItWoke()
{
    SleepTimes times = quick();
    times.coldWake = 30ms;
    times.idle = 1h; // to be seen awake
    SleepClock clock(Status::Cold, times, 1, nullptr);
    bool isCalled = false;
    {
        QObject leaving;
        clock.wake(&leaving, [&] { isCalled = true; });
    }
    QTRY_COMPARE(clock.status(), Status::Running);
    QVERIFY(!isCalled);
}

void TestSleepClock::doesNotSleepDeeperWhileWaking()
{
    SleepTimes times = quick();
    times.warmWake = 120ms;
    SleepClock clock(Status::Warm, times, 1, nullptr);
    QSignalSpy spy(&clock, &SleepClock::statusChanged);
    clock.hold();
    clock.wake(this, [] {});
    QVERIFY(spy.wait(2'000));
    QCOMPARE(changes(spy), QList{Status::Running});
}

void TestSleepClock::needsARealHoldToStayUpAfterWaking()
{
    SleepClock clock(Status::Cold, quick(), 1, nullptr);
    clock.wake(this, [] {});
    QTRY_COMPARE(clock.status(), Status::Cold);
}

void TestSleepClock::isColdAtOnceAndWakesAgain()
{
    SleepClock clock(Status::Running, quick(), 1, nullptr);
    clock.hold();
    QSignalSpy spy(&clock, &SleepClock::statusChanged);
    clock.shutDown();
    QCOMPARE(clock.status(), Status::Cold);
    clock.wake(this, [] {});
    QCOMPARE(changes(spy), (QList{Status::Cold, Status::Running}));
    clock.release();
    QTRY_COMPARE(clock.status(), Status::Cold);
}

void TestSleepClock::tellsThoseWhoWaitThatItWillNotWake()
{
    SleepTimes times = quick();
    times.coldWake = 1h;
    SleepClock clock(Status::Cold, times, 1, nullptr);
    int told = 0;
    clock.wake(this, [&told] { ++told; });
    QVERIFY(clock.isAwake());
    clock.giveUp();
    QVERIFY(!clock.isAwake());
    QCOMPARE(told, 0);
    QTRY_COMPARE(told, 1);
    QCOMPARE(clock.status(), Status::Cold);
}

QTEST_GUILESS_MAIN(TestSleepClock)
#include "tst_sleepclock.moc"
