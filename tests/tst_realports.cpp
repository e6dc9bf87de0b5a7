// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/hostlookup.h"
#include "playground/spritedialer.h"
#include "support/execclient.h"
#include "support/fewdescriptors.h"
#include "support/machinefixture.h"
#include "support/patience.h"
#include "support/tunnelclient.h"

#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

//! Ports that processes of a sprite really listen to: watched, listed, proxied, and served at its URL.
class TestRealPorts : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void tellsAWatcherWhatOpensAndCloses();
    void listsWhatListenedBeforeTheWatch();
    void carriesThroughTheProxy();
    void carriesMuchBothWays();
    void refusesWhatDoesNotListenAnyMore();
    void takesThePlaceOfTheBuiltInService();
    void givesWayToADeclaredPort();
    void isToldAgainAfterAPause();
    void dialsNobodyOutside();
    void looksForNamesInside();
    void startsTheSpriteToLookForOthers();
    void saysWhyNothingWasLookedUp();
    void waitsSoLongForAName();
    void looksForNothingWhenNobodyWaits();
    void readsAddresses();
    void servesTheSpritesUrl();

private:
    //! A server inside: echoes, or greets and closes. Runs until the returned client goes.
    std::unique_ptr<ExecClient> serve(quint16 port, const QByteArray &greeting = {});
    QList<int> watchedPorts(const TunnelClient &watch, qsizetype message = 0)
    {
        QList<int> ports;
        const QJsonArray list = watch.message(message).value("ports"_L1).toArray();
        for (const QJsonValue &port : list)
            ports.append(port["port"_L1].toInt());
        return ports;
    }
    std::unique_ptr<TunnelClient> watch() { return client(u"ports/watch"_s); }
    std::unique_ptr<TunnelClient> client(const QString &what)
    {
        return std::make_unique<TunnelClient>(*m_playground, u"/v1/sprites/web/"_s + what);
    }

    //! Dials a name of a machine. Empty, or why that cannot be.
    QString whyNotDialled(MachineFixture &fixture)
    {
        const SpritePorts ports;
        SpriteDialer dialer(*fixture.machines, ports, nullptr);
        QObject context;
        std::optional<QString> told;
        dialer.dial(
            u"web"_s, u"nobody.invalid"_s, 80, &context,
            [&told](const SpriteDialer::Dialled &dialled) { told = dialled ? QString() : dialled.error(); });
        (void)QTest::qWaitFor([&told] { return told.has_value(); }, Spritarium::Test::Patience);
        return told.value_or(u"nothing was told"_s);
    }
    //! Looks for names for ever, and says by a file in the home folder that it does.
    bool slowDownLooking(MachineFixture &fixture)
    {
        const QString folder = fixture.hostPath(u"/home/sprite/.local/bin"_s);
        QFile script(folder + u"/getent"_s);
        return QDir().mkpath(folder) && script.open(QIODevice::WriteOnly) &&
               script.write("#!/bin/sh\ntouch ~/begun\nexec sleep 98765.5\n") > 0 &&
               script.setPermissions(QFile::Permissions(0x7755));
    }

    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<PlaygroundClient> m_http;
};

void TestRealPorts::init()
{
    SPRITARIUM_NEEDS_SANDBOX();
    if (QStandardPaths::findExecutable(u"python3"_s).isEmpty())
        QSKIP("there is no python3 here");
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_playground = std::make_unique<PlaygroundFixture>();
    m_playground->options().webPort = 0;
    QVERIFY(m_playground->start());
    m_http = std::make_unique<PlaygroundClient>(m_playground->url().toString(), m_playground->token());
    QCOMPARE(m_http->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
}

void TestRealPorts::cleanup()
{
    m_http.reset();
    m_playground.reset();
}

std::unique_ptr<ExecClient> TestRealPorts::serve(quint16 port, const QByteArray &greeting)
{
    const QString script =
        u"import socket,threading\n"
        "s=socket.socket()\n"
        "s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1)\n"
        "s.bind(('127.0.0.1',%1))\n"
        "s.listen()\n"
        "print('up',flush=True)\n"
        "def talk(c):\n"
        "  g=b'%2'\n"
        "  if g: c.recv(1); c.sendall(g); c.close(); return\n"
        "  while True:\n"
        "    b=c.recv(65536)\n"
        "    if not b: break\n"
        "    c.sendall(b)\n"
        "  c.close()\n"
        "while True: threading.Thread(target=talk,args=s.accept()[:1],daemon=True).start()\n"_s.arg(port)
            .arg(QString::fromLatin1(greeting));
    auto server = std::make_unique<ExecClient>(
        *m_playground, u"/v1/sprites/web/exec"_s +
                           execQuery({u"python3"_s, u"-c"_s, script}, u"max_run_after_disconnect=10m"_s));
    if (!server->waitOutput("up"))
        server.reset();
    return server;
}

void TestRealPorts::tellsAWatcherWhatOpensAndCloses()
{
    const auto watching = watch();
    QTRY_COMPARE(watching->texts.size(), 1);
    QCOMPARE(watchedPorts(*watching), QList<int>{8080});
    const auto server = serve(5432);
    QVERIFY(server);
    QTRY_COMPARE(watching->texts.size(), 2);
    const QJsonObject opened{{u"type"_s, u"port_opened"_s},
                             {u"port"_s, 5432},
                             {u"address"_s, u"127.0.0.1"_s},
                             {u"pid"_s, server->id().toInt()}};
    QCOMPARE(watching->message(1), opened);
    server->sendText({{u"type"_s, u"signal"_s}, {u"signal"_s, u"KILL"_s}});
    QTRY_COMPARE(watching->texts.size(), 3);
    QCOMPARE(watching->message(2).value("type"_L1).toString(), u"port_closed"_s);
}

void TestRealPorts::listsWhatListenedBeforeTheWatch()
{
    const auto server = serve(5432);
    QVERIFY(server);
    const auto watching = watch();
    QTRY_COMPARE(watching->texts.size(), 1);
    QCOMPARE(watchedPorts(*watching), (QList<int>{5432, 8080}));
    const QJsonArray told = m_http->get(u"/playground/ports/web"_s).object().value("ports"_L1).toArray();
    QCOMPARE(told.at(0)["target"_L1].toString(), u"inside"_s);
    QVERIFY(told.at(0)["command"_L1].toString().startsWith(u"python3"_s));
}

void TestRealPorts::carriesThroughTheProxy()
{
    const auto server = serve(5432);
    QVERIFY(server);
    for (const QString &host : {u"localhost"_s, u"127.0.0.1"_s, u""_s, u"10.0.0.1"_s}) {
        const auto tunnel = client(u"proxy"_s);
        QVERIFY2(tunnel->connectTo(5432, host), qPrintable(host));
        QCOMPARE(tunnel->message(0).value("target"_L1).toString(), u"10.0.0.1:5432"_s);
        tunnel->socket().sendBinaryMessage("hello");
        QTRY_COMPARE(tunnel->bytes, QByteArray("hello"));
    }
}

void TestRealPorts::carriesMuchBothWays()
{
    const auto server = serve(5432);
    QVERIFY(server);
    const auto tunnel = client(u"proxy"_s);
    QVERIFY(tunnel->connectTo(5432));
    const QByteArray sent = QByteArray("0123456789abcdef").repeated(200'000);
    tunnel->socket().sendBinaryMessage(sent);
    QTRY_COMPARE_WITH_TIMEOUT(tunnel->bytes.size(), sent.size(), 30'000);
    QVERIFY(tunnel->bytes == sent);
}

void TestRealPorts::refusesWhatDoesNotListenAnyMore()
{
    auto server = serve(5432);
    QVERIFY(server);
    server->sendText({{u"type"_s, u"signal"_s}, {u"signal"_s, u"KILL"_s}});
    QVERIFY(server->waitOver());
    const auto tunnel = client(u"proxy"_s);
    QVERIFY(!tunnel->connectTo(5432));
    QTRY_VERIFY(tunnel->isOver);
    QCOMPARE(tunnel->socket().closeReason(),
             u"Failed to connect to target: dial tcp 10.0.0.1:5432: connect: connection refused"_s);
}

void TestRealPorts::takesThePlaceOfTheBuiltInService()
{
    const auto server = serve(8080, "mine");
    QVERIFY(server);
    const auto tunnel = client(u"proxy"_s);
    QVERIFY(tunnel->connectTo(8080));
    tunnel->socket().sendBinaryMessage("x");
    QTRY_COMPARE(tunnel->bytes, QByteArray("mine"));
    QTRY_VERIFY(tunnel->isOver);
    QCOMPARE(tunnel->socket().closeCode(), QWebSocketProtocol::CloseCodeNormal);
    const auto watching = watch();
    QTRY_COMPARE(watching->texts.size(), 1);
    const QJsonArray ports = watching->message(0).value("ports"_L1).toArray();
    QCOMPARE(ports.size(), 1);
    QCOMPARE(ports.at(0)["pid"_L1].toInt(), server->id().toInt());
}

void TestRealPorts::givesWayToADeclaredPort()
{
    const auto server = serve(5432, "real");
    QVERIFY(server);
    TcpPeer peer(TcpPeer::Manner::Echo);
    const QByteArray body = QJsonDocument(peer.as(5432).toJson()).toJson();
    QCOMPARE(m_http->post(u"/playground/ports/web"_s, body).status, 200);
    const auto tunnel = client(u"proxy"_s);
    QVERIFY(tunnel->connectTo(5432));
    tunnel->socket().sendBinaryMessage("declared");
    QTRY_COMPARE(tunnel->bytes, QByteArray("declared"));
}

void TestRealPorts::isToldAgainAfterAPause()
{
    const auto server = serve(5432);
    QVERIFY(server);
    auto watching = watch();
    QTRY_COMPARE(watching->texts.size(), 1);
    QCOMPARE(m_http->post(u"/playground/pause/web"_s).status, 204);
    QTRY_VERIFY(watching->isOver);
    watching = watch();
    QTRY_COMPARE(watching->texts.size(), 1);
    QCOMPARE(watchedPorts(*watching), (QList<int>{5432, 8080}));
    const auto tunnel = client(u"proxy"_s);
    QVERIFY(tunnel->connectTo(5432));
    tunnel->socket().sendBinaryMessage("still");
    QTRY_COMPARE(tunnel->bytes, QByteArray("still"));
}

void TestRealPorts::dialsNobodyOutside()
{
    const auto server = serve(5432);
    QVERIFY(server);
    const auto tunnel = client(u"proxy"_s);
    QVERIFY(!tunnel->connectTo(80, u"192.0.2.1"_s));
    QVERIFY(tunnel->texts.value(0).contains(u"network is unreachable"_s));
    const auto own = client(u"proxy"_s);
    QVERIFY(!own->connectTo(m_playground->url().port()));
}

void TestRealPorts::looksForNamesInside()
{
    const auto server = serve(5432);
    QVERIFY(server);
    const auto tunnel = client(u"proxy"_s);
    QVERIFY(tunnel->connectTo(5432, u"web"_s)); // its own name, in its /etc/hosts
    QCOMPARE(tunnel->message(0).value("target"_L1).toString(), u"web:5432"_s);
    tunnel->socket().sendBinaryMessage("hello");
    QTRY_COMPARE(tunnel->bytes, QByteArray("hello"));
    for (const QString &name : {u"nobody.invalid"_s, u"--help"_s, u"a b"_s}) {
        const auto refused = client(u"proxy"_s);
        QVERIFY(!refused->connectTo(5432, name));
        QCOMPARE(refused->message(0).value("error"_L1).toString(),
                 u"Failed to connect to target: dial tcp %1:5432: connect: no such host"_s.arg(name));
    }
}

void TestRealPorts::startsTheSpriteToLookForOthers()
{
    for (const QString &host : {u"192.0.2.1"_s, u"2001:db8::1"_s}) {
        const auto tunnel = client(u"proxy"_s);
        QVERIFY(!tunnel->connectTo(80, host));
        QVERIFY2(tunnel->texts.value(0).contains(u"network is unreachable"_s),
                 qPrintable(tunnel->texts.value(0)));
        m_http->post(u"/v1/sprites/web/restart"_s, {}); // its machine is off until something starts in it
    }
}

void TestRealPorts::saysWhyNothingWasLookedUp()
{
    MachineFixture fixture;
    QVERIFY(fixture.isReady);
    {
        const FewDescriptors none(0);
        QCOMPARE(whyNotDialled(fixture), u"too many open files"_s);
    }
    QCOMPARE(whyNotDialled(fixture), u"no such host"_s);
    fixture.web().pause();
    QCOMPARE(whyNotDialled(fixture), u"connection refused"_s);
    fixture.web().end();
    fixture.settings.isolation = Isolation::None;
    QCOMPARE(whyNotDialled(fixture), u"network is unreachable"_s);
    QCOMPARE(fixture.web().state(), SpriteMachine::State::Off);
}

void TestRealPorts::waitsSoLongForAName()
{
    MachineFixture fixture;
    QVERIFY(fixture.isReady && slowDownLooking(fixture));
    QCOMPARE(whyNotDialled(fixture), u"i/o timeout"_s);
    QTRY_COMPARE(fixture.web().processCount(), 0);
}

void TestRealPorts::looksForNothingWhenNobodyWaits()
{
    MachineFixture fixture;
    QVERIFY(fixture.isReady && slowDownLooking(fixture));
    const auto look = [&fixture](QObject *context) {
        HostLookup::ask(&fixture.web(), u"nobody.invalid"_s, context, [](const HostLookup::Found &) {});
    };
    {
        QObject leavesBeforeItStarts;
        look(&leavesBeforeItStarts);
        QCOMPARE(fixture.web().processCount(), 1);
    }
    QTRY_COMPARE(fixture.web().processCount(), 0);
    QFile begun(fixture.hostPath(u"/home/sprite/begun"_s));
    begun.remove();
    {
        QObject leavesWhileItRuns;
        look(&leavesWhileItRuns);
        QTRY_VERIFY(begun.exists());
    }
    QTRY_COMPARE(fixture.web().processCount(), 0);
}

void TestRealPorts::readsAddresses()
{
    QCOMPARE(HostLookup::addressesIn("127.0.0.1       STREAM localhost\n127.0.0.1       DGRAM  \n"
                                     "::1             STREAM \nrubbish\n\n"),
             (QStringList{u"127.0.0.1"_s, u"::1"_s}));
    QVERIFY(HostLookup::addressesIn({}).isEmpty());
}

void TestRealPorts::servesTheSpritesUrl()
{
    const auto server = serve(8080, "HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nmine");
    QVERIFY(server);
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, quint16(QUrl(m_playground->server().webUrl()).port()));
    socket.write("GET / HTTP/1.1\r\nHost: web.localhost\r\nAuthorization: Bearer " +
                 m_playground->token().toLatin1() + "\r\n\r\n");
    QByteArray answer;
    const auto hasAll = [&] {
        answer += socket.readAll();
        return answer.endsWith("mine");
    };
    QTRY_VERIFY(hasAll());
    QVERIFY(answer.startsWith("HTTP/1.1 200 OK"));
}

QTEST_GUILESS_MAIN(TestRealPorts)
#include "tst_realports.moc"
