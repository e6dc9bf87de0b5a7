// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/playgroundclient.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

class TestPlaygroundProgram : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void saysInOneLineWhereItAnswers();
    void explainsItself();
    void saysThatAPortIsTaken();
    void saysWhoUsesTheFolder();
    void saysThatTheFolderCannotBeWritten_data();
    void saysThatTheFolderCannotBeWritten();
    void servesTheSpritesOwnUrls();
    void refusesWhatItDoesNotUnderstand_data();
    void refusesWhatItDoesNotUnderstand();
    void refusesOtherThanLoopback();
    void makesATokenFileForItsOwnerAndKeepsIt();
    void generatesForBenchmarks();
    void readsPoliciesTheSeedsWayOnRequest();
    void keepsItsStateOverARestart();
    void leavesNothingBehindWhenTerminated();
    void endsWithItsParent();
    void endsCommandsHoweverItEnds_data();
    void endsCommandsHoweverItEnds();
    void runsCommandsWithoutASandboxOnRequest();
    void saysWhenCommandsCannotRun();
    void losesNothingWhenKilledDuringACheckpoint();
    void leavesNothingHalfDoneWhenKilledDuringAnUpload();

private:
    //! Starts the program and waits for its line.
    QJsonObject start(const QStringList &arguments = {});
    void stop(int signal);
    //! Its only line on standard error when it ends with 1 and says nothing else; empty if it does not.
    static QByteArray refusal(const QStringList &arguments);
    PlaygroundClient client() const
    {
        return {m_ready.value("url"_L1).toString(), m_ready.value("token"_L1).toString()};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QProcess> m_program;
    QJsonObject m_ready;
};

void TestPlaygroundProgram::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestPlaygroundProgram::cleanup()
{
    if (m_program)
        stop(SIGKILL);
    m_program.reset();
    m_folder.reset();
}

QJsonObject TestPlaygroundProgram::start(const QStringList &arguments)
{
    m_program = std::make_unique<QProcess>();
    QSignalSpy readable(m_program.get(), &QProcess::readyReadStandardOutput);
    QSignalSpy finished(m_program.get(), &QProcess::finished);
    m_program->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_program->start(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM),
                     QStringList{u"--state"_s, m_folder->filePath(u"state"_s)} + arguments);
    (void)QTest::qWaitFor([&] { return !finished.isEmpty() || m_program->canReadLine(); }, 30'000);
    m_ready = QJsonDocument::fromJson(m_program->readLine()).object();
    return m_ready;
}

void TestPlaygroundProgram::stop(int signal)
{
    if (m_program->state() == QProcess::NotRunning)
        return;
    ::kill(pid_t(m_program->processId()), signal);
    QTRY_COMPARE_WITH_TIMEOUT(m_program->state(), QProcess::NotRunning, 10'000);
}

void TestPlaygroundProgram::saysInOneLineWhereItAnswers()
{
    const QJsonObject ready = start({u"--empty"_s});
    for (const QString &key :
         {u"copies"_s, u"network"_s, u"pid"_s, u"sandbox"_s, u"state"_s, u"token"_s, u"url"_s, u"web"_s})
        QVERIFY2(ready.contains(key), qPrintable(key));
    const QString copies = ready.value("copies"_L1).toString();
    QVERIFY(copies == u"shared"_s || copies == u"full"_s);
    QVERIFY(
        QRegularExpression(u"^http://localhost:\\d+$"_s).match(ready.value("web"_L1).toString()).hasMatch());
    QCOMPARE(ready.value("pid"_L1).toInteger(), m_program->processId());
    QCOMPARE(ready.value("state"_L1).toString(), m_folder->filePath(u"state"_s));
    QVERIFY(QRegularExpression(u"^http://127\\.0\\.0\\.1:\\d+$"_s)
                .match(ready.value("url"_L1).toString())
                .hasMatch());
    QVERIFY(QRegularExpression(u"^playground/1/[0-9a-f]{32}/[0-9a-f]{64}$"_s)
                .match(ready.value("token"_L1).toString())
                .hasMatch());
    QCOMPARE(client().get(u"/v1/sprites"_s).status, 200);
    QVERIFY(!m_program->canReadLine());
}

void TestPlaygroundProgram::explainsItself()
{
    m_program = std::make_unique<QProcess>();
    m_program->start(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM), {u"--help"_s});
    QTRY_COMPARE(m_program->state(), QProcess::NotRunning);
    QCOMPARE(m_program->exitCode(), 0);
    const QByteArray help = m_program->readAllStandardOutput();
    for (const QByteArray &option :
         {"--port", "--web-port", "--state", "--token-file", "--idle", "--cold-after", "--speed", "--empty",
          "--sprites", "--checkpoints", "--limits", "--first-match", "--lenient-policies", "--no-ports",
          "--network", "--no-sandbox", "--stop-with-parent"})
        QVERIFY2(help.contains(option), option.constData());
    // Each option is in the manual, too.
    QFile manual(QStringLiteral(SPRITARIUM_SOURCE_DIR "/packaging/spritarium-playground.1"));
    QVERIFY(manual.open(QIODevice::ReadOnly));
    const QString page = QString::fromUtf8(manual.readAll()).remove(u'\\');
    static const QRegularExpression option(u"--[a-z][a-z-]+"_s);
    for (auto at = option.globalMatch(QString::fromUtf8(help)); at.hasNext();) {
        const QString name = at.next().captured();
        QVERIFY2(page.contains(name) || name == "--help-all"_L1, qPrintable(name));
    }
}

QByteArray TestPlaygroundProgram::refusal(const QStringList &arguments)
{
    QProcess program;
    program.start(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM), arguments);
    (void)QTest::qWaitFor([&] { return program.state() == QProcess::NotRunning; }, 10'000);
    const QByteArray told = program.readAllStandardError();
    const bool isRefused = program.exitStatus() == QProcess::NormalExit && program.exitCode() == 1 &&
                           program.readAllStandardOutput().isEmpty() && told.count('\n') == 1;
    return isRefused ? told : QByteArray();
}

void TestPlaygroundProgram::saysThatAPortIsTaken()
{
    start({u"--empty"_s});
    const QString other = m_folder->filePath(u"other"_s);
    for (const QString &key : {u"url"_s, u"web"_s}) {
        const QString port = m_ready.value(key).toString().section(u':', 2);
        const QString option = key == u"url"_s ? u"--port"_s : u"--web-port"_s;
        const QByteArray told = refusal({u"--state"_s, other, option, port});
        QVERIFY2(told.contains("Port " + port.toLatin1() + " is already in use"), told.constData());
    }
    // It let go of what it had already.
    QVERIFY(!QFile::exists(other + u"/playground.lock"_s));
}

void TestPlaygroundProgram::saysWhoUsesTheFolder()
{
    start({u"--empty"_s});
    const QByteArray told = refusal({u"--state"_s, m_folder->filePath(u"state"_s)});
    QVERIFY2(told.contains("is used by another playground"), told.constData());
    QVERIFY2(told.contains("process " + QByteArray::number(m_program->processId())), told.constData());
    QCOMPARE(client().get(u"/v1/sprites"_s).status, 200);
}

void TestPlaygroundProgram::saysThatTheFolderCannotBeWritten_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("below a file") << u"%1/file/state"_s << QByteArray("cannot be made");
#ifdef Q_OS_LINUX
    // Not even the administrator can.
    QTest::newRow("read-only") << u"/proc/self"_s << QByteArray("cannot be written");
#endif
}

void TestPlaygroundProgram::saysThatTheFolderCannotBeWritten()
{
    QFETCH(QString, folder);
    QFETCH(QByteArray, told);
    QFile file(m_folder->filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QString state = folder.contains(u'%') ? folder.arg(m_folder->path()) : folder;
    const QByteArray answer = refusal({u"--state"_s, state});
    QVERIFY2(answer.contains(told), answer.constData());
    QVERIFY2(answer.contains(state.toUtf8()), answer.constData());
}

void TestPlaygroundProgram::servesTheSpritesOwnUrls()
{
    start({u"--empty"_s, u"--speed"_s, u"0"_s});
    client().post(u"/v1/sprites"_s, R"({"name":"web","url_settings":{"auth":"public"}})");
    const QString url = client().get(u"/v1/sprites/web"_s).object().value("url"_L1).toString();
    const QString port = m_ready.value("web"_L1).toString().section(u':', 2);
    QCOMPARE(url, u"http://web.localhost:"_s + port);
    PlaygroundClient web(u"http://127.0.0.1:"_s + port, {});
    const QByteArray answer =
        web.raw("GET / HTTP/1.1\r\nHost: web.localhost:" + port.toLatin1() + "\r\n\r\n");
    QVERIFY2(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer.constData());
}

void TestPlaygroundProgram::leavesNothingHalfDoneWhenKilledDuringAnUpload()
{
    start({u"--empty"_s, u"--speed"_s, u"0"_s});
    client().post(u"/v1/sprites"_s, R"({"name":"web"})");
    client().send("PUT", u"/v1/sprites/web/fs/write?path=/home/sprite/a"_s, "old");
    for (const QByteArray &path : {"/home/sprite/a", "/home/sprite/b"}) {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, quint16(QUrl(m_ready.value("url"_L1).toString()).port()));
        socket.write(
            client().head("PUT", "/v1/sprites/web/fs/write?path=" + path, "Content-Length: 9000000\r\n") +
            QByteArray(5'000'000, 'n'));
        const QDir incoming(m_folder->filePath(u"state/incoming"_s));
        QTRY_VERIFY(!incoming.entryList(QDir::Files).isEmpty());
        QTRY_VERIFY(socket.bytesToWrite() == 0 &&
                    QFileInfo(incoming.filePath(incoming.entryList(QDir::Files).value(0))).size() >
                        4'000'000);
        stop(SIGKILL);
        start({u"--speed"_s, u"0"_s});
        QVERIFY(incoming.entryList(QDir::Files).isEmpty());
        const Answer listing = client().get(u"/v1/sprites/web/fs/list?path=/home/sprite"_s);
        QCOMPARE(listing.object().value("count"_L1).toInt(), 1);
        QCOMPARE(client().get(u"/v1/sprites/web/fs/read?path=/home/sprite/a"_s).body, QByteArray("old"));
    }
}

void TestPlaygroundProgram::refusesWhatItDoesNotUnderstand_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown option") << QStringList{u"--frobnicate"_s};
    QTest::newRow("stray word") << QStringList{u"frobnicate"_s};
    QTest::newRow("port") << QStringList{u"--port"_s, u"70000"_s};
    QTest::newRow("web port") << QStringList{u"--web-port"_s, u"-1"_s};
    QTest::newRow("idle") << QStringList{u"--idle"_s, u"soon"_s};
    QTest::newRow("limits") << QStringList{u"--limits"_s, u"many"_s};
}

void TestPlaygroundProgram::refusesWhatItDoesNotUnderstand()
{
    QFETCH(QStringList, arguments);
    m_program = std::make_unique<QProcess>();
    m_program->start(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM),
                     QStringList{u"--state"_s, m_folder->filePath(u"state"_s)} + arguments);
    QTRY_COMPARE(m_program->state(), QProcess::NotRunning);
    QCOMPARE(m_program->exitCode(), 1);
    QCOMPARE(m_program->readAllStandardOutput(), QByteArray());
    QCOMPARE(m_program->readAllStandardError().count('\n'), 1);
    QVERIFY(!QDir(m_folder->filePath(u"state"_s)).exists());
}

void TestPlaygroundProgram::refusesOtherThanLoopback()
{
    m_program = std::make_unique<QProcess>();
    m_program->start(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM),
                     {u"--state"_s, m_folder->filePath(u"state"_s), u"--listen"_s, u"0.0.0.0"_s});
    QTRY_COMPARE(m_program->state(), QProcess::NotRunning);
    QCOMPARE(m_program->exitCode(), 1);
    QVERIFY(m_program->readAllStandardError().contains("listens on this computer only"));
}

void TestPlaygroundProgram::makesATokenFileForItsOwnerAndKeepsIt()
{
    const QString path = m_folder->filePath(u"token"_s);
    const QString token = start({u"--empty"_s, u"--token-file"_s, path}).value("token"_L1).toString();
    QCOMPARE(QFile::permissions(path) &
                 (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    stop(SIGTERM);
    QCOMPARE(start({u"--token-file"_s, path}).value("token"_L1).toString(), token);
}

void TestPlaygroundProgram::generatesForBenchmarks()
{
    start({u"--empty"_s, u"--sprites"_s, u"700"_s, u"--checkpoints"_s, u"40"_s});
    PlaygroundClient client = this->client();
    QCOMPARE(client.get(u"/v1/sprites?max_results=500"_s).object().value("cold"_L1).toInt(), 701);
    QCOMPARE(client.get(u"/v1/sprites/bench-history/checkpoints"_s).array().size(), 42);
}

void TestPlaygroundProgram::readsPoliciesTheSeedsWayOnRequest()
{
    start({u"--empty"_s, u"--first-match"_s, u"--lenient-policies"_s});
    PlaygroundClient playground = client();
    QCOMPARE(playground.post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
    QCOMPARE(playground
                 .post(u"/v1/sprites/web/policy/network"_s,
                       R"({"rules":[{"action":"deny"},{"domain":"a.example","action":"allow"}]})")
                 .status,
             204);
    const QString told = u"/playground/egress/web?name=a.example"_s;
    QCOMPARE(playground.get(told).object().value("allowed"_L1), QJsonValue(false));
    QCOMPARE(playground.get(told + u"&reading=specific"_s).object().value("allowed"_L1), QJsonValue(true));
}

void TestPlaygroundProgram::keepsItsStateOverARestart()
{
    start({u"--empty"_s, u"--speed"_s, u"0"_s});
    client().post(u"/v1/sprites"_s, R"({"name":"web","labels":["kept"]})");
    client().post(u"/v1/sprites/web/checkpoint"_s, R"({"comment":"kept"})");
    stop(SIGTERM);
    start({u"--speed"_s, u"0"_s});
    const QJsonObject sprite = client().get(u"/v1/sprites/web"_s).object();
    QCOMPARE(sprite.value("labels"_L1).toArray(), QJsonArray{u"kept"_s});
    QCOMPARE(client().get(u"/v1/sprites/web/checkpoints/v1"_s).object().value("comment"_L1).toString(),
             u"kept"_s);
    QCOMPARE(client().get(u"/v1/sprites"_s).object().value("sprites"_L1).toArray().size(), 1);
}

void TestPlaygroundProgram::leavesNothingBehindWhenTerminated()
{
    for (const int signal : {SIGTERM, SIGINT}) {
        start({u"--empty"_s});
        PlaygroundClient client = this->client();
        const auto watch = client.begin("GET", u"/v1/sprites"_s, {}, "application/x-ndjson");
        QTRY_COMPARE(watch->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
        stop(signal);
        QCOMPARE(m_program->exitStatus(), QProcess::NormalExit);
        QCOMPARE(m_program->exitCode(), 0);
        QTRY_VERIFY(watch->isFinished());
        QVERIFY(!QFile::exists(m_folder->filePath(u"state/playground.lock"_s)));
    }
}

void TestPlaygroundProgram::endsWithItsParent()
{
    start({u"--empty"_s, u"--stop-with-parent"_s});
    m_program->write("still here\n");
    QCOMPARE(client().get(u"/v1/sprites"_s).status, 200);
    m_program->closeWriteChannel();
    QTRY_COMPARE(m_program->state(), QProcess::NotRunning);
    QCOMPARE(m_program->exitCode(), 0);
}

void TestPlaygroundProgram::losesNothingWhenKilledDuringACheckpoint()
{
    start({u"--empty"_s, u"--speed"_s, u"0"_s});
    client().post(u"/v1/sprites"_s, R"({"name":"web"})");
    for (int i = 0; i < 60; ++i) {
        client().send("PUT", u"/v1/sprites/web/fs/write?mkdirParents=true&path=/home/sprite/d/%1"_s.arg(i),
                      QByteArray(64 * 1024, 'x'));
    }
    QSet<QString> known{u"Current"_s, u"v0"_s};
    for (int round = 0; round < 6; ++round) {
        PlaygroundClient client = this->client();
        const auto reply = client.begin("POST", u"/v1/sprites/web/checkpoint"_s, "{}");
        QTRY_VERIFY(reply->bytesAvailable() > 0); // the first line is out, the copying goes on
        QTest::qWait(round * 3);
        stop(SIGKILL);
        const bool isTold = reply->readAll().contains(R"("type":"complete")");
        QVERIFY(start({u"--speed"_s, u"0"_s}).contains("url"_L1));
        QSet<QString> ids;
        const QJsonArray list = this->client().get(u"/v1/sprites/web/checkpoints"_s).array();
        for (const QJsonValue &checkpoint : list)
            ids.insert(checkpoint["id"_L1].toString());
        QVERIFY(ids.contains(known));
        QVERIFY(ids.size() <= known.size() + 1);
        QVERIFY(!isTold || ids.size() == known.size() + 1);
        for (const QString &id : ids - known) {
            const QString path =
                u"/v1/sprites/web/fs/list?path=/.sprite/checkpoints/%1/home/sprite/d"_s.arg(id);
            QCOMPARE(this->client().get(path).object().value("count"_L1).toInt(), 60);
        }
        known = ids;
    }
}

namespace {

//! Processes of this computer whose command line has this word.
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

//! Of a live process; 0 when it is gone or only waits to be reaped.
qint64 parentOf(const QString &pid)
{
    QFile file(u"/proc/%1/stat"_s.arg(pid));
    const QByteArray stat = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    return fields.size() > 1 && fields.at(0) != "Z" ? fields.at(1).toLongLong() : 0;
}

//! Agents that `program` started, itself or by a sandbox of its own; other tests have theirs.
QStringList agentsOf(qint64 program)
{
    QStringList agents;
    const QStringList pids = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &pid : pids) {
        QFile file(u"/proc/%1/cmdline"_s.arg(pid));
        if (!file.open(QIODevice::ReadOnly) || !file.readAll().contains("spritarium-playground-agent"))
            continue;
        qint64 above = parentOf(pid);
        while (above > 1 && above != program)
            above = parentOf(QString::number(above));
        if (above == program)
            agents << pid;
    }
    return agents;
}

} // namespace

void TestPlaygroundProgram::endsCommandsHoweverItEnds_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("signal");
    QTest::newRow("terminated") << QStringList() << SIGTERM;
    QTest::newRow("killed") << QStringList() << SIGKILL;
    QTest::newRow("terminated without a sandbox") << QStringList{u"--no-sandbox"_s} << SIGTERM;
    QTest::newRow("killed without a sandbox") << QStringList{u"--no-sandbox"_s} << SIGKILL;
}

void TestPlaygroundProgram::endsCommandsHoweverItEnds()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, signal);
    const QJsonObject ready = start(arguments + QStringList{u"--empty"_s, u"--speed"_s, u"0"_s});
    if (ready.value("sandbox"_L1).toString() == u"unavailable"_s)
        QSKIP("bubblewrap cannot work here");
    PlaygroundClient http = client();
    QCOMPARE(http.post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
    const QString word = u"76543.%1"_s.arg(m_program->processId());
    const auto reply = http.begin(
        "POST", u"/v1/sprites/web/exec?cmd=sh&cmd=-c&cmd="
                "trap%20%27%27%20TERM%20HUP;setsid%20sleep%20%1%26sleep%20%1"_s.replace(u"%1"_s, word));
    QTRY_COMPARE(countByWord(word.toLatin1()), 3);
    const QStringList agents = agentsOf(m_program->processId());
    QVERIFY(!agents.isEmpty());
    stop(signal);
    QTRY_COMPARE(countByWord(word.toLatin1()), 0);
    for (const QString &agent : agents)
        QTRY_COMPARE(parentOf(agent), 0);
}

void TestPlaygroundProgram::runsCommandsWithoutASandboxOnRequest()
{
    const QJsonObject ready = start({u"--empty"_s, u"--no-sandbox"_s});
    QCOMPARE(ready.value("sandbox"_L1).toString(), u"none"_s);
    PlaygroundClient http = client();
    QCOMPARE(http.post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
    QCOMPARE(http.post(u"/v1/sprites/web/exec?cmd=echo&cmd=hello"_s, {}).body,
             QByteArray("\1hello\n\3\0", 9));
}

void TestPlaygroundProgram::saysWhenCommandsCannotRun()
{
    m_program = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PATH"_s, u"/nowhere"_s);
    m_program->setProcessEnvironment(environment);
    m_program->start(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM),
                     {u"--state"_s, m_folder->filePath(u"state"_s), u"--empty"_s});
    QTRY_VERIFY(m_program->canReadLine());
    m_ready = QJsonDocument::fromJson(m_program->readLine()).object();
    QCOMPARE(m_ready.value("sandbox"_L1).toString(), u"unavailable"_s);
    QVERIFY(m_program->readAllStandardError().contains("commands cannot run: bubblewrap is not installed"));
    PlaygroundClient http = client();
    QCOMPARE(http.post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
    const Answer answer = http.post(u"/v1/sprites/web/exec?cmd=true"_s, {});
    QCOMPARE(answer.status, 500);
    QCOMPARE(answer.body, QByteArray("failed to create runner: bubblewrap is not installed\n"));
}

QTEST_GUILESS_MAIN(TestPlaygroundProgram)
#include "tst_playgroundprogram.moc"
