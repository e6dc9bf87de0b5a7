// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/execclient.h"
#include "support/machinefixture.h"
#include "support/patience.h"
#include "support/playgroundclient.h"
#include "support/playgroundfixture.h"

#include <QRegularExpression>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! The calls on the machine below a sprite (sprites-api 4.7).
class TestPlaygroundMachine : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aRestartEndsProcessesAndBootsServices();
    void aRestartKeepsFiles();
    void aRestartLeavesOneThatSleepsAsleep();
    void aRestartTellsWhatItDoes();
    void aCheckTellsHowItIsAndWakesNothing();
    void knowsNoOtherSprite();
    void anUpgradeRestartsWhatRuns();
    void anUpgradeLeavesOneThatSleepsAsleep();
    void commandsAndServicesHaveTheEnvironmentOfTheirSprite();
    void commandsSeeTheTopFoldersThatCallsMakeAndDelete();
    void startsCommandsWithTheLargestEnvironment_data();
    void startsCommandsWithTheLargestEnvironment();
    void refusesAnEnvironmentThatCannotBe_data();
    void refusesAnEnvironmentThatCannotBe();

private:
    QByteArray run(const QString &script)
    {
        const QString query = QString::fromLatin1(QUrl::toPercentEncoding(script));
        return m_client->post(u"/v1/sprites/web/exec?cmd=sh&cmd=-c&cmd="_s + query).body;
    }
    QString status() const { return m_playground->store().sprite(u"web"_s)->status; }

    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<PlaygroundClient> m_client;
};

void TestPlaygroundMachine::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_playground = std::make_unique<PlaygroundFixture>();
    QVERIFY(m_playground->start());
    m_client = std::make_unique<PlaygroundClient>(m_playground->url().toString(), m_playground->token());
    QCOMPARE(m_client->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
}

void TestPlaygroundMachine::cleanup()
{
    m_client.reset();
    m_playground.reset();
}

void TestPlaygroundMachine::aRestartEndsProcessesAndBootsServices()
{
    SPRITARIUM_NEEDS_SANDBOX();
    const Answer defined = m_client->send("PUT", u"/v1/sprites/web/services/job?duration=0"_s,
                                          R"({"cmd":"sh","args":["-c","echo up >> /tmp/ups; sleep 1000"]})");
    QCOMPARE(defined.status, 200);
    QTRY_VERIFY(run(u"cat /tmp/ups"_s).contains("up"));
    // Left behind by a command that is over.
    (void)run(u"setsid sleep 4321 >/dev/null 2>&1 </dev/null &"_s);
    QVERIFY(run(u"cat /proc/*/cmdline | tr '\\0' ' '"_s).contains("sleep 4321 "));
    QCOMPARE(m_client->post(u"/v1/sprites/web/restart"_s).status, 202);
    QVERIFY(!run(u"cat /proc/*/cmdline | tr '\\0' ' '"_s).contains("sleep 4321 "));
    QTRY_COMPARE(run(u"cat /tmp/ups"_s).count("up"), 2);
    QCOMPARE(status(), u"running"_s);
}

void TestPlaygroundMachine::aRestartKeepsFiles()
{
    const QString file = u"?path=/home/sprite/kept"_s;
    QCOMPARE(m_client->send("PUT", u"/v1/sprites/web/fs/write"_s + file, "kept").status, 200);
    QCOMPARE(m_client->post(u"/v1/sprites/web/restart"_s).status, 202);
    QCOMPARE(m_client->get(u"/v1/sprites/web/fs/read"_s + file).body, "kept");
}

void TestPlaygroundMachine::aRestartLeavesOneThatSleepsAsleep()
{
    QCOMPARE(m_client->get(u"/v1/sprites/web/checkpoints"_s).status, 200);
    QCOMPARE(m_client->post(u"/playground/pause/web"_s).status, 204);
    QCOMPARE(status(), u"warm"_s);
    QCOMPARE(m_client->post(u"/v1/sprites/web/restart"_s).status, 202);
    QCOMPARE(status(), u"cold"_s);
}

void TestPlaygroundMachine::aRestartTellsWhatItDoes()
{
    const Answer answer = m_client->post(u"/v1/sprites/web/restart"_s);
    QCOMPARE(answer.object().value("sprite_name"_L1).toString(), u"web"_s);
    QCOMPARE(answer.object().value("machine_id"_L1).toString().size(), 14);
    QVERIFY(!answer.object().value("message"_L1).toString().isEmpty());
    // The control plane's answer: not from inside.
    QVERIFY(!answer.header("X-Request-Id").isEmpty());
    QVERIFY(answer.header("Sprite-Version").isEmpty());
}

void TestPlaygroundMachine::aCheckTellsHowItIsAndWakesNothing()
{
    const Answer answer = m_client->get(u"/v1/sprites/web/check"_s);
    QCOMPARE(answer.status, 200);
    const QJsonObject check = answer.object();
    QCOMPARE(check.value("sprite_name"_L1).toString(), u"web"_s);
    QCOMPARE(check.value("sprite_id"_L1).toString(), m_playground->store().sprite(u"web"_s)->id);
    QCOMPARE(check.value("status"_L1).toString(), u"ok"_s);
    QVERIFY(check.value("reason"_L1).isNull());
    QVERIFY(QDateTime::fromString(check.value("checked_at"_L1).toString(), Qt::ISODateWithMs).isValid());
    QVERIFY(check.value("elapsed"_L1).isDouble());
    QCOMPARE(status(), u"cold"_s);
}

void TestPlaygroundMachine::knowsNoOtherSprite()
{
    QCOMPARE(m_client->post(u"/v1/sprites/none/restart"_s).body.trimmed(), R"({"error":"sprite not found"})");
    QCOMPARE(m_client->get(u"/v1/sprites/none/check"_s).status, 404);
    QCOMPARE(m_client->get(u"/v1/sprites/web/restart"_s).status, 405);
}

void TestPlaygroundMachine::anUpgradeRestartsWhatRuns()
{
    SPRITARIUM_NEEDS_SANDBOX();
    const Answer defined = m_client->send("PUT", u"/v1/sprites/web/services/job?duration=0"_s,
                                          R"({"cmd":"sh","args":["-c","echo up >> /tmp/ups; sleep 1000"]})");
    QCOMPARE(defined.status, 200);
    QTRY_VERIFY(run(u"cat /tmp/ups"_s).contains("up"));
    ExecClient session(*m_playground,
                       u"/v1/sprites/web/exec"_s + execQuery({u"sleep"_s, u"4321"_s}, u"tty=true"_s));
    QVERIFY(session.waitInfo());
    const Answer answer = m_client->post(u"/v1/sprites/web/upgrade"_s, {});
    QCOMPARE(answer.status, 204);
    QCOMPARE(answer.body, QByteArray());
    QVERIFY(session.waitOver());
    QVERIFY(!run(u"cat /proc/*/cmdline | tr '\\0' ' '"_s).contains("sleep 4321 "));
    QCOMPARE(m_client->get(u"/v1/sprites/web/exec"_s).object().value("sessions"_L1).toArray().size(), 0);
    QTRY_COMPARE(run(u"cat /tmp/ups"_s).count("up"), 2);
    QVERIFY(!m_playground->store().sprite(u"web"_s)->environmentVersion.isEmpty());
}

void TestPlaygroundMachine::anUpgradeLeavesOneThatSleepsAsleep()
{
    QCOMPARE(status(), u"cold"_s);
    QCOMPARE(m_client->post(u"/v1/sprites/web/upgrade"_s, {}).status, 204);
    QTest::qWait(0);
    QCOMPARE(status(), u"cold"_s);
    QVERIFY(!m_playground->store().sprite(u"web"_s)->environmentVersion.isEmpty());
}

void TestPlaygroundMachine::commandsAndServicesHaveTheEnvironmentOfTheirSprite()
{
    SPRITARIUM_NEEDS_SANDBOX();
    const QByteArray body =
        R"({"name":"env","environment":{"GREETING":"hello = world","LANG":"de_DE.UTF-8"}})";
    QCOMPARE(m_client->post(u"/v1/sprites"_s, body).status, 201);
    const QString exec = u"/v1/sprites/env/exec?cmd=sh&cmd=-c&cmd=echo%20$GREETING,$LANG,$HOME"_s;
    const auto output = [&](const QString &more) { return m_client->post(exec + more).body; };
    QVERIFY(output({}).contains("hello = world,de_DE.UTF-8,/home/sprite\n"));
    // What a call brings replaces all of it (sprites-api 7.1).
    QVERIFY(output(u"&env=HOME=/tmp"_s).contains(",,/tmp\n"));
    const QByteArray service =
        R"({"cmd":"sh","args":["-c","echo $GREETING,$LANG > /tmp/said; sleep 1000"],"env":{"LANG":"C"}})";
    QCOMPARE(m_client->send("PUT", u"/v1/sprites/env/services/job?duration=0"_s, service).status, 200);
    const auto said = [&] { return m_client->get(u"/v1/sprites/env/fs/read?path=/tmp/said"_s).body; };
    QTRY_COMPARE(said(), QByteArray("hello = world,C\n"));
    ExecClient terminal(*m_playground, u"/v1/sprites/env/exec"_s +
                                           execQuery({u"sh"_s, u"-c"_s, u"echo $GREETING"_s}, u"tty=true"_s));
    QVERIFY(terminal.waitOutput("hello = world"));
    // Also when the playground has been away.
    m_client.reset();
    QVERIFY(m_playground->start());
    m_client = std::make_unique<PlaygroundClient>(m_playground->url().toString(), m_playground->token());
    QVERIFY(output({}).contains("hello = world,de_DE.UTF-8,/home/sprite\n"));
}

void TestPlaygroundMachine::commandsSeeTheTopFoldersThatCallsMakeAndDelete()
{
    SPRITARIUM_NEEDS_SANDBOX();
    const QString fs = u"/v1/sprites/web/fs/"_s;
    QVERIFY(run(u"ls -A /"_s).contains("home\n"));
    QCOMPARE(m_client->send("PUT", fs + u"write?mkdirParents=true&path=/data/deep/x"_s, "mine").status, 200);
    QVERIFY(run(u"cat /data/deep/x"_s).contains("mine"));
    QVERIFY(run(u"echo more > /data/y && echo written"_s).contains("written"));
    QCOMPARE(m_client->get(fs + u"read?path=/data/y"_s).body, QByteArray("more\n"));
    QCOMPARE(m_client->send("DELETE", fs + u"delete?recursive=true&path=/data"_s).status, 200);
    QVERIFY(!run(u"ls -A /"_s).contains("data"));
    // What every sprite has is there all the time.
    QVERIFY(run(u"touch /tmp/x x"_s).size() > 0);
    QCOMPARE(m_client->send("DELETE", fs + u"delete?recursive=true&path=/tmp"_s).status, 200);
    QCOMPARE(m_client->send("DELETE", fs + u"delete?recursive=true&path=/home"_s).status, 200);
    QVERIFY(run(u"echo $(pwd) $(ls -A /tmp) $(ls -A ~) $(echo kept > /tmp/x; cat /tmp/x)"_s)
                .contains("/home/sprite kept\n"));
    QCOMPARE(m_client->get(fs + u"read?path=/tmp/x"_s).body, QByteArray("kept\n"));
}

void TestPlaygroundMachine::startsCommandsWithTheLargestEnvironment_data()
{
    // The value is `letter` so often, and `rest`; one more is too many.
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("letter");
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("rest");
    constexpr int Most = 48 * 1024;
    QTest::newRow("letters") << u"VALUE"_s << u"x"_s << Most - 7 << QString();
    QTest::newRow("three bytes each") << u"VALUE1"_s << u"\u20ac"_s << (Most - 8) / 3 << u"x"_s;
    QTest::newRow("four bytes each") << u"VALUE1"_s << u"\U0001f600"_s << (Most - 8) / 4 << QString();
    QTest::newRow("PATH") << u"PATH"_s << u"x"_s << Most / 2 - 6 - 14 << u":/usr/bin:/bin"_s;
}

void TestPlaygroundMachine::startsCommandsWithTheLargestEnvironment()
{
    SPRITARIUM_NEEDS_SANDBOX();
    QFETCH(QString, name);
    QFETCH(QString, letter);
    QFETCH(int, count);
    QFETCH(QString, rest);
    const auto create = [&](int letters) {
        const QJsonObject environment{{name, letter.repeated(letters) + rest}};
        const QJsonObject body{{u"name"_s, u"env"_s}, {u"environment"_s, environment}};
        return m_client->post(u"/v1/sprites"_s, QJsonDocument(body).toJson()).status;
    };
    QCOMPARE(create(count + 1), 400);
    QCOMPARE(create(count), 201);
    const QString exec = u"/v1/sprites/env/exec?cmd=sh&cmd=-c&cmd=printf%20%25s%20%22$"_s;
    const Answer answer = m_client->post(exec + name + u"%22%20%7C%20wc%20-c"_s);
    const int size = int(letter.toUtf8().size()) * count + int(rest.toUtf8().size());
    QVERIFY2(answer.body.contains(QByteArray::number(size) + '\n'), answer.body.left(500).constData());
}

void TestPlaygroundMachine::refusesAnEnvironmentThatCannotBe_data()
{
    QTest::addColumn<QByteArray>("environment");
    QTest::newRow("no object") << QByteArray(R"(["A=b"])");
    QTest::newRow("no text") << QByteArray(R"({"A":1})");
    QTest::newRow("no name") << QByteArray(R"({"":"a"})");
    QTest::newRow("two names") << QByteArray(R"({"A=B":"c"})");
    QTest::newRow("cut name") << QByteArray(R"({"A\u0000B":"c"})");
    QTest::newRow("cut value") << QByteArray(R"({"A":"b\u0000c"})");
    QTest::newRow("too long") << QByteArray("{\"A\":\"" + QByteArray(70'000, 'x') + "\"}");
    QTest::newRow("too many bytes") << QByteArray("{\"A\":\"" + QByteArray("\xe2\x82\xac").repeated(20'000) +
                                                  "\"}");
    QTest::newRow("PATH twice") << QByteArray("{\"PATH\":\"" + QByteArray(30'000, 'x') + "\"}");
}

void TestPlaygroundMachine::refusesAnEnvironmentThatCannotBe()
{
    QFETCH(QByteArray, environment);
    const Answer answer =
        m_client->post(u"/v1/sprites"_s, R"({"name":"env","environment":)" + environment + '}');
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.object().value("errors"_L1).toArray(), QJsonArray{u"invalid environment"_s});
    QCOMPARE(m_client->get(u"/v1/sprites/env"_s).status, 404);
}

QTEST_GUILESS_MAIN(TestPlaygroundMachine)
#include "tst_playgroundmachine.moc"
