// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/builtinservice.h"
#include "support/patience.h"
#include "support/playgroundclient.h"
#include "support/tunnelclient.h"

#include <QRegularExpression>
#include <QTest>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestPlaygroundPorts : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void listsWhatListensWhenTheWatchOpens();
    void tellsWhatOpensAndCloses();
    void tellsNothingOfOtherHostsAndSprites();
    void closesTheWatchWhenTheSpritePauses();
    void closesTheWatchWhenTheSpriteIsRestored();
    void wakesByOpeningAWatchButDoesNotHoldIt();
    void answersPingsOnAWatch();
    void offersNoWatchOnRequest();
    void stallsAWatchOnPurpose();
    void declaresAndWithdrawsPorts();
    void refusesADeclarationThatIsNone_data();
    void refusesADeclarationThatIsNone();
    void letsADeclaredPortHideTheBuiltInOne();
    void pausesOnRequest();
    void servesTheFilesOfARunningSprite();
    void namesTheSpriteOnTheFirstPage();
    void staysInsideTheHomeFolder_data();
    void staysInsideTheHomeFolder();
    void answersHeadAndRefusesChanges();
    void servesOnlyWhileTheSpriteRuns();
    void servesTheSeededOtterFromTheStart();

private:
    void start(bool seeds = false);
    std::unique_ptr<TunnelClient> watch(const QString &sprite = u"web"_s) const
    {
        return std::make_unique<TunnelClient>(*m_playground, u"/v1/sprites/%1/ports/watch"_s.arg(sprite));
    }
    QJsonArray ports(const QString &sprite = u"web"_s)
    {
        return m_http->get(u"/playground/ports/"_s + sprite).object().value("ports"_L1).toArray();
    }
    QString status() const { return m_playground->store().sprite(u"web"_s)->status; }
    std::unique_ptr<PlaygroundClient> inside(const QString &sprite = u"web"_s);
    void put(const QString &path, const QByteArray &bytes);

    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<PlaygroundClient> m_http;
};

void TestPlaygroundPorts::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_playground = std::make_unique<PlaygroundFixture>();
}

void TestPlaygroundPorts::cleanup()
{
    m_http.reset();
    m_playground.reset();
}

void TestPlaygroundPorts::start(bool seeds)
{
    m_playground->options().seeds = seeds;
    QVERIFY(m_playground->start());
    m_http = std::make_unique<PlaygroundClient>(m_playground->url().toString(), m_playground->token());
    QCOMPARE(m_http->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
}

//! A client of the sprite's own service, which asks for no token.
std::unique_ptr<PlaygroundClient> TestPlaygroundPorts::inside(const QString &sprite)
{
    const QString target = ports(sprite).at(0)["target"_L1].toString();
    return std::make_unique<PlaygroundClient>(u"http://"_s + target, u"none"_s);
}

void TestPlaygroundPorts::put(const QString &path, const QByteArray &bytes)
{
    const QString call = u"/v1/sprites/web/fs/write?mkdirParents=true&path="_s +
                         QString::fromLatin1(QUrl::toPercentEncoding(path));
    QCOMPARE(m_http->send("PUT", call, bytes).status, 200);
}

void TestPlaygroundPorts::listsWhatListensWhenTheWatchOpens()
{
    start();
    const auto watching = watch();
    QTRY_COMPARE(watching->texts.size(), 1);
    const QJsonObject first = watching->message(0);
    QCOMPARE(first.value("type"_L1).toString(), u"port_list"_s);
    const QJsonArray list = first.value("ports"_L1).toArray();
    QCOMPARE(list.size(), 1);
    QCOMPARE(list.at(0)["port"_L1].toInt(), 8080);
    QCOMPARE(list.at(0)["address"_L1].toString(), u"0.0.0.0"_s);
    QCOMPARE(list.at(0)["pid"_L1].toInteger(), QCoreApplication::applicationPid());
}

void TestPlaygroundPorts::tellsWhatOpensAndCloses()
{
    start();
    const auto watching = watch();
    QTRY_COMPARE(watching->texts.size(), 1);
    m_http->post(u"/playground/ports/web"_s,
                 R"({"port":5432,"target":"127.0.0.1:40123","command":"postgres","pid":123})");
    QTRY_COMPARE(watching->texts.size(), 2);
    QCOMPARE(watching->message(1), (QJsonObject{{u"type"_s, u"port_opened"_s},
                                                {u"port"_s, 5432},
                                                {u"address"_s, u"127.0.0.1"_s},
                                                {u"pid"_s, 123}}));
    QCOMPARE(m_http->send("DELETE", u"/playground/ports/web/5432"_s).status, 204);
    QTRY_COMPARE(watching->texts.size(), 3);
    QCOMPARE(watching->message(2).value("type"_L1).toString(), u"port_closed"_s);
    QCOMPARE(watching->message(2).value("port"_L1).toInt(), 5432);
}

void TestPlaygroundPorts::tellsNothingOfOtherHostsAndSprites()
{
    start();
    m_http->post(u"/v1/sprites"_s, R"({"name":"other"})");
    const auto watching = watch();
    QTRY_COMPARE(watching->texts.size(), 1);
    const auto declare = [this](const QString &sprite, const QByteArray &body) {
        return m_http->post(u"/playground/ports/"_s + sprite, body).status;
    };
    QCOMPARE(declare(u"other"_s, R"({"port":1,"target":"127.0.0.1:1"})"), 200);
    QCOMPARE(declare(u"web"_s, R"({"port":1,"host":"db","target":"127.0.0.1:1"})"), 200);
    QCOMPARE(declare(u"web"_s, R"({"port":2,"target":"127.0.0.1:1"})"), 200);
    QTRY_COMPARE(watching->texts.size(), 2);
    QCOMPARE(watching->message(1).value("port"_L1).toInt(), 2);
    QCOMPARE(ports().size(), 3);
}

void TestPlaygroundPorts::closesTheWatchWhenTheSpritePauses()
{
    start();
    const auto watching = watch();
    QTRY_COMPARE(watching->texts.size(), 1);
    m_http->post(u"/playground/pause/web"_s, {});
    QTRY_VERIFY(watching->isOver);
    QCOMPARE(int(watching->socket().closeCode()), 1001);
    QCOMPARE(status(), u"warm"_s);
}

void TestPlaygroundPorts::closesTheWatchWhenTheSpriteIsRestored()
{
    start();
    const auto watching = watch();
    QTRY_COMPARE(watching->texts.size(), 1);
    m_http->post(u"/v1/sprites/web/checkpoint"_s);
    QVERIFY(watching->isOpen());
    m_http->post(u"/v1/sprites/web/checkpoints/v1/restore"_s);
    QTRY_VERIFY(watching->isOver);
    const auto again = watch();
    QTRY_COMPARE(again->texts.size(), 1);
    QCOMPARE(again->message(0).value("ports"_L1).toArray().size(), 1);
}

void TestPlaygroundPorts::wakesByOpeningAWatchButDoesNotHoldIt()
{
    m_playground->options().sleep.idle = 100ms;
    start();
    QCOMPARE(status(), u"cold"_s);
    QStringList seen;
    connect(&m_playground->store(), &SpriteStore::spriteChanged, this, [&] { seen.append(status()); });
    const auto watching = watch();
    QTRY_VERIFY(watching->isOver);
    QCOMPARE(watching->message(0).value("type"_L1).toString(), u"port_list"_s);
    QCOMPARE(seen, (QStringList{u"running"_s, u"warm"_s}));
}

void TestPlaygroundPorts::answersPingsOnAWatch()
{
    start();
    const auto watching = watch();
    QTRY_VERIFY(watching->isOpen());
    watching->socket().sendTextMessage(u"nothing to say"_s);
    watching->socket().ping("p");
    QTRY_COMPARE(watching->pongs.size(), 1);
    watching->socket().close();
    QTRY_VERIFY(watching->isOver);
}

void TestPlaygroundPorts::offersNoWatchOnRequest()
{
    m_playground->options().offersPorts = false;
    start();
    QCOMPARE(m_http->get(u"/v1/sprites/web/ports/watch"_s).status, 404);
    QVERIFY(TunnelClient(*m_playground, u"/v1/sprites/web/proxy"_s).connectTo(8080));
    const auto watching = watch();
    QTRY_VERIFY(watching->isOver);
    QVERIFY(watching->socket().errorString().contains(u"404"_s));
}

void TestPlaygroundPorts::stallsAWatchOnPurpose()
{
    start();
    m_playground->server().faults().add({.kind = Fault::Kind::Stall, .afterLines = 1});
    const auto silent = watch();
    QTRY_VERIFY(silent->isOpen());
    m_http->post(u"/playground/ports/web"_s, R"({"port":5432,"target":"127.0.0.1:1"})");
    silent->socket().ping("p");
    QTRY_COMPARE(silent->pongs.size(), 1);
    QVERIFY(silent->texts.isEmpty());
}

void TestPlaygroundPorts::declaresAndWithdrawsPorts()
{
    start();
    QVERIFY(ports().isEmpty()); // asking wakes nothing
    QCOMPARE(status(), u"cold"_s);
    const Answer declared = m_http->post(
        u"/playground/ports/web"_s,
        R"({"port":6379,"host":"Cache.Internal","target":"[::1]:40123","command":"redis","pid":7})");
    QCOMPARE(declared.status, 200);
    QCOMPARE(ports().at(0).toObject(), (QJsonObject{{u"port"_s, 6379},
                                                    {u"host"_s, u"cache.internal"_s},
                                                    {u"address"_s, u"127.0.0.1"_s},
                                                    {u"target"_s, u"[::1]:40123"_s},
                                                    {u"command"_s, u"redis"_s},
                                                    {u"pid"_s, 7}}));
    QCOMPARE(m_http->send("DELETE", u"/playground/ports/web/6379"_s).status, 404);
    QCOMPARE(m_http->send("DELETE", u"/playground/ports/web/6379?host=cache.internal"_s).status, 204);
    QVERIFY(ports().isEmpty());
    m_http->post(u"/playground/ports/web"_s, R"({"port":1,"target":"localhost:1"})");
    m_http->post(u"/playground/ports/web"_s, R"({"port":2,"target":"localhost:1"})");
    QCOMPARE(ports().size(), 2);
    QCOMPARE(m_http->send("DELETE", u"/playground/ports/web"_s).status, 204);
    QVERIFY(ports().isEmpty());
    QCOMPARE(m_http->get(u"/playground/ports/nope"_s).status, 404);
    QCOMPARE(status(), u"cold"_s);
}

void TestPlaygroundPorts::refusesADeclarationThatIsNone_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no target") << QByteArray(R"({"port":1})");
    QTest::newRow("no port") << QByteArray(R"({"target":"127.0.0.1:1"})");
    QTest::newRow("port too large") << QByteArray(R"({"port":65536,"target":"127.0.0.1:1"})");
    QTest::newRow("target without port") << QByteArray(R"({"port":1,"target":"127.0.0.1"})");
    QTest::newRow("target elsewhere") << QByteArray(R"({"port":1,"target":"192.0.2.1:1"})");
    QTest::newRow("target by name") << QByteArray(R"({"port":1,"target":"example.com:1"})");
    QTest::newRow("any address") << QByteArray(R"({"port":1,"target":"0.0.0.0:1"})");
}

void TestPlaygroundPorts::refusesADeclarationThatIsNone()
{
    QFETCH(QByteArray, body);
    start();
    QCOMPARE(m_http->post(u"/playground/ports/web"_s, body).status, 400);
    QVERIFY(ports().isEmpty());
}

void TestPlaygroundPorts::letsADeclaredPortHideTheBuiltInOne()
{
    start();
    const auto watching = watch();
    QTRY_COMPARE(watching->texts.size(), 1);
    TcpPeer peer;
    m_http->post(u"/playground/ports/web"_s, QJsonDocument(peer.as(8080).toJson()).toJson());
    QTRY_COMPARE(watching->texts.size(), 3);
    QCOMPARE(watching->message(1).value("type"_L1).toString(), u"port_closed"_s);
    QCOMPARE(watching->message(2).value("type"_L1).toString(), u"port_opened"_s);
    QCOMPARE(ports().size(), 1);
    m_http->send("DELETE", u"/playground/ports/web/8080"_s);
    QTRY_COMPARE(watching->texts.size(), 5);
    QCOMPARE(ports().at(0)["command"_L1].toString(), u"spritarium-playground"_s);
    QCOMPARE(m_http->send("DELETE", u"/playground/ports/web/8080"_s).status, 404);
}

void TestPlaygroundPorts::pausesOnRequest()
{
    start();
    QCOMPARE(m_http->post(u"/playground/pause/nope"_s, {}).status, 404);
    QCOMPARE(m_http->post(u"/playground/pause/web"_s, {}).status, 204);
    QCOMPARE(status(), u"cold"_s);
    m_http->get(u"/v1/sprites/web/checkpoints"_s);
    QCOMPARE(status(), u"running"_s);
    m_http->post(u"/playground/pause/web"_s, {});
    QCOMPARE(status(), u"warm"_s);
    m_http->get(u"/v1/sprites/web/checkpoints"_s);
    QCOMPARE(status(), u"running"_s);
}

void TestPlaygroundPorts::servesTheFilesOfARunningSprite()
{
    start();
    put(u"/home/sprite/a b/<x>.html"_s, "<p>hello</p>");
    put(u"/home/sprite/a b/data"_s, QByteArray(1'000'000, 'd'));
    const auto service = inside();
    Answer page = service->get(u"/a%20b/%3Cx%3E.html"_s);
    QCOMPARE(page.status, 200);
    QCOMPARE(page.body, QByteArray("<p>hello</p>"));
    QCOMPARE(page.header("Content-Type"), QByteArray("text/html; charset=utf-8"));
    QCOMPARE(page.header("X-Content-Type-Options"), QByteArray("nosniff"));
    QCOMPARE(service->get(u"/a%20b/data"_s).body.size(), 1'000'000);
    page = service->get(u"/a%20b"_s);
    QCOMPARE(page.status, 301);
    QCOMPARE(page.header("Location"), QByteArray("./a%20b/"));
    page = service->get(u"/a%20b/"_s);
    QVERIFY(page.body.contains("<a href=\"./%3Cx%3E.html\">&lt;x&gt;.html</a>"));
    QVERIFY(page.body.contains("<a href=\"../\">"));
    QCOMPARE(service->get(u"/nope"_s).status, 404);
    put(u"/home/sprite/new"_s, "as it is now");
    QCOMPARE(service->get(u"/new"_s).body, QByteArray("as it is now"));
}

void TestPlaygroundPorts::namesTheSpriteOnTheFirstPage()
{
    start();
    put(u"/home/sprite/readme"_s, "");
    const Answer page = inside()->get(u"/"_s);
    QCOMPARE(page.status, 200);
    QVERIFY(page.body.contains("<h1>web</h1>"));
    QVERIFY(page.body.contains("<a href=\"./readme\">readme</a>"));
    QVERIFY(!page.body.contains("../"));
}

void TestPlaygroundPorts::staysInsideTheHomeFolder_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("dots") << QByteArray("/../../etc/passwd");
    QTest::newRow("dots inside") << QByteArray("/a/../../../etc/passwd");
    QTest::newRow("encoded dots") << QByteArray("/%2e%2e/%2e%2e/etc/passwd");
    QTest::newRow("encoded slash") << QByteArray("/..%2f..%2fetc%2fpasswd");
    QTest::newRow("double slash") << QByteArray("//etc/passwd");
    QTest::newRow("null") << QByteArray("/a%00");
    QTest::newRow("one dot") << QByteArray("/./a");
}

void TestPlaygroundPorts::staysInsideTheHomeFolder()
{
    QFETCH(QByteArray, target);
    start();
    put(u"/home/sprite/a"_s, "mine");
    const auto service = inside();
    const QByteArray answer = service->raw(service->head("GET", target, "Connection: close\r\n"));
    QVERIFY2(answer.startsWith("HTTP/1.1 404 "), answer.constData());
}

void TestPlaygroundPorts::answersHeadAndRefusesChanges()
{
    start();
    put(u"/home/sprite/a.txt"_s, "mine");
    const auto service = inside();
    const QByteArray head = service->raw(service->head("HEAD", "/a.txt", "Connection: close\r\n"));
    QVERIFY(head.contains("Content-Length: 4\r\n"));
    QVERIFY(head.endsWith("\r\n\r\n"));
    for (const QByteArray method : {"POST", "PUT", "DELETE"})
        QCOMPARE(service->send(method, u"/a.txt"_s, "x").status, 405);
    QCOMPARE(service->get(u"/a.txt"_s).body, QByteArray("mine"));
}

void TestPlaygroundPorts::servesOnlyWhileTheSpriteRuns()
{
    start();
    QVERIFY(ports().isEmpty());
    put(u"/home/sprite/a.txt"_s, "mine");
    const auto service = inside();
    QCOMPARE(service->get(u"/a.txt"_s).status, 200);
    m_http->post(u"/playground/pause/web"_s, {});
    QVERIFY(ports().isEmpty());
    QCOMPARE(service->get(u"/a.txt"_s).status, 0);
    TunnelClient tunnel(*m_playground, u"/v1/sprites/web/proxy"_s);
    QVERIFY(tunnel.connectTo(BuiltInServices::Port));
    tunnel.socket().sendBinaryMessage(
        "GET /a.txt HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n");
    QTRY_VERIFY(tunnel.isOver);
    QVERIFY(tunnel.bytes.startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(tunnel.bytes.endsWith("\r\n\r\nmine"));
}

void TestPlaygroundPorts::servesTheSeededOtterFromTheStart()
{
    start(true);
    QCOMPARE(ports(u"calm-otter"_s).size(), 1);
    QVERIFY(inside(u"calm-otter"_s)->get(u"/README.md"_s).body.startsWith("# "));
    for (const QString &asleep : {u"brisk-heron"_s, u"quiet-fjord"_s})
        QVERIFY(ports(asleep).isEmpty());
}

QTEST_GUILESS_MAIN(TestPlaygroundPorts)
#include "tst_playgroundports.moc"
