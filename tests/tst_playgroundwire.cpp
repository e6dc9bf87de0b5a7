// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/uniquefd.h"
#include "support/patience.h"
#include "support/playgroundclient.h"
#include "support/playgroundfixture.h"

#include <QRegularExpression>

#include <array>
#include <cerrno>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! HTTP as it is written, byte by byte, to the whole server.
class TestPlaygroundWire : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void understandsAWholeUrl();
    void needsOneHost();
    void refusesWhatCanBeReadInTwoWays_data();
    void refusesWhatCanBeReadInTwoWays();
    void takesOneLengthSaidTwice();
    void readsHeadersInAnyCase();
    void passesOverTheBodyOfAHead();
    void answersAWholeRowOfRequests();
    void saysContinueAtOnce();
    void saysNoContinueToWhomItRefuses();
    void tellsAPathFromAMethod();
    void takesTheAnswerToTheClientThatStillSends();

    void wakesNobodyForABadHandshake_data();
    void wakesNobodyForABadHandshake();
    void wakesForAGoodHandshake_data();
    void wakesForAGoodHandshake();

private:
    QByteArray head(const QByteArray &method, const QByteArray &target, const QByteArray &more = {}) const
    {
        return m_client->head(method, target, more);
    }
    //! The head with nothing but the token in it.
    QByteArray bare(const QByteArray &line, const QByteArray &more = {}) const
    {
        return line + "\r\nAuthorization: Bearer " + m_playground->token().toLatin1() + "\r\n" + more +
               "\r\n";
    }
    QString status() const { return m_playground->store().sprite(u"web"_s)->status; }

    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<PlaygroundClient> m_client;
};

void TestPlaygroundWire::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_playground = std::make_unique<PlaygroundFixture>();
    m_playground->options().http.head = 1h;
    m_playground->options().http.idle = 1h;
    m_playground->options().http.body = 1h;
    QVERIFY(m_playground->start());
    m_client = std::make_unique<PlaygroundClient>(m_playground->url().toString(), m_playground->token());
    QCOMPARE(m_client->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
}

void TestPlaygroundWire::cleanup()
{
    m_client.reset();
    m_playground.reset();
}

void TestPlaygroundWire::understandsAWholeUrl()
{
    const QByteArray close = "Host: other\r\nConnection: close\r\n";
    const QByteArray sprite = m_client->raw(bare("GET http://localhost/v1/sprites/web HTTP/1.1", close));
    QVERIFY(sprite.startsWith("HTTP/1.1 200 "));
    QVERIFY(sprite.contains("\"name\":\"web\""));
    const QByteArray list = m_client->raw(bare("GET HTTP://x:1/v1/sprites?prefix=we HTTP/1.1", close));
    QVERIFY(list.startsWith("HTTP/1.1 200 "));
    QVERIFY(m_client->raw(bare("GET http://localhost HTTP/1.1", close)).startsWith("HTTP/1.1 404 "));
    for (const QByteArray target : {"ftp://localhost/v1/sprites", "localhost:80", "*", "http:///v1/sprites"})
        QVERIFY2(m_client->raw(bare("GET " + target + " HTTP/1.1", close)).startsWith("HTTP/1.1 400 "),
                 target.constData());
}

void TestPlaygroundWire::needsOneHost()
{
    QVERIFY(m_client->raw(bare("GET /v1/sprites HTTP/1.1")).startsWith("HTTP/1.1 400 "));
    QVERIFY(m_client->raw(bare("GET /v1/sprites HTTP/1.1", "Host: a\r\nHost: a\r\n"))
                .startsWith("HTTP/1.1 400 "));
    const QByteArray old = m_client->raw(bare("GET /v1/sprites HTTP/1.0"));
    QVERIFY(old.startsWith("HTTP/1.1 200 "));
    QVERIFY(old.contains("\r\nConnection: close\r\n"));
}

void TestPlaygroundWire::refusesWhatCanBeReadInTwoWays_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<int>("status");
    const QByteArray put = "PUT /v1/sprites/web/fs/write?path=/home/sprite/a HTTP/1.1";
    const QByteArray host = "Host: x\r\n";
    QTest::newRow("two lengths") << put << host + "Content-Length: 3\r\nContent-Length: 4\r\n" << 400;
    QTest::newRow("a list of lengths") << put << host + "Content-Length: 3, 3\r\n" << 400;
    QTest::newRow("a signed length") << put << host + "Content-Length: +3\r\n" << 400;
    QTest::newRow("length and chunks") << put << host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"
                                       << 400;
    QTest::newRow("chunked twice") << put
                                   << host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"
                                   << 400;
    QTest::newRow("other encoding") << put << host + "Transfer-Encoding: gzip, chunked\r\n" << 501;
    QTest::newRow("chunks of an old client")
        << QByteArray("POST /v1/sprites HTTP/1.0") << QByteArray("Transfer-Encoding: chunked\r\n") << 400;
    QTest::newRow("folded header") << put << host + "X-A: b\r\n Content-Length: 3\r\n" << 400;
    QTest::newRow("blank before the colon") << put << host + "Content-Length : 3\r\n" << 400;
    QTest::newRow("line feed in a header") << put << host + "X-A: b\nContent-Length: 3\r\n" << 400;
    QTest::newRow("carriage return in a header") << put << host + "X-A: b\rc\r\n" << 400;
    QTest::newRow("NUL in a header") << put << host + QByteArray("X-A: b\0c\r\n", 10) << 400;
    QTest::newRow("other expectation") << put << host + "Expect: a-miracle\r\n" << 417;
    QTest::newRow("percent without digits") << QByteArray("GET /v1/sprites/w%zzb HTTP/1.1") << host << 400;
    QTest::newRow("percent at the end") << QByteArray("GET /v1/sprites?prefix=% HTTP/1.1") << host << 400;
    QTest::newRow("control byte in the path") << QByteArray("GET /v1/sprites/w\x01"
                                                            "b HTTP/1.1")
                                              << host << 400;
    QTest::newRow("hexadecimal prefix of a chunk")
        << put << host + "Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n"
        << 400;
    QTest::newRow("signed chunk") << put << host + "Transfer-Encoding: chunked\r\n\r\n+3\r\nabc\r\n0\r\n"
                                  << 400;
}

void TestPlaygroundWire::refusesWhatCanBeReadInTwoWays()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, more);
    QFETCH(int, status);
    const QByteArray answer = m_client->raw(bare(line, more) + head("DELETE", "/v1/sprites/web"));
    QVERIFY2(answer.startsWith("HTTP/1.1 " + QByteArray::number(status)), answer.constData());
    QVERIFY(answer.contains("\r\nConnection: close\r\n"));
    // What came behind it was not taken for a request.
    QCOMPARE(answer.count("HTTP/1.1 "), 1);
    QVERIFY(m_playground->store().sprite(u"web"_s).isOk());
}

void TestPlaygroundWire::takesOneLengthSaidTwice()
{
    const QByteArray answer =
        m_client->raw(head("PUT", "/v1/sprites/web/fs/write?path=/home/sprite/a",
                           "Content-Length: 3\r\nContent-Length: 3\r\nConnection: close\r\n") +
                      "abc");
    QVERIFY(answer.startsWith("HTTP/1.1 200 "));
    QVERIFY(answer.contains("\"size\":3"));
}

void TestPlaygroundWire::readsHeadersInAnyCase()
{
    const QByteArray answer = m_client->raw(
        "POST /v1/sprites HTTP/1.1\r\nhOsT: x\r\naUTHORIZATION: bEARER " + m_playground->token().toLatin1() +
        "\r\nCONTENT-length: 14\r\nconnection: CLOSE\r\n\r\n" + R"({"name":"api"})");
    QVERIFY(answer.startsWith("HTTP/1.1 201 "));
    QVERIFY(answer.contains("\r\nConnection: close\r\n"));
}

void TestPlaygroundWire::passesOverTheBodyOfAHead()
{
    const QByteArray answer =
        m_client->raw(head("HEAD", "/v1/sprites/web", "Content-Length: 22\r\n") + "GET /nothing HTTP/1.1\n" +
                      head("HEAD", "/v1/sprites/web", "Transfer-Encoding: chunked\r\n") +
                      "3\r\nabc\r\n0\r\n\r\n" + head("GET", "/v1/sprites/web", "Connection: close\r\n"));
    QCOMPARE(answer.count("HTTP/1.1 200 OK\r\n"), 3);
    QCOMPARE(answer.count("\"name\":\"web\""), 1);
}

void TestPlaygroundWire::answersAWholeRowOfRequests()
{
    const QByteArray write = "/v1/sprites/web/fs/write?path=/home/sprite/a";
    const QByteArray answer = m_client->raw(
        head("PUT", write, "Transfer-Encoding: Chunked\r\n") +
        "5;name=\"a;b\"\r\nhello\r\n6 ; x\r\n world\r\n0;last\r\nX-Check: 1\r\nX-Other: 2\r\n\r\n" +
        "\r\n" + // some old clients send one more
        head("GET", "/v1/sprites/web/fs/read?path=/home/sprite/a") +
        head("PUT", write, "Content-Length: 0\r\n") +
        head("POST", "/v1/sprites/web/checkpoint", "Content-Length: 2\r\n") + "{}" +
        head("GET", "/v1/sprites/web/fs/list?path=/home/sprite", "Connection: close\r\n"));
    QCOMPARE(answer.count("HTTP/1.1 200 OK\r\n"), 5);
    const qsizetype written = answer.indexOf("\"size\":11");
    const qsizetype read = answer.indexOf("\r\n\r\nhello world");
    const qsizetype emptied = answer.indexOf("\"size\":0");
    const qsizetype cut = answer.indexOf("Checkpoint v1 created successfully");
    QVERIFY(written > 0 && written < read && read < emptied && emptied < cut);
    QVERIFY(cut < answer.indexOf("\"count\":1"));
}

void TestPlaygroundWire::saysContinueAtOnce()
{
    // As curl asks for a file of more than a mebibyte; it waits a second otherwise.
    const QByteArray bytes(1'100'000, 'u');
    const QByteArray put = head("PUT", "/v1/sprites/web/fs/write?path=/home/sprite/a",
                                "Expect: 100-continue\r\nConnection: close\r\nContent-Length: " +
                                    QByteArray::number(bytes.size()) + "\r\n");
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, quint16(m_playground->url().port()));
    socket.write(put);
    QTRY_COMPARE(socket.peek(1'000), QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
    socket.write(bytes);
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    const QByteArray answer = socket.readAll();
    QCOMPARE(answer.count("HTTP/1.1 "), 2);
    QVERIFY(answer.contains("\"size\":1100000"));
    // One that has a body of nothing has nothing to wait for.
    const QByteArray empty = m_client->raw(head("GET", "/v1/sprites/web", "Expect: 100-Continue\r\n") +
                                           head("GET", "/v1/sprites/web", "Connection: close\r\n"));
    QCOMPARE(empty.count("HTTP/1.1 200 OK\r\n"), 2);
    QVERIFY(!empty.contains("HTTP/1.1 100"));
}

void TestPlaygroundWire::saysNoContinueToWhomItRefuses()
{
    m_client->setToken("someone/else");
    const QByteArray answer = m_client->raw(head("PUT", "/v1/sprites/web/fs/write?path=/home/sprite/a",
                                                 "Expect: 100-continue\r\nContent-Length: 5\r\n"));
    QVERIFY(answer.startsWith("HTTP/1.1 401 "));
    QVERIFY(answer.contains("\r\nConnection: close\r\n"));
}

void TestPlaygroundWire::tellsAPathFromAMethod()
{
    const QByteArray close = "Connection: close\r\n";
    const QByteArray method = m_client->raw(head("PATCH", "/v1/sprites/web", close));
    QVERIFY(method.startsWith("HTTP/1.1 405 "));
    QVERIFY2(method.contains("\r\nAllow: GET, HEAD, PUT, DELETE\r\n"), method.constData());
    const QByteArray inside = m_client->raw(head("get", "/v1/sprites/web/checkpoint", close));
    QVERIFY(inside.startsWith("HTTP/1.1 405 "));
    QVERIFY(inside.contains("\r\nAllow: POST\r\n"));
    for (const QByteArray path :
         {"/", "/v1", "/v2/sprites", "/v1/sprites/web/nothing", "/v1/sprites/web/fs"})
        QVERIFY2(m_client->raw(head("GET", path, close)).startsWith("HTTP/1.1 404 "), path.constData());
}

void TestPlaygroundWire::takesTheAnswerToTheClientThatStillSends()
{
    // Closing over what was not read would reset the line, and the answer might be lost with it.
    const Agent::UniqueFd socket(::socket(AF_INET, SOCK_STREAM, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(quint16(m_playground->url().port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QCOMPARE(::connect(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    ::fcntl(socket.get(), F_SETFL, O_NONBLOCK);
    const QByteArray bytes = "no request\r\n\r\n" + QByteArray(4'000'000, 'x');
    qsizetype sent = 0;
    QByteArray answer;
    ssize_t last = -1;
    const auto isOver = [&] {
        std::array<char, 1000> part{};
        const bool isSending = sent < bytes.size();
        last = isSending
                   ? ::send(socket.get(), bytes.constData() + sent, size_t(bytes.size() - sent), MSG_NOSIGNAL)
                   : ::recv(socket.get(), part.data(), part.size(), 0);
        if (last > 0 && isSending)
            sent += last;
        else if (last > 0)
            answer.append(part.data(), last);
        return last == 0 || (last < 0 && errno != EAGAIN);
    };
    QTRY_VERIFY(isOver());
    QCOMPARE(last, ssize_t(0));
    QCOMPARE(sent, bytes.size());
    QVERIFY(answer.startsWith("HTTP/1.1 400 "));
}

void TestPlaygroundWire::wakesNobodyForABadHandshake_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<int>("status");
    const QByteArray upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
    const QByteArray version = "Sec-WebSocket-Version: 13\r\n";
    const QByteArray key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    for (const QByteArray path : {"exec?cmd=true", "exec/7", "proxy", "ports/watch", "fs/watch"}) {
        const auto row = [&path](const char *name) -> QTestData & {
            return QTest::addRow("%s %s", path.constData(), name) << path;
        };
        row("no key") << upgrade + version << 400;
        row("short key") << upgrade + version + "Sec-WebSocket-Key: c2hvcnQ=\r\n" << 400;
        row("odd key") << upgrade + version + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBu*25jZQ==\r\n" << 400;
        row("version 8") << upgrade + key + "Sec-WebSocket-Version: 8\r\n" << 400;
        row("no version") << upgrade + key << 400;
        row("with a body") << upgrade + version + key + "Content-Length: 1\r\n" << 400;
        if (!path.startsWith("exec"))
            row("no upgrade") << version + key << 426;
    }
}

void TestPlaygroundWire::wakesNobodyForABadHandshake()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, more);
    QVERIFY(m_playground->store().setStatus(u"web"_s, u"cold"_s).isOk());
    QSignalSpy changed(&m_playground->store(), &SpriteStore::spriteChanged);
    const QByteArray answer =
        m_client->raw(head("GET", "/v1/sprites/web/" + path, more + "Connection: close\r\n"));
    QFETCH(int, status);
    QVERIFY2(answer.startsWith("HTTP/1.1 " + QByteArray::number(status)), answer.constData());
    QCOMPARE(this->status(), u"cold"_s);
    QCOMPARE(changed.size(), 0);
    QVERIFY(!m_playground->server().requestLog().entries().back().woke);
}

void TestPlaygroundWire::wakesForAGoodHandshake_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const char *path : {"proxy", "ports/watch", "fs/watch"})
        QTest::newRow(path) << QByteArray(path);
}

void TestPlaygroundWire::wakesForAGoodHandshake()
{
    QFETCH(QByteArray, path);
    QCOMPARE(status(), u"cold"_s);
    QVERIFY(m_client->upgrade("/v1/sprites/web/" + path).startsWith("HTTP/1.1 101 "));
    QCOMPARE(status(), u"running"_s);
    QVERIFY(m_playground->server().requestLog().entries().back().woke);
}

QTEST_GUILESS_MAIN(TestPlaygroundWire)
#include "tst_playgroundwire.moc"
