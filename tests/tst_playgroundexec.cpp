// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/execsession.h"
#include "support/execclient.h"
#include "support/machinefixture.h"
#include "support/patience.h"

#include <QRegularExpression>
#include <QTest>

#ifdef Q_OS_LINUX
#include <csignal>

#include <fcntl.h>
#endif

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! The exec calls as a client sees them: sprites-api 7, row by row.
class TestPlaygroundExec : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void tellsTheSessionFirstAndTheEndLast();
    void tellsBothExitsInOrder_data();
    void tellsBothExitsInOrder();
    void keepsErrorsOnTheirOwnStream();
    void takesInputUntilItsEnd();
    void takesInputInFramesOfEverySize();
    void passesOverInputThatWasNotAskedFor();
    void passesOverStreamsItDoesNotKnow();
    void replacesTheEnvironment();
    void startsInTheFolderItIsTold();
    void runsThePathWithTheWordsOfTheCommand();
    void refusesWithoutACommand();
    void startsNothingForABadHandshake();
    void refusesWhatWouldBeCut_data();
    void refusesWhatWouldBeCut();
    void startsOthersWhileOneHangs();
    void refusesWhatDoesNotStart_data();
    void refusesWhatDoesNotStart();
    void refusesWhereNoSandboxStarts();
    void offersToTakeSignals();
    void signalsOverTheSocket_data();
    void signalsOverTheSocket();
    void passesOverASignalThatItDoesNotKnow();
    void pingsAClientThatHasToWait();
    void tellsDeathBySignalAsAShellDoes();
    void deliversEveryByteInOrder();
    void keepsLittleForASlowClient();
    void holdsBackAClientWhoseInputNobodyReads();

    void speaksRawBytesToATerminal();
    void leavesTermUnsetInATerminal();
    void resizesATerminal();
    void repaintsWhenTheSizeIsSentAgain();
    void controlsJobsInATerminal();
    void takesControlDAsTheEndOfATerminalsInput();
    void tellsTheEndOfATerminalInTextOnly();

    void listsWhatRuns();
    void forgetsWhatIsOver();
    void attachesByPathWithScrollback();
    void attachesById();
    void resumesOutputAfterWhatTheClientHas();
    void refusesToResumeWhatIsLost();
    void findsAProgramByNameThoughTheEnvironmentHasNoPath();
    void letsSeveralTakePart();
    void keepsTheLastMebibyteForLater();
    void keepsSmallPiecesInLittleRoom();
    void refusesToAttachToADeadSession();
    void runsOnWhenNobodyIsAttached();
    void endsATerminalsSessionNeverByItself();
    void endsPipesSomeTimeAfterTheLastClientLeft();

    void killsAndTellsEachStep();
    void killsWhatDoesNotListen();
    void closesATerminalThatShrugsOffASignal();
    void sendsASignalWithoutWaiting();
    void refusesToKill_data();
    void refusesToKill();

    void runsByPost();
    void sendsTheFramesOfAPostOneByOne();
    void saysMuchByPost();
    void takesTheBodyOfAPostAsInput();
    void refusesAPost_data();
    void refusesAPost();
    void answersHead();

    void tellsWhatItsProcessesListenTo();
    void wakesTheSpriteAndKeepsItAwakeWhileAttached();
    void letsASilentDetachedSessionSleep();
    void isKeptAwakeByADetachedSessionThatPrints();
    void breaksLinesWhenTheSpritePausesAndKeepsTheSession();
    void goesOnDuringACheckpoint();
    void showsANewCheckpointToWhatRuns();
    void losesSessionsWhenCold();
    void losesSessionsByARestore();
    void breaksWhenTheServerStops();
    void carriesManySessions();

private:
    std::unique_ptr<ExecClient> exec(const QStringList &argv, const QString &more = {})
    {
        return std::make_unique<ExecClient>(*m_playground, u"/v1/sprites/web/exec"_s + execQuery(argv, more));
    }
    std::unique_ptr<ExecClient> sh(const QString &script, const QString &more = {})
    {
        return exec({u"sh"_s, u"-c"_s, script}, more);
    }
    std::unique_ptr<ExecClient> attach(const QString &id, const QString &more = {})
    {
        return std::make_unique<ExecClient>(*m_playground, u"/v1/sprites/web/exec/"_s + id + more);
    }
    QJsonArray list()
    {
        return m_http->get(u"/v1/sprites/web/exec"_s).object().value("sessions"_L1).toArray();
    }
    Answer kill(const QString &id, const QString &query)
    {
        return m_http->post(u"/v1/sprites/web/exec/%1/kill?%2"_s.arg(id, query), {});
    }
    QString status() { return m_http->get(u"/v1/sprites/web"_s).object().value("status"_L1).toString(); }
    void sleepsAfter(std::chrono::milliseconds idle);
    //! A file of the sprite's home folder as it is on this computer.
    QByteArray hostFile(const QString &name)
    {
        QFile file(m_playground->store().view(u"web"_s)->root + u"/home/sprite/"_s + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    //! What the server says to an upgrade that it refuses, head and body.
    QByteArray upgrade(const QString &pathAndQuery) const
    {
        return m_http->upgrade(pathAndQuery.toLatin1(), "\n\r\n");
    }

    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<PlaygroundClient> m_http;
};

void TestPlaygroundExec::init()
{
    SPRITARIUM_NEEDS_SANDBOX();
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_playground = std::make_unique<PlaygroundFixture>();
    QVERIFY(m_playground->start());
    m_http = std::make_unique<PlaygroundClient>(m_playground->url().toString(), m_playground->token());
    QCOMPARE(m_http->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
}

void TestPlaygroundExec::cleanup()
{
    m_http.reset();
    m_playground.reset();
}

void TestPlaygroundExec::tellsTheSessionFirstAndTheEndLast()
{
    const auto client = sh(u"echo hello"_s);
    QVERIFY(client->waitOver());
    QCOMPARE(client->order(), (QStringList{u"session_info"_s, u"1"_s, u"exit"_s, u"3"_s}));
    const QJsonObject info = client->info();
    QCOMPARE(info.keys(), (QStringList{u"cols"_s, u"command"_s, u"created"_s, u"is_owner"_s, u"rows"_s,
                                       u"session_id"_s, u"tty"_s, u"type"_s}));
    QVERIFY(info.value("session_id"_L1).toString().toInt() > 1);
    QVERIFY(info.value("command"_L1).toString().startsWith("sh -c "_L1));
    QCOMPARE(info.value("tty"_L1), QJsonValue(false));
    QCOMPARE(info.value("is_owner"_L1), QJsonValue(true));
    QVERIFY(qAbs(info.value("created"_L1).toInteger() - QDateTime::currentSecsSinceEpoch()) < 60);
    QCOMPARE(client->output(), QByteArray("hello\n"));
    QCOMPARE(client->socket().closeCode(), QWebSocketProtocol::CloseCodeNormal);
}

void TestPlaygroundExec::tellsBothExitsInOrder_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<int>("code");
    QTest::newRow("well") << u"exit 0"_s << 0;
    QTest::newRow("badly") << u"exit 42"_s << 42;
    QTest::newRow("the most") << u"exit 255"_s << 255;
    QTest::newRow("by TERM") << u"kill -TERM $$"_s << 143;
    QTest::newRow("by KILL") << u"kill -KILL $$"_s << 137;
}

void TestPlaygroundExec::tellsBothExitsInOrder()
{
    QFETCH(QString, script);
    QFETCH(int, code);
    const auto client = sh(script);
    QVERIFY(client->waitOver());
    QCOMPARE(client->order(), (QStringList{u"session_info"_s, u"exit"_s, u"3"_s}));
    QCOMPARE(client->exitCode(), code);
    QCOMPARE(client->messages.constLast().bytes, QByteArray(1, '\3') + char(quint8(code)));
}

void TestPlaygroundExec::keepsErrorsOnTheirOwnStream()
{
    const auto client = sh(u"echo out; echo err >&2"_s);
    QVERIFY(client->waitOver());
    QCOMPARE(client->stream(1), QByteArray("out\n"));
    QCOMPARE(client->stream(2), QByteArray("err\n"));
}

void TestPlaygroundExec::takesInputUntilItsEnd()
{
    const auto client = exec({u"cat"_s}, u"stdin=true"_s);
    QVERIFY(client->waitInfo());
    client->sendInput("one ");
    client->sendInput("two");
    QVERIFY(client->waitOutput("one two"));
    QVERIFY(!client->isOver);
    client->sendEndOfInput();
    QVERIFY(client->waitOver());
    QCOMPARE(client->output(), QByteArray("one two"));
    QCOMPARE(client->exitCode(), 0);
}

void TestPlaygroundExec::takesInputInFramesOfEverySize()
{
    const auto client = exec({u"cat"_s}, u"stdin=true"_s);
    QVERIFY(client->waitInfo());
    QByteArray sent;
    for (const int size : {0, 1, 125, 126, 65535, 65536, 300'000, 1'000'003}) {
        const QByteArray part = QByteArray("0123456789abcdef").repeated(size / 16 + 1).left(size);
        client->sendInput(part);
        sent += part;
    }
    client->sendEndOfInput();
    QVERIFY(client->waitOver());
    QCOMPARE(client->output().size(), sent.size());
    QVERIFY(client->output() == sent);
}

void TestPlaygroundExec::passesOverInputThatWasNotAskedFor()
{
    const auto client = exec({u"cat"_s}, u"stdin=false"_s);
    QVERIFY(client->waitInfo());
    client->sendInput("nobody reads this");
    client->sendEndOfInput();
    QVERIFY(client->waitOver());
    QCOMPARE(client->output(), QByteArray());
    QCOMPARE(client->exitCode(), 0);
}

void TestPlaygroundExec::passesOverStreamsItDoesNotKnow()
{
    const auto client = exec({u"cat"_s}, u"stdin=true"_s);
    QVERIFY(client->waitInfo());
    client->socket().sendBinaryMessage({});
    client->socket().sendBinaryMessage("\x07nonsense");
    client->socket().sendTextMessage(u"no json"_s);
    client->sendText({{u"type"_s, u"telepathy"_s}});
    client->sendInput("real");
    client->sendEndOfInput();
    QVERIFY(client->waitOver());
    QCOMPARE(client->output(), QByteArray("real"));
}

void TestPlaygroundExec::replacesTheEnvironment()
{
    const auto client = exec({u"/usr/bin/env"_s}, u"env=A%3D1&env=B%3Dtwo%20words"_s);
    QVERIFY(client->waitOver());
    QCOMPARE(client->output(), QByteArray("A=1\nB=two words\n"));
}

void TestPlaygroundExec::startsInTheFolderItIsTold()
{
    const auto home = exec({u"pwd"_s});
    QVERIFY(home->waitOver());
    QCOMPARE(home->output(), QByteArray("/home/sprite\n"));
    const auto tmp = exec({u"pwd"_s}, u"dir=/tmp"_s);
    QVERIFY(tmp->waitOver());
    QCOMPARE(tmp->output(), QByteArray("/tmp\n"));
}

void TestPlaygroundExec::runsThePathWithTheWordsOfTheCommand()
{
    const auto client = exec({u"renamed"_s, u"-c"_s, u"echo $0 $1"_s, u"a"_s, u"b"_s}, u"path=/bin/sh"_s);
    QVERIFY(client->waitOver());
    QCOMPARE(client->output(), QByteArray("a b\n"));
}

void TestPlaygroundExec::refusesWithoutACommand()
{
    const QByteArray answer = upgrade(u"/v1/sprites/web/exec"_s);
    QVERIFY(answer.startsWith("HTTP/1.1 400 "));
    QVERIFY(answer.endsWith("\r\n\r\nNo command specified\n"));
}

void TestPlaygroundExec::startsNothingForABadHandshake()
{
    QByteArray head = m_http->upgradeHead("/v1/sprites/web/exec?cmd=touch&cmd=/home/sprite/started");
    const QByteArray answer = m_http->raw(head.replace("dGhlIHNhbXBsZSBub25jZQ==", "short"), "\n\r\n");
    QVERIFY(answer.startsWith("HTTP/1.1 400 "));
    QCOMPARE(list().size(), 0);
    QCOMPARE(m_http->post(u"/v1/sprites/web/exec?cmd=ls"_s, {}).body.contains("started"), false);
}

void TestPlaygroundExec::refusesWhatWouldBeCut_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("word") << u"?cmd=touch&cmd=/home/sprite/cut%00off"_s << QByteArray("cmd");
    QTest::newRow("word of a list") << u"?cmd[]=touch&cmd[]=/home/sprite/cut%00off"_s << QByteArray("cmd[]");
    QTest::newRow("program") << u"?cmd=touch&cmd=/home/sprite/cut&path=touch%00off"_s << QByteArray("path");
    QTest::newRow("variable") << u"?cmd=touch&cmd=/home/sprite/cut&env=A%3D1%00B"_s << QByteArray("env");
    QTest::newRow("folder") << u"?cmd=touch&cmd=cut&dir=/home/sprite%00/no"_s << QByteArray("dir");
}

void TestPlaygroundExec::refusesWhatWouldBeCut()
{
    QFETCH(QString, query);
    QFETCH(QByteArray, name);
    const QByteArray text = "invalid " + name + ": it contains a NUL byte\n";
    const QByteArray answer = upgrade(u"/v1/sprites/web/exec"_s + query);
    QVERIFY(answer.startsWith("HTTP/1.1 400 "));
    QVERIFY2(answer.endsWith("\r\n\r\n" + text), answer.constData());
    const Answer post = m_http->post(u"/v1/sprites/web/exec"_s + query, {});
    QCOMPARE(post.status, 400);
    QCOMPARE(post.body, text);
    QVERIFY(!m_http->post(u"/v1/sprites/web/exec?cmd=ls"_s, {}).body.contains("cut"));
}

void TestPlaygroundExec::startsOthersWhileOneHangs()
{
#ifdef Q_OS_LINUX
    // Whoever holds a lease on a file makes everybody wait who opens it, and so who executes it.
    const QString name = m_playground->store().view(u"web"_s)->root + u"/home/sprite/held"_s;
    QVERIFY(m_http->post(u"/v1/sprites/web/exec?cmd=cp&cmd=/bin/echo&cmd=/home/sprite/held"_s, {}).status ==
            200);
    QFile file(name);
    // To read only: nothing executes a file that somebody may write.
    QVERIFY(file.open(QIODevice::ReadOnly));
    ::signal(SIGIO, SIG_IGN);
    if (::fcntl(file.handle(), F_SETLEASE, F_WRLCK) != 0)
        QSKIP("this file system gives no leases");
    const auto hanging = exec({u"/home/sprite/held"_s, u"late"_s});
    const auto other = exec({u"echo"_s, u"quick"_s});
    QVERIFY(other->waitOver());
    QCOMPARE(other->output(), QByteArray("quick\n"));
    QVERIFY(m_http->post(u"/v1/sprites/web/exec?cmd=echo&cmd=posted"_s, {}).body.contains("posted"));
    QVERIFY(!hanging->isOver);
    QCOMPARE(hanging->messages.size(), 0);
    QCOMPARE(::fcntl(file.handle(), F_SETLEASE, F_UNLCK), 0);
    file.close();
    QVERIFY(hanging->waitOver());
    QCOMPARE(hanging->output(), QByteArray("late\n"));
    QCOMPARE(hanging->exitCode(), 0);
#endif
}

void TestPlaygroundExec::refusesWhatDoesNotStart_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("no such program")
        << u"?cmd=frobnicate"_s
        << QByteArray("failed to start process: exec: \"frobnicate\": executable file not found in $PATH\n");
    QTest::newRow("no such folder")
        << u"?cmd=ls&dir=/nowhere"_s
        << QByteArray("failed to start process: chdir /nowhere: no such file or directory\n");
    QTest::newRow("no such program for a terminal")
        << u"?cmd=/frob&tty=true"_s
        << QByteArray("failed to start process: exec: \"/frob\": no such file or directory\n");
}

void TestPlaygroundExec::refusesWhatDoesNotStart()
{
    QFETCH(QString, query);
    QFETCH(QByteArray, text);
    const QByteArray answer = upgrade(u"/v1/sprites/web/exec"_s + query);
    QVERIFY(answer.startsWith("HTTP/1.1 500 "));
    QVERIFY2(answer.endsWith("\r\n\r\n" + text), answer.constData());
}

void TestPlaygroundExec::refusesWhereNoSandboxStarts()
{
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", "/nowhere");
    const QByteArray answer = upgrade(u"/v1/sprites/web/exec?cmd=true"_s);
    qputenv("PATH", path);
    QVERIFY(answer.startsWith("HTTP/1.1 500 "));
    QVERIFY(answer.endsWith("failed to create runner: bubblewrap is not installed\n"));
}

void TestPlaygroundExec::offersToTakeSignals()
{
    const QByteArray answer =
        m_http->raw(m_http->head("GET", "/v1/sprites/web/exec?cmd=true",
                                 "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
                    "session_info");
    QVERIFY(answer.startsWith("HTTP/1.1 101 "));
    QVERIFY(answer.contains("\r\nX-Sprite-Capabilities: signal\r\n"));
    QVERIFY(!answer.contains("Sprite-Version"));
}

void TestPlaygroundExec::signalsOverTheSocket_data()
{
    QTest::addColumn<QString>("signal");
    QTest::addColumn<int>("code");
    QTest::newRow("INT") << u"INT"_s << 130;
    QTest::newRow("TERM") << u"TERM"_s << 143;
    QTest::newRow("HUP") << u"HUP"_s << 129;
    QTest::newRow("KILL") << u"KILL"_s << 137;
    QTest::newRow("QUIT") << u"QUIT"_s << 131;
    QTest::newRow("USR1") << u"USR1"_s << 138;
    QTest::newRow("USR2") << u"USR2"_s << 140;
    QTest::newRow("with SIG") << u"SIGTERM"_s << 143;
}

void TestPlaygroundExec::signalsOverTheSocket()
{
    QFETCH(QString, signal);
    const auto client = exec({u"sleep"_s, u"1000"_s});
    QVERIFY(client->waitInfo());
    client->sendText({{u"type"_s, u"signal"_s}, {u"signal"_s, signal}});
    QVERIFY(client->waitOver());
    QTEST(client->exitCode(), "code");
    QCOMPARE(client->socket().closeCode(), QWebSocketProtocol::CloseCodeNormal);
}

void TestPlaygroundExec::passesOverASignalThatItDoesNotKnow()
{
    const auto client = exec({u"cat"_s}, u"stdin=true"_s);
    QVERIFY(client->waitInfo());
    client->sendText({{u"type"_s, u"signal"_s}, {u"signal"_s, u"FROB"_s}});
    client->sendEndOfInput();
    QVERIFY(client->waitOver());
    QCOMPARE(client->order(), (QStringList{u"session_info"_s, u"exit"_s, u"3"_s}));
    QCOMPARE(client->exitCode(), 0);
}

void TestPlaygroundExec::pingsAClientThatHasToWait()
{
    // Its own pings lie behind what nobody reads, so it hears from us that the line lives.
    const auto raw = std::make_unique<QTcpSocket>();
    raw->connectToHost(u"127.0.0.1"_s, quint16(m_playground->url().port()));
    QByteArray frame("\x82\xff", 2);
    for (const char byte : {0, 0, 0, 0, 0, 96, 0, 0})
        frame += byte; // 6 MiB
    frame += QByteArray(4, '\0') + QByteArray(6 * 1024 * 1024, '\0');
    raw->write("GET /v1/sprites/web/exec?cmd=sleep&cmd=1000&stdin=true HTTP/1.1\r\nHost: localhost\r\n"
               "Authorization: Bearer " +
               m_playground->token().toLatin1() +
               "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" +
               frame);
    QByteArray got;
    const QByteArray ping("\x89\x00", 2);
    QTRY_VERIFY_WITH_TIMEOUT((got += raw->readAll()).endsWith(ping), 30'000);
}

void TestPlaygroundExec::tellsDeathBySignalAsAShellDoes()
{
    const auto client = sh(u"sleep 1000 & kill -USR1 $!; wait $!; exit $?"_s);
    QVERIFY(client->waitOver());
    QCOMPARE(client->exitCode(), 138);
}

void TestPlaygroundExec::deliversEveryByteInOrder()
{
    const auto client = sh(u"i=0; while [ $i -lt 200000 ]; do echo $i; i=$((i+1)); done"_s);
    QVERIFY(client->waitOver());
    QByteArray expected;
    for (int i = 0; i < 200'000; ++i)
        expected += QByteArray::number(i) + '\n';
    QVERIFY(client->output() == expected);
    QCOMPARE(client->exitCode(), 0);
}

void TestPlaygroundExec::keepsLittleForASlowClient()
{
    QTcpSocket slow;
    slow.setReadBufferSize(4096);
    slow.connectToHost(m_playground->url().host(), quint16(m_playground->url().port()));
    const QString query = execQuery({u"sh"_s, u"-c"_s, u"head -c 100000000 /dev/zero; echo x > file"_s});
    slow.write(m_http->upgradeHead("/v1/sprites/web/exec" + query.toLatin1()));
    QTRY_COMPARE(slow.bytesAvailable(), 4096);
    // While it takes nothing, another is served, and the writer waits.
    const auto other = sh(u"head -c 30000000 /dev/zero"_s);
    other->keepsOutput = false;
    QVERIFY(other->waitOver());
    QVERIFY(other->received > 30'000'000);
    QCOMPARE(list().size(), 1);
    QVERIFY(hostFile(u"file"_s).isEmpty());
    qint64 received = 0;
    connect(&slow, &QTcpSocket::readyRead, &slow, [&] { received += slow.readAll().size(); });
    received += slow.readAll().size();
    slow.setReadBufferSize(0);
    QSignalSpy disconnected(&slow, &QTcpSocket::disconnected);
    const auto isOver = [&] { return received > 100'000'000 && list().isEmpty(); };
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), 60'000);
    QCOMPARE(hostFile(u"file"_s), QByteArray("x\n"));
}

void TestPlaygroundExec::holdsBackAClientWhoseInputNobodyReads()
{
    const auto client = sh(u"while [ ! -e go ]; do sleep 0.05; done; wc -c"_s, u"stdin=true"_s);
    QVERIFY(client->waitInfo());
    const QByteArray part(1'000'000, 'x');
    for (int i = 0; i < 40; ++i)
        client->sendInput(part);
    const auto other = sh(u"echo served"_s);
    QVERIFY(other->waitOver());
    QCOMPARE(other->output(), QByteArray("served\n"));
    client->sendEndOfInput();
    // Most of it is still on the client's side: the server took what the pipe and its own bounds hold.
    QVERIFY(client->socket().bytesToWrite() > 20'000'000);
    QVERIFY(sh(u"touch go"_s)->waitOver());
    QVERIFY(client->waitOver());
    QCOMPARE(client->output().trimmed(), QByteArray("40000000"));
}

void TestPlaygroundExec::speaksRawBytesToATerminal()
{
    const auto client = sh(u"tty; read line; echo got $line"_s, u"tty=true&rows=30&cols=100"_s);
    QVERIFY(client->waitInfo());
    QCOMPARE(client->info().value("tty"_L1), QJsonValue(true));
    QCOMPARE(client->info().value("rows"_L1).toInt(), 30);
    QCOMPARE(client->info().value("cols"_L1).toInt(), 100);
    QVERIFY(client->waitOutput("/dev/pts/"));
    client->socket().sendBinaryMessage("words\r");
    QVERIFY(client->waitOver());
    QVERIFY(client->output().endsWith("words\r\ngot words\r\n"));
}

void TestPlaygroundExec::leavesTermUnsetInATerminal()
{
    const auto client = sh(u"echo term ${TERM-unset}"_s, u"tty=true"_s);
    QVERIFY(client->waitOver());
    QCOMPARE(client->output(), QByteArray("term unset\r\n"));
}

void TestPlaygroundExec::resizesATerminal()
{
    const auto client = sh(u"stty size; read x; stty size"_s, u"tty=true&rows=30&cols=100"_s);
    QVERIFY(client->waitOutput("30 100"));
    client->sendText({{u"type"_s, u"resize"_s}, {u"cols"_s, 132}, {u"rows"_s, 50}});
    client->socket().sendBinaryMessage("\n");
    QVERIFY(client->waitOver());
    QVERIFY(client->output().endsWith("50 132\r\n"));
}

void TestPlaygroundExec::repaintsWhenTheSizeIsSentAgain()
{
    const auto client = sh(u"trap 'echo painted; exit' WINCH; echo up; while :; do sleep 0.01; done"_s,
                           u"tty=true&rows=30&cols=100"_s);
    QVERIFY(client->waitOutput("up"));
    const auto second = attach(client->id(), u"?rows=30&cols=100"_s);
    QVERIFY(second->waitOutput("painted"));
    QVERIFY(client->waitOver());
}

void TestPlaygroundExec::controlsJobsInATerminal()
{
    const auto client =
        exec({u"bash"_s, u"--norc"_s, u"-i"_s}, u"tty=true&env=PATH%3D/usr/bin&env=PS1%3Dready"_s);
    QVERIFY(client->waitOutput("ready"));
    client->socket().sendBinaryMessage("echo s''tart; sleep 1000\r");
    QVERIFY(client->waitOutput("start\r\n"));
    // Until the sleeper has the terminal the shell gets the keys, and shrugs them off.
    const auto hasStopped = [&] {
        client->socket().sendBinaryMessage("\x1a"); // Ctrl-Z
        return client->output().contains("Stopped");
    };
    QTRY_VERIFY(hasStopped());
    client->socket().sendBinaryMessage("\r");
    client->socket().sendBinaryMessage("kill -KILL %1; exit; exit 3\r");
    QVERIFY(client->waitOver());
    QVERIFY(!client->output().contains("no job control"));
}

void TestPlaygroundExec::takesControlDAsTheEndOfATerminalsInput()
{
    const auto client = exec({u"cat"_s}, u"tty=true"_s);
    QVERIFY(client->waitInfo());
    client->socket().sendBinaryMessage("\x04");
    QVERIFY(client->waitOver());
    QCOMPARE(client->exitCode(), 0);
}

void TestPlaygroundExec::tellsTheEndOfATerminalInTextOnly()
{
    const auto client = sh(u"exit 5"_s, u"tty=true"_s);
    QVERIFY(client->waitOver());
    QCOMPARE(client->order(), (QStringList{u"session_info"_s, u"exit"_s}));
    QCOMPARE(client->exitCode(), 5);
    QCOMPARE(client->socket().closeCode(), QWebSocketProtocol::CloseCodeNormal);
}

void TestPlaygroundExec::listsWhatRuns()
{
    QCOMPARE(m_http->get(u"/v1/sprites/web/exec"_s).body, QByteArray("{\"count\":0,\"sessions\":[]}\n"));
    const auto pipes = sh(u"sleep 1000"_s, u"dir=/tmp"_s);
    const auto terminal = sh(u"echo hello; sleep 1000"_s, u"tty=true"_s);
    QVERIFY(pipes->waitInfo());
    QVERIFY(terminal->waitOutput("hello"));
    const Answer answer = m_http->get(u"/v1/sprites/web/exec"_s);
    QCOMPARE(answer.header("Content-Type"), QByteArray("application/json"));
    QCOMPARE(answer.object().value("count"_L1).toInt(), 2);
    QHash<QString, QJsonObject> byId;
    const QJsonArray sessions = answer.object().value("sessions"_L1).toArray();
    for (const QJsonValue &session : sessions)
        byId.insert(session["id"_L1].toString(), session.toObject());
    const QJsonObject first = byId.value(pipes->id());
    const QJsonObject second = byId.value(terminal->id());
    QCOMPARE(first.value("tty"_L1), QJsonValue(false));
    QCOMPARE(first.value("workdir"_L1).toString(), u"/tmp"_s);
    QVERIFY(first.value("command"_L1).toString().endsWith(u"/sh -c sleep 1000"_s));
    QVERIFY(first.value("command"_L1).toString().startsWith(u'/'));
    QCOMPARE(first.value("is_active"_L1), QJsonValue(false));
    QVERIFY(!first.contains("last_activity"_L1));
    QCOMPARE(second.value("tty"_L1), QJsonValue(true));
    QCOMPARE(second.value("workdir"_L1).toString(), u"/home/sprite"_s);
    QCOMPARE(second.value("is_active"_L1), QJsonValue(true));
    for (const QString &key : {u"created"_s, u"last_activity"_s})
        QVERIFY(QDateTime::fromString(second.value(key).toString(), Qt::ISODateWithMs).isValid());
    QCOMPARE(m_http->get(u"/v1/sprites/web/exec/"_s + pipes->id()).object(), first);
}

void TestPlaygroundExec::forgetsWhatIsOver()
{
    const auto client = sh(u"true"_s);
    QVERIFY(client->waitOver());
    QCOMPARE(list().size(), 0);
    const Answer answer = m_http->get(u"/v1/sprites/web/exec/"_s + client->id());
    QCOMPARE(answer.status, 404);
    QCOMPARE(QString::fromUtf8(answer.body), u"session not found: %1\n"_s.arg(client->id()));
}

void TestPlaygroundExec::attachesByPathWithScrollback()
{
    const auto first = sh(u"echo before; read x; echo after $x"_s, u"stdin=true"_s);
    QVERIFY(first->waitOutput("before"));
    const auto second = attach(first->id());
    QVERIFY(second->waitOutput("before"));
    QCOMPARE(second->order(), (QStringList{u"session_info"_s, u"1"_s}));
    QCOMPARE(second->id(), first->id());
    QCOMPARE(second->info().value("is_owner"_L1), QJsonValue(false));
    second->sendInput("that\n");
    QVERIFY(second->waitOver());
    QVERIFY(first->waitOver());
    QCOMPARE(first->output(), QByteArray("before\nafter that\n"));
    QCOMPARE(second->output(), first->output());
    QCOMPARE(second->exitCode(), 0);
}

void TestPlaygroundExec::attachesById()
{
    const auto first = sh(u"echo before; sleep 1000"_s, u"tty=true"_s);
    QVERIFY(first->waitOutput("before"));
    ExecClient second(*m_playground, u"/v1/sprites/web/exec?tty=true&rows=40&cols=90&id="_s + first->id());
    QVERIFY(second.waitOutput("before"));
    QCOMPARE(second.id(), first->id());
    QCOMPARE(second.info().value("rows"_L1).toInt(), 40);
}

void TestPlaygroundExec::resumesOutputAfterWhatTheClientHas()
{
    const auto first = sh(u"echo before; echo wrong >&2; read x; echo after $x"_s, u"stdin=true"_s);
    QVERIFY(first->waitOutput("before\n"));
    QVERIFY(first->waitFor([&] { return first->stream(2) == "wrong\n"; }));
    const auto second = attach(first->id(), u"?output_offset=9"_s);
    const auto third = attach(first->id(), u"?output_offset=13"_s);
    QVERIFY(third->waitInfo());
    QVERIFY(second->waitFor([&] { return !second->stream(2).isEmpty() || second->output().size() > 3; }));
    second->sendInput("that\n");
    for (const auto &client : {second.get(), third.get()})
        QVERIFY(client->waitOver());
    // Which of the two streams came first is the computer's affair, not how much of both.
    QCOMPARE((second->output() + second->stream(2)).size(), 4 + 11);
    QVERIFY(second->output().endsWith("after that\n"));
    QCOMPARE(third->output(), QByteArray("after that\n"));
    QCOMPARE(third->stream(2), QByteArray());
    QCOMPARE(m_http->get(u"/v1/sprites/web/exec"_s).status, 200);
}

void TestPlaygroundExec::refusesToResumeWhatIsLost()
{
    OutputHistory history;
    for (int i = 0; i < 3; ++i)
        history.append(1, QByteArray(OutputHistory::Most / 2, char('a' + i)));
    QCOMPARE(history.begin(), qint64(OutputHistory::Most / 2));
    QCOMPARE(history.end(), qint64(OutputHistory::Most * 3 / 2));
    QCOMPARE(history.after(OutputHistory::Most * 3 / 2 - 1).size(), 1);
    QCOMPARE(history.after(OutputHistory::Most * 3 / 2 - 1).constFirst().bytes, QByteArray("c"));

    const auto first = sh(u"head -c 1048577 /dev/zero; sleep 1000"_s);
    QVERIFY(first->waitFor([&] { return first->output().size() == 1'048'577; }));
    const auto late = attach(first->id(), u"?output_offset=0"_s);
    QVERIFY(late->waitOver());
    QCOMPARE(late->messages.size(), 1);
    QCOMPARE(late->messages.constFirst().object(),
             (QJsonObject{{u"type"_s, u"error"_s},
                          {u"error"_s, u"cannot resume output at byte 0: earliest retained byte is 1"_s}}));
    const auto early = attach(first->id(), u"?output_offset=2000000"_s);
    QVERIFY(early->waitOver());
    QCOMPARE(early->messages.constFirst().object().value("error"_L1).toString(),
             u"cannot resume output at byte 2000000: only 1048577 were written"_s);
    QCOMPARE(attach(first->id())->waitInfo(), true);
    QCOMPARE(list().size(), 1);
}

void TestPlaygroundExec::findsAProgramByNameThoughTheEnvironmentHasNoPath()
{
    const auto client = exec({u"env"_s}, u"env=A%3D1"_s);
    QVERIFY(client->waitOver());
    QCOMPARE(client->output(), QByteArray("A=1\n"));
}

void TestPlaygroundExec::letsSeveralTakePart()
{
    const auto first = exec({u"cat"_s}, u"stdin=true"_s);
    QVERIFY(first->waitInfo());
    const auto second = attach(first->id());
    const auto onlooker = attach(first->id(), u"?stdin=false"_s);
    QVERIFY(second->waitInfo());
    QVERIFY(onlooker->waitInfo());
    first->sendInput("a");
    QVERIFY(second->waitOutput("a"));
    second->sendInput("b");
    QVERIFY(onlooker->waitOutput("ab"));
    onlooker->sendInput("c");
    onlooker->sendEndOfInput();
    first->sendEndOfInput();
    for (const auto &client : {first.get(), second.get(), onlooker.get()}) {
        QVERIFY(client->waitOver());
        QCOMPARE(client->output(), QByteArray("ab"));
    }
}

void TestPlaygroundExec::keepsSmallPiecesInLittleRoom()
{
    OutputHistory history;
    for (int i = 0; i < 20'000; ++i) {
        QByteArray piece("a line that is short\n");
        piece.reserve(128 * 1024); // as it was read
        history.append(1, piece);
    }
    QVERIFY(history.chunks().size() < 20);
    qsizetype room = 0;
    for (const auto &chunk : history.chunks())
        room += chunk.bytes.capacity();
    QVERIFY2(room < 3 * history.size(), qPrintable(QString::number(room)));
    history.append(2, "on the other stream");
    QCOMPARE(history.chunks().back().stream, 2);
}

void TestPlaygroundExec::keepsTheLastMebibyteForLater()
{
    const auto first = sh(u"head -c 3000000 /dev/zero; printf end; sleep 1000"_s);
    QVERIFY(first->waitOutput("end"));
    const auto second = attach(first->id());
    QVERIFY(second->waitOutput("end"));
    QCOMPARE(second->output().size(), 1024 * 1024);
}

void TestPlaygroundExec::refusesToAttachToADeadSession()
{
    for (const QString &path : {u"/v1/sprites/web/exec/4711"_s, u"/v1/sprites/web/exec?id=4711"_s}) {
        const QByteArray answer = upgrade(path);
        QVERIFY(answer.startsWith("HTTP/1.1 404 "));
        QVERIFY(answer.contains("Content-Type: text/plain"));
        QVERIFY(answer.endsWith("\r\n\r\nsession not found: 4711\n"));
    }
}

void TestPlaygroundExec::runsOnWhenNobodyIsAttached()
{
    auto first = sh(u"read x; echo went on; sleep 1000"_s, u"stdin=true&max_run_after_disconnect=1h"_s);
    QVERIFY(first->waitInfo());
    const QString id = first->id();
    first->sendInput("go\n");
    first.reset();
    const auto second = attach(id);
    QVERIFY(second->waitOutput("went on"));
    QCOMPARE(second->info().value("is_owner"_L1), QJsonValue(true));
}

void TestPlaygroundExec::endsATerminalsSessionNeverByItself()
{
    auto client = sh(u"sleep 1000"_s, u"tty=true"_s);
    QVERIFY(client->waitInfo());
    client.reset();
    const auto soon = sh(u"sleep 0.3"_s, u"max_run_after_disconnect=1ms"_s);
    QVERIFY(soon->waitOver());
    QCOMPARE(list().size(), 1);
}

void TestPlaygroundExec::endsPipesSomeTimeAfterTheLastClientLeft()
{
    auto client = sh(u"trap '' TERM; echo up; sleep 1000"_s, u"max_run_after_disconnect=10ms"_s);
    QVERIFY(client->waitOutput("up"));
    const auto second = attach(client->id());
    QVERIFY(second->waitOutput("up"));
    client.reset();
    QCOMPARE(list().size(), 1);
    second->socket().close();
    QTRY_COMPARE_WITH_TIMEOUT(list().size(), 0, 20'000);
}

void TestPlaygroundExec::killsAndTellsEachStep()
{
    const auto client = exec({u"sleep"_s, u"1000"_s});
    QVERIFY(client->waitInfo());
    const Answer answer = kill(client->id(), u"signal=SIGTERM&timeout=10s"_s);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("Content-Type"), QByteArray("application/x-ndjson"));
    const QList<QJsonObject> lines = answer.lines();
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines.at(0),
             (QJsonObject{{u"type"_s, u"signal"_s},
                          {u"message"_s, u"Signaling terminated to process group "_s + client->id()},
                          {u"signal"_s, u"SIGTERM"_s},
                          {u"pid"_s, client->id().toInt()}}));
    QCOMPARE(lines.at(1).value("type"_L1).toString(), u"exited"_s);
    QCOMPARE(lines.at(2), (QJsonObject{{u"type"_s, u"complete"_s}, {u"exit_code"_s, 143}}));
    QVERIFY(client->waitOver());
    QCOMPARE(client->exitCode(), 143);
    QCOMPARE(int(client->socket().closeCode()), 1001);
    QCOMPARE(client->socket().closeReason(), u"stream closed"_s);
    QCOMPARE(list().size(), 0);
}

void TestPlaygroundExec::killsWhatDoesNotListen()
{
    const auto client = sh(u"trap '' TERM; echo up; while :; do sleep 1; done"_s);
    QVERIFY(client->waitOutput("up"));
    const QList<QJsonObject> lines = kill(client->id(), u"timeout=100ms"_s).lines();
    QStringList types;
    for (const QJsonObject &line : lines)
        types.append(line.value("type"_L1).toString());
    QCOMPARE(types, (QStringList{u"signal"_s, u"timeout"_s, u"signal"_s, u"killed"_s, u"complete"_s}));
    QCOMPARE(lines.at(1).value("message"_L1).toString(), u"Process did not exit within 100ms"_s);
    QCOMPARE(lines.constLast().value("exit_code"_L1).toInt(), 137);
    QVERIFY(client->waitOver());
    QCOMPARE(client->exitCode(), 137);
}

void TestPlaygroundExec::closesATerminalThatShrugsOffASignal()
{
    const auto client = exec({u"bash"_s, u"--norc"_s, u"-i"_s}, u"tty=true"_s);
    QVERIFY(client->waitOutput("$"));
    const QList<QJsonObject> lines = kill(client->id(), u"signal=TERM"_s).lines();
    QCOMPARE(lines.at(0).value("message"_L1).toString(),
             u"Signaling terminated to foreground process group "_s + client->id());
    QCOMPARE(lines.at(1).value("message"_L1).toString(), u"Closing PTY master"_s);
    QCOMPARE(lines.constLast().value("type"_L1).toString(), u"complete"_s);
    QVERIFY(lines.constLast().value("exit_code"_L1).toInt() > 0);
    QVERIFY(client->waitOver());
}

void TestPlaygroundExec::sendsASignalWithoutWaiting()
{
    const auto client = sh(u"trap 'echo usr1' USR1; echo up; while :; do sleep 0.01; done"_s);
    QVERIFY(client->waitOutput("up"));
    const QList<QJsonObject> lines = kill(client->id(), u"signal=USR1&timeout=0s"_s).lines();
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines.at(1), (QJsonObject{{u"type"_s, u"complete"_s}}));
    QVERIFY(client->waitOutput("usr1"));
    QVERIFY(!client->isOver);
}

void TestPlaygroundExec::refusesToKill_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("unknown") << u"4711"_s << QString() << 404 << QByteArray("session not found: 4711\n");
    QTest::newRow("over") << u"over"_s << QString() << 410 << QByteArray();
    QTest::newRow("signal") << u"over"_s << u"signal=FROB"_s << 400 << QByteArray("unknown signal: FROB\n");
    QTest::newRow("timeout") << u"over"_s << u"timeout=soon"_s << 400
                             << QByteArray("invalid timeout: soon\n");
}

void TestPlaygroundExec::refusesToKill()
{
    QFETCH(QString, id);
    QFETCH(QString, query);
    QFETCH(QByteArray, text);
    const auto client = sh(u"true"_s);
    QVERIFY(client->waitOver());
    const Answer answer = kill(id == u"over"_s ? client->id() : id, query);
    QTEST(answer.status, "status");
    if (!text.isEmpty())
        QCOMPARE(answer.body, text);
}

void TestPlaygroundExec::runsByPost()
{
    const Answer answer =
        m_http->post(u"/v1/sprites/web/exec"_s + execQuery({u"sh"_s, u"-c"_s, u"echo out; exit 3"_s}), {});
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("Content-Type"), QByteArray("application/octet-stream"));
    QCOMPARE(answer.body, QByteArray("\1out\n\3\3"));
}

void TestPlaygroundExec::sendsTheFramesOfAPostOneByOne()
{
    // The JavaScript SDK knows no other border of a frame than what it reads at once.
    QTcpSocket socket;
    QByteArrayList reads;
    connect(&socket, &QTcpSocket::readyRead, this, [&] { reads.append(socket.readAll()); });
    socket.connectToHost(u"127.0.0.1"_s, quint16(m_playground->url().port()));
    socket.write(
        m_http->head("POST",
                     "/v1/sprites/web/exec" +
                         execQuery({u"sh"_s, u"-c"_s, u"echo out; echo err >&2; exit 3"_s}).toLatin1(),
                     "Content-Length: 0\r\nConnection: close\r\n"));
    QTRY_COMPARE(socket.state(), QTcpSocket::UnconnectedState);
    for (const QByteArray &frame : {QByteArray("\1out\n"), QByteArray("\2err\n"), QByteArray("\3\3")}) {
        const auto holds = [&](const QByteArray &read) { return read.contains(frame); };
        QCOMPARE(std::count_if(reads.cbegin(), reads.cend(), holds), 1);
    }
    for (const QByteArray &read : std::as_const(reads))
        QVERIFY2(read.contains("out\n") + read.contains("err\n") + read.contains("\3\3") <= 1,
                 read.constData());
}

void TestPlaygroundExec::saysMuchByPost()
{
    const Answer answer = m_http->post(
        u"/v1/sprites/web/exec"_s + execQuery({u"sh"_s, u"-c"_s, u"head -c 20000000 /dev/zero; exit 4"_s}),
        {});
    QVERIFY(answer.body.endsWith("\3\4"));
    QCOMPARE(answer.body.count('\0'), 20'000'000);
}

void TestPlaygroundExec::takesTheBodyOfAPostAsInput()
{
    const QByteArray body = QByteArray("0123456789abcdef").repeated(200'000);
    const Answer answer = m_http->post(
        u"/v1/sprites/web/exec"_s + execQuery({u"sh"_s, u"-c"_s, u"wc -c"_s}, u"stdin=true"_s), body);
    QCOMPARE(answer.body, QByteArray("\1") + QByteArray::number(body.size()) + QByteArray("\n\3\0", 3));
    const Answer without =
        m_http->post(u"/v1/sprites/web/exec"_s + execQuery({u"sh"_s, u"-c"_s, u"wc -c"_s}), body);
    QCOMPARE(without.body, QByteArray("\1"
                                      "0\n\3\0",
                                      5));
}

void TestPlaygroundExec::refusesAPost_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("terminal") << u"?cmd=ls&tty=true"_s << 400
                              << QByteArray("TTY not supported on POST /exec\n");
    QTest::newRow("id") << u"?cmd=ls&id=1"_s << 400 << QByteArray("Unsupported parameters for POST /exec\n");
    QTest::newRow("no command") << QString() << 400 << QByteArray("No command specified\n");
    QTest::newRow("no such program")
        << u"?cmd=frob"_s << 500
        << QByteArray("failed to start process: exec: \"frob\": executable file not found in $PATH\n");
}

void TestPlaygroundExec::refusesAPost()
{
    QFETCH(QString, query);
    const Answer answer = m_http->post(u"/v1/sprites/web/exec"_s + query, {});
    QTEST(answer.status, "status");
    QTEST(answer.body, "text");
}

void TestPlaygroundExec::answersHead()
{
    const QByteArray answer =
        m_http->raw(m_http->head("HEAD", "/v1/sprites/web/exec", "Connection: close\r\n"));
    QVERIFY(answer.startsWith("HTTP/1.1 200 "));
    QVERIFY(answer.contains("\r\nSprite-Version: v0.0.1-rc"));
    QVERIFY(answer.endsWith("\r\n\r\n"));
}

void TestPlaygroundExec::sleepsAfter(std::chrono::milliseconds idle)
{
    m_http.reset();
    m_playground = std::make_unique<PlaygroundFixture>();
    m_playground->options().sleep.idle = idle;
    QVERIFY(m_playground->start());
    m_http = std::make_unique<PlaygroundClient>(m_playground->url().toString(), m_playground->token());
    QCOMPARE(m_http->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
}

void TestPlaygroundExec::tellsWhatItsProcessesListenTo()
{
    const QString server = u"import socket,sys\ns=socket.socket()\ns.bind(('0.0.0.0',5432))\ns.listen()\n"
                           "print('up',flush=True)\nsys.stdin.readline()\ns.close()\n"
                           "print('down',flush=True)\nsys.stdin.readline()\n"_s;
    const auto client = exec({u"python3"_s, u"-c"_s, server}, u"stdin=true"_s);
    const auto other = sh(u"sleep 1000"_s);
    QVERIFY(other->waitInfo());
    QVERIFY(client->waitInfo() || client->isOver);
    if (client->isOver)
        QSKIP("there is no python3 here");
    const auto last = [&] { return client->messages.constLast(); };
    QVERIFY(client->waitFor([&] { return last().isText && last().type() == u"port_opened"_s; }));
    const QJsonObject opened{{u"type"_s, u"port_opened"_s},
                             {u"port"_s, 5432},
                             {u"address"_s, u"0.0.0.0"_s},
                             {u"pid"_s, client->id().toInt()}};
    QCOMPARE(last().object(), opened);
    client->sendInput("\n");
    QVERIFY(client->waitFor([&] { return last().isText && last().type() == u"port_closed"_s; }));
    QCOMPARE(last().object().value("port"_L1).toInt(), 5432);
    QCOMPARE(other->messages.size(), 1);
}

void TestPlaygroundExec::wakesTheSpriteAndKeepsItAwakeWhileAttached()
{
    sleepsAfter(50ms);
    QCOMPARE(status(), u"cold"_s);
    auto client = sh(u"sleep 0.5; echo awake; read x"_s, u"stdin=true"_s);
    QVERIFY(client->waitInfo());
    QCOMPARE(status(), u"running"_s);
    QVERIFY(client->waitOutput("awake"));
    QCOMPARE(status(), u"running"_s);
    client->sendInput("\n");
    QVERIFY(client->waitOver());
    QTRY_COMPARE(status(), u"warm"_s);
}

void TestPlaygroundExec::letsASilentDetachedSessionSleep()
{
    sleepsAfter(50ms);
    auto client = sh(u"sleep 1000"_s, u"tty=true"_s);
    QVERIFY(client->waitInfo());
    const QString id = client->id();
    client.reset();
    QTRY_COMPARE(status(), u"warm"_s);
    QCOMPARE(list().size(), 1);
    QVERIFY(attach(id)->waitInfo());
}

void TestPlaygroundExec::isKeptAwakeByADetachedSessionThatPrints()
{
    sleepsAfter(4s);
    auto client = sh(u"for i in 1 2 3 4 5 6 7 8; do echo $i | tee -a file; sleep 0.7; done; sleep 1000"_s,
                     u"tty=true"_s);
    QVERIFY(client->waitInfo());
    client.reset();
    QTRY_COMPARE_WITH_TIMEOUT(status(), u"warm"_s, 20'000);
    QCOMPARE(hostFile(u"file"_s), QByteArray("1\n2\n3\n4\n5\n6\n7\n8\n"));
}

void TestPlaygroundExec::breaksLinesWhenTheSpritePausesAndKeepsTheSession()
{
    const auto client = sh(u"read x; echo still here $x; sleep 1000"_s, u"tty=true"_s);
    QVERIFY(client->waitInfo());
    const QString id = client->id();
    QCOMPARE(m_http->post(u"/playground/pause/web"_s).status, 204);
    QVERIFY(client->waitOver());
    QCOMPARE(client->exitCode(), -1);
    QCOMPARE(status(), u"warm"_s);
    const auto again = attach(id);
    QVERIFY(again->waitInfo());
    QCOMPARE(status(), u"running"_s);
    again->socket().sendBinaryMessage("friend\n");
    QVERIFY(again->waitOutput("still here friend"));
}

void TestPlaygroundExec::goesOnDuringACheckpoint()
{
    const auto client = sh(u"echo one > file; echo up; read x; echo two > file; cat file"_s, u"stdin=true"_s);
    QVERIFY(client->waitOutput("up"));
    QVERIFY(m_http->post(u"/v1/sprites/web/checkpoint"_s).body.contains("complete"));
    client->sendInput("\n");
    QVERIFY(client->waitOver());
    QCOMPARE(client->output(), QByteArray("up\ntwo\n"));
}

void TestPlaygroundExec::showsANewCheckpointToWhatRuns()
{
    const auto client = sh(u"echo one > file; echo up; read x; cat /.sprite/checkpoints/v1/home/sprite/file;"
                           "echo no > /.sprite/checkpoints/v1/home/sprite/file || echo kept"_s,
                           u"stdin=true"_s);
    QVERIFY(client->waitOutput("up"));
    QVERIFY(m_http->post(u"/v1/sprites/web/checkpoint"_s).body.contains("complete"));
    const auto look = sh(u"echo two > file; ls /.sprite/checkpoints"_s);
    QVERIFY(look->waitOver());
    QCOMPARE(look->output(), QByteArray("active\nv0\nv1\n"));
    client->sendInput("\n");
    QVERIFY(client->waitOver());
    QCOMPARE(client->output(), QByteArray("up\none\nkept\n"));
}

void TestPlaygroundExec::losesSessionsWhenCold()
{
    const auto client = sh(u"sleep 1000"_s, u"tty=true"_s);
    QVERIFY(client->waitInfo());
    QCOMPARE(m_http->post(u"/playground/pause/web"_s).status, 204);
    QVERIFY(m_playground->store().setStatus(u"web"_s, u"cold"_s));
    QCOMPARE(list().size(), 0);
    QVERIFY(upgrade(u"/v1/sprites/web/exec/"_s + client->id()).startsWith("HTTP/1.1 404 "));
}

void TestPlaygroundExec::losesSessionsByARestore()
{
    QVERIFY(m_http->post(u"/v1/sprites/web/checkpoint"_s).body.contains("complete"));
    const auto client = sh(u"echo here > file; echo up; sleep 1000"_s, u"tty=true"_s);
    QVERIFY(client->waitOutput("up"));
    QVERIFY(m_http->post(u"/v1/sprites/web/checkpoints/v1/restore"_s).body.contains("complete"));
    QVERIFY(client->waitOver());
    QCOMPARE(client->exitCode(), -1);
    QCOMPARE(list().size(), 0);
    const auto look = sh(u"ls"_s);
    QVERIFY(look->waitOver());
    QCOMPARE(look->output(), QByteArray());
}

void TestPlaygroundExec::breaksWhenTheServerStops()
{
    const auto client = sh(u"sleep 1000"_s);
    QVERIFY(client->waitInfo());
    m_playground->server().stop();
    QVERIFY(client->waitOver());
    QCOMPARE(client->exitCode(), -1);
}

void TestPlaygroundExec::carriesManySessions()
{
    std::vector<std::unique_ptr<ExecClient>> clients;
    for (int i = 0; i < 40; ++i)
        clients.push_back(sh(u"read x; echo $x"_s, u"stdin=true"_s));
    for (const auto &client : clients)
        QVERIFY(client->waitInfo());
    QCOMPARE(list().size(), 40);
    for (std::size_t i = 0; i < clients.size(); ++i)
        clients[i]->sendInput(QByteArray::number(int(i)) + '\n');
    for (std::size_t i = 0; i < clients.size(); ++i) {
        QVERIFY(clients[i]->waitOver());
        QCOMPARE(clients[i]->output(), QByteArray::number(int(i)) + '\n');
    }
}

QTEST_GUILESS_MAIN(TestPlaygroundExec)
#include "tst_playgroundexec.moc"
