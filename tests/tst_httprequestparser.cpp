// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httpbodydecoder.h"
#include "playground/httprequestparser.h"

#include <QRegularExpression>
#include <QTest>

using namespace Spritarium::Playground;
using namespace Qt::StringLiterals;
using HttpRequestParser::Parsed;
using HttpRequestParser::Status;

class TestHttpRequestParser : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void readsEveryPartOfTheHead();
    void staysIncompleteWhereverTheBytesAreCut();
    void leavesWhatFollowsTheHead();
    void decodesEachSegmentOnce();
    void understandsTheConnection_data();
    void understandsTheConnection();
    void seesAnUpgrade();
    void refuses_data();
    void refuses();
    void refusesAHeadThatDoesNotEnd();
    void takesAHeadUpToTheLimit();
    void decodesABodyCutAtEveryByte_data();
    void decodesABodyCutAtEveryByte();
    void refusesABodyThatIsBadlyChunked_data();
    void refusesABodyThatIsBadlyChunked();
};

namespace {

const QByteArray Head = "PUT /v1/sprites/web-1/fs/write?path=%2Fa%20b&mkdirParents=true&x=1+2 HTTP/1.1\r\n"
                        "Host: 127.0.0.1\r\n"
                        "Authorization:  Bearer acme/1/2/3 \r\n"
                        "Content-Length: 5\r\n"
                        "Expect: 100-continue\r\n"
                        "\r\n";

//! With a host, which every request of a newer client has.
QByteArray request(const QByteArray &lines)
{
    return lines + "\r\nHost: localhost\r\n\r\n";
}

} // namespace

void TestHttpRequestParser::readsEveryPartOfTheHead()
{
    const Parsed parsed = HttpRequestParser::parse(Head);
    QCOMPARE(parsed.status, Status::Ok);
    QCOMPARE(parsed.frameSize, Head.size());
    const HttpRequest &head = parsed.request;
    QCOMPARE(head.method, QByteArray("PUT"));
    QCOMPARE(head.path(), u"/v1/sprites/web-1/fs/write"_s);
    QCOMPARE(head.queryValue(u"path"), u"/a b"_s);
    QCOMPARE(head.queryValue(u"x"), u"1 2"_s);
    QVERIFY(head.hasQuery(u"mkdirParents"));
    QVERIFY(!head.hasQuery(u"mode"));
    QCOMPARE(head.header("authorization"), QByteArray("Bearer acme/1/2/3"));
    QCOMPARE(head.contentLength, 5);
    QVERIFY(head.expectsContinue);
    QVERIFY(head.keepsAlive);
    QVERIFY(head.hasBody());
    QVERIFY(!head.isWebSocketUpgrade);
}

void TestHttpRequestParser::staysIncompleteWhereverTheBytesAreCut()
{
    for (qsizetype cut = 0; cut < Head.size(); ++cut)
        QCOMPARE(HttpRequestParser::parse(Head.first(cut)).status, Status::Incomplete);
}

void TestHttpRequestParser::leavesWhatFollowsTheHead()
{
    const Parsed first = HttpRequestParser::parse("\r\n\r\n" + Head + "hello" + Head);
    QCOMPARE(first.status, Status::Ok);
    QCOMPARE(first.frameSize, Head.size() + 4);
    QCOMPARE(first.request, HttpRequestParser::parse(Head).request);
}

void TestHttpRequestParser::decodesEachSegmentOnce()
{
    const Parsed parsed = HttpRequestParser::parse(request("GET /a%2Fb/c%2520d//%C3%A4 HTTP/1.1"));
    QCOMPARE(parsed.request.segments, (QStringList{u"a/b"_s, u"c%20d"_s, u""_s, u"\u00e4"_s}));
}

void TestHttpRequestParser::understandsTheConnection_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<bool>("keepsAlive");
    QTest::newRow("1.1") << QByteArray("GET / HTTP/1.1") << true;
    QTest::newRow("1.1 close") << QByteArray("GET / HTTP/1.1\r\nConnection: foo, Close") << false;
    QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0") << false;
    QTest::newRow("1.0 keep-alive") << QByteArray("GET / HTTP/1.0\r\nConnection: Keep-Alive") << true;
}

void TestHttpRequestParser::understandsTheConnection()
{
    QFETCH(QByteArray, lines);
    QTEST(HttpRequestParser::parse(request(lines)).request.keepsAlive, "keepsAlive");
}

void TestHttpRequestParser::seesAnUpgrade()
{
    const QByteArray upgrade = "GET /x HTTP/1.1\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket";
    QVERIFY(HttpRequestParser::parse(request(upgrade)).request.isWebSocketUpgrade);
    QVERIFY(!HttpRequestParser::parse(request("GET /x HTTP/1.1\r\nUpgrade: websocket"))
                 .request.isWebSocketUpgrade);
}

void TestHttpRequestParser::refuses_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<int>("status");
    QTest::newRow("lower-case percent") << QByteArray("GET /%g1 HTTP/1.1") << 400;
    QTest::newRow("other host") << QByteArray("GET / HTTP/1.1\r\nHost: other") << 400;
    QTest::newRow("no request line") << QByteArray("hello") << 400;
    QTest::newRow("no path") << QByteArray("GET example.com HTTP/1.1") << 400;
    QTest::newRow("four words") << QByteArray("GET /a b HTTP/1.1") << 400;
    QTest::newRow("odd method") << QByteArray("G(T / HTTP/1.1") << 400;
    QTest::newRow("newer version") << QByteArray("GET / HTTP/2.0") << 505;
    QTest::newRow("not HTTP") << QByteArray("GET / SMTP/1.1") << 400;
    QTest::newRow("header without colon") << QByteArray("GET / HTTP/1.1\r\nHost") << 400;
    QTest::newRow("blank before colon") << QByteArray("GET / HTTP/1.1\r\nHost : a") << 400;
    QTest::newRow("folded header") << QByteArray("GET / HTTP/1.1\r\nA: b\r\n c: d") << 400;
    QTest::newRow("negative length") << QByteArray("POST / HTTP/1.1\r\nContent-Length: -1") << 400;
    QTest::newRow("huge length") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 99999999999999999999")
                                 << 400;
    QTest::newRow("two lengths") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2")
                                 << 400;
    QTest::newRow("length and chunks")
        << QByteArray("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked") << 400;
    QTest::newRow("unknown encoding") << QByteArray("POST / HTTP/1.1\r\nTransfer-Encoding: gzip") << 501;
}

void TestHttpRequestParser::refuses()
{
    QFETCH(QByteArray, lines);
    const Parsed parsed = HttpRequestParser::parse(request(lines));
    QCOMPARE(parsed.status, Status::Bad);
    QTEST(parsed.errorStatus, "status");
}

void TestHttpRequestParser::refusesAHeadThatDoesNotEnd()
{
    const QByteArray endless = "GET / HTTP/1.1\r\nX: " + QByteArray(HttpRequestParser::MaxHeadSize, 'x');
    QCOMPARE(HttpRequestParser::parse(endless).errorStatus, 431);
    QCOMPARE(HttpRequestParser::parse(request(endless)).errorStatus, 431);
}

void TestHttpRequestParser::takesAHeadUpToTheLimit()
{
    const QByteArray start = "GET / HTTP/1.1\r\nX: ";
    const QByteArray full =
        request(start + QByteArray(HttpRequestParser::MaxHeadSize - request(start).size(), 'x'));
    QCOMPARE(full.size(), HttpRequestParser::MaxHeadSize);
    QCOMPARE(HttpRequestParser::parse(full).status, Status::Ok);
}

void TestHttpRequestParser::decodesABodyCutAtEveryByte_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QByteArray>("framed");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("length") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 11")
                            << QByteArray("hello world") << QByteArray("hello world");
    QTest::newRow("none") << QByteArray("GET / HTTP/1.1") << QByteArray() << QByteArray();
    const QByteArray chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked";
    QTest::newRow("chunks") << chunked << QByteArray("5\r\nhello\r\n6;a=b\r\n world\r\n0\r\n\r\n")
                            << QByteArray("hello world");
    QTest::newRow("trailer") << chunked << QByteArray("A\r\n0123456789\r\n00\r\nX: y\r\n\r\n")
                             << QByteArray("0123456789");
    QTest::newRow("empty chunks") << chunked << QByteArray("0\r\n\r\n") << QByteArray();
}

void TestHttpRequestParser::decodesABodyCutAtEveryByte()
{
    QFETCH(QByteArray, lines);
    QFETCH(QByteArray, framed);
    QFETCH(QByteArray, body);
    const QByteArray next = "GET / HTTP/1.1\r\n";
    for (qsizetype cut = 0; cut <= framed.size(); ++cut) {
        HttpBodyDecoder decoder(HttpRequestParser::parse(request(lines)).request);
        const HttpBodyDecoder::Step first = decoder.decode(framed.first(cut));
        const HttpBodyDecoder::Step second = decoder.decode(framed.sliced(first.consumed) + next);
        QCOMPARE(decoder.state(), HttpBodyDecoder::State::Done);
        QCOMPARE(first.data + second.data, body);
        QCOMPARE(first.consumed + second.consumed, framed.size());
    }
}

void TestHttpRequestParser::refusesABodyThatIsBadlyChunked_data()
{
    QTest::addColumn<QByteArray>("framed");
    QTest::newRow("no size") << QByteArray("\r\nhello\r\n");
    QTest::newRow("no number") << QByteArray("xyz\r\nhello\r\n");
    QTest::newRow("negative") << QByteArray("-5\r\nhello\r\n");
    QTest::newRow("too large") << QByteArray("ffffffffffffffff\r\n");
    QTest::newRow("longer than said") << QByteArray("4\r\nhello\r\n");
    QTest::newRow("endless size line") << QByteArray(5000, '0');
}

void TestHttpRequestParser::refusesABodyThatIsBadlyChunked()
{
    QFETCH(QByteArray, framed);
    HttpBodyDecoder decoder(
        HttpRequestParser::parse(request("POST / HTTP/1.1\r\nTransfer-Encoding: chunked")).request);
    (void)decoder.decode(framed);
    QCOMPARE(decoder.state(), HttpBodyDecoder::State::Bad);
}

QTEST_GUILESS_MAIN(TestHttpRequestParser)
#include "tst_httprequestparser.moc"
