// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/envcommand.h"
#include "support/insideclient.h"
#include "support/machinefixture.h"
#include "support/patience.h"

#include <QRegularExpression>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

using Agent::AnswerReader;
using Agent::EnvCommand;

//! The program `sprite-env`: what it makes of its words, and that it does it inside a sprite.
class TestSpriteEnv : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void readsItsWords_data();
    void readsItsWords();
    void refusesWords_data();
    void refusesWords();
    void readsAnAnswerInPiecesOfEverySize();
    void readsAnAnswerUntilItsEnd();
    void noticesAnAnswerThatBreaksOff();

    void helps();
    void isFoundInThePath();
    void asksLikeCurl();
    void managesCheckpoints();
    void managesServices();
    void managesTasks();
    void tellsWhenNobodyAnswers();

private:
    void startInside();

    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<InsideClient> m_inside;
};

void TestSpriteEnv::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
}

void TestSpriteEnv::startInside()
{
    m_playground = std::make_unique<PlaygroundFixture>();
    QVERIFY(m_playground->start());
    m_inside = std::make_unique<InsideClient>(*m_playground);
    QVERIFY(m_inside->create());
}

void TestSpriteEnv::readsItsWords_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("asked"); //!< method, target, body
    const auto row = [](const char *words, const char *asked) {
        QTest::newRow(words) << QString::fromLatin1(words).split(u' ') << QByteArray(asked);
    };
    row("curl /v1/tasks", "GET /v1/tasks ");
    row("curl -s http://sprite/v1/tasks?a=b", "GET /v1/tasks?a=b ");
    row("curl -sX DELETE /v1/tasks/a", "DELETE /v1/tasks/a ");
    row("curl -XPUT -d{} -H Content-Type:application/json v1/tasks/a", "PUT /v1/tasks/a {}");
    row("curl --unix-socket /.sprite/api.sock -d {} http://sprite/v1/tasks", "POST /v1/tasks {}");
    row("checkpoints list", "GET /v1/checkpoints ");
    row("checkpoint list --include-auto", "GET /v1/checkpoints?includeAuto=true ");
    row("checkpoints create", "POST /v1/checkpoint {}");
    row("checkpoints create --comment a\"b\\c\n\x01",
        R"(POST /v1/checkpoint {"comment":"a\"b\\c\u000a\u0001"})");
    row("checkpoints restore v1", "POST /v1/checkpoints/v1/restore {}");
    row("checkpoints delete a/b", "DELETE /v1/checkpoints/a%2Fb ");
    row("services list", "GET /v1/services ");
    row("services create web --cmd node --args server.js,-v --needs db --http-port 8080 --env A=b "
        "--env=C=d=e "
        "--dir /tmp --duration 1s",
        R"(PUT /v1/services/web?duration=1s {"cmd":"node","args":["server.js","-v"],"needs":["db"],)"
        R"("http_port":8080,"dir":"/tmp","env":{"A":"b","C":"d=e"}})");
    row("services create web -- sh -c echo,hello --help",
        R"(PUT /v1/services/web {"cmd":"sh","args":["-c","echo,hello","--help"],"needs":[]})");
    row("services stop web --timeout 1s", "POST /v1/services/web/stop?timeout=1s {}");
    row("services logs web --lines 5", "GET /v1/services/web/logs?lines=5 ");
    row("services signal web HUP", R"(POST /v1/services/signal {"name":"web","signal":"HUP"})");
    row("tasks create build --expire 5m", R"(POST /v1/tasks {"name":"build","expire":"5m"})");
}

void TestSpriteEnv::readsItsWords()
{
    QFETCH(QStringList, words);
    QFETCH(QByteArray, asked);
    std::vector<std::string> given;
    for (const QString &word : words)
        given.push_back(word.toStdString());
    const EnvCommand::Parsed parsed = EnvCommand::parse(given);
    const auto *command = std::get_if<EnvCommand>(&parsed);
    QVERIFY2(command, command ? "" : std::get<EnvCommand::Message>(parsed).text.c_str());
    const std::string all =
        command->request.method + ' ' + command->request.target + ' ' + command->request.body;
    QCOMPARE(QByteArray::fromStdString(all), asked);
}

void TestSpriteEnv::refusesWords_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *words, const char *text) {
        QTest::newRow(words) << QString::fromLatin1(words).split(u' ') << QByteArray(text);
    };
    row("dance", "unknown command: dance");
    row("services", "unknown command: services");
    row("services dance", "unknown command: services dance");
    row("services get", "services get takes 1 arguments");
    row("services list --all", "unknown option: --all");
    row("services create web --cmd", "--cmd needs a value");
    row("services create web", "a service needs --cmd PROGRAM, and its other options as --help has them");
    row("curl", "curl needs a path like /v1/services");
    row("curl --weird /v1", "unknown option, or one without its value: --weird");
    row("curl -X A\r\nB /v1", "this is no method: A\r\nB");
    row("curl /v1\r\nX:y", "curl needs a path like /v1/services");
}

void TestSpriteEnv::refusesWords()
{
    QFETCH(QStringList, words);
    QFETCH(QByteArray, text);
    std::vector<std::string> given;
    for (const QString &word : words)
        given.push_back(word.toStdString());
    const EnvCommand::Parsed parsed = EnvCommand::parse(given);
    const auto *message = std::get_if<EnvCommand::Message>(&parsed);
    QVERIFY(message);
    QVERIFY(!message->isHelp);
    QCOMPARE(QByteArray::fromStdString(message->text), text);
}

void TestSpriteEnv::readsAnAnswerInPiecesOfEverySize()
{
    const std::string answer =
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        "5\r\nhello\r\n7;x=y\r\n, world\r\n0\r\n\r\n";
    for (std::size_t size = 1; size <= answer.size(); ++size) {
        std::string body;
        AnswerReader reader([&](std::string_view bytes) { body += bytes; }, false);
        for (std::size_t at = 0; at < answer.size(); at += size)
            (void)reader.take(std::string_view(answer).substr(at, size));
        QCOMPARE(body, std::string("hello, world"));
        QCOMPARE(reader.status(), 200);
        QVERIFY(reader.finish());
    }
}

void TestSpriteEnv::readsAnAnswerUntilItsEnd()
{
    std::string body;
    AnswerReader reader([&](std::string_view bytes) { body += bytes; }, true);
    QVERIFY(reader.take("HTTP/1.0 404 Not Found\r\nA: b\r\n\r\nno"));
    QVERIFY(reader.take("thing"));
    QVERIFY(reader.finish());
    QCOMPARE(body, std::string("HTTP/1.0 404 Not Found\r\nA: b\r\n\r\nnothing"));
    QCOMPARE(reader.status(), 404);
}

void TestSpriteEnv::noticesAnAnswerThatBreaksOff()
{
    for (const char *answer : {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
                               "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"}) {
        AnswerReader reader([](std::string_view) {}, false);
        QVERIFY(reader.take(answer));
        QVERIFY(!reader.finish());
    }
}

void TestSpriteEnv::helps()
{
    for (const std::vector<std::string> &words :
         {std::vector<std::string>{}, {"help"}, {"--help"}, {"services", "-h"}}) {
        const EnvCommand::Parsed parsed = EnvCommand::parse(words);
        const auto *message = std::get_if<EnvCommand::Message>(&parsed);
        QVERIFY(message && message->isHelp && message->text.starts_with("Usage: sprite-env"));
    }
}

void TestSpriteEnv::isFoundInThePath()
{
    SPRITARIUM_NEEDS_SANDBOX();
    startInside();
    QCOMPARE(m_inside->sh(u"command -v sprite-env"_s).output, QByteArray("/.sprite/bin/sprite-env\n"));
    // A login shell begins its own search path, whatever it was given.
    for (const QString &login :
         {u"sh -lc 'command -v sprite-env'"_s, u"env -i HOME=$HOME bash -lc 'command -v sprite-env'"_s})
        QCOMPARE(m_inside->sh(login).output, QByteArray("/.sprite/bin/sprite-env\n"));
    const InsideClient::Run help = m_inside->env(u"--help"_s);
    QCOMPARE(help.code, 0);
    QVERIFY(help.output.startsWith("Usage: sprite-env"));
    const InsideClient::Run wrong = m_inside->env(u"dance"_s);
    QCOMPARE(wrong.code, 2);
    QCOMPARE(wrong.errors, QByteArray("sprite-env: unknown command: dance\nTry sprite-env --help.\n"));
}

void TestSpriteEnv::asksLikeCurl()
{
    SPRITARIUM_NEEDS_SANDBOX();
    startInside();
    QCOMPARE(m_inside->env(u"curl -s /v1/tasks"_s).output, QByteArray("{\"tasks\":[]}\n"));
    const InsideClient::Run made =
        m_inside->sh(uR"(echo '{"name":"a","expire":60}' | sprite-env curl -X POST /v1/tasks -d @-)"_s);
    QCOMPARE(made.object().value("name"_L1).toString(), u"a"_s);
    QCOMPARE(m_inside->env(u"curl /nowhere"_s).code, 0);
    QCOMPARE(m_inside->env(u"curl -f /nowhere"_s).code, 22);
}

void TestSpriteEnv::managesCheckpoints()
{
    SPRITARIUM_NEEDS_SANDBOX();
    startInside();
    const InsideClient::Run made = m_inside->env(u"checkpoints create --comment 'so far'"_s);
    QVERIFY2(made.output.contains("Checkpoint v1 created successfully"), made.output.constData());
    QCOMPARE(made.code, 0);
    QVERIFY(m_inside->env(u"checkpoints list"_s).output.contains("so far"));
    QCOMPARE(m_inside->env(u"checkpoints get v9"_s).code, 1);
    QSignalSpy restored(&m_playground->store(), &SpriteStore::jobFinished);
    (void)m_inside->env(u"checkpoints restore v1"_s);
    QTRY_COMPARE(restored.size(), 1);
}

void TestSpriteEnv::managesServices()
{
    SPRITARIUM_NEEDS_SANDBOX();
    startInside();
    const InsideClient::Run made = m_inside->env(
        u"services create web --env WORD=hello --duration 4s -- sh -c 'echo $WORD; exec sleep 1000'"_s);
    QVERIFY2(made.code == 0 && made.output.contains("\"data\":\"hello\\n\""),
             (made.output + made.errors).constData());
    QVERIFY(m_inside->env(u"services list"_s).output.contains("\"running\""));
    QCOMPARE(m_inside->env(u"services start web"_s).code, 1);
    QCOMPARE(m_inside->env(u"services signal web HUP"_s).code, 0);
    QCOMPARE(m_inside->env(u"services restart web --duration 0"_s).code, 0);
    QCOMPARE(m_inside->env(u"services stop web"_s).code, 0);
    QCOMPARE(m_inside->env(u"services start web --duration 0"_s).code, 0);
    QVERIFY(m_inside->env(u"services logs web --lines 1"_s).output.contains("hello"));
    QVERIFY(m_inside->env(u"services get web"_s).output.contains("\"WORD\""));
    QCOMPARE(m_inside->env(u"services delete web"_s).code, 0);
    QCOMPARE(m_inside->env(u"services list"_s).output, QByteArray("[]\n"));
    const InsideClient::Run bad = m_inside->env(u"services create bad --cmd /no/such"_s);
    QVERIFY(bad.output.contains("Failed to start service"));
    QCOMPARE(bad.code, 1);
}

void TestSpriteEnv::managesTasks()
{
    SPRITARIUM_NEEDS_SANDBOX();
    startInside();
    QCOMPARE(m_inside->env(u"tasks create build --expire 5m"_s).code, 0);
    QCOMPARE(m_inside->env(u"tasks create build --expire 5m"_s).code, 1);
    QCOMPARE(m_inside->env(u"tasks update build --expire 120s"_s).code, 0);
    QVERIFY(m_inside->env(u"tasks list"_s).output.contains("build"));
    QCOMPARE(m_inside->env(u"tasks delete build"_s).code, 0);
    const InsideClient::Run tooLong = m_inside->env(u"tasks create build --expire 2h"_s);
    QCOMPARE(tooLong.output, QByteArray("expire 7200 seconds exceeds maximum 3600 seconds\n"));
}

void TestSpriteEnv::tellsWhenNobodyAnswers()
{
    SPRITARIUM_NEEDS_SANDBOX();
    startInside();
    const InsideClient::Run run = m_inside->sh(u"SPRITE_API_SOCKET=/tmp/none sprite-env curl /v1/tasks"_s);
    QCOMPARE(run.code, 7);
    QCOMPARE(run.errors, QByteArray("sprite-env: /tmp/none: No such file or directory\n"));
}

QTEST_GUILESS_MAIN(TestSpriteEnv)
#include "tst_spriteenv.moc"
