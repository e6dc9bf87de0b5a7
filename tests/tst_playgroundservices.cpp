// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/execclient.h"
#include "support/machinefixture.h"
#include "support/patience.h"

#include <QRegularExpression>
#include <QTest>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! The calls on services as a client sees them: sprites-api 10, row by row.
class TestPlaygroundServices : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void listsNothingAtFirst();
    void tellsADefinitionAsItIs();
    void tellsTheStateOfEach();
    void createsStartsAndStreams();
    void refusesAWrongDefinition_data();
    void refusesAWrongDefinition();
    void refusesASecondHttpPort();
    void letsTheOneWithTheHttpPortBeReplaced();
    void replacesWhatRuns();
    void tellsAStartThatFails();
    void endsWithTheProcess();
    void startsWhatIsNeeded();
    void refusesToStartTwice();
    void stopsAndTellsIt();
    void refusesToStopWhatDoesNotRun();
    void refusesToStopWhatIsNeeded();
    void endsTheWaitForTheNextStart();
    void killsAfterTheTimeout();
    void restarts();
    void hasNoRestartAsMeasured();
    void deletesAndKeepsTheLog();
    void deletesOnceForTwoWhoAsk();
    void keepsWhatCouldNotBeDeleted();
    void startsNothingAsleepThatCouldNotBeDeleted();
    void refusesToDeleteWhatIsNeeded();
    void signalsAService();
    void refusesAWrongSignal_data();
    void refusesAWrongSignal();
    void showsTheLog();
    void showsTheLastLines();
    void followsTheLog();
    void keepsLittleForASlowClient();
    void refusesWhatIsNoDuration_data();
    void refusesWhatIsNoDuration();
    void knowsNoOtherService_data();
    void knowsNoOtherService();

    void startsAgainWhatIsKilledFromOutside();
    void tellsTheNextStartOfWhatBreaks();
    void goesOnAfterAPause();
    void startsAgainAfterColdInOrder();
    void leavesStoppedWhatWasStoppedByHand();
    void startsAgainWithThePlayground();
    void startsWhatTheCheckpointHad();
    void keepsWhatARestoreBringsThoughItWasBeingDeleted();
    void doesNotHoldTheSpriteAwake();
    void leadsTheUrlToTheHttpPort();
    void endsWithItsSprite();
    void runsWithoutASandbox();
    void answersAfterARestoreThatRuns();

private:
    static QString path(const QString &after = {}) { return u"/v1/sprites/web/services"_s + after; }
    static QStringList types(const Answer &answer)
    {
        QStringList list;
        for (const QJsonObject &line : answer.lines())
            list.append(line.value("type"_L1).toString());
        return list;
    }
    static QString text(const Answer &answer, const QString &type)
    {
        QString all;
        for (const QJsonObject &line : answer.lines()) {
            if (line.value("type"_L1).toString() == type)
                all += line.value("data"_L1).toString();
        }
        return all;
    }
    static QByteArray shell(const QString &script, QJsonObject more = {})
    {
        more.insert(u"cmd"_s, u"sh"_s);
        more.insert(u"args"_s, QJsonArray{u"-c"_s, script});
        return QJsonDocument(more).toJson();
    }
    Answer put(const QString &name, const QByteArray &body, const QString &duration = u"0"_s)
    {
        return m_client->send("PUT", path(u"/%1?duration=%2"_s.arg(name, duration)), body);
    }
    Answer sleeper(const QString &name, QJsonObject more = {})
    {
        return put(name, shell(u"sleep 1000"_s, std::move(more)));
    }
    //! Until its log has that word: a trap is set then.
    bool putAndWait(const QString &name, const QByteArray &body, const QString &word)
    {
        const bool isTaken = put(name, body).status == 200;
        const auto hasSaid = [&] {
            return text(m_client->get(path(u"/%1/logs"_s.arg(name))), u"stdout"_s).contains(word);
        };
        return isTaken && QTest::qWaitFor(hasSaid, Patience);
    }
    QJsonObject state(const QString &name)
    {
        return m_client->get(path(u'/' + name)).object().value("state"_L1).toObject();
    }
    QString status(const QString &name) { return state(name).value("status"_L1).toString(); }
    bool setStatus(const QString &status) { return m_playground->store().setStatus(u"web"_s, status).isOk(); }
    QString definitions()
    {
        return QDir(m_playground->store().view(u"web"_s)->system).filePath(u"services.json"_s);
    }
    //! Of those that run.
    int sandboxCount() const
    {
        int count = 0;
        const QStringList pids = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QString &pid : pids) {
            QFile file(u"/proc/%1/stat"_s.arg(pid));
            const QByteArray stat = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
            const QByteArrayList rest = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
            const bool isOurs = rest.value(1).toLongLong() == QCoreApplication::applicationPid();
            count += isOurs && stat.contains("(bwrap)") && rest.value(0) != "Z" ? 1 : 0;
        }
        return count;
    }
    QByteArray run(const QString &script)
    {
        const QString query = u"?cmd=sh&cmd=-c&cmd="_s + QString::fromLatin1(QUrl::toPercentEncoding(script));
        return m_client->send("POST", u"/v1/sprites/web/exec"_s + query).body;
    }
    void startPlayground();

    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<PlaygroundClient> m_client;
};

void TestPlaygroundServices::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    SPRITARIUM_NEEDS_SANDBOX();
    m_playground = std::make_unique<PlaygroundFixture>();
    m_playground->options().services.firstRestart = 1ms;
    m_playground->options().webPort = 0;
    startPlayground();
    QCOMPARE(m_client->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
}

void TestPlaygroundServices::startPlayground()
{
    QVERIFY(m_playground->start());
    m_client = std::make_unique<PlaygroundClient>(m_playground->url().toString(), m_playground->token());
}

void TestPlaygroundServices::cleanup()
{
    m_client.reset();
    m_playground.reset();
}

void TestPlaygroundServices::listsNothingAtFirst()
{
    const Answer answer = m_client->get(path());
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body.trimmed(), QByteArray("[]"));
    QCOMPARE(answer.header("Content-Type"), QByteArray("application/json"));
    QVERIFY(!answer.header("Sprite-Version").isEmpty());
    // Looking has made no folder.
    QVERIFY(!m_playground->store().hasFiles(u"web"_s));
}

void TestPlaygroundServices::tellsADefinitionAsItIs()
{
    QCOMPARE(sleeper(u"db"_s).status, 200);
    const QByteArray body = R"({"name":"web","cmd":"sleep","args":["1000"],"needs":["db"],"http_port":3000,
        "env":{"NODE_ENV":"production"},"dir":"/home/sprite"})";
    QCOMPARE(put(u"web"_s, body).status, 200);
    QJsonObject told = m_client->get(path(u"/web"_s)).object();
    told.remove("state"_L1);
    QCOMPARE(told, QJsonDocument::fromJson(body).object());
    QJsonObject db = m_client->get(path(u"/db"_s)).object();
    QVERIFY(db.value("http_port"_L1).isNull());
    QCOMPARE(db.value("needs"_L1).toArray(), QJsonArray());
    QVERIFY(!db.contains("env"_L1));
    const QJsonArray all = m_client->get(path()).array();
    QCOMPARE(all.size(), 2);
    QCOMPARE(all.at(0).toObject().value("name"_L1).toString(), u"db"_s);
}

void TestPlaygroundServices::tellsTheStateOfEach()
{
    QCOMPARE(sleeper(u"db"_s).status, 200);
    QJsonObject running = state(u"db"_s);
    QCOMPARE(running.value("name"_L1).toString(), u"db"_s);
    QCOMPARE(running.value("status"_L1).toString(), u"running"_s);
    QVERIFY(running.value("pid"_L1).toInt() > 1);
    const QString since = running.value("started_at"_L1).toString();
    QVERIFY2(QDateTime::fromString(since, Qt::ISODateWithMs).isValid() && since.endsWith(u'Z'),
             qPrintable(since));
    QCOMPARE(run(u"cat /proc/%1/comm"_s.arg(running.value("pid"_L1).toInt())).contains("sh"), true);
    QCOMPARE(m_client->post(path(u"/db/stop"_s)).status, 200);
    const QJsonObject stopped = state(u"db"_s);
    QCOMPARE(stopped.value("status"_L1).toString(), u"stopped"_s);
    QVERIFY(!stopped.contains("pid"_L1));
}

void TestPlaygroundServices::createsStartsAndStreams()
{
    const Answer answer = put(u"web"_s,
                              shell(u"echo \"out $A\"; echo err >&2; pwd; exec sleep 1000"_s,
                                    {{u"env"_s, QJsonObject{{u"A"_s, u"<b>"_s}}}, {u"dir"_s, u"/tmp"_s}}),
                              u"4s"_s);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("Content-Type"), QByteArray("application/x-ndjson"));
    const QStringList types = this->types(answer);
    QCOMPARE(types.constFirst(), u"started"_s);
    QCOMPARE(types.constLast(), u"complete"_s);
    QVERIFY(!types.contains("exit"_L1));
    QCOMPARE(text(answer, u"stdout"_s), u"out <b>\n/tmp\n"_s);
    QCOMPARE(text(answer, u"stderr"_s), u"err\n"_s);
    QVERIFY(answer.body.contains("\\u003cb\\u003e"));
    const QJsonObject last = answer.lines().constLast();
    QVERIFY(last.value("timestamp"_L1).toInteger() > 1'600'000'000'000);
    const QJsonObject files = last.value("log_files"_L1).toObject();
    for (const QString &key : {u"stdout"_s, u"stderr"_s, u"combined"_s})
        QCOMPARE(files.value(key).toString(), u"/.sprite/logs/services/web.log"_s);
    QVERIFY(run(u"cat /.sprite/logs/services/web.log"_s).contains("out <b>"));
    // Watching has ended, the service has not.
    QCOMPARE(status(u"web"_s), u"running"_s);
}

void TestPlaygroundServices::refusesAWrongDefinition_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("no json") << u"a"_s << QByteArray("{") << QByteArray("invalid request body\n");
    QTest::newRow("no object") << u"a"_s << QByteArray("[]") << QByteArray("invalid request body\n");
    QTest::newRow("wrong type") << u"a"_s << QByteArray(R"({"cmd":["x"]})")
                                << QByteArray("invalid request body\n");
    QTest::newRow("wrong port") << u"a"_s << QByteArray(R"({"cmd":"x","http_port":70000})")
                                << QByteArray("invalid request body\n");
    QTest::newRow("wrong env") << u"a"_s << QByteArray(R"({"cmd":"x","env":{"A=B":"c"}})")
                               << QByteArray("invalid request body\n");
    QTest::newRow("no command") << u"a"_s << QByteArray("{}") << QByteArray("cmd field is required\n");
    QTest::newRow("no name") << QString() << QByteArray(R"({"cmd":"x"})")
                             << QByteArray("service name required\n");
    QTest::newRow("a path for a name")
        << u"..%2Fa"_s << QByteArray(R"({"cmd":"x"})") << QByteArray("invalid service name: ../a\n");
    QTest::newRow("unknown dependency")
        << u"a"_s << QByteArray(R"({"cmd":"x","needs":["b"]})") << QByteArray("unknown dependency: b\n");
    QTest::newRow("circular dependency") << u"a"_s << QByteArray(R"({"cmd":"x","needs":["a"]})")
                                         << QByteArray("circular dependency: a -> a\n");
}

void TestPlaygroundServices::refusesAWrongDefinition()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, text);
    const Answer answer = put(name, body);
    QCOMPARE(answer.body, text);
    QCOMPARE(answer.status, 400);
    QCOMPARE(m_client->get(path()).array().size(), 0);
}

void TestPlaygroundServices::refusesASecondHttpPort()
{
    QCOMPARE(sleeper(u"a"_s, {{u"http_port"_s, 3000}}).status, 200);
    const Answer answer = sleeper(u"b"_s, {{u"http_port"_s, 4000}});
    QCOMPARE(answer.status, 409);
    QCOMPARE(answer.body, QByteArray("another service already has an HTTP port configured\n"));
}

void TestPlaygroundServices::letsTheOneWithTheHttpPortBeReplaced()
{
    QCOMPARE(sleeper(u"a"_s, {{u"http_port"_s, 3000}}).status, 200);
    QCOMPARE(sleeper(u"a"_s, {{u"http_port"_s, 4000}}).status, 200);
    QCOMPARE(m_client->get(path(u"/a"_s)).object().value("http_port"_L1).toInt(), 4000);
}

void TestPlaygroundServices::replacesWhatRuns()
{
    QCOMPARE(sleeper(u"a"_s).status, 200);
    const int before = state(u"a"_s).value("pid"_L1).toInt();
    const Answer answer = put(u"a"_s, shell(u"echo second; sleep 1000"_s), u"4s"_s);
    QCOMPARE(types(answer).constFirst(), u"started"_s);
    QCOMPARE(text(answer, u"stdout"_s), u"second\n"_s);
    const int now = state(u"a"_s).value("pid"_L1).toInt();
    QVERIFY(now > 1 && now != before);
    QCOMPARE(run(u"test -e /proc/%1 || echo gone"_s.arg(before)).contains("gone"), true);
}

void TestPlaygroundServices::tellsAStartThatFails()
{
    const Answer answer = put(u"a"_s, R"({"cmd":"/no/such/program"})", u"5s"_s);
    QCOMPARE(answer.status, 200);
    QCOMPARE(types(answer), (QStringList{u"error"_s, u"exit"_s, u"complete"_s}));
    QVERIFY2(text(answer, u"error"_s).startsWith("Failed to start service: "_L1),
             qPrintable(text(answer, u"error"_s)));
    QCOMPARE(answer.lines().at(1).value("exit_code"_L1).toInt(), 1);
}

void TestPlaygroundServices::endsWithTheProcess()
{
    const Answer answer = put(u"a"_s, shell(u"echo done; exit 0"_s), u"1h"_s);
    QCOMPARE(types(answer), (QStringList{u"started"_s, u"stdout"_s, u"exit"_s, u"complete"_s}));
    QCOMPARE(answer.lines().at(2).value("exit_code"_L1).toInt(-1), 0);
    QCOMPARE(status(u"a"_s), u"stopped"_s);
}

void TestPlaygroundServices::startsWhatIsNeeded()
{
    QCOMPARE(sleeper(u"db"_s).status, 200);
    QCOMPARE(sleeper(u"web"_s, {{u"needs"_s, QJsonArray{u"db"_s}}}).status, 200);
    QCOMPARE(m_client->post(path(u"/web/stop"_s)).status, 200);
    QCOMPARE(m_client->post(path(u"/db/stop"_s)).status, 200);
    const Answer answer = m_client->post(path(u"/web/start?duration=0s"_s));
    QCOMPARE(answer.status, 200);
    QCOMPARE(types(answer), (QStringList{u"started"_s, u"complete"_s}));
    QCOMPARE(status(u"db"_s), u"running"_s);
}

void TestPlaygroundServices::refusesToStartTwice()
{
    QCOMPARE(sleeper(u"a"_s).status, 200);
    const Answer answer = m_client->post(path(u"/a/start"_s));
    QCOMPARE(answer.status, 409);
    QCOMPARE(answer.body, QByteArray("service is already running: a\n"));
}

void TestPlaygroundServices::stopsAndTellsIt()
{
    const QByteArray polite = shell(u"trap 'echo bye; exit 7' TERM; echo ready; sleep 1000 & wait"_s);
    QVERIFY(putAndWait(u"a"_s, polite, u"ready"_s));
    const Answer answer = m_client->post(path(u"/a/stop?timeout=30s"_s));
    QCOMPARE(answer.status, 200);
    QCOMPARE(types(answer), (QStringList{u"stopping"_s, u"stdout"_s, u"stopped"_s, u"complete"_s}));
    QCOMPARE(text(answer, u"stdout"_s), u"bye\n"_s);
    QCOMPARE(answer.lines().at(2).value("exit_code"_L1).toInt(), 7);
    QCOMPARE(status(u"a"_s), u"stopped"_s);
}

void TestPlaygroundServices::refusesToStopWhatDoesNotRun()
{
    QCOMPARE(sleeper(u"a"_s).status, 200);
    QCOMPARE(m_client->post(path(u"/a/stop"_s)).status, 200);
    const Answer answer = m_client->post(path(u"/a/stop"_s));
    QCOMPARE(answer.status, 409);
    QCOMPARE(answer.body, QByteArray("service is not running: a\n"));
}

void TestPlaygroundServices::refusesToStopWhatIsNeeded()
{
    QCOMPARE(sleeper(u"db"_s).status, 200);
    QCOMPARE(sleeper(u"web"_s, {{u"needs"_s, QJsonArray{u"db"_s}}}).status, 200);
    const Answer answer = m_client->post(path(u"/db/stop"_s));
    QCOMPARE(answer.status, 409);
    QCOMPARE(answer.body, QByteArray("cannot stop service db: service web depends on it and is running\n"));
}

void TestPlaygroundServices::endsTheWaitForTheNextStart()
{
    m_playground->options().services.firstRestart = 1h;
    startPlayground();
    QCOMPARE(put(u"a"_s, shell(u"exit 3"_s), u"5s"_s).status, 200);
    QCOMPARE(status(u"a"_s), u"failed"_s);
    const Answer answer = m_client->post(path(u"/a/stop"_s));
    QCOMPARE(answer.status, 200);
    QCOMPARE(types(answer), (QStringList{u"stopping"_s, u"stopped"_s, u"complete"_s}));
    QCOMPARE(status(u"a"_s), u"stopped"_s);
    QVERIFY(!state(u"a"_s).contains("next_restart_at"_L1));
}

void TestPlaygroundServices::killsAfterTheTimeout()
{
    QVERIFY(putAndWait(u"a"_s, shell(u"trap '' TERM; echo ready; while :; do sleep 1; done"_s), u"ready"_s));
    const Answer answer = m_client->post(path(u"/a/stop?timeout=10ms"_s));
    QCOMPARE(types(answer), (QStringList{u"stopping"_s, u"stopped"_s, u"complete"_s}));
    QCOMPARE(answer.lines().at(1).value("exit_code"_L1).toInt(), 137);
}

void TestPlaygroundServices::restarts()
{
    QCOMPARE(sleeper(u"a"_s).status, 200);
    const int before = state(u"a"_s).value("pid"_L1).toInt();
    const Answer answer = m_client->post(path(u"/a/restart?duration=0"_s));
    QCOMPARE(answer.status, 200);
    QCOMPARE(types(answer), (QStringList{u"stopping"_s, u"stopped"_s, u"started"_s, u"complete"_s}));
    QVERIFY(state(u"a"_s).value("pid"_L1).toInt() != before);
    QCOMPARE(status(u"a"_s), u"running"_s);
}

void TestPlaygroundServices::hasNoRestartAsMeasured()
{
    m_playground->options().compatibility.noServiceRestart = true;
    startPlayground();
    QCOMPARE(sleeper(u"a"_s).status, 200);
    const Answer answer = m_client->post(path(u"/a/restart"_s));
    QCOMPARE(answer.status, 404);
    QCOMPARE(answer.body, QByteArray("404 page not found\n"));
}

void TestPlaygroundServices::deletesAndKeepsTheLog()
{
    QVERIFY(putAndWait(u"a"_s, shell(u"echo kept; sleep 1000"_s), u"kept"_s));
    const Answer answer = m_client->send("DELETE", path(u"/a"_s));
    QCOMPARE(answer.status, 204);
    QCOMPARE(m_client->get(path(u"/a"_s)).status, 404);
    QVERIFY(run(u"cat /.sprite/logs/services/a.log"_s).contains("kept"));
    QTRY_VERIFY(run(u"pgrep -x sleep || echo none"_s).contains("none"));
}

void TestPlaygroundServices::deletesOnceForTwoWhoAsk()
{
    QCOMPARE(sleeper(u"b"_s).status, 200);
    QVERIFY(putAndWait(u"a"_s, shell(u"trap 'sleep 0.2; exit' TERM; echo up; sleep 1000 & wait"_s), u"up"_s));
    const auto first = m_client->begin("DELETE", path(u"/a"_s));
    const auto second = m_client->begin("DELETE", path(u"/a"_s));
    for (const auto &reply : {first.get(), second.get()}) {
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 204);
    }
    QCOMPARE(m_client->get(path()).array().size(), 1);
}

void TestPlaygroundServices::keepsWhatCouldNotBeDeleted()
{
    QCOMPARE(sleeper(u"a"_s).status, 200);
    const QString file = definitions();
    QVERIFY(QFile::exists(file));
    // It tells the environments of services.
    const QFile::Permissions others =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(file) & others));
    QVERIFY(QFile::rename(file, file + u".away"_s));
    QVERIFY(QDir().mkpath(file + u"/in/the/way"_s));
    const Answer answer = m_client->send("DELETE", path(u"/a"_s));
    QCOMPARE(answer.status, 500);
    QVERIFY2(answer.body.startsWith("failed to write services: "), answer.body.constData());
    QVERIFY(QDir(file).removeRecursively());
    QVERIFY(QFile::rename(file + u".away"_s, file));
    // It goes on as before.
    QTRY_COMPARE(status(u"a"_s), u"running"_s);
    // Not deleted after all the next time it stops.
    QCOMPARE(m_client->post(path(u"/a/stop"_s)).status, 200);
    QCOMPARE(status(u"a"_s), u"stopped"_s);
    QCOMPARE(m_client->send("DELETE", path(u"/a"_s)).status, 204);
}

void TestPlaygroundServices::startsNothingAsleepThatCouldNotBeDeleted()
{
    QVERIFY(putAndWait(u"a"_s, shell(u"trap '' TERM; echo up; sleep 1000"_s), u"up"_s));
    QCOMPARE(sandboxCount(), 1);
    const QString file = definitions();
    QVERIFY(QFile::rename(file, file + u".away"_s));
    QVERIFY(QDir().mkpath(file + u"/in/the/way"_s));
    const auto reply = m_client->begin("DELETE", path(u"/a"_s));
    QTRY_COMPARE(status(u"a"_s), u"stopping"_s);
    QVERIFY(setStatus(u"cold"_s));
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 500);
    QTRY_COMPARE(sandboxCount(), 0);
}

void TestPlaygroundServices::refusesToDeleteWhatIsNeeded()
{
    QCOMPARE(sleeper(u"db"_s).status, 200);
    QCOMPARE(sleeper(u"web"_s, {{u"needs"_s, QJsonArray{u"db"_s}}}).status, 200);
    const Answer answer = m_client->send("DELETE", path(u"/db"_s));
    QCOMPARE(answer.status, 409);
    QCOMPARE(answer.body, QByteArray("service web depends on db\n"));
    QCOMPARE(m_client->send("DELETE", path(u"/web"_s)).status, 204);
    QCOMPARE(m_client->send("DELETE", path(u"/db"_s)).status, 204);
}

void TestPlaygroundServices::signalsAService()
{
    const QByteArray body = shell(u"trap 'echo got' USR1; echo ready; while :; do sleep 0.01; done"_s);
    QVERIFY(putAndWait(u"a"_s, body, u"ready"_s));
    const Answer answer = m_client->post(path(u"/signal"_s), R"({"name":"a","signal":"SIGUSR1"})");
    QCOMPARE(answer.status, 204);
    QTRY_VERIFY(text(m_client->get(path(u"/a/logs"_s)), u"stdout"_s).contains("got"_L1));
    const int before = state(u"a"_s).value("pid"_L1).toInt();
    QCOMPARE(m_client->post(path(u"/signal"_s), R"({"name":"a","signal":"KILL"})").status, 204);
    // Waited for; and it is not stopped by hand.
    QVERIFY(state(u"a"_s).value("pid"_L1).toInt() != before);
    QTRY_COMPARE(status(u"a"_s), u"running"_s);
}

void TestPlaygroundServices::refusesAWrongSignal_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("no json") << QByteArray("x") << 400 << QByteArray("invalid request body\n");
    QTest::newRow("no name") << QByteArray(R"({"signal":"TERM"})") << 400
                             << QByteArray("service name required\n");
    QTest::newRow("no signal") << QByteArray(R"({"name":"a"})") << 400 << QByteArray("signal required\n");
    QTest::newRow("unknown") << QByteArray(R"({"name":"a","signal":"STOP"})") << 400
                             << QByteArray("unknown signal: STOP\n");
    QTest::newRow("no such service") << QByteArray(R"({"name":"b","signal":"TERM"})") << 404
                                     << QByteArray("service not found: b\n");
    QTest::newRow("not running") << QByteArray(R"({"name":"a","signal":"TERM"})") << 409
                                 << QByteArray("service is not running: a\n");
}

void TestPlaygroundServices::refusesAWrongSignal()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QByteArray, text);
    QCOMPARE(put(u"a"_s, shell(u"exit 0"_s), u"5s"_s).status, 200);
    const Answer answer = m_client->post(path(u"/signal"_s), body);
    QCOMPARE(answer.body, text);
    QCOMPARE(answer.status, status);
}

void TestPlaygroundServices::showsTheLog()
{
    QCOMPARE(put(u"a"_s, shell(u"for i in 1 2 3; do echo line $i; done; echo bad >&2"_s), u"5s"_s).status,
             200);
    const Answer answer = m_client->get(path(u"/a/logs"_s));
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("Content-Type"), QByteArray("application/x-ndjson"));
    QCOMPARE(text(answer, u"stdout"_s), u"line 1\nline 2\nline 3\n"_s);
    QCOMPARE(text(answer, u"stderr"_s), u"bad\n"_s);
    QCOMPARE(types(answer).constLast(), u"complete"_s);
    // Those of a run before this program began as well.
    startPlayground();
    QVERIFY(run(u"echo awake"_s).contains("awake"));
    QTRY_COMPARE(text(m_client->get(path(u"/a/logs"_s)), u"stderr"_s), u"bad\nbad\n"_s);
    QCOMPARE(text(m_client->get(path(u"/a/logs?lines=8"_s)), u"stderr"_s), u"bad\nbad\n"_s);
}

void TestPlaygroundServices::showsTheLastLines()
{
    QCOMPARE(put(u"a"_s, shell(u"seq 1 20000"_s), u"5s"_s).status, 200);
    QCOMPARE(text(m_client->get(path(u"/a/logs?lines=2"_s)), u"stdout"_s), u"19999\n20000\n"_s);
    const Answer all = m_client->get(path(u"/a/logs"_s));
    QCOMPARE(text(all, u"stdout"_s).count(u'\n'), 20000);
    for (const QByteArray &line : all.body.split('\n'))
        QVERIFY(line.size() < 64 * 1024);
}

void TestPlaygroundServices::followsTheLog()
{
    const QByteArray body = shell(u"echo before; read -r x < /tmp/go; echo after; sleep 1000"_s);
    QVERIFY(run(u"mkfifo /tmp/go"_s).size() >= 0);
    QVERIFY(putAndWait(u"a"_s, body, u"before"_s));
    const auto reply = m_client->begin("GET", path(u"/a/logs?duration=8s"_s));
    QByteArray got;
    connect(reply.get(), &QNetworkReply::readyRead, this, [&] { got += reply->readAll(); });
    QTRY_VERIFY(got.contains("before"));
    (void)run(u"echo > /tmp/go"_s);
    QTRY_VERIFY(got.contains("after"));
    QVERIFY(!got.contains("complete"));
    QTRY_VERIFY(got.contains("complete"));
}

void TestPlaygroundServices::keepsLittleForASlowClient()
{
    QCOMPARE(sleeper(u"a"_s).status, 200);
    QTcpSocket slow;
    slow.setReadBufferSize(1024);
    QSignalSpy connected(&slow, &QTcpSocket::connected);
    slow.connectToHost(QHostAddress::LocalHost, quint16(m_playground->url().port()));
    QVERIFY(connected.wait(Patience));
    const QByteArray body =
        shell(u"yes 'a long line that says nothing new' | head -c 30000000; echo; echo end"_s);
    slow.write(m_client->head("PUT", path(u"/loud?duration=1h"_s).toLatin1(),
                              "Content-Length: " + QByteArray::number(body.size()) + "\r\n") +
               body);
    QTRY_COMPARE_WITH_TIMEOUT(status(u"loud"_s), u"stopped"_s, 30'000);
    QByteArray got;
    slow.setReadBufferSize(0);
    const auto isOver = [&] {
        got += slow.readAll();
        return got.contains("\"complete\"");
    };
    QVERIFY(QTest::qWaitFor(isOver, 30'000));
    QVERIFY2(got.size() < 20'000'000, qPrintable(QString::number(got.size())));
    QVERIFY(got.contains("bytes of output were passed over, see /.sprite/logs/services/loud.log"));
    QCOMPARE(text(m_client->get(path(u"/loud/logs?lines=1"_s)), u"stdout"_s), u"end\n"_s);
}

void TestPlaygroundServices::refusesWhatIsNoDuration_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("call");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("put") << QByteArray("PUT") << u"/a?duration=soon"_s
                         << QByteArray("invalid duration: soon\n");
    QTest::newRow("start") << QByteArray("POST") << u"/a/start?duration=5"_s
                           << QByteArray("invalid duration: 5\n");
    QTest::newRow("stop") << QByteArray("POST") << u"/a/stop?timeout=-1s"_s
                          << QByteArray("invalid timeout: -1s\n");
    QTest::newRow("logs") << QByteArray("GET") << u"/a/logs?duration=x"_s
                          << QByteArray("invalid duration: x\n");
    QTest::newRow("lines") << QByteArray("GET") << u"/a/logs?lines=many"_s
                           << QByteArray("invalid lines: many\n");
}

void TestPlaygroundServices::refusesWhatIsNoDuration()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, call);
    QFETCH(QByteArray, text);
    QCOMPARE(put(u"a"_s, shell(u"exit 0"_s), u"5s"_s).status, 200);
    const Answer answer = m_client->send(method, path(call), R"({"cmd":"x"})");
    QCOMPARE(answer.body, text);
    QCOMPARE(answer.status, 400);
}

void TestPlaygroundServices::knowsNoOtherService_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("after");
    QTest::newRow("get") << QByteArray("GET") << QString();
    QTest::newRow("start") << QByteArray("POST") << u"/start"_s;
    QTest::newRow("stop") << QByteArray("POST") << u"/stop"_s;
    QTest::newRow("restart") << QByteArray("POST") << u"/restart"_s;
    QTest::newRow("delete") << QByteArray("DELETE") << QString();
    QTest::newRow("logs") << QByteArray("GET") << u"/logs"_s;
}

void TestPlaygroundServices::knowsNoOtherService()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, after);
    const Answer answer = m_client->send(method, path(u"/nobody"_s + after));
    QCOMPARE(answer.status, 404);
    QCOMPARE(answer.body, QByteArray("service not found: nobody\n"));
}

void TestPlaygroundServices::startsAgainWhatIsKilledFromOutside()
{
    QCOMPARE(sleeper(u"a"_s).status, 200);
    const int before = state(u"a"_s).value("pid"_L1).toInt();
    (void)run(u"kill -9 %1"_s.arg(before));
    QTRY_VERIFY(status(u"a"_s) == "running"_L1 && state(u"a"_s).value("pid"_L1).toInt() != before);
    QCOMPARE(state(u"a"_s).value("restart_count"_L1).toInt(), 1);
}

void TestPlaygroundServices::tellsTheNextStartOfWhatBreaks()
{
    m_playground->options().services.firstRestart = 1h;
    m_playground->options().services.mostRestart = 2h;
    startPlayground();
    QCOMPARE(put(u"a"_s, shell(u"exit 1"_s), u"5s"_s).status, 200);
    const QJsonObject failed = state(u"a"_s);
    QCOMPARE(failed.value("status"_L1).toString(), u"failed"_s);
    QCOMPARE(failed.value("error"_L1).toString(), u"exited with code 1"_s);
    QCOMPARE(failed.value("restart_count"_L1).toInt(), 1);
    const QDateTime next =
        QDateTime::fromString(failed.value("next_restart_at"_L1).toString(), Qt::ISODateWithMs);
    QVERIFY(next > QDateTime::currentDateTimeUtc().addSecs(3000));
}

void TestPlaygroundServices::goesOnAfterAPause()
{
    QCOMPARE(sleeper(u"a"_s).status, 200);
    const int before = state(u"a"_s).value("pid"_L1).toInt();
    QCOMPARE(m_client->post(u"/playground/pause/web"_s).status, 204);
    QCOMPARE(m_playground->store().sprite(u"web"_s)->status, u"warm"_s);
    QCOMPARE(state(u"a"_s).value("pid"_L1).toInt(), before);
    QCOMPARE(status(u"a"_s), u"running"_s);
}

void TestPlaygroundServices::startsAgainAfterColdInOrder()
{
    m_playground->options().sleep.coldAfter = 1ms;
    startPlayground();
    QCOMPARE(put(u"z"_s, shell(u"echo z >> /tmp/order; sleep 1000"_s)).status, 200);
    QCOMPARE(put(u"a"_s,
                 shell(u"sleep 0.2; echo a >> /tmp/order; sleep 1000"_s, {{u"needs"_s, QJsonArray{u"z"_s}}}))
                 .status,
             200);
    QTRY_COMPARE(run(u"cat /tmp/order"_s).count('\n') >= 2, true);
    QCOMPARE(m_client->post(u"/playground/pause/web"_s).status, 204);
    QTRY_COMPARE(m_playground->store().sprite(u"web"_s)->status, u"cold"_s);
    // The call that wakes it finds them started.
    const QJsonArray all = m_client->get(path()).array();
    for (const QJsonValue &one : all)
        QCOMPARE(one.toObject().value("state"_L1).toObject().value("status"_L1).toString(), u"running"_s);
    QTRY_COMPARE(run(u"cat /tmp/order | tr -d '\\n'"_s).contains("zaza"), true);
}

void TestPlaygroundServices::leavesStoppedWhatWasStoppedByHand()
{
    m_playground->options().sleep.coldAfter = 1ms;
    startPlayground();
    QCOMPARE(sleeper(u"a"_s).status, 200);
    QCOMPARE(sleeper(u"b"_s).status, 200);
    QCOMPARE(m_client->post(path(u"/a/stop"_s)).status, 200);
    QCOMPARE(m_client->post(u"/playground/pause/web"_s).status, 204);
    QTRY_COMPARE(m_playground->store().sprite(u"web"_s)->status, u"cold"_s);
    QCOMPARE(status(u"a"_s), u"stopped"_s);
    QCOMPARE(status(u"b"_s), u"running"_s);
}

void TestPlaygroundServices::startsAgainWithThePlayground()
{
    QCOMPARE(sleeper(u"a"_s).status, 200);
    QCOMPARE(sleeper(u"b"_s).status, 200);
    QCOMPARE(m_client->post(path(u"/b/stop"_s)).status, 200);
    m_client.reset();
    m_playground->server().stop();
    startPlayground();
    QCOMPARE(status(u"a"_s), u"running"_s);
    QCOMPARE(status(u"b"_s), u"stopped"_s);
}

void TestPlaygroundServices::startsWhatTheCheckpointHad()
{
    QCOMPARE(sleeper(u"old"_s).status, 200);
    QCOMPARE(m_client->post(u"/v1/sprites/web/checkpoint"_s).status, 200);
    QCOMPARE(m_client->send("DELETE", path(u"/old"_s)).status, 204);
    QCOMPARE(sleeper(u"new"_s).status, 200);
    QCOMPARE(run(u"touch /home/sprite/later; echo made"_s).contains("made"), true);
    ExecClient session(*m_playground, u"/v1/sprites/web/exec?cmd=sleep&cmd=1000&stdin=true"_s);
    QVERIFY(session.waitFor([&] { return !session.messages.isEmpty(); }));
    const Answer answer = m_client->post(u"/v1/sprites/web/checkpoints/v1/restore"_s);
    QCOMPARE(answer.status, 200);
    const QList<QJsonObject> lines = answer.lines();
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines.at(0).value("data"_L1).toString(), u"Restoring from checkpoint v1..."_s);
    QCOMPARE(lines.at(1).value("data"_L1).toString(), u"Container components started successfully"_s);
    QCOMPARE(lines.at(2).value("data"_L1).toString(), u"Restore from v1 complete"_s);
    QVERIFY(session.waitFor([&] { return session.isOver; }));
    const QJsonArray all = m_client->get(path()).array();
    QCOMPARE(all.size(), 1);
    QCOMPARE(all.at(0).toObject().value("name"_L1).toString(), u"old"_s);
    QCOMPARE(status(u"old"_s), u"running"_s);
    QVERIFY(run(u"test -e /home/sprite/later || echo swapped"_s).contains("swapped"));
    QVERIFY(run(u"pgrep -c -x sleep"_s).contains("1"));
}

void TestPlaygroundServices::keepsWhatARestoreBringsThoughItWasBeingDeleted()
{
    QCOMPARE(sleeper(u"keep"_s).status, 200);
    QVERIFY(putAndWait(u"stub"_s, shell(u"trap '' TERM; echo deaf; while :; do sleep 1; done"_s), u"deaf"_s));
    QCOMPARE(m_client->post(u"/v1/sprites/web/checkpoint"_s).status, 200);
    QCOMPARE(sleeper(u"later"_s).status, 200);
    auto removal = m_client->begin("DELETE", path(u"/stub"_s));
    QTRY_COMPARE(status(u"stub"_s), u"stopping"_s);
    QCOMPARE(m_client->post(u"/v1/sprites/web/checkpoints/v1/restore"_s).status, 200);
    QTRY_VERIFY(removal->isFinished());
    QTRY_COMPARE(status(u"keep"_s), u"running"_s);
    QTRY_COMPARE(status(u"stub"_s), u"running"_s);
    QCOMPARE(m_client->get(path()).array().size(), 2);
    // What is stored says the same.
    removal.reset();
    m_client.reset();
    m_playground->server().stop();
    startPlayground();
    QCOMPARE(m_client->get(path()).array().size(), 2);
}

void TestPlaygroundServices::doesNotHoldTheSpriteAwake()
{
    m_playground->options().sleep.idle = 50ms;
    startPlayground();
    QCOMPARE(sleeper(u"a"_s).status, 200);
    QTRY_COMPARE(m_playground->store().sprite(u"web"_s)->status, u"warm"_s);
}

void TestPlaygroundServices::leadsTheUrlToTheHttpPort()
{
    if (run(u"command -v python3 || echo none"_s).contains("none"))
        QSKIP("python3 is not installed");
    const QByteArray body = R"({"cmd":"python3","args":["-m","http.server","3000"],"dir":"/tmp",
        "http_port":3000})";
    (void)run(u"echo from the service > /tmp/index.html"_s);
    QCOMPARE(put(u"web"_s, body).status, 200);
    const auto read = [this] {
        const PlaygroundClient web(m_playground->server().webUrl(), m_playground->token());
        return web.raw("GET / HTTP/1.1\r\nHost: web.localhost\r\nAuthorization: Bearer " +
                       m_playground->token().toLatin1() + "\r\nConnection: close\r\n\r\n");
    };
    QVERIFY(read().contains("from the service"));
    // After a cold wake it is started, and its port waited for.
    QVERIFY(setStatus(u"cold"_s));
    m_client.reset();
    m_playground->server().stop();
    startPlayground();
    QVERIFY(read().contains("from the service"));
}

void TestPlaygroundServices::endsWithItsSprite()
{
    QCOMPARE(sleeper(u"a"_s).status, 200);
    const auto reply = m_client->begin("GET", path(u"/a/logs?duration=1h"_s));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    QSignalSpy began(reply.get(), &QNetworkReply::metaDataChanged);
    QVERIFY(began.wait(Patience));
    QCOMPARE(m_client->send("DELETE", u"/v1/sprites/web"_s).status, 204);
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(m_client->get(path()).status, 404);
}

void TestPlaygroundServices::runsWithoutASandbox()
{
    m_playground->options().sandbox.isolation = Isolation::None;
    startPlayground();
    QVERIFY(putAndWait(u"a"_s, shell(u"echo here; exec sleep 1000"_s), u"here"_s));
    QCOMPARE(text(m_client->get(path(u"/a/logs"_s)), u"stdout"_s), u"here\n"_s);
    QCOMPARE(m_client->post(path(u"/a/stop"_s)).status, 200);
}

void TestPlaygroundServices::answersAfterARestoreThatRuns()
{
    QCOMPARE(sleeper(u"a"_s).status, 200);
    QCOMPARE(m_client->post(u"/v1/sprites/web/checkpoint"_s).status, 200);
    QSignalSpy restored(&m_playground->store(), &SpriteStore::jobFinished);
    QVERIFY(m_playground->store().startRestore(u"web"_s, u"v1"_s).isOk());
    const Answer answer = m_client->get(path());
    // Never what is about to go.
    QCOMPARE(answer.status, 200);
    QTRY_COMPARE(restored.size(), 1);
    QTRY_COMPARE(status(u"a"_s), u"running"_s);
}

QTEST_GUILESS_MAIN(TestPlaygroundServices)
#include "tst_playgroundservices.moc"
