// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httpresponsehead.h"
#include "playground/webgate.h"
#include "support/patience.h"
#include "support/playgroundclient.h"
#include "support/tunnelclient.h"

#include <QRegularExpression>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

namespace {

//! A server in a sprite: says with `talk` what it makes of all that has come by a connection.
class Origin : public QTcpServer
{
public:
    using Talk = std::function<void(QTcpSocket *, const QByteArray &)>;

    explicit Origin(Talk talk)
    {
        listen(QHostAddress::LocalHost);
        QObject::connect(this, &QTcpServer::newConnection, this, [this, talk] {
            QTcpSocket *socket = nextPendingConnection();
            const auto read = [this, socket, talk] {
                got[socket] += socket->readAll();
                talk(socket, got.value(socket));
            };
            QObject::connect(socket, &QTcpSocket::readyRead, socket, read);
            read();
        });
    }
    //! Answers every request so, and ends.
    explicit Origin(const QByteArray &answer)
        : Origin([this, answer](QTcpSocket *socket, const QByteArray &seen) {
            if (!seen.contains("\r\n\r\n"))
                return;
            last = seen;
            socket->write(answer);
            socket->disconnectFromHost();
        })
    {}

    QHash<QTcpSocket *, QByteArray> got;
    QByteArray last; //!< request that was answered
};

} // namespace

//! The sprites' own URLs (sprites-api 4.9) on this computer.
class TestPlaygroundWeb : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void findsTheSpriteInTheHost_data();
    void findsTheSpriteInTheHost();
    void readsHeadsOfAnswers_data();
    void readsHeadsOfAnswers();
    void leadsToTheServerInTheSprite();
    void wantsATokenForAPrivateSprite();
    void leadsWhoBringsNothingToASignInPage();
    void theSignInPageTellsNothing();
    void keepsTheTokenToItself();
    void refusesWhatIsNoSprite();
    void saysWhenNothingListens();
    void saysWhenTheServerSaysNothing();
    void wakesAndHoldsAwake();
    void wakesNoMoreThanMayRun();
    void carriesBodiesBothWays_data();
    void carriesBodiesBothWays();
    void holdsBackWhoIsFaster();
    void passesInterimAnswersOn();
    void closesAfterOneAnswer();
    void carriesWebSockets();
    void breaksWhenTheSpriteStops();
    void tellsTheUrlThatAnswers();
    void servesManyAtOnce();

private:
    void publish();
    //! Lets `peer` be the sprite's port 8080.
    void serve(const QTcpServer &peer) { serve(peer.serverPort()); }
    void serve(quint16 port);
    QByteArray get(const QByteArray &more = {}, const QByteArray &host = "web.localhost")
    {
        return m_web->raw("GET /a?b=c HTTP/1.1\r\nHost: " + host + "\r\n" + more +
                          "Connection: close\r\n\r\n");
    }
    quint16 webPort() const { return quint16(QUrl(m_address).port()); }
    QString status() { return m_playground->store().sprite(u"web"_s)->status; }
    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<PlaygroundClient> m_client;
    std::unique_ptr<PlaygroundClient> m_web;
    QString m_address;
};

void TestPlaygroundWeb::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_playground = std::make_unique<PlaygroundFixture>();
    m_playground->options().webPort = 0;
    QVERIFY(m_playground->start());
    m_client = std::make_unique<PlaygroundClient>(m_playground->server().url(), m_playground->token());
    QCOMPARE(m_client->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
    m_address = m_playground->server().webUrl();
    m_web =
        std::make_unique<PlaygroundClient>(u"http://127.0.0.1:%1"_s.arg(webPort()), m_playground->token());
}

void TestPlaygroundWeb::cleanup()
{
    m_web.reset();
    m_client.reset();
    m_playground.reset();
}

void TestPlaygroundWeb::publish()
{
    m_client->send("PUT", u"/v1/sprites/web"_s, "{\"url_settings\":{\"auth\":\"public\"}}");
}

void TestPlaygroundWeb::serve(quint16 port)
{
    const QJsonObject declared{{u"port"_s, 8080}, {u"target"_s, u"127.0.0.1:%1"_s.arg(port)}};
    m_client->post(u"/playground/ports/web"_s, QJsonDocument(declared).toJson(QJsonDocument::Compact));
}

void TestPlaygroundWeb::findsTheSpriteInTheHost_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QString>("sprite");
    QTest::newRow("plain") << QByteArray("web.localhost") << u"web"_s;
    QTest::newRow("port") << QByteArray("web-1.localhost:8123") << u"web-1"_s;
    QTest::newRow("capitals") << QByteArray("Web.LocalHost") << u"web"_s;
    QTest::newRow("dot") << QByteArray("web.localhost.:80") << u"web"_s;
    QTest::newRow("deeper") << QByteArray("a.web.localhost") << QString();
    QTest::newRow("no name") << QByteArray("localhost:80") << QString();
    QTest::newRow("empty name") << QByteArray(".localhost") << QString();
    QTest::newRow("other") << QByteArray("web.example.com") << QString();
    QTest::newRow("address") << QByteArray("127.0.0.1:80") << QString();
    QTest::newRow("none") << QByteArray() << QString();
}

void TestPlaygroundWeb::findsTheSpriteInTheHost()
{
    QFETCH(QByteArray, host);
    QFETCH(QString, sprite);
    QCOMPARE(WebGate::spriteOf(host), sprite);
}

void TestPlaygroundWeb::readsHeadsOfAnswers_data()
{
    using State = HttpResponseHead::State;
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<State>("state");
    QTest::addColumn<qint64>("body");
    QTest::newRow("length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello") << State::Ok
                            << 5LL;
    QTest::newRow("old") << QByteArray("HTTP/1.0 200 OK\r\n\r\n") << State::Ok << -1LL;
    QTest::newRow("no words") << QByteArray("HTTP/1.1 200\r\n\r\n") << State::Ok << -1LL;
    QTest::newRow("line feeds") << QByteArray("HTTP/1.0 200 OK\nA: b\n\nx") << State::Ok << -1LL;
    QTest::newRow("chunks")
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n")
        << State::Ok << -1LL;
    QTest::newRow("no content") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << State::Ok << 0LL;
    QTest::newRow("half") << QByteArray("HTTP/1.1 200 OK\r\nA: b\r\n") << State::Incomplete << -1LL;
    QTest::newRow("nothing") << QByteArray() << State::Incomplete << -1LL;
    QTest::newRow("no HTTP") << QByteArray("SSH-2.0-x\r\n\r\n") << State::Bad << -1LL;
    QTest::newRow("odd status") << QByteArray("HTTP/1.1 2x0 OK\r\n\r\n") << State::Bad << -1LL;
    QTest::newRow("odd line") << QByteArray("HTTP/1.1 200 OK\r\nnonsense\r\n\r\n") << State::Bad << -1LL;
    QTest::newRow("odd length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n") << State::Bad
                                << -1LL;
    QTest::newRow("endless") << "HTTP/1.1 200 OK\r\nA: " + QByteArray(HttpResponseHead::MaxSize, 'x')
                             << State::Bad << -1LL;
}

void TestPlaygroundWeb::readsHeadsOfAnswers()
{
    QFETCH(QByteArray, bytes);
    const HttpResponseHead head = HttpResponseHead::parse(bytes);
    QTEST(head.state, "state");
    if (head.state == HttpResponseHead::State::Ok)
        QTEST(head.bodySize("GET"), "body");
    QCOMPARE(HttpResponseHead::parse("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n").bodySize("HEAD"), 0);
}

void TestPlaygroundWeb::leadsToTheServerInTheSprite()
{
    publish();
    QVERIFY(get().contains("404")); // the small server of the sprite has no such file
    const Origin peer(QByteArray(
        "HTTP/1.1 203 Mine\r\nX-Mine: yes\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello"));
    serve(peer);
    const QByteArray told = get("X-Theirs: too\r\n");
    QCOMPARE(told,
             QByteArray(
                 "HTTP/1.1 203 Mine\r\nX-Mine: yes\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"));
    QVERIFY(peer.last.startsWith("GET /a?b=c HTTP/1.1\r\nhost: web.localhost\r\nx-theirs: too\r\n"));
    QVERIFY(peer.last.contains("\r\nx-forwarded-host: web.localhost\r\n"));
    QVERIFY(peer.last.endsWith("\r\nconnection: close\r\n\r\n"));
}

void TestPlaygroundWeb::wantsATokenForAPrivateSprite()
{
    const QByteArray denied = get("Authorization: Bearer nonsense\r\n");
    QVERIFY(denied.startsWith("HTTP/1.1 401 Unauthorized\r\n"));
    QVERIFY(denied.contains("\r\nWWW-Authenticate: Bearer\r\n"));
    QVERIFY(denied.contains("<!doctype html>"));
    QVERIFY(get("Authorization: Basic eDp5\r\n").startsWith("HTTP/1.1 401 "));
    // What cannot be asked for again elsewhere.
    const QByteArray host = " / HTTP/1.1\r\nHost: web.localhost\r\n";
    QVERIFY(m_web->raw("POST" + host + "Content-Length: 0\r\n\r\n", "\r\n\r\n").startsWith("HTTP/1.1 401 "));
    const QByteArray upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    QVERIFY(m_web->raw("GET" + host + upgrade, "\r\n\r\n").startsWith("HTTP/1.1 401 "));
    QCOMPARE(status(), u"cold"_s);
    const QByteArray bearer = "Authorization: Bearer " + m_playground->token().toLatin1() + "\r\n";
    QVERIFY(get(bearer).startsWith("HTTP/1.1 404 "));
    QCOMPARE(status(), u"running"_s);
}

void TestPlaygroundWeb::leadsWhoBringsNothingToASignInPage()
{
    const QByteArray to =
        "\r\nLocation: " + m_playground->server().url().toLatin1() + "/playground/sign-in?sprite=web\r\n";
    const QByteArray browser = get(
        "Accept: text/html,application/xhtml+xml\r\nX-Forwarded-Host: evil.example\r\n", "web.localhost:80");
    QVERIFY(browser.startsWith("HTTP/1.1 302 Found\r\n"));
    QVERIFY(browser.contains(to));
    QVERIFY(!browser.contains("evil"));
    QVERIFY(get("Accept: */*\r\n").contains(to));
    const QByteArray head =
        m_web->raw("HEAD /a HTTP/1.1\r\nHost: web.localhost\r\nConnection: close\r\n\r\n");
    QVERIFY(head.startsWith("HTTP/1.1 302 ") && head.contains(to));
    QCOMPARE(status(), u"cold"_s);
    publish();
    QVERIFY(!get("Accept: text/html\r\n").startsWith("HTTP/1.1 302 "));
}

void TestPlaygroundWeb::theSignInPageTellsNothing()
{
    m_client->setToken("none");
    const Answer page = m_client->get(u"/playground/sign-in?sprite=web"_s);
    QCOMPARE(page.status, 200);
    QCOMPARE(page.header("Content-Type"), QByteArray("text/html; charset=utf-8"));
    QVERIFY(page.header("Content-Security-Policy").startsWith("default-src 'none'"));
    QVERIFY(page.body.contains("<b>web</b>"));
    QVERIFY(page.body.contains("Authorization: Bearer"));
    QVERIFY(!page.body.contains(m_playground->token().toLatin1()));
    for (const char *part : {"http:", "https:", "src=", "href=", "<form", "<script"})
        QVERIFY2(!page.body.contains(part), part);
    // One that is not there reads the same, and what is no name is not repeated.
    QCOMPARE(m_client->get(u"/playground/sign-in?sprite=nix"_s).body.replace("nix", "web"), page.body);
    const Answer odd =
        m_client->get(u"/playground/sign-in?sprite=%3Cscript%3Ealert(1)&to=http://evil.example"_s);
    QCOMPARE(odd.status, 200);
    QVERIFY(!odd.body.contains("alert") && !odd.body.contains("evil"));
    QCOMPARE(m_client->post(u"/playground/sign-in"_s).status, 401);
}

void TestPlaygroundWeb::keepsTheTokenToItself()
{
    publish();
    const Origin peer(QByteArray("HTTP/1.1 200 OK\r\n\r\n"));
    serve(peer);
    get("Authorization: Bearer " + m_playground->token().toLatin1() + "\r\n");
    QVERIFY(!peer.last.isEmpty());
    QVERIFY(!peer.last.contains(m_playground->token().toLatin1()));
    get("Authorization: Basic b3Blbg==\r\n");
    QVERIFY(peer.last.contains("authorization: Basic b3Blbg==\r\n"));
}

void TestPlaygroundWeb::refusesWhatIsNoSprite()
{
    QVERIFY(get({}, "none.localhost").startsWith("HTTP/1.1 404 "));
    QVERIFY(get({}, "127.0.0.1").startsWith("HTTP/1.1 404 "));
    QVERIFY(get({}, "web.example.com").startsWith("HTTP/1.1 404 "));
}

void TestPlaygroundWeb::saysWhenNothingListens()
{
    publish();
    {
        const TcpPeer gone;
        serve(gone);
    }
    const QByteArray told = get();
    QVERIFY(told.startsWith("HTTP/1.1 502 Bad Gateway\r\n"));
    QVERIFY(told.endsWith("\r\n\r\nProxy error\n"));
}

void TestPlaygroundWeb::saysWhenTheServerSaysNothing()
{
    publish();
    for (const QByteArray &odd :
         {QByteArray(), QByteArray("HTTP/1.1 200 OK\r\nA: b"), QByteArray("220 ftp\r\n\r\n")}) {
        const Origin peer(odd);
        serve(peer);
        QVERIFY(get().endsWith("\r\n\r\nProxy error\n"));
    }
}

void TestPlaygroundWeb::wakesAndHoldsAwake()
{
    m_playground->options().sleep.idle = std::chrono::milliseconds(1);
    QVERIFY(m_playground->start());
    m_client = std::make_unique<PlaygroundClient>(m_playground->server().url(), m_playground->token());
    m_address = m_playground->server().webUrl();
    publish();
    TcpPeer peer;
    serve(peer);
    QTRY_VERIFY(status() != u"running"_s);
    QTcpSocket client;
    client.connectToHost(u"127.0.0.1"_s, webPort());
    client.write("GET / HTTP/1.1\r\nHost: web.localhost\r\n\r\n");
    QTRY_VERIFY(peer.received > 0);
    QVERIFY(!QTest::qWaitFor([this] { return status() != u"running"_s; }, 50));
    peer.sockets.constFirst()->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    QTRY_VERIFY(client.bytesAvailable() > 0);
    QTRY_COMPARE(status(), u"warm"_s);
}

void TestPlaygroundWeb::wakesNoMoreThanMayRun()
{
    m_playground->options().limits.enforced = true;
    m_playground->options().limits.runningLimit = 1;
    QVERIFY(m_playground->start());
    PlaygroundClient api(m_playground->server().url(), m_playground->token());
    QCOMPARE(api.post(u"/v1/sprites"_s, R"({"name":"other"})").status, 201);
    QCOMPARE(api.get(u"/v1/sprites/other/fs/list?path=/home/sprite"_s).status, 200);
    m_web = std::make_unique<PlaygroundClient>(
        u"http://127.0.0.1:%1"_s.arg(QUrl(m_playground->server().webUrl()).port()), m_playground->token());
    const QByteArray told = get("Authorization: Bearer " + m_playground->token().toLatin1() + "\r\n");
    QVERIFY(told.startsWith("HTTP/1.1 429 Too Many Requests\r\n"));
    QVERIFY(told.contains("concurrent_sprite_limit_exceeded"));
    QCOMPARE(status(), u"cold"_s);
}

void TestPlaygroundWeb::carriesBodiesBothWays_data()
{
    QTest::addColumn<bool>("isChunked");
    QTest::newRow("sized") << false;
    QTest::newRow("chunked") << true;
}

void TestPlaygroundWeb::carriesBodiesBothWays()
{
    QFETCH(bool, isChunked);
    publish();
    QByteArray body(6'000'000, Qt::Uninitialized);
    for (qsizetype i = 0; i < body.size(); ++i)
        body[i] = char(i * 17 + i / 911);
    const Origin peer([isChunked, size = body.size()](QTcpSocket *socket, const QByteArray &got) {
        const qsizetype head = got.indexOf("\r\n\r\n");
        if (head < 0 || (isChunked ? !got.endsWith("\r\n0\r\n\r\n") : got.size() < head + 4 + size))
            return;
        socket->write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + got.mid(head + 4));
        socket->disconnectFromHost();
    });
    serve(peer);
    QByteArray request = "POST /up HTTP/1.1\r\nHost: web.localhost\r\n";
    if (isChunked) {
        request += "Transfer-Encoding: chunked\r\n\r\n";
        for (qsizetype at = 0; at < body.size(); at += 100'000) {
            const QByteArray part = body.mid(at, 100'000);
            request += QByteArray::number(part.size(), 16) + "\r\n" + part + "\r\n";
        }
        request += "0\r\n\r\n";
    } else {
        request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    }
    const QByteArray told = m_web->raw(request);
    QVERIFY(told.startsWith("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"));
    QByteArray echoed = told.mid(told.indexOf("\r\n\r\n") + 4);
    if (isChunked) {
        HttpRequest framing;
        framing.isChunked = true;
        HttpBodyDecoder decoder(framing);
        const HttpBodyDecoder::Step step = decoder.decode(echoed);
        QCOMPARE(decoder.state(), HttpBodyDecoder::State::Done);
        echoed = step.data;
    }
    QVERIFY(echoed == body);
}

void TestPlaygroundWeb::holdsBackWhoIsFaster()
{
    publish();
    TcpPeer peer(TcpPeer::Manner::Ignore);
    serve(peer);
    QTcpSocket client;
    client.connectToHost(u"127.0.0.1"_s, webPort());
    client.write("GET / HTTP/1.1\r\nHost: web.localhost\r\n\r\n");
    client.setReadBufferSize(4096);
    QTRY_COMPARE(peer.sockets.size(), 1);
    QTcpSocket *server = peer.sockets.constFirst();
    server->write("HTTP/1.1 200 OK\r\n\r\n");
    const qint64 all = 40'000'000;
    server->write(QByteArray(all, 'x'));
    QTRY_VERIFY(client.bytesAvailable() > 0);
    // Nobody reads: what the server has left to send stops falling far from the end.
    qint64 left = -1;
    QTRY_VERIFY(std::exchange(left, server->bytesToWrite()) == server->bytesToWrite());
    QVERIFY(server->bytesToWrite() > all / 2);
    client.setReadBufferSize(0);
    server->disconnectFromHost();
    qint64 got = 0;
    QTRY_VERIFY_WITH_TIMEOUT((got += client.readAll().size()) > all, 20'000);
}

void TestPlaygroundWeb::passesInterimAnswersOn()
{
    publish();
    const Origin peer(QByteArray(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\ndone"));
    serve(peer);
    QCOMPARE(get("Expect: 100-continue\r\n"),
             QByteArray("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: </a>\r\n\r\n"
                        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\ndone"));
}

void TestPlaygroundWeb::closesAfterOneAnswer()
{
    publish();
    QByteArray got;
    // A server that keeps its line although it was asked to close.
    const Origin peer([&got](QTcpSocket *socket, const QByteArray &seen) {
        got = seen;
        if (seen.endsWith("\r\n\r\n"))
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    });
    serve(peer);
    const QByteArray second = "GET /second HTTP/1.1\r\nHost: web.localhost\r\nAuthorization: Bearer " +
                              m_playground->token().toLatin1() + "\r\n\r\n";
    const QByteArray told = m_web->raw("GET /first HTTP/1.1\r\nHost: web.localhost\r\n\r\n" + second);
    QVERIFY(told.endsWith("\r\nConnection: close\r\n\r\nok"));
    QVERIFY(got.contains("/first"));
    QVERIFY(!got.contains("/second"));
}

void TestPlaygroundWeb::carriesWebSockets()
{
    publish();
    // After the handshake everything comes back, in whatever frames.
    const QByteArray agreed =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
    QByteArray head;
    qsizetype echoed = 0;
    const Origin peer([&](QTcpSocket *socket, const QByteArray &seen) {
        if (head.isEmpty() && seen.contains("\r\n\r\n")) {
            head = seen;
            echoed = head.size();
            socket->write(agreed);
        }
        if (!head.isEmpty())
            socket->write(seen.mid(std::exchange(echoed, seen.size())));
    });
    serve(peer);
    QTcpSocket client;
    client.connectToHost(u"127.0.0.1"_s, webPort());
    client.write("GET /chat HTTP/1.1\r\nHost: web.localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                 "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    QByteArray got;
    QTRY_COMPARE(got += client.readAll(), agreed);
    QVERIFY(head.contains("\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
    QVERIFY(head.endsWith("\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n"));
    const QByteArray frames(3'000'000, 'w');
    client.write(frames);
    QTRY_COMPARE((got += client.readAll()).size(), agreed.size() + frames.size());
    peer.got.constBegin().key()->disconnectFromHost();
    QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
}

void TestPlaygroundWeb::breaksWhenTheSpriteStops()
{
    publish();
    TcpPeer peer;
    serve(peer);
    QTcpSocket client;
    client.connectToHost(u"127.0.0.1"_s, webPort());
    client.write("GET / HTTP/1.1\r\nHost: web.localhost\r\n\r\n");
    QTRY_VERIFY(peer.received > 0);
    m_client->post(u"/playground/pause/web"_s);
    QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
}

void TestPlaygroundWeb::tellsTheUrlThatAnswers()
{
    QCOMPARE(m_client->get(u"/v1/sprites/web"_s).object().value("url"_L1).toString(),
             u"http://web.localhost:%1"_s.arg(webPort()));
}

void TestPlaygroundWeb::servesManyAtOnce()
{
    publish();
    const Origin peer(QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    serve(peer);
    std::vector<std::unique_ptr<QTcpSocket>> clients;
    for (int i = 0; i < 200; ++i) {
        clients.push_back(std::make_unique<QTcpSocket>());
        clients.back()->connectToHost(u"127.0.0.1"_s, webPort());
        clients.back()->write("GET / HTTP/1.1\r\nHost: web.localhost\r\n\r\n");
    }
    for (const auto &client : clients) {
        QTRY_COMPARE(client->state(), QAbstractSocket::UnconnectedState);
        QVERIFY(client->readAll().endsWith("\r\n\r\nok"));
    }
}

QTEST_GUILESS_MAIN(TestPlaygroundWeb)
#include "tst_playgroundweb.moc"
