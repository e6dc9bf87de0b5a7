// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/ndjsonstream.h"
#include "playground/tokenexchange.h"
#include "support/patience.h"
#include "support/playgroundclient.h"
#include "support/playgroundfixture.h"

#include <QRegularExpression>
#include <QTcpServer>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

//! Headers, error bodies and edges of the transport (sprites-api 2).
class TestPlaygroundHeaders : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void headAnswersLikeGetWithoutABody_data();
    void headAnswersLikeGetWithoutABody();
    void tellsItsVersionFromInsideOnly_data();
    void tellsItsVersionFromInsideOnly();
    void hasNoControlChannel();
    void wordsErrorsLikeWhoWouldAnswer_data();
    void wordsErrorsLikeWhoWouldAnswer();
    void decodesNamesOnce();
    void exchangesATokenOfAnyShape_data();
    void exchangesATokenOfAnyShape();
    void refusesToExchange_data();
    void refusesToExchange();
    void keepsNothingOfTheTokenItGot();
    void knowsWhoseAConnectionIs();
    void noLineOfAStreamIsTooLong();
    void refusesLabelsThatWouldMakeALineTooLong();

private:
    QByteArray raw(const QByteArray &method, const QByteArray &target) const
    {
        return m_client->raw(m_client->head(method, target, "Connection: close\r\n"));
    }
    QByteArray exchange(const QByteArray &org, const QByteArray &headers,
                        const QByteArray &body = "{\"description\":\"Sprite SDK Token\"}") const
    {
        return m_client->raw("POST /v1/organizations/" + org + "/tokens HTTP/1.1\r\n" + headers +
                             "Content-Length: " + QByteArray::number(body.size()) +
                             "\r\nConnection: close\r\n\r\n" + body);
    }

    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<PlaygroundClient> m_client;
};

void TestPlaygroundHeaders::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_playground = std::make_unique<PlaygroundFixture>();
    QVERIFY(m_playground->start());
    m_client = std::make_unique<PlaygroundClient>(m_playground->server().url(), m_playground->token());
    QCOMPARE(m_client->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
}

void TestPlaygroundHeaders::cleanup()
{
    m_client.reset();
    m_playground.reset();
}

void TestPlaygroundHeaders::headAnswersLikeGetWithoutABody_data()
{
    QTest::addColumn<QByteArray>("target");
    for (const QByteArray target :
         {"/v1/sprites", "/v1/sprites/web", "/v1/sprites/none", "/v1/sprites/web/exec",
          "/v1/sprites/web/services", "/v1/sprites/web/checkpoints", "/v1/sprites/web/checkpoints/v0",
          "/v1/sprites/web/checkpoints/v9", "/v1/sprites/web/policy/network",
          "/v1/sprites/web/policy/privileges", "/v1/sprites/web/policy/resources",
          "/v1/sprites/web/fs/list?path=/", "/v1/sprites/web/fs/read?path=/none", "/v1/sprites/web/control",
          "/v1/sprites/none/exec", "/playground/log", "/nothing"})
        QTest::newRow(target.constData()) << target;
}

void TestPlaygroundHeaders::headAnswersLikeGetWithoutABody()
{
    QFETCH(QByteArray, target);
    const QByteArray get = raw("GET", target);
    const QByteArray head = raw("HEAD", target);
    QVERIFY(head.endsWith("\r\n\r\n"));
    const auto names = [](const QByteArray &answer) {
        QStringList lines = QString::fromLatin1(answer.left(answer.indexOf("\r\n\r\n"))).split(u"\r\n"_s);
        for (QString &line : lines) {
            // What is made anew for each answer, and what the log itself grows by.
            for (const QString &own : {u"Date:"_s, u"Fly-Request-Id:"_s, u"X-Request-Id:"_s})
                line = line.startsWith(own) ? own : line;
        }
        return lines;
    };
    if (target == "/playground/log")
        QCOMPARE(names(head).size(), names(get).size());
    else
        QCOMPARE(names(head), names(get));
    const QByteArray watch = m_client->raw(
        m_client->head("HEAD", "/v1/sprites", "Accept: application/x-ndjson\r\nConnection: close\r\n"));
    QVERIFY(watch.endsWith("\r\n\r\n"));
}

void TestPlaygroundHeaders::tellsItsVersionFromInsideOnly_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<bool>("isInside");
    QTest::newRow("list") << QByteArray("/v1/sprites") << false;
    QTest::newRow("get") << QByteArray("/v1/sprites/web") << false;
    QTest::newRow("unknown sprite") << QByteArray("/v1/sprites/none/checkpoints") << false;
    QTest::newRow("elsewhere") << QByteArray("/v1/nothing") << false;
    QTest::newRow("checkpoints") << QByteArray("/v1/sprites/web/checkpoints") << true;
    QTest::newRow("unknown path") << QByteArray("/v1/sprites/web/a/b/c") << true;
    QTest::newRow("file error") << QByteArray("/v1/sprites/web/fs/read?path=/none") << true;
}

void TestPlaygroundHeaders::tellsItsVersionFromInsideOnly()
{
    QFETCH(QByteArray, target);
    QFETCH(bool, isInside);
    const QByteArray answer = raw("GET", target);
    QCOMPARE(answer.contains("\r\nSprite-Version: v0.0.1-rc48\r\n"), isInside);
    QCOMPARE(answer.contains("\r\nX-Request-Id: "), !isInside);
    QCOMPARE(answer.contains("\r\nCache-Control: max-age=0, private, must-revalidate\r\n"), !isInside);
    QVERIFY(answer.contains("\r\nFly-Request-Id: "));
    QVERIFY(answer.contains("\r\nVia: 1.1 fly.io\r\n"));
}

void TestPlaygroundHeaders::hasNoControlChannel()
{
    const QByteArray answer = m_client->raw(
        m_client->head("GET", "/v1/sprites/web/control?op=exec",
                       "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
    QVERIFY(answer.startsWith("HTTP/1.1 404 Not Found\r\n"));
    QVERIFY(answer.endsWith("\r\n\r\n404 page not found\n"));
}

void TestPlaygroundHeaders::wordsErrorsLikeWhoWouldAnswer_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("target");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    const QByteArray json = "application/json; charset=utf-8";
    const QByteArray text = "text/plain; charset=utf-8";
    const auto row = [](const char *name, const char *method, const QString &target, int status,
                        const QByteArray &type, const char *body) {
        QTest::newRow(name) << QByteArray(method) << target << status << type << QByteArray(body);
    };
    row("unknown path below a sprite", "GET", u"/v1/sprites/web/nothing"_s, 404, text,
        "404 page not found\n");
    row("deep below a sprite", "POST", u"/v1/sprites/web/a/b/c"_s, 404, text, "404 page not found\n");
    row("slash behind a sprite", "GET", u"/v1/sprites/web/"_s, 404, text, "404 page not found\n");
    row("method inside", "PUT", u"/v1/sprites/web/policy/network"_s, 405, text, "Method not allowed\n");
    row("method outside", "PATCH", u"/v1/sprites/web"_s, 405, json, R"({"error":"method not allowed"})");
    row("unknown path", "GET", u"/v1/nothing"_s, 404, json, R"({"error":"not found"})");
    row("top", "GET", u"/"_s, 404, json, R"({"error":"not found"})");
    row("unknown sprite", "GET", u"/v1/sprites/none"_s, 404, json, R"({"error":"sprite not found"})");
    row("in an unknown sprite", "GET", u"/v1/sprites/none/x"_s, 404, json, R"({"error":"sprite not found"})");
    row("bad name", "POST", u"/v1/sprites"_s, 400, json, R"({"errors":["invalid sprite name format"]})");
}

void TestPlaygroundHeaders::wordsErrorsLikeWhoWouldAnswer()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, target);
    const Answer answer = m_client->send(method, target, method == "GET" ? "" : "{}");
    QTEST(answer.status, "status");
    QTEST(answer.header("Content-Type"), "type");
    QTEST(answer.body, "body");
}

void TestPlaygroundHeaders::decodesNamesOnce()
{
    QVERIFY(raw("GET", "/v1/sprites/%77eb").startsWith("HTTP/1.1 200 "));
    QVERIFY(raw("GET", "/v1/sprites/%77eb/checkpoints").startsWith("HTTP/1.1 200 "));
    QVERIFY(raw("GET", "/v1/sprites/%2577eb").startsWith("HTTP/1.1 404 "));
    QVERIFY(raw("GET", "/v1/sprites/web%2Fcheckpoints").startsWith("HTTP/1.1 404 "));
    QVERIFY(raw("GET", "/v1/sprites/web/fs/list?path=%252Fhome").contains("no such file"));
    QVERIFY(raw("GET", "/v1/sprites/web/fs/list?path=%2Fhome").contains("/home/sprite"));
}

void TestPlaygroundHeaders::exchangesATokenOfAnyShape_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("macaroon") << QByteArray("fm2_lJPECAAAAAAAAAAA") << QByteArray("{}");
    QTest::newRow("several") << QByteArray("fm1r_abc,fm2_def,fo1_ghi") << QByteArray();
    QTest::newRow("scheme twice") << QByteArray("FlyV1 fm2_x") << QByteArray(R"({"invite_code":"x"})");
    QTest::newRow("large") << QByteArray(20'000, 'm') << QByteArray("{}");
    QTest::newRow("no JSON") << QByteArray("x") << QByteArray("hello");
}

void TestPlaygroundHeaders::exchangesATokenOfAnyShape()
{
    QFETCH(QByteArray, token);
    QFETCH(QByteArray, body);
    const QByteArray answer = exchange(
        "playground",
        "Host: 127.0.0.1:1\r\nContent-Type: application/json\r\nAuthorization: FlyV1 " + token + "\r\n",
        body);
    QVERIFY(answer.startsWith("HTTP/1.1 201 Created\r\n"));
    QVERIFY(answer.endsWith(R"({"token":")" + m_playground->token().toLatin1() + "\"}"));
}

void TestPlaygroundHeaders::refusesToExchange_data()
{
    QTest::addColumn<QByteArray>("org");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray host = "Host: localhost\r\n";
    const QByteArray fly = "Authorization: FlyV1 fm2_x\r\n";
    const QByteArray denied = R"({"error":"authentication failed"})";
    QTest::newRow("other organization")
        << QByteArray("personal") << host + fly << QByteArray(R"({"error":"organization not found"})");
    QTest::newRow("no token") << QByteArray("playground") << host << denied;
    QTest::newRow("empty token") << QByteArray("playground") << host + "Authorization: FlyV1 \r\n" << denied;
    QTest::newRow("other scheme") << QByteArray("playground") << host + "Authorization: Bearer x\r\n"
                                  << denied;
    QTest::newRow("a page's request")
        << QByteArray("playground") << host + fly + "Origin: https://example.com\r\n"
        << denied;
    QTest::newRow("a page's name for us")
        << QByteArray("playground") << "Host: example.com:80\r\n" + fly << denied;
}

void TestPlaygroundHeaders::refusesToExchange()
{
    QFETCH(QByteArray, org);
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, expected);
    const QByteArray answer = exchange(org, headers);
    QVERIFY2(answer.endsWith("\r\n\r\n" + expected), answer.constData());
    QVERIFY(!answer.contains(m_playground->token().toLatin1()));
}

void TestPlaygroundHeaders::keepsNothingOfTheTokenItGot()
{
    exchange("playground", "Host: localhost\r\nAuthorization: FlyV1 fm2_secret\r\n",
             R"({"invite_code":"secret"})");
    const Answer log = m_client->get(u"/playground/log"_s);
    QVERIFY(log.body.contains("/v1/organizations/playground/tokens"));
    QVERIFY(!log.body.contains("secret"));
    QVERIFY(!log.body.contains(m_playground->token().toLatin1()));
}

void TestPlaygroundHeaders::knowsWhoseAConnectionIs()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, server.serverPort());
    QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
    QVERIFY(TokenExchange::isOfThisUser(socket.localPort(), server.serverPort()));
#ifdef Q_OS_LINUX
    QVERIFY(!TokenExchange::isOfThisUser(socket.localPort(), 1));
#endif
}

void TestPlaygroundHeaders::noLineOfAStreamIsTooLong()
{
    QJsonObject checkpoint;
    checkpoint.insert(u"comment"_s, QString(60'000, u'<'));
    const Answer created = m_client->post(u"/v1/sprites/web/checkpoint"_s,
                                          QJsonDocument(checkpoint).toJson(QJsonDocument::Compact));
    QCOMPARE(created.status, 200);
    const Answer restored =
        m_client->post(u"/v1/sprites/web/checkpoints/"_s + QString(20'000, u'x') + u"/restore"_s);
    QCOMPARE(restored.status, 200);
    for (const Answer &answer : {created, restored}) {
        for (const QByteArray &line : answer.body.split('\n'))
            QVERIFY(line.size() < 64 * 1024);
    }
}

void TestPlaygroundHeaders::refusesLabelsThatWouldMakeALineTooLong()
{
    const QByteArray labels = R"({"name":"long","labels":[")" + QByteArray(40'000, 'x') + "\"]}";
    QCOMPARE(m_client->post(u"/v1/sprites"_s, labels).status, 400);
    QCOMPARE(m_client->send("PUT", u"/v1/sprites/web"_s, labels).status, 400);
}

QTEST_GUILESS_MAIN(TestPlaygroundHeaders)
#include "tst_playgroundheaders.moc"
