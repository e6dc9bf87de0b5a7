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
    void refusesWhatItDoesNotUnderstand_data();
    void refusesWhatItDoesNotUnderstand();
    void refusesOtherThanLoopback();
    void makesATokenFileForItsOwnerAndKeepsIt();
    void generatesForBenchmarks();
    void readsPoliciesTheSeedsWayOnRequest();
    void keepsItsStateOverARestart();
    void leavesNothingBehindWhenTerminated();
    void endsWithItsParent();
    void losesNothingWhenKilledDuringACheckpoint();

private:
    //! Starts the program and waits for its line.
    QJsonObject start(const QStringList &arguments = {});
    void stop(int signal);
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
    QCOMPARE(ready.keys(), (QStringList{u"pid"_s, u"state"_s, u"token"_s, u"url"_s}));
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
    for (const QByteArray &option : {"--port", "--state", "--token-file", "--idle", "--cold-after", "--speed",
                                     "--empty", "--sprites", "--checkpoints", "--limits", "--first-match",
                                     "--lenient-policies", "--no-ports", "--stop-with-parent"})
        QVERIFY2(help.contains(option), option.constData());
}

void TestPlaygroundProgram::refusesWhatItDoesNotUnderstand_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown option") << QStringList{u"--frobnicate"_s};
    QTest::newRow("stray word") << QStringList{u"frobnicate"_s};
    QTest::newRow("port") << QStringList{u"--port"_s, u"70000"_s};
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

QTEST_GUILESS_MAIN(TestPlaygroundProgram)
#include "tst_playgroundprogram.moc"
