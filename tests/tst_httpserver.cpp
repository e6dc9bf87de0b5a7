// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httpserver.h"
#include "support/patience.h"
#include "support/playgroundclient.h"

#include <QRegularExpression>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

class TestHttpServer : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void answersPipelinedRequestsInOrder();
    void answersWhateverWayTheBytesArrive();
    void keepsTheConnectionOrClosesItAsAsked();
    void sendsNoBodyToHead();
    void saysContinueWhenTheBodyIsWanted();
    void readsChunkedBodies();
    void skipsABodyNobodyWanted();
    void refusesABodyThatIsTooLarge();
    void refusesABadHeadAndCloses();
    void endsAStreamForAnOldClientByClosing();
    void handsASocketToAWebSocket();
    void survivesAClientThatLeavesAStream();
    void dropsEveryConnectionWhenItCloses();

private:
    std::unique_ptr<HttpServer> m_server;
    std::unique_ptr<PlaygroundClient> m_client;
    std::unique_ptr<QWebSocketServer> m_webSockets;
    QList<QByteArray> m_seen;
};

void TestHttpServer::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_seen.clear();
    m_webSockets = std::make_unique<QWebSocketServer>(u"test"_s, QWebSocketServer::NonSecureMode);
    m_server = std::make_unique<HttpServer>(
        [this](HttpExchange *exchange) {
            m_seen.append(exchange->request().target);
            const QString path = exchange->request().path();
            if (path == u"/echo"_s) {
                exchange->collectBody(100, [exchange](const QByteArray &body) {
                    HttpResponse response = HttpResponse::empty(200);
                    response.body = body;
                    exchange->respond(response);
                });
            } else if (path == u"/stream"_s) {
                exchange->beginStream(HttpResponse::empty(200));
                exchange->write("one\n");
                exchange->write("two\n");
                exchange->finish();
            } else if (path == u"/open"_s) {
                exchange->beginStream(HttpResponse::empty(200));
                exchange->write("begin\n");
            } else if (path == u"/ws"_s) {
                QTcpSocket *socket = exchange->takeSocket();
                m_webSockets->handleConnection(socket);
                socket->setParent(m_webSockets.get()); // a WebSocket does not own what was handed to it
                emit socket->readyRead();
            } else {
                exchange->respond(HttpResponse::insideText(200, path));
            }
        },
        nullptr);
    QCOMPARE(m_server->listen(0), QString());
    m_client = std::make_unique<PlaygroundClient>(m_server->url(), u"token"_s);
}

void TestHttpServer::cleanup()
{
    m_client.reset();
    m_server.reset();
    m_webSockets.reset();
}

void TestHttpServer::answersPipelinedRequestsInOrder()
{
    const QByteArray answer = m_client->raw(
        m_client->head("GET", "/a") + m_client->head("POST", "/echo", "Content-Length: 3\r\n") + "xyz" +
        m_client->head("GET", "/stream") + m_client->head("GET", "/last", "Connection: close\r\n"));
    QCOMPARE(m_seen, (QList<QByteArray>{"/a", "/echo", "/stream", "/last"}));
    const qsizetype a = answer.indexOf("/a\n");
    const qsizetype echo = answer.indexOf("xyz");
    const qsizetype stream = answer.indexOf("4\r\none\n\r\n4\r\ntwo\n\r\n0\r\n\r\n");
    QVERIFY(a > 0 && a < echo && echo < stream && stream < answer.indexOf("/last\n"));
}

void TestHttpServer::answersWhateverWayTheBytesArrive()
{
    const QByteArray bytes = m_client->head("POST", "/echo", "Content-Length: 5\r\n") + "hello";
    for (qsizetype cut = 1; cut < bytes.size(); cut += 7) {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, m_server->port());
        socket.setSocketOption(QTcpSocket::LowDelayOption, 1);
        socket.write(bytes.first(cut));
        QTRY_COMPARE(socket.bytesToWrite(), 0);
        socket.write(bytes.sliced(cut));
        QTRY_VERIFY(socket.peek(10'000).endsWith("\r\n\r\nhello"));
    }
}

void TestHttpServer::keepsTheConnectionOrClosesItAsAsked()
{
    QVERIFY(m_client->raw(m_client->head("GET", "/a", "Connection: close\r\n"))
                .contains("\r\nConnection: close\r\n"));
    QVERIFY(m_client->raw("GET /a HTTP/1.0\r\n\r\n").contains("\r\nConnection: close\r\n"));
    const QByteArray kept =
        m_client->raw("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /b HTTP/1.0\r\n\r\n");
    QVERIFY(kept.contains("\r\nConnection: keep-alive\r\n"));
    QVERIFY(kept.endsWith("/b\n"));
}

void TestHttpServer::sendsNoBodyToHead()
{
    const QByteArray answer =
        m_client->raw(m_client->head("HEAD", "/abc") + m_client->head("GET", "/z", "Connection: close\r\n"));
    QVERIFY(answer.contains("\r\nContent-Length: 5\r\n"));
    QVERIFY(!answer.contains("/abc\n"));
    QVERIFY(answer.endsWith("/z\n"));
}

void TestHttpServer::saysContinueWhenTheBodyIsWanted()
{
    const QByteArray head =
        m_client->head("POST", "/echo", "Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n");
    QCOMPARE(m_client->raw(head, "\r\n\r\n"), QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
    const QByteArray refused =
        m_client->raw(m_client->head("POST", "/other", "Content-Length: 2\r\nExpect: 100-continue\r\n"));
    QVERIFY(refused.startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(refused.contains("\r\nConnection: close\r\n"));
}

void TestHttpServer::readsChunkedBodies()
{
    const QByteArray answer =
        m_client->raw(m_client->head("POST", "/echo", "Transfer-Encoding: chunked\r\nConnection: close\r\n") +
                      "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    QVERIFY(answer.endsWith("\r\n\r\nabcde"));
    QVERIFY(m_client->raw(m_client->head("POST", "/echo", "Transfer-Encoding: chunked\r\n") + "zz\r\n")
                .startsWith("HTTP/1.1 400 Bad Request\r\n"));
}

void TestHttpServer::skipsABodyNobodyWanted()
{
    const QByteArray answer =
        m_client->raw(m_client->head("POST", "/a", "Content-Length: 1000000\r\n") +
                      QByteArray(1'000'000, 'x') + m_client->head("GET", "/b", "Connection: close\r\n"));
    QVERIFY(answer.contains("/a\n"));
    QVERIFY(answer.endsWith("/b\n"));
    QCOMPARE(m_seen.size(), 2);
}

void TestHttpServer::refusesABodyThatIsTooLarge()
{
    const QByteArray answer =
        m_client->raw(m_client->head("POST", "/echo", "Content-Length: 500000\r\n") +
                      QByteArray(500'000, 'x') + m_client->head("GET", "/b", "Connection: close\r\n"));
    QVERIFY(answer.startsWith("HTTP/1.1 413 Content Too Large\r\n"));
    QVERIFY(answer.endsWith("/b\n"));
}

void TestHttpServer::refusesABadHeadAndCloses()
{
    QVERIFY(m_client->raw("hello\r\n\r\n").startsWith("HTTP/1.1 400 Bad Request\r\n"));
    QVERIFY(m_client->raw("GET / HTTP/1.1\r\nX: " + QByteArray(33'000, 'x')).startsWith("HTTP/1.1 431 "));
    QVERIFY(m_seen.isEmpty());
}

void TestHttpServer::endsAStreamForAnOldClientByClosing()
{
    const QByteArray answer = m_client->raw("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    QVERIFY(!answer.contains("chunked"));
    QVERIFY(answer.endsWith("\r\n\r\none\ntwo\n"));
}

void TestHttpServer::handsASocketToAWebSocket()
{
    QString received;
    connect(m_webSockets.get(), &QWebSocketServer::newConnection, this, [this, &received] {
        QWebSocket *socket = m_webSockets->nextPendingConnection();
        // The server disowns what it hands out.
        socket->setParent(m_webSockets.get());
        connect(socket, &QWebSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QWebSocket::textMessageReceived, this, [socket, &received](const QString &text) {
            received = text;
            socket->sendTextMessage(text + text);
        });
    });
    QWebSocket client;
    QSignalSpy answered(&client, &QWebSocket::textMessageReceived);
    connect(&client, &QWebSocket::connected, &client, [&client] { client.sendTextMessage(u"ab"_s); });
    client.open(QUrl(u"ws://127.0.0.1:%1/ws"_s.arg(m_server->port())));
    QVERIFY(answered.wait(Patience));
    QCOMPARE(received, u"ab"_s);
    QCOMPARE(answered.at(0).at(0).toString(), u"abab"_s);
    QSignalSpy closed(&client, &QWebSocket::disconnected);
    client.close();
    QTRY_COMPARE(closed.size(), 1);
}

void TestHttpServer::survivesAClientThatLeavesAStream()
{
    for (int i = 0; i < 5; ++i)
        QVERIFY(m_client->raw(m_client->head("GET", "/open"), "begin").contains("begin"));
    QVERIFY(m_client->raw(m_client->head("GET", "/a", "Connection: close\r\n")).endsWith("/a\n"));
    QTRY_COMPARE(m_server->findChildren<HttpConnection *>().size(), 0);
}

void TestHttpServer::dropsEveryConnectionWhenItCloses()
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, m_server->port());
    socket.write(m_client->head("GET", "/open"));
    QTRY_VERIFY(socket.bytesAvailable() > 0);
    m_server->close();
    QTRY_COMPARE(socket.state(), QTcpSocket::UnconnectedState);
}

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_httpserver.moc"
