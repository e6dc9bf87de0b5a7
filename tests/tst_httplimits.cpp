// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httpserver.h"
#include "playground/insidesocket.h"
#include "support/patience.h"
#include "support/playgroundclient.h"

#include <QLocalSocket>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTimer>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! What a server does with clients that are too many or owe it something.
class TestHttpLimits : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void turnsAwayWhoIsOneTooMany();
    void turnsAwayOnAUnixSocketToo();
    void dropsWhoNeverAsksWhenItIsFull();
    void dropsAConnectionThatSaysNothing();
    void tellsAHeadThatDoesNotEnd();
    void givesATrickledHeadNoMoreTime();
    void tellsABodyThatDoesNotComeAtAll();
    void tellsABodyThatStops();
    void takesABodyThatGoesOnSlowly();
    void dropsTheRestOfABodyThatNobodyWanted();
    void closesAfterABodyThatIsBadlyFramed();
    void leavesAStreamAlone();
    void endsAKeptConnectionThatIsIdle();

private:
    void serve(const HttpLimits &limits);
    std::unique_ptr<QTcpSocket> connected(const QByteArray &bytes = {});
    QByteArray head(const QByteArray &method, const QByteArray &path, const QByteArray &more = {}) const
    {
        return m_client->head(method, path, more);
    }
    void handle(HttpExchange *exchange);

    std::unique_ptr<HttpServer> m_server;
    std::unique_ptr<PlaygroundClient> m_client;
    int m_broken = 0;
};

namespace {

//! Limits that no test reaches but by the one that it sets.
HttpLimits generous()
{
    return {100, 1h, 1h, 1h};
}

//! Of a limit that a test runs into: soon, but no hurry for what has to come before it.
constexpr auto brief = 400ms;

} // namespace

void TestHttpLimits::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_broken = 0;
}

void TestHttpLimits::cleanup()
{
    m_client.reset();
    m_server.reset();
}

void TestHttpLimits::handle(HttpExchange *exchange)
{
    const QString path = exchange->request().path();
    connect(exchange, &HttpExchange::bodyFailed, this, [this] { ++m_broken; });
    if (path == "/echo"_L1) {
        exchange->collectBody(1'000, [exchange](const QByteArray &body) {
            exchange->respond(HttpResponse::insideText(200, QString::fromLatin1(body)));
        });
    } else if (path == "/open"_L1) {
        exchange->beginStream(HttpResponse::empty(200));
        exchange->write("begin\n");
        (void)exchange->readBody();
    } else {
        exchange->respond(HttpResponse::insideText(200, path));
    }
}

void TestHttpLimits::serve(const HttpLimits &limits)
{
    m_server = std::make_unique<HttpServer>([this](HttpExchange *exchange) { handle(exchange); }, nullptr);
    m_server->setLimits(limits);
    QCOMPARE(m_server->listen(0), QString());
    m_client = std::make_unique<PlaygroundClient>(m_server->url(), u"token"_s);
}

std::unique_ptr<QTcpSocket> TestHttpLimits::connected(const QByteArray &bytes)
{
    auto socket = std::make_unique<QTcpSocket>();
    socket->connectToHost(u"127.0.0.1"_s, m_server->port());
    socket->write(bytes);
    return socket;
}

void TestHttpLimits::turnsAwayWhoIsOneTooMany()
{
    HttpLimits limits = generous();
    limits.connections = 2;
    serve(limits);
    const auto stream = connected(head("GET", "/open"));
    const auto kept = connected(head("GET", "/a"));
    QTRY_VERIFY(stream->bytesAvailable() > 0 && kept->bytesAvailable() > 0);
    const QByteArray refused = m_client->raw(head("POST", "/echo", "Content-Length: 3\r\n") + "abc");
    QVERIFY(refused.startsWith("HTTP/1.1 503 Service Unavailable\r\n"));
    QVERIFY(refused.contains("\r\nRetry-After: 1\r\n"));
    QVERIFY(refused.endsWith("\r\n\r\ntoo many connections\n"));
    kept->abort();
    QTRY_VERIFY(m_client->raw(head("GET", "/b", "Connection: close\r\n")).endsWith("/b\n"));
    QCOMPARE(stream->state(), QAbstractSocket::ConnectedState);
}

void TestHttpLimits::turnsAwayOnAUnixSocketToo()
{
    const QTemporaryDir folder;
    HttpLimits limits = generous();
    limits.connections = 1;
    InsideSocket server([this](HttpExchange *exchange) { handle(exchange); }, limits, nullptr);
    QVERIFY(server.listen(folder.filePath(u"s"_s)));
    QLocalSocket first;
    first.connectToServer(server.path());
    first.write("GET /open HTTP/1.1\r\nHost: x\r\n\r\n");
    QTRY_VERIFY(first.bytesAvailable() > 0);
    QLocalSocket second;
    second.connectToServer(server.path());
    second.write("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    QTRY_COMPARE(second.state(), QLocalSocket::UnconnectedState);
    QVERIFY(second.readAll().startsWith("HTTP/1.1 503 "));
}

void TestHttpLimits::dropsWhoNeverAsksWhenItIsFull()
{
    HttpLimits limits = generous();
    limits.connections = 1;
    limits.head = brief;
    serve(limits);
    const auto stream = connected(head("GET", "/open"));
    QTRY_VERIFY(stream->bytesAvailable() > 0);
    const auto silent = connected();
    QSignalSpy gone(silent.get(), &QTcpSocket::disconnected);
    QTRY_COMPARE(gone.size(), 1);
    QCOMPARE(silent->readAll(), QByteArray());
    QCOMPARE(stream->state(), QAbstractSocket::ConnectedState);
}

void TestHttpLimits::dropsAConnectionThatSaysNothing()
{
    HttpLimits limits = generous();
    limits.head = brief;
    serve(limits);
    const auto silent = connected();
    QSignalSpy gone(silent.get(), &QTcpSocket::disconnected);
    QVERIFY(gone.wait(Patience));
    QCOMPARE(silent->readAll(), QByteArray());
}

void TestHttpLimits::tellsAHeadThatDoesNotEnd()
{
    HttpLimits limits = generous();
    limits.head = brief;
    serve(limits);
    QVERIFY(m_client->raw("GET /a HTTP/1.1\r\nHost: x\r\nX-Slow: ")
                .startsWith("HTTP/1.1 408 Request Timeout\r\n"));
    // The second of a connection has begun to count with its first byte.
    const QByteArray second = m_client->raw(head("GET", "/a") + "GET /b HT");
    QVERIFY(second.startsWith("HTTP/1.1 200 "));
    QVERIFY(second.contains("/a\nHTTP/1.1 408 "));
}

void TestHttpLimits::givesATrickledHeadNoMoreTime()
{
    HttpLimits limits = generous();
    limits.head = brief;
    serve(limits);
    const auto slow = connected("GET /a HTTP/1.1\r\nX: ");
    QTimer trickle;
    connect(&trickle, &QTimer::timeout, slow.get(), [&slow] { slow->write("x"); });
    trickle.start(10ms);
    QTRY_VERIFY(slow->peek(100).startsWith("HTTP/1.1 408 "));
    QTRY_COMPARE(slow->state(), QAbstractSocket::UnconnectedState);
}

void TestHttpLimits::tellsABodyThatDoesNotComeAtAll()
{
    HttpLimits limits = generous();
    limits.body = brief;
    serve(limits);
    const QByteArray answer = m_client->raw(head("POST", "/echo", "Content-Length: 5\r\n"));
    QVERIFY(answer.startsWith("HTTP/1.1 408 Request Timeout\r\n"));
    QVERIFY(answer.contains("\r\nConnection: close\r\n"));
    QVERIFY(answer.endsWith("\r\n\r\nthe request body did not go on\n"));
    QCOMPARE(m_broken, 1);
}

void TestHttpLimits::tellsABodyThatStops()
{
    HttpLimits limits = generous();
    limits.body = brief;
    serve(limits);
    QVERIFY(m_client->raw(head("POST", "/echo", "Content-Length: 5\r\n") + "ab").startsWith("HTTP/1.1 408 "));
    QVERIFY(m_client->raw(head("POST", "/echo", "Transfer-Encoding: chunked\r\n") + "5\r\nab")
                .startsWith("HTTP/1.1 408 "));
    QCOMPARE(m_broken, 2);
}

void TestHttpLimits::takesABodyThatGoesOnSlowly()
{
    HttpLimits limits = generous();
    limits.body = 4s;
    serve(limits);
    const auto slow = connected(head("POST", "/echo", "Content-Length: 20\r\nConnection: close\r\n"));
    int sent = 0;
    QTimer trickle;
    connect(&trickle, &QTimer::timeout, slow.get(), [&] {
        slow->write("x");
        if (++sent == 20)
            trickle.stop();
    });
    trickle.start(250ms); // five seconds in all
    QTRY_COMPARE(slow->state(), QAbstractSocket::UnconnectedState);
    QVERIFY(slow->readAll().endsWith("\r\n\r\n" + QByteArray(20, 'x') + '\n'));
}

void TestHttpLimits::dropsTheRestOfABodyThatNobodyWanted()
{
    HttpLimits limits = generous();
    limits.body = brief;
    serve(limits);
    QVERIFY(m_client->raw(head("POST", "/a", "Content-Length: 500\r\n") + "x").endsWith("/a\n"));
}

void TestHttpLimits::closesAfterABodyThatIsBadlyFramed()
{
    serve(generous());
    // Whether a call reads it or not.
    QVERIFY(m_client->raw(head("POST", "/echo", "Transfer-Encoding: chunked\r\n") + "zz\r\n")
                .startsWith("HTTP/1.1 400 "));
    QVERIFY(m_client->raw(head("POST", "/a", "Transfer-Encoding: chunked\r\n") + "zz\r\n").endsWith("/a\n"));
}

void TestHttpLimits::leavesAStreamAlone()
{
    serve({100, brief, brief, brief});
    const auto stream = connected(head("GET", "/open"));
    const auto owing = connected(head("POST", "/open", "Content-Length: 500\r\n"));
    QTRY_VERIFY(stream->bytesAvailable() > 0 && owing->bytesAvailable() > 0);
    // Others run into every limit meanwhile.
    for (int i = 0; i < 3; ++i)
        QVERIFY(m_client->raw(head("POST", "/echo", "Content-Length: 5\r\n")).startsWith("HTTP/1.1 408 "));
    QCOMPARE(stream->state(), QAbstractSocket::ConnectedState);
    QCOMPARE(owing->state(), QAbstractSocket::ConnectedState);
}

void TestHttpLimits::endsAKeptConnectionThatIsIdle()
{
    HttpLimits limits = generous();
    limits.idle = brief;
    serve(limits);
    QVERIFY(m_client->raw(head("GET", "/a")).endsWith("/a\n"));
}

QTEST_GUILESS_MAIN(TestHttpLimits)
#include "tst_httplimits.moc"
