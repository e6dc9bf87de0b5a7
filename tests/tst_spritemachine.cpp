// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/ownlimits.h"
#include "support/fewdescriptors.h"
#include "support/filetrees.h"
#include "support/machinefixture.h"
#include "support/patience.h"
#include "support/plainuser.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QScopeGuard>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTimer>
#include <QVersionNumber>

#include <csignal>
#include <cstdio>
#include <utility>

#include <poll.h>

using namespace Spritarium;
using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

class TestSpriteMachine : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_fixture.reset(); }

    void runsAProgramAndTellsItsEnd();
    void keepsOutputAndErrorsApart();
    void hasTheDefaultEnvironmentAndNothingElse();
    void looksForProgramsInOneOrder();
    void replacesTheEnvironment();
    void startsInTheHomeFolderOrWhereItIsTold();
    void saysWhyAProgramDoesNotStart_data();
    void saysWhyAProgramDoesNotStart();
    void tellsTheSignalThatEndedAProcess();
    void takesInputOfAnySize();
    void hasItsInputAtTheEndWithoutSome();
    void deliversOutputOfAnySize();
    void holdsBackAProcessWhoseOutputNobodyTakes();
    void deliversWhatWasWrittenThoughAnotherKeepsThePipe();
    void givesATerminal();
    void resizesATerminal();
    void hangsUpATerminal();
    void signalsTheForegroundOfATerminal();
    void signalsAWholeSession();
    void writesIntoTheSpritesOwnFolder();
    void reapsOrphans();
    void connectsToAPortInside();
    void refusesWhereNothingListens();
    void listsWhatListens();
    void stopsWhileWarmAndGoesOn();
    void leavesStoppedWhatSomebodyHadStopped();
    void limitsWhatItMayTake();
    void aForkBombMeetsItsLimit();
    void losesProcessesWhenCold();
    void losesProcessesByARestoreAndSeesTheOtherFiles();
    void leavesWhatRunsAloneDuringACheckpoint();
    void losesProcessesWithTheSprite();
    void seesANewCheckpointAtOnceAndAfterItsNextStart();
    void seesTheNewestFiveCheckpointsOnly();
    void seesCheckpointsOfOlderPlaygrounds();
    void seesWhatIsPutBelowItsTopAtOnce();
    void seesWhatGoesAndWhatTakesItsPlace();
    void seesWhatIsPutThereWhileItStarts();
    void startsThoughFoldersNeverRest();
    void findsAFileThatIsReplacedAtAnyMoment();
    void followsALinkThatLeadsElsewhere();
    void startsWithoutAFolderThatGoesMeanwhile();
    void keepsTheUsualFolderWhenItsOwnGoes();
    void triesOnceMoreToShowAFolder();
    void getsNoMoreRightsByNewFolders();
    void keepsTheFilesUntilItsLastProcessHasEnded();
    void leavesNoProcessBehind();
    void endsWhenItsSandboxIsKilled();
    void saysWhyNoSandboxStarts();
    void tellsWhatASandboxThatBreaksHasSaid();
    void runsWithoutASandboxOnRequest();
    void keepsToItsOwnPortsWithoutASandbox();

private:
    //! As a call on files does.
    void writeInside(const QString &path, const QByteArray &content)
    {
        const QString host = m_fixture->hostPath(path);
        QDir().mkpath(QFileInfo(host).path());
        QFile file(host + u".part"_s);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        QVERIFY(file.rename(host));
    }

    std::unique_ptr<MachineFixture> m_fixture;
};

void TestSpriteMachine::init()
{
    SPRITARIUM_NEEDS_SANDBOX();
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_fixture = std::make_unique<MachineFixture>();
    QVERIFY(m_fixture->isReady);
}

void TestSpriteMachine::runsAProgramAndTellsItsEnd()
{
    const auto probe = m_fixture->sh(u"echo hello; exit 7"_s);
    QVERIFY(!probe->isStarted);
    QVERIFY(probe->wait());
    QCOMPARE(probe->output, QByteArray("hello\n"));
    QCOMPARE(probe->end, (ProcessEnd{7, 0, false}));
    QCOMPARE(probe->end.exitCode(), 7);
    QVERIFY(probe->process->pid() > 1);
    QVERIFY(probe->process->program().endsWith(u"/sh"_s));
    QCOMPARE(m_fixture->web().processCount(), 0);
}

void TestSpriteMachine::keepsOutputAndErrorsApart()
{
    const auto probe = m_fixture->sh(u"echo out; echo err >&2"_s);
    QVERIFY(probe->wait());
    QCOMPARE(probe->output, QByteArray("out\n"));
    QCOMPARE(probe->errors, QByteArray("err\n"));
}

void TestSpriteMachine::hasTheDefaultEnvironmentAndNothingElse()
{
    qputenv("SPRITARIUM_SECRET", "do not tell");
    const auto probe = m_fixture->run({u"env"_s});
    QVERIFY(probe->wait());
    qunsetenv("SPRITARIUM_SECRET");
    QStringList lines = QString::fromUtf8(probe->output).trimmed().split(u'\n');
    QStringList expected = Sandbox::defaultEnvironment();
    lines.sort();
    expected.sort();
    QCOMPARE(lines, expected);
    QVERIFY(!probe->output.contains("TERM="));
}

void TestSpriteMachine::looksForProgramsInOneOrder()
{
    const auto probe = m_fixture->sh(u"env -i HOME=$HOME bash -lc 'echo $PATH'"_s);
    QVERIFY(probe->wait());
    QVERIFY2(probe->output.startsWith(Sandbox::defaultSearch().toUtf8()), probe->output.constData());
}

void TestSpriteMachine::replacesTheEnvironment()
{
    ProcessRequest request;
    request.argv = QStringList{u"/usr/bin/env"_s};
    request.env = QStringList{u"A=1"_s, u"B=two words"_s};
    ProcessProbe probe(m_fixture->web(), request);
    QVERIFY(probe.wait());
    QCOMPARE(probe.output, QByteArray("A=1\nB=two words\n"));
}

void TestSpriteMachine::startsInTheHomeFolderOrWhereItIsTold()
{
    const auto home = m_fixture->run({u"pwd"_s});
    QVERIFY(home->wait());
    QCOMPARE(home->output, QByteArray("/home/sprite\n"));
    ProcessRequest request;
    request.argv = QStringList{u"pwd"_s};
    request.dir = u"/usr/lib"_s;
    ProcessProbe elsewhere(m_fixture->web(), request);
    QVERIFY(elsewhere.wait());
    QCOMPARE(elsewhere.output, QByteArray("/usr/lib\n"));
}

void TestSpriteMachine::saysWhyAProgramDoesNotStart_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("dir");
    QTest::addColumn<QString>("error");
    QTest::newRow("no such program") << u"frobnicate"_s << QString()
                                     << u"exec: \"frobnicate\": executable file not found in $PATH"_s;
    QTest::newRow("no such file") << u"/frob"_s << QString()
                                  << u"exec: \"/frob\": no such file or directory"_s;
    QTest::newRow("no program") << u"/etc/passwd"_s << QString()
                                << u"exec: \"/etc/passwd\": permission denied"_s;
    QTest::newRow("no such folder") << u"true"_s << u"/nowhere"_s
                                    << u"chdir /nowhere: no such file or directory"_s;
    QTest::newRow("no folder") << u"true"_s << u"/etc/passwd"_s << u"chdir /etc/passwd: not a directory"_s;
}

void TestSpriteMachine::saysWhyAProgramDoesNotStart()
{
    QFETCH(QString, program);
    QFETCH(QString, dir);
    ProcessRequest request;
    request.argv = QStringList{program};
    request.dir = dir;
    ProcessProbe probe(m_fixture->web(), request);
    QVERIFY(probe.wait());
    QTEST(probe.error, "error");
    QVERIFY(!probe.isRunnerError);
    QVERIFY(!probe.isStarted);
    QCOMPARE(m_fixture->web().processCount(), 0);
}

void TestSpriteMachine::tellsTheSignalThatEndedAProcess()
{
    const auto probe = m_fixture->run({u"sleep"_s, u"1000"_s});
    QVERIFY(probe->waitStarted());
    probe->process->signal(SIGTERM, MachineProcess::Target::Group);
    QVERIFY(probe->wait());
    QCOMPARE(probe->end, (ProcessEnd{0, SIGTERM, false}));
    QCOMPARE(probe->end.exitCode(), 143);
}

void TestSpriteMachine::takesInputOfAnySize()
{
    ProcessRequest request;
    request.argv = QStringList{u"cat"_s};
    request.takesInput = true;
    ProcessProbe probe(m_fixture->web(), request);
    QVERIFY(probe.waitStarted());
    const QByteArray sent = QByteArray("0123456789abcdef").repeated(512 * 1024);
    probe.process->input()->write(sent);
    probe.process->input()->close();
    QVERIFY(probe.wait());
    QCOMPARE(probe.output.size(), sent.size());
    QVERIFY(probe.output == sent);
}

void TestSpriteMachine::hasItsInputAtTheEndWithoutSome()
{
    const auto probe = m_fixture->run({u"cat"_s});
    QVERIFY(probe->wait());
    QCOMPARE(probe->end, ProcessEnd());
}

void TestSpriteMachine::deliversOutputOfAnySize()
{
    const auto probe = m_fixture->sh(u"head -c 300000000 /dev/zero"_s);
    probe->keepsOutput = false;
    QVERIFY(probe->wait());
    QCOMPARE(probe->received, 300000000);
}

void TestSpriteMachine::holdsBackAProcessWhoseOutputNobodyTakes()
{
    const auto probe = m_fixture->sh(u"head -c 8000000 /dev/zero; echo done >&2"_s);
    QVERIFY(probe->waitStarted());
    probe->process->output()->setPaused(true);
    const auto other = m_fixture->sh(u"echo still served"_s);
    QVERIFY(other->wait());
    QVERIFY(probe->received < 8000000);
    QCOMPARE(probe->errors, QByteArray());
    probe->process->output()->setPaused(false);
    QVERIFY(probe->wait());
    QCOMPARE(probe->received, 8000000);
    QCOMPARE(probe->errors, QByteArray("done\n"));
}

void TestSpriteMachine::deliversWhatWasWrittenThoughAnotherKeepsThePipe()
{
    const auto probe = m_fixture->sh(u"sleep 1000 & echo $!"_s);
    QVERIFY(probe->wait());
    QVERIFY(probe->output.trimmed().toInt() > 1);
    const auto look = m_fixture->sh(u"kill -0 "_s + QString::fromLatin1(probe->output));
    QVERIFY(look->wait());
    QCOMPARE(look->end, ProcessEnd());
}

void TestSpriteMachine::givesATerminal()
{
    ProcessRequest request;
    request.argv = QStringList{u"sh"_s, u"-c"_s, u"tty; stty size; read line; echo got $line"_s};
    request.tty = true;
    request.rows = 33;
    request.cols = 111;
    ProcessProbe probe(m_fixture->web(), request);
    QVERIFY(probe.waitStarted());
    QVERIFY(!probe.process->errors());
    QTRY_VERIFY(probe.output.contains("33 111\r\n"));
    QVERIFY(probe.output.startsWith("/dev/pts/"));
    probe.process->input()->write("words\n");
    QVERIFY(probe.wait());
    QVERIFY(probe.output.endsWith("words\r\ngot words\r\n"));
}

void TestSpriteMachine::resizesATerminal()
{
    ProcessRequest request;
    request.argv = QStringList{u"sh"_s, u"-c"_s,
                               u"trap 'stty size; exit' WINCH; echo up; while :; do sleep 0.01; done"_s};
    request.tty = true;
    ProcessProbe probe(m_fixture->web(), request);
    QVERIFY(probe.waitStarted());
    QTRY_VERIFY(probe.output.contains("up"));
    probe.process->resize(50, 132);
    QVERIFY(probe.wait());
    QVERIFY2(probe.output.contains("50 132"), probe.output.constData());
}

void TestSpriteMachine::hangsUpATerminal()
{
    ProcessRequest request;
    request.argv = QStringList{u"cat"_s};
    request.tty = true;
    ProcessProbe probe(m_fixture->web(), request);
    QVERIFY(probe.waitStarted());
    probe.process->hangUp();
    QVERIFY(probe.wait());
    QCOMPARE(probe.end, (ProcessEnd{0, SIGHUP, false}));
}

void TestSpriteMachine::signalsTheForegroundOfATerminal()
{
    ProcessRequest request;
    request.argv = QStringList{u"bash"_s, u"-c"_s, u"set -m; echo up; sleep 1000; echo code $?"_s};
    request.tty = true;
    ProcessProbe probe(m_fixture->web(), request);
    QVERIFY(probe.waitStarted());
    QTRY_VERIFY(probe.output.contains("up"));
    // It takes a moment until the sleeper has the terminal.
    const auto end = [&] {
        probe.process->signal(SIGTERM, MachineProcess::Target::Foreground);
        return probe.isOver || probe.output.contains("code");
    };
    QTRY_VERIFY(end());
    QVERIFY(probe.wait());
}

void TestSpriteMachine::signalsAWholeSession()
{
    const auto probe = m_fixture->run({u"bash"_s, u"-c"_s, u"set -m; sleep 1000 & echo $!; wait"_s});
    QVERIFY(probe->waitStarted());
    QTRY_VERIFY(probe->output.endsWith('\n'));
    probe->process->signal(SIGKILL, MachineProcess::Target::Session);
    QVERIFY(probe->wait());
    const QString pid = QString::fromLatin1(probe->output.trimmed());
    const auto look = m_fixture->sh(u"while kill -0 %1 2>/dev/null; do :; done"_s.arg(pid));
    QVERIFY(look->wait());
}

void TestSpriteMachine::writesIntoTheSpritesOwnFolder()
{
    const auto probe = m_fixture->sh(u"echo text > file; ls -ld file | cut -d' ' -f3; id -un; hostname"_s);
    QVERIFY(probe->wait());
    QCOMPARE(probe->output, QByteArray("sprite\nsprite\nweb\n"));
    QFile file(m_fixture->hostPath(u"/home/sprite/file"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("text\n"));
}

void TestSpriteMachine::reapsOrphans()
{
    const auto probe = m_fixture->sh(u"(sh -c 'exit 0' &) ; (sh -c 'exit 1' &) ; exit 0"_s);
    QVERIFY(probe->wait());
    // For a moment each is one.
    const auto look =
        m_fixture->sh(u"while grep -q '^State:.Z' /proc/[0-9]*/status 2>/dev/null; do sleep 0.05; done"_s);
    QVERIFY(look->wait());
}

namespace {

//! A server inside that answers one connection with "hello".
const QString Server = u"import socket\n"
                       "s = socket.socket()\n"
                       "s.bind(('127.0.0.1', 5432))\n"
                       "s.listen()\n"
                       "print('up', flush=True)\n"
                       "c, _ = s.accept()\n"
                       "c.sendall(b'hello')\n"
                       "c.close()\n"_s;

} // namespace

void TestSpriteMachine::connectsToAPortInside()
{
    const auto server = m_fixture->run({u"python3"_s, u"-c"_s, Server});
    QTRY_VERIFY(server->output == "up\n" || server->isOver);
    if (server->isOver)
        QSKIP("there is no python3 here");
    SharedFd socket;
    QObject context;
    m_fixture->web().dial({}, 5432, &context, [&](const SpriteMachine::Dialled &dialled) {
        if (dialled)
            socket = *dialled;
    });
    QTRY_VERIFY(socket);
    pollfd polled{socket->get(), POLLIN, 0};
    QTRY_COMPARE(::poll(&polled, 1, 0), 1);
    QByteArray bytes(16, '\0');
    QCOMPARE(::read(socket->get(), bytes.data(), 16), 5);
    QVERIFY(bytes.startsWith("hello"));
    QVERIFY(server->wait());
}

void TestSpriteMachine::refusesWhereNothingListens()
{
    QObject context;
    QString error;
    const auto take = [&](const SpriteMachine::Dialled &dialled) {
        error = dialled ? u"?"_s : dialled.error();
    };
    m_fixture->web().dial({}, 5432, &context, take);
    QTRY_COMPARE(error, u"connection refused"_s);
    const auto probe = m_fixture->run({u"true"_s});
    QVERIFY(probe->wait());
    error.clear();
    m_fixture->web().dial({}, 5432, &context, take);
    QTRY_COMPARE(error, u"connection refused"_s);
    m_fixture->web().dial(u"192.0.2.1"_s, 80, &context, take);
    QTRY_COMPARE(error, u"network is unreachable"_s);
    m_fixture->web().dial(u"example.com"_s, 80, &context, take);
    QTRY_COMPARE(error, u"no such host"_s);
}

void TestSpriteMachine::listsWhatListens()
{
    QObject context;
    std::optional<SpriteMachine::Listeners> found;
    const auto take = [&](const SpriteMachine::Listeners &listeners) { found = listeners; };
    m_fixture->web().listeners(&context, take);
    QTRY_VERIFY(found);
    QVERIFY(found->empty());
    const auto server = m_fixture->sh(u"true; exec python3 -c \"%1\""_s.arg(Server));
    QTRY_VERIFY(server->output == "up\n" || server->isOver);
    if (server->isOver)
        QSKIP("there is no python3 here");
    found.reset();
    m_fixture->web().listeners(&context, take);
    QTRY_VERIFY(found);
    QCOMPARE(found->size(), std::size_t(1));
    const Agent::Listener listener = found->front();
    QCOMPARE(listener.port, std::uint64_t(5432));
    QCOMPARE(QByteArray::fromStdString(listener.address), QByteArray("127.0.0.1"));
    QCOMPARE(listener.pid, std::uint64_t(server->process->pid()));
    QCOMPARE(listener.session, listener.pid);
    QVERIFY(QByteArray::fromStdString(listener.command).startsWith("python3 -c"));
}

void TestSpriteMachine::stopsWhileWarmAndGoesOn()
{
    const auto counter = m_fixture->sh(u"while :; do echo x; sleep 0.01; done"_s);
    QTRY_VERIFY(counter->output.size() > 4);
    QVERIFY(m_fixture->setStatus(u"warm"_s));
    QCOMPARE(m_fixture->web().state(), SpriteMachine::State::Paused);
    // What was on its way arrives; then it is quiet for longer than it ever is while it runs.
    const auto isQuiet = [&] {
        const qsizetype before = counter->output.size();
        QTest::qWait(200);
        return counter->output.size() == before;
    };
    QTRY_VERIFY(isQuiet());
    const qsizetype before = counter->output.size();
    QVERIFY(m_fixture->setStatus(u"running"_s));
    QTRY_VERIFY(counter->output.size() > before + 4);
    QVERIFY(!counter->isOver);
}

void TestSpriteMachine::leavesStoppedWhatSomebodyHadStopped()
{
    // Told by a shell that would also tell when it finds its own job stopped.
    const auto shell = m_fixture->run(
        {u"bash"_s, u"-c"_s,
         u"set -m; sleep 1000 & echo $!; kill -STOP $!; while :; do sleep 0.05; jobs; done"_s});
    QTRY_VERIFY(shell->output.contains("Stopped"));
    const QByteArray pid = shell->output.left(shell->output.indexOf('\n'));
    const QString ask = u"cut -d' ' -f3 /proc/%1/stat"_s.arg(QString::fromLatin1(pid));
    for (int i = 0; i < 3; ++i) {
        QVERIFY(m_fixture->setStatus(u"warm"_s));
        QVERIFY(m_fixture->setStatus(u"running"_s));
        shell->output.clear();
        QTRY_VERIFY(shell->output.count('\n') > 2);
        QVERIFY2(!shell->output.contains("Running"), shell->output.constData());
        const auto look = m_fixture->sh(ask);
        QVERIFY(look->wait());
        QCOMPARE(look->output, QByteArray("T\n"));
    }
    const auto go = m_fixture->sh(u"kill -CONT "_s + QString::fromLatin1(pid));
    QVERIFY(go->wait());
    QTRY_VERIFY(shell->output.contains("Running"));
}

void TestSpriteMachine::limitsWhatItMayTake()
{
    const auto look = m_fixture->sh(
        u"ulimit -c; ulimit -Hn; cat /proc/self/limits | grep -F processes; cat /proc/self/oom_score_adj"_s);
    QVERIFY(look->wait());
    const QList<QByteArray> lines = look->output.simplified().split(' ');
    QCOMPARE(lines.constFirst(), QByteArray("0"));
    QVERIFY2(lines.value(1).toInt() > 0 && lines.value(1).toInt() <= Agent::MostFiles,
             look->output.constData());
    QVERIFY(look->output.contains(" " + QByteArray::number(Agent::MostProcesses) + " "));
    QCOMPARE(lines.constLast().toInt(), Agent::OutOfMemoryBias);
}

void TestSpriteMachine::aForkBombMeetsItsLimit()
{
    // The kernel counts the processes of everybody but root.
    if (runAsPlainUser("aForkBombMeetsItsLimit"))
        return;
    const auto bomb = m_fixture->sh(u"mkfifo wait; i=0; trap 'echo $i' EXIT; "
                                    "while [ $i -lt 6000 ]; do (read x < wait) & i=$((i+1)); done"_s);
    QVERIFY(bomb->wait());
    QVERIFY2(bomb->errors.contains("fork"), bomb->errors.constData());
    const int count = bomb->output.trimmed().toInt();
    QVERIFY2(count > Agent::MostProcesses / 2 && count <= Agent::MostProcesses, bomb->output.constData());
    // Others have room; and it can be helped.
    SpriteRequest another;
    another.name = u"other"_s;
    QVERIFY(m_fixture->store.create(another).isOk());
    ProcessRequest request;
    request.argv = QStringList{u"sh"_s, u"-c"_s, u"true | cat"_s};
    ProcessProbe probe(*m_fixture->machines->machine(u"other"_s), request);
    QVERIFY(probe.wait());
    QCOMPARE(probe.end, ProcessEnd());
    QVERIFY(m_fixture->setStatus(u"cold"_s));
    QVERIFY(m_fixture->setStatus(u"running"_s));
    const auto again = m_fixture->sh(u"true | cat"_s);
    QVERIFY(again->wait());
    QCOMPARE(again->end, ProcessEnd());
}

void TestSpriteMachine::losesProcessesWhenCold()
{
    const auto probe = m_fixture->run({u"sleep"_s, u"1000"_s});
    QVERIFY(probe->waitStarted());
    QVERIFY(m_fixture->setStatus(u"warm"_s));
    QVERIFY(m_fixture->setStatus(u"cold"_s));
    QVERIFY(probe->wait());
    QVERIFY(probe->end.isLost);
    QCOMPARE(m_fixture->web().state(), SpriteMachine::State::Off);
    QVERIFY(m_fixture->setStatus(u"running"_s));
    const auto again = m_fixture->run({u"true"_s});
    QVERIFY(again->wait());
    QCOMPARE(again->end, ProcessEnd());
}

void TestSpriteMachine::losesProcessesByARestoreAndSeesTheOtherFiles()
{
    const auto first = m_fixture->sh(u"echo one > file"_s);
    QVERIFY(first->wait());
    const auto made = m_fixture->store.checkpointNow(u"web"_s, {});
    QVERIFY(made);
    const auto second = m_fixture->sh(u"echo two > file; exec sleep 1000"_s);
    QVERIFY(second->waitStarted());
    QVERIFY(m_fixture->store.startRestore(u"web"_s, made->id));
    QVERIFY(second->wait());
    QVERIFY(second->end.isLost);
    const auto third = m_fixture->run({u"cat"_s, u"file"_s});
    QVERIFY(third->wait());
    QCOMPARE(third->output, QByteArray("one\n"));
}

void TestSpriteMachine::leavesWhatRunsAloneDuringACheckpoint()
{
    // Nobody waits for it any more, and it runs all the same.
    const auto probe = m_fixture->sh(u"setsid sleep 1000 >/dev/null 2>&1 & echo $!"_s);
    QVERIFY(probe->wait());
    QSignalSpy ended(&m_fixture->store, &SpriteStore::jobFinished);
    QVERIFY(m_fixture->store.startCheckpoint(u"web"_s, {}));
    QTRY_COMPARE(ended.size(), 1);
    const auto look = m_fixture->sh(u"kill -0 "_s + QString::fromLatin1(probe->output));
    QVERIFY(look->wait());
    QCOMPARE(look->end, ProcessEnd());
}

void TestSpriteMachine::losesProcessesWithTheSprite()
{
    const auto probe = m_fixture->run({u"sleep"_s, u"1000"_s});
    QVERIFY(probe->waitStarted());
    QVERIFY(m_fixture->store.remove(u"web"_s));
    QVERIFY(probe->wait());
    QVERIFY(probe->end.isLost);
    QVERIFY(!m_fixture->machines->machine(u"web"_s));
}

void TestSpriteMachine::seesANewCheckpointAtOnceAndAfterItsNextStart()
{
    const auto first = m_fixture->sh(u"echo one > file; mkfifo go; cat go; ls /.sprite/checkpoints;"
                                     "cat /.sprite/checkpoints/v1/home/sprite/file"_s);
    QTRY_VERIFY(QFileInfo::exists(m_fixture->hostPath(u"/home/sprite/go"_s)));
    QSignalSpy ended(&m_fixture->store, &SpriteStore::jobFinished);
    QVERIFY(m_fixture->store.startCheckpoint(u"web"_s, {}));
    QTRY_COMPARE(ended.size(), 1);
    const auto second = m_fixture->sh(u"echo two > file; echo on > go"_s);
    QVERIFY(second->wait());
    QVERIFY(first->wait());
    QCOMPARE(first->output, QByteArray("on\nactive\nv0\nv1\none\n"));
    const QString look = u"cat /.sprite/checkpoints/v1/home/sprite/file; cd /.sprite/checkpoints;"
                         "cat active/home/sprite/file;"
                         "for name in v1/home/sprite/file v1/home/new v2 active/home/sprite/file; do"
                         "    (echo no > $name) 2>/dev/null || echo kept; done;"
                         "rm -rf v1 ../.trees/* 2>/dev/null || echo kept"_s;
    for (int round = 0; round < 2; ++round) {
        const auto probe = m_fixture->sh(look);
        QVERIFY(probe->wait());
        QCOMPARE(probe->output, QByteArray("one\ntwo\nkept\nkept\nkept\nkept\nkept\n"));
        QVERIFY(m_fixture->setStatus(u"cold"_s));
        QVERIFY(m_fixture->setStatus(u"running"_s));
    }
}

void TestSpriteMachine::seesTheNewestFiveCheckpointsOnly()
{
    const auto look = [this] {
        const auto probe =
            m_fixture->sh(u"cd /.sprite/checkpoints; for name in v*; do echo $name $(ls $name/home); done"_s);
        return probe->wait() ? QString::fromLatin1(probe->output).trimmed().split(u'\n') : QStringList();
    };
    const auto shown = [](int first, int last) {
        QStringList lines;
        for (int i = first; i <= last; ++i)
            lines.append(u"v%1 sprite"_s.arg(i));
        return lines;
    };
    QCOMPARE(look(), QStringList(u"v0"_s));
    for (int i = 0; i < 7; ++i)
        QVERIFY(m_fixture->store.checkpointNow(u"web"_s, {}).isOk());
    QCOMPARE(look(), shown(3, 7));
    QVERIFY(m_fixture->store.removeCheckpoint(u"web"_s, u"v5"_s).isOk());
    QCOMPARE(look(), shown(2, 4) + shown(6, 7));
    QCOMPARE(m_fixture->web().state(), SpriteMachine::State::On);
}

void TestSpriteMachine::seesCheckpointsOfOlderPlaygrounds()
{
    QVERIFY(m_fixture->sh(u"echo old > file"_s)->wait());
    QVERIFY(m_fixture->store.checkpointNow(u"web"_s, {}).isOk());
    const QString state = m_fixture->folder.path();
    m_fixture->machines->machine(u"web"_s)->endAndWait();
    const QString tree = QFileInfo(m_fixture->store.view(u"web"_s)->checkpoints.constFirst().root).path();
    const QString name = QFileInfo(tree).fileName();
    QVERIFY(QDir().rename(tree, state + u"/trees/"_s + name));
    // The journal names it as an older playground did.
    QFile journal(state + u"/journal.jsonl"_s);
    QVERIFY(journal.open(QIODevice::ReadWrite));
    QByteArray lines = journal.readAll();
    QVERIFY(lines.contains("/" + name.toLatin1()));
    lines.replace(m_fixture->store.sprite(u"web"_s)->id.toLatin1() + '/', "");
    journal.resize(0);
    journal.seek(0);
    journal.write(lines);
    journal.close();
    SpriteStore &store = m_fixture->store;
    store.beginBatch();
    store.dropBatch();
    QVERIFY(store.open().isOk());
    const auto probe = m_fixture->sh(u"cat /.sprite/checkpoints/v1/home/sprite/file;"
                                     "echo no > /.sprite/checkpoints/v1/home/sprite/file || echo kept"_s);
    QVERIFY(probe->wait());
    QCOMPARE(probe->output, QByteArray("old\nkept\n"));
}

void TestSpriteMachine::seesWhatIsPutBelowItsTopAtOnce()
{
    const QString script =
        u"echo up; until [ -e /data/x ] && [ -e /way/x ] && [ -e /top ]; do sleep 0.01; done; "
        "cat /way/x /top; echo theirs > /data/y"_s;
    const auto running = m_fixture->sh(script);
    QTRY_COMPARE(running->output, QByteArray("up\n"));
    writeInside(u"/data/x"_s, "mine");
    writeInside(u"/top"_s, "too");
    QVERIFY(QFile::link(u"/data"_s, m_fixture->hostPath(u"/way"_s)));
    QVERIFY(running->wait());
    QCOMPARE(running->output, QByteArray("up\nminetoo"));
    QVERIFY(QFile::exists(m_fixture->hostPath(u"/data/y"_s)));
    // What begins now does not even have to wait.
    for (int i = 0; i < 20; ++i) {
        writeInside(u"/at-once-%1/x"_s.arg(i), "here");
        const auto probe = m_fixture->sh(u"cat /at-once-%1/x && touch /at-once-%1/y"_s.arg(i));
        QVERIFY(probe->wait());
        QCOMPARE(probe->output, QByteArray("here"));
        QCOMPARE(probe->end.exitCode(), 0);
    }
    // In place of what the sandbox itself has there.
    writeInside(u"/var/own"_s, "own");
    const auto probe = m_fixture->sh(u"ls /var"_s);
    QVERIFY(probe->wait());
    QCOMPARE(probe->output, QByteArray("own\n"));
}

void TestSpriteMachine::seesWhatGoesAndWhatTakesItsPlace()
{
    writeInside(u"/old/x"_s, "old");
    writeInside(u"/file"_s, "old");
    QVERIFY(m_fixture->sh(u"cat /old/x /file"_s)->wait());
    QVERIFY(QDir().rename(m_fixture->hostPath(u"/old"_s), m_fixture->hostPath(u"/new"_s)));
    QVERIFY(QFile::remove(m_fixture->hostPath(u"/file"_s)));
    const auto moved = m_fixture->sh(u"cat /new/x; ls -A / | grep -e old -e file"_s);
    QVERIFY(moved->wait());
    QCOMPARE(moved->output, QByteArray("old"));
    writeInside(u"/old/y"_s, "again");
    const auto again = m_fixture->sh(u"cat /old/*"_s);
    QVERIFY(again->wait());
    QCOMPARE(again->output, QByteArray("again"));
    QVERIFY(m_fixture->web().processCount() == 0);
}

void TestSpriteMachine::seesWhatIsPutThereWhileItStarts()
{
    const auto first = m_fixture->sh(u"true"_s);
    // So many that they are not shown in a moment.
    for (int i = 0; i < 500; ++i)
        QVERIFY(QDir().mkpath(m_fixture->hostPath(u"/early-%1"_s.arg(i))));
    writeInside(u"/last/x"_s, "here");
    const auto second = m_fixture->sh(u"cat /last/x"_s);
    QVERIFY(first->wait());
    QVERIFY(second->wait());
    QCOMPARE(second->output, QByteArray("here"));
}

void TestSpriteMachine::startsThoughFoldersNeverRest()
{
    const auto sleeper = m_fixture->run({u"sleep"_s, u"1000"_s});
    QVERIFY(sleeper->waitStarted());
    QString place = m_fixture->hostPath(u"/place"_s);
    QVERIFY(QDir().mkpath(place));
    int moves = 0;
    QTimer mover;
    connect(&mover, &QTimer::timeout, this, [&] {
        const QString next = m_fixture->hostPath(u"/place-%1"_s.arg(++moves));
        QVERIFY(QDir().rename(std::exchange(place, next), next));
        m_fixture->web().showFolders();
    });
    mover.start(0);
    for (int i = 0; i < 5; ++i)
        QVERIFY(m_fixture->sh(u"true"_s)->wait());
    sleeper->process->signal(SIGTERM, MachineProcess::Target::Process);
    QVERIFY(sleeper->wait());
}

void TestSpriteMachine::findsAFileThatIsReplacedAtAnyMoment()
{
    if (QVersionNumber::fromString(QSysInfo::kernelVersion()) < QVersionNumber(6, 5))
        QSKIP("this kernel cannot exchange mounts in one step");
    writeInside(u"/settings"_s, "value");
    const auto reader = m_fixture->sh(
        u"echo up; until [ -e /tmp/enough ]; do [ \"$(cat /settings)\" = value ] || echo bad; done"_s);
    QTRY_COMPARE(reader->output, QByteArray("up\n"));
    for (int i = 0; i < 30; ++i) {
        writeInside(u"/tmp/next"_s, "value");
        QCOMPARE(::rename(QFile::encodeName(m_fixture->hostPath(u"/tmp/next"_s)).constData(),
                          QFile::encodeName(m_fixture->hostPath(u"/settings"_s)).constData()),
                 0);
        QVERIFY(m_fixture->sh(u"true"_s)->wait());
    }
    writeInside(u"/tmp/enough"_s, "x");
    QVERIFY(reader->wait());
    QCOMPARE(reader->output, QByteArray("up\n"));
    QCOMPARE(reader->errors, QByteArray());
    // It was not hidden below the first.
    const auto written = m_fixture->sh(u"echo other > /settings"_s);
    QVERIFY(written->wait());
    QFile file(m_fixture->hostPath(u"/settings"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("other\n"));
    file.close();
    QVERIFY(file.remove());
    const auto gone =
        m_fixture->sh(u"grep -c settings /proc/self/mountinfo; [ -e /settings ] || echo gone"_s);
    QVERIFY(gone->wait());
    QCOMPARE(gone->output, QByteArray("0\ngone\n"));
}

void TestSpriteMachine::followsALinkThatLeadsElsewhere()
{
    QVERIFY(m_fixture->sh(u"true"_s)->wait());
    const QString way = m_fixture->hostPath(u"/way"_s);
    for (int i = 0; i < 5; ++i) {
        QFile::remove(way);
        QVERIFY(QFile::link(u"/tmp/%1"_s.arg(i), way));
        const auto probe = m_fixture->sh(u"readlink /way"_s);
        QVERIFY(probe->wait());
        QCOMPARE(probe->output, u"/tmp/%1\n"_s.arg(i).toLatin1());
    }
    // And is none any more, and one again.
    QVERIFY(QFile::remove(way));
    writeInside(u"/way/x"_s, "folder");
    const auto folder = m_fixture->sh(u"cat /way/x"_s);
    QVERIFY(folder->wait());
    QCOMPARE(folder->output, QByteArray("folder"));
    QVERIFY(QDir(way).removeRecursively());
    QVERIFY(QFile::link(u"/tmp/last"_s, way));
    const auto last = m_fixture->sh(u"readlink /way"_s);
    QVERIFY(last->wait());
    QCOMPARE(last->output, QByteArray("/tmp/last\n"));
}

void TestSpriteMachine::startsWithoutAFolderThatGoesMeanwhile()
{
    writeInside(u"/data/x"_s, "mine");
    const QString real = QStandardPaths::findExecutable(u"bwrap"_s);
    const QTemporaryDir folder;
    QFile script(folder.filePath(u"bwrap"_s));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write(u"#!/bin/sh\n/bin/rm -r '%1'\nexec %2 \"$@\"\n"_s.arg(m_fixture->hostPath(u"/data"_s), real)
                     .toUtf8());
    script.close();
    QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    const QByteArray path = qgetenv("PATH");
    const auto back = qScopeGuard([&path] { qputenv("PATH", path); });
    qputenv("PATH", QFile::encodeName(folder.path()) + ':' + path);
    const auto probe = m_fixture->sh(u"[ -e /data ] || echo gone"_s);
    QVERIFY(probe->wait());
    QCOMPARE(probe->error, QString());
    QCOMPARE(probe->output, QByteArray("gone\n"));
}

void TestSpriteMachine::keepsTheUsualFolderWhenItsOwnGoes()
{
    writeInside(u"/var/own"_s, "own");
    const auto own = m_fixture->sh(u"ls /var"_s);
    QVERIFY(own->wait());
    QCOMPARE(own->output, QByteArray("own\n"));
    QVERIFY(QDir(m_fixture->hostPath(u"/var"_s)).removeRecursively());
    const auto usual = m_fixture->sh(u"ls /var; readlink /var/tmp"_s);
    QVERIFY(usual->wait());
    QCOMPARE(usual->output, QByteArray("tmp\n/tmp\n"));
}

void TestSpriteMachine::triesOnceMoreToShowAFolder()
{
    QVERIFY(m_fixture->sh(u"true"_s)->wait());
    writeInside(u"/data/x"_s, "mine");
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression(u"new below / of web is not seen .*open files"_s));
    {
        const FewDescriptors one(1);
        m_fixture->web().showFolders();
    }
    const auto probe = m_fixture->sh(u"cat /data/x; ls /home"_s);
    QVERIFY(probe->wait());
    QCOMPARE(probe->output, QByteArray("minesprite\n"));
    {
        // It cannot even look, which does not make all go.
        const FewDescriptors none(0);
        m_fixture->web().showFolders();
    }
    const auto still = m_fixture->sh(u"cat /data/x"_s);
    QVERIFY(still->wait());
    QCOMPARE(still->output, QByteArray("mine"));
}

void TestSpriteMachine::getsNoMoreRightsByNewFolders()
{
    QVERIFY(m_fixture->sh(u"true"_s)->wait());
    writeInside(u"/data/x"_s, "mine");
    writeInside(u"/proc/x"_s, "hidden");
    const auto probe = m_fixture->sh(u"grep -o ' /data [^ ]*' /proc/self/mountinfo; grep -c . /proc/version; "
                                     "mkdir /x; touch /y; umount /data; ls -A / | grep -c -x -e x -e y"_s);
    QVERIFY(probe->wait());
    QVERIFY2(probe->output.startsWith(" /data rw,nosuid,nodev"), probe->output.constData());
    QVERIFY2(probe->output.endsWith("\n1\n0\n"), probe->output.constData());
    QCOMPARE(probe->errors.count("Read-only file system"), 2);
    const auto still = m_fixture->sh(u"cat /data/x"_s);
    QVERIFY(still->wait());
    QCOMPARE(still->output, QByteArray("mine"));
}

void TestSpriteMachine::keepsTheFilesUntilItsLastProcessHasEnded()
{
    const auto writer = m_fixture->sh(u"while :; do mkdir -p a/b/c; echo x >> a/b/c/file; done"_s);
    QTRY_VERIFY(QFileInfo::exists(m_fixture->hostPath(u"/home/sprite/a/b/c/file"_s)));
    QSignalSpy jobs(&m_fixture->store, &SpriteStore::jobFinished);
    QVERIFY(m_fixture->store.startRestore(u"web"_s, u"v0"_s));
    QTRY_COMPARE(jobs.size(), 1);
    QVERIFY(writer->wait());
    const auto again = m_fixture->sh(u"while :; do mkdir -p a/b/c; echo x >> a/b/c/file; done"_s);
    QTRY_VERIFY(QFileInfo::exists(m_fixture->hostPath(u"/home/sprite/a/b/c/file"_s)));
    QTRY_COMPARE(countTrees(m_fixture->folder.path()), 1);
    QVERIFY(m_fixture->store.remove(u"web"_s).isOk());
    QVERIFY(again->wait());
    QTRY_VERIFY(QDir(m_fixture->folder.path() + u"/trees"_s).isEmpty());
}

namespace {

//! Host processes whose command line has this word.
int countByWord(const QByteArray &word)
{
    int count = 0;
    const QStringList pids = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &pid : pids) {
        QFile file(u"/proc/%1/cmdline"_s.arg(pid));
        if (file.open(QIODevice::ReadOnly))
            count += file.readAll().contains(word);
    }
    return count;
}

} // namespace

void TestSpriteMachine::leavesNoProcessBehind()
{
    const QString word =
        u"98765.%1"_s.arg(QCoreApplication::applicationPid()); // others test at the same time
    const auto probe =
        m_fixture->sh(u"setsid sleep %1 & trap '' TERM HUP INT; sleep %1"_s.replace(u"%1"_s, word));
    QVERIFY(probe->waitStarted());
    QTRY_COMPARE(countByWord(word.toLatin1()), 3);
    m_fixture->machines.reset();
    QTRY_COMPARE(countByWord(word.toLatin1()), 0);
}

void TestSpriteMachine::endsWhenItsSandboxIsKilled()
{
    const QString word = u"98764.%1"_s.arg(QCoreApplication::applicationPid());
    const auto probe = m_fixture->sh(u"sleep "_s + word);
    QVERIFY(probe->waitStarted());
    const auto processes = m_fixture->web().findChildren<ChildProcess *>();
    QCOMPARE(processes.size(), 1);
    ::kill(processes.constFirst()->pid(), SIGKILL);
    QVERIFY(probe->wait());
    QVERIFY(probe->end.isLost);
    QTRY_COMPARE(countByWord(word.toLatin1()), 0);
    const auto again = m_fixture->run({u"true"_s});
    QVERIFY(again->wait());
    QCOMPARE(again->end, ProcessEnd());
}

void TestSpriteMachine::saysWhyNoSandboxStarts()
{
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", "/nowhere");
    const auto probe = m_fixture->run({u"true"_s});
    const QString why = Sandbox::whyUnavailable({});
    qputenv("PATH", path);
    QVERIFY(probe->wait());
    QVERIFY(probe->isRunnerError);
    QCOMPARE(probe->error, u"bubblewrap is not installed"_s);
    QCOMPARE(why, probe->error);
}

void TestSpriteMachine::tellsWhatASandboxThatBreaksHasSaid()
{
    QTemporaryDir tools;
    QFile bwrap(tools.filePath(u"bwrap"_s));
    QVERIFY(bwrap.open(QIODevice::WriteOnly));
    bwrap.write("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n");
    bwrap.close();
    QVERIFY(bwrap.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", QFile::encodeName(tools.path()));
    const auto probe = m_fixture->run({u"true"_s});
    const QString why = Sandbox::whyUnavailable({});
    qputenv("PATH", path);
    QVERIFY(probe->wait());
    QVERIFY(probe->isRunnerError);
    QCOMPARE(probe->error, u"bwrap: setting up uid map: Permission denied"_s);
    QCOMPARE(why, probe->error);
    QCOMPARE(m_fixture->web().state(), SpriteMachine::State::Off);
}

void TestSpriteMachine::runsWithoutASandboxOnRequest()
{
    m_fixture->settings.isolation = Isolation::None;
    const QString word = u"98763.%1"_s.arg(QCoreApplication::applicationPid());
    const auto probe = m_fixture->sh(u"pwd; echo text > file; sleep "_s + word);
    QTRY_VERIFY(probe->output.endsWith('\n'));
    QCOMPARE(QString::fromUtf8(probe->output.trimmed()), m_fixture->hostPath(u"/home/sprite"_s));
    QTRY_VERIFY(QFile::exists(m_fixture->hostPath(u"/home/sprite/file"_s)));
    QTRY_COMPARE(countByWord(word.toLatin1()), 2);
    m_fixture->machines.reset();
    QTRY_COMPARE(countByWord(word.toLatin1()), 0);
}

void TestSpriteMachine::keepsToItsOwnPortsWithoutASandbox()
{
    m_fixture->settings.isolation = Isolation::None;
    QTcpServer foreign;
    QVERIFY(foreign.listen(QHostAddress::LocalHost));
    const auto probe = m_fixture->run({u"true"_s});
    QVERIFY(probe->wait());
    QObject context;
    QString error;
    m_fixture->web().dial({}, foreign.serverPort(), &context, [&](const SpriteMachine::Dialled &dialled) {
        error = dialled ? u"?"_s : dialled.error();
    });
    QTRY_COMPARE(error, u"connection refused"_s);
}

QTEST_GUILESS_MAIN(TestSpriteMachine)
#include "tst_spritemachine.moc"
