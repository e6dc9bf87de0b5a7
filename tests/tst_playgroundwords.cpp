// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/playgroundclient.h"
#include "support/playgroundfixture.h"

#include <QRegularExpression>

using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

//! What clients are told when they ask for what cannot be, word for word: people see these texts as they are.
class TestPlaygroundWords : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void tellsTheMistake_data();
    void tellsTheMistake();
    void tellsAHandshakeWhatIsWrong_data();
    void tellsAHandshakeWhatIsWrong();
    void tellsThatTheLiveStateIsNoCheckpoint();

private:
    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<PlaygroundClient> m_client;
};

void TestPlaygroundWords::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_playground = std::make_unique<PlaygroundFixture>();
    QVERIFY(m_playground->start());
    m_client = std::make_unique<PlaygroundClient>(m_playground->server().url(), m_playground->token());
    QCOMPARE(m_client->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
}

void TestPlaygroundWords::cleanup()
{
    m_client.reset();
    m_playground.reset();
}

void TestPlaygroundWords::tellsTheMistake_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("told");
    const QByteArray get = "GET";
    const QByteArray put = "PUT";
    const QByteArray post = "POST";
    const QByteArray none;
    const QString web = u"/v1/sprites/web/"_s;
    QTest::newRow("no JSON") << post << u"/v1/sprites"_s << QByteArray("{") << 400
                             << QByteArray(R"({"errors":["invalid request body"]})");
    QTest::newRow("long labels") << put << u"/v1/sprites/web"_s
                                 << R"({"labels":[")" + QByteArray(20'000, 'a') + R"("]})" << 400
                                 << QByteArray(R"({"errors":["labels are too long"]})");
    QTest::newRow("long comment") << post << web + u"checkpoint"_s
                                  << R"({"comment":")" + QByteArray(70'000, 'a') + R"("})" << 413
                                  << QByteArray("request body too large\n");
    QTest::newRow("no path") << get << web + u"fs/read"_s << none << 400
                             << QByteArray(R"({"code":"EINVAL","error":"path is required","path":""})"
                                           "\n");
    QTest::newRow("no UTF-8") << put << web + u"fs/write?path=/home/sprite/a%FFb"_s << QByteArray("x") << 400
                              << QByteArray("invalid query: it is not UTF-8\n");
    QTest::newRow("no UTF-8 at its end") << post << web + u"exec?cmd=echo&cmd=%C3"_s << none << 400
                                         << QByteArray("invalid query: it is not UTF-8\n");
    QTest::newRow("no body") << post << web + u"fs/rename"_s << QByteArray(R"({"source":"/a","dest":"/b")")
                             << 400
                             << QByteArray(R"({"code":"EINVAL","error":"invalid request body","path":""})"
                                           "\n");
    QTest::newRow("null for a body") << post << web + u"fs/rename"_s << QByteArray(" null\n") << 400
                                     << QByteArray(
                                            R"({"code":"EINVAL","error":"source is required","path":""})"
                                            "\n");
    QTest::newRow("no mode") << post << web + u"fs/chmod"_s
                             << QByteArray(R"({"path":"/home/sprite","mode":"u+x"})") << 400
                             << QByteArray(R"({"code":"EINVAL","error":"invalid mode","path":"/home/sprite"})"
                                           "\n");
    QTest::newRow("no owner") << post << web + u"fs/chown"_s
                              << QByteArray(R"({"path":"/home/sprite","uid":"me"})") << 400
                              << QByteArray(
                                     R"({"code":"EINVAL","error":"invalid owner","path":"/home/sprite"})"
                                     "\n");
    QTest::newRow("no socket") << get << web + u"proxy"_s << none << 426
                               << QByteArray("a WebSocket upgrade is expected here\n");
    QTest::newRow("no session") << get << web + u"exec/7"_s << none << 404
                                << QByteArray("session not found: 7\n");
    QTest::newRow("nothing to kill") << post << web + u"exec/7/kill"_s << none << 404
                                     << QByteArray("session not found: 7\n");
    QTest::newRow("no such signal") << post << web + u"exec/7/kill?signal=DANCE"_s << none << 400
                                    << QByteArray("unknown signal: DANCE\n");
    QTest::newRow("no time") << post << web + u"exec/7/kill?timeout=soon"_s << none << 400
                             << QByteArray("invalid timeout: soon\n");
    QTest::newRow("no service") << get << web + u"services/web"_s << none << 404
                                << QByteArray("service not found: web\n");
    QTest::newRow("no lines") << put << web + u"services/web?duration=long"_s << QByteArray("{}") << 400
                              << QByteArray("invalid duration: long\n");
    QTest::newRow("no egress name") << get << u"/playground/egress/web"_s << none << 400
                                    << QByteArray(R"({"errors":["no name given"]})");
    QTest::newRow("far target") << post << u"/playground/ports/web"_s
                                << QByteArray(R"({"port":80,"target":"192.0.2.1:80"})") << 400
                                << QByteArray(R"({"errors":["a port and a target on loopback are needed"]})");
    QTest::newRow("no port") << QByteArray("DELETE") << u"/playground/ports/web/80"_s << none << 404
                             << QByteArray(R"({"error":"port not found"})");
}

void TestPlaygroundWords::tellsTheMistake()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, body);
    const Answer answer = m_client->send(method, path, body);
    QTEST(answer.body, "told");
    QTEST(answer.status, "status");
    if (answer.body.contains("UTF-8"))
        QCOMPARE(m_client->get(u"/v1/sprites/web"_s).object().value("status"_L1).toString(), u"cold"_s);
}

void TestPlaygroundWords::tellsAHandshakeWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("told");
    const QByteArray upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
    const QByteArray key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    QTest::newRow("version") << upgrade + key + "Sec-WebSocket-Version: 12\r\n"
                             << QByteArray("unsupported WebSocket version\n");
    QTest::newRow("no key") << upgrade + "Sec-WebSocket-Version: 13\r\n"
                            << QByteArray("not a WebSocket handshake\n");
}

void TestPlaygroundWords::tellsAHandshakeWhatIsWrong()
{
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, told);
    const QByteArray answer = m_client->raw(m_client->head("GET", "/v1/sprites/web/proxy", more), told);
    QVERIFY2(answer.startsWith("HTTP/1.1 400 "), answer.constData());
    QVERIFY2(answer.endsWith("\r\n\r\n" + told), answer.constData());
}

void TestPlaygroundWords::tellsThatTheLiveStateIsNoCheckpoint()
{
    const Answer answer = m_client->post(u"/v1/sprites/web/checkpoints/Current/restore"_s);
    QCOMPARE(answer.status, 200);
    const QList<QJsonObject> lines = answer.lines();
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines.at(1).value("type"_L1).toString(), u"error"_s);
    QCOMPARE(
        lines.at(1).value("error"_L1).toString(),
        u"Failed to restore checkpoint: failed to restore checkpoint: the live state cannot be restored"_s);
}

QTEST_GUILESS_MAIN(TestPlaygroundWords)
#include "tst_playgroundwords.moc"
