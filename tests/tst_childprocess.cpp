// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/childprocess.h"
#include "support/fewdescriptors.h"
#include "support/patience.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Spritarium::Playground;
using namespace Qt::StringLiterals;

//! A program that starts another one and holds a pipe open with it: nothing is left when the pipe ends.
class TestChildProcess : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void endsWhatItStartedWhenDestroyed();
    void endsWhatItStartedWhenItTakesTooLong();
    void endsWhatItStartedWhenItEndsBeforeIt();
    void startsNothingWhoseEndItCannotSee();

private:
    std::unique_ptr<ChildProcess> start(const QByteArray &script);
    //! Whether everybody who held the pipe is gone, or will be in a moment.
    bool isAlone() const
    {
        pollfd polled{m_reading.get(), POLLIN, 0};
        return ::poll(&polled, 1, 5000) > 0 && (polled.revents & POLLHUP) != 0;
    }

    Agent::UniqueFd m_reading;
};

void TestChildProcess::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
}

std::unique_ptr<ChildProcess> TestChildProcess::start(const QByteArray &script)
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return nullptr;
    m_reading.reset(ends[0]);
    const Agent::UniqueFd writing(ends[1]);
    ChildProcess::Plan plan;
    plan.arguments = {"/bin/sh", "-c", script};
    plan.environment = {"PATH=/usr/bin:/bin"};
    plan.files = {writing.get()};
    std::unique_ptr<ChildProcess> process(ChildProcess::start(plan, nullptr));
    // The second program is there when it has said so.
    char byte = 0;
    return process && ::read(m_reading.get(), &byte, 1) == 1 ? std::move(process) : nullptr;
}

void TestChildProcess::endsWhatItStartedWhenDestroyed()
{
    std::unique_ptr<ChildProcess> process = start("sh -c 'echo >&3; exec sleep 1000' & wait");
    QVERIFY(process);
    process.reset();
    QVERIFY(isAlone());
}

void TestChildProcess::endsWhatItStartedWhenItTakesTooLong()
{
    const std::unique_ptr<ChildProcess> process = start("sh -c 'echo >&3; exec sleep 1000' & wait");
    QVERIFY(process);
    process->endWithin(1);
    QVERIFY(process->hasEnded());
    QVERIFY(isAlone());
}

void TestChildProcess::endsWhatItStartedWhenItEndsBeforeIt()
{
    const std::unique_ptr<ChildProcess> process = start("sh -c 'echo >&3; exec sleep 1000' & exit 0");
    QVERIFY(process);
    QSignalSpy ended(process.get(), &ChildProcess::ended);
    QTRY_COMPARE(ended.size(), 1);
    QVERIFY(isAlone());
}

void TestChildProcess::startsNothingWhoseEndItCannotSee()
{
    ChildProcess::Plan plan;
    plan.arguments = {"/bin/sleep", "1000"};
    const Spritarium::Test::FewDescriptors none(0);
    QVERIFY(!ChildProcess::start(plan, nullptr));
    QCOMPARE(errno, EMFILE);
    QCOMPARE(::waitpid(-1, nullptr, WNOHANG), -1);
}

QTEST_GUILESS_MAIN(TestChildProcess)
#include "tst_childprocess.moc"
