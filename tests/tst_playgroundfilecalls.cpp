// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/filetransfer.h"
#include "support/patience.h"
#include "support/playgroundclient.h"
#include "support/playgroundfixture.h"

#include <QCryptographicHash>
#include <QDir>
#include <QRegularExpression>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

//! The file calls as they are on the wire (sprites-api 11), through the whole server.
class TestPlaygroundFileCalls : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void everyCallTakesQueryAndBody_data();
    void everyCallTakesQueryAndBody();
    void readsWhatARangeAsksFor_data();
    void readsWhatARangeAsksFor();
    void sendsPartsOfAFile();
    void headTellsTheSizeAlone();
    void listsRecursivelyByPattern();
    void changesModesAndOwnersBelowAFolder();
    void countsCopiesThatItDoesNotName();
    void everyCodeCanBeMet_data();
    void everyCodeCanBeMet();
    void aPathIsNeeded_data();
    void aPathIsNeeded();
    void answersOthersWhileATreeIsCopied();
    void aBodyMayComeByteByByte();
    void aReaderMayTakeItsTime();
    void takesAChunkedBody();
    void refusesAPatternThatIsNone();
    void refusesAPathThatTheSystemWouldCut_data();
    void refusesAPathThatTheSystemWouldCut();
    void refusesAnUploadOverARestore();
    void refusesAnUploadThatStops();
    void answersWhenARestoreIsOver();
    void refusesWhenARestoreTakesTooLong();
    void forgetsTheCallOfAClientThatDidNotWaitForARestore();
    void tellsThatASpriteIsGoneWithItsRestore();
    void startsARestoreDuringAnother();

private:
    QString fs(const QString &rest) const { return u"/v1/sprites/web/fs/"_s + rest; }
    void put(const QString &path, const QByteArray &bytes)
    {
        QCOMPARE(m_client->send("PUT", fs(u"write?mkdirParents=true&path="_s + path), bytes).status, 200);
    }
    //! So many one after the other, of a sprite that has a thousand files: there is no file system that
    //! copies them in no time.
    void beginRestores(int count);
    Answer read(const QString &path) { return m_client->get(fs(u"read?path="_s + path)); }

    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<PlaygroundClient> m_client;
};

void TestPlaygroundFileCalls::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_playground = std::make_unique<PlaygroundFixture>();
    QVERIFY(m_playground->start());
    m_client = std::make_unique<PlaygroundClient>(m_playground->server().url(), m_playground->token());
    QCOMPARE(m_client->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
}

void TestPlaygroundFileCalls::cleanup()
{
    m_client.reset();
    m_playground.reset();
}

void TestPlaygroundFileCalls::everyCallTakesQueryAndBody_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const QString base = u"&workingDir=/home/sprite&asRoot=true"_s;
    QTest::newRow("delete")
        << QByteArray("DELETE") << u"delete?path=d&recursive=true"_s + base
        << QByteArray(R"({"path":"d","workingDir":"/home/sprite","recursive":true,"asRoot":true})")
        << QByteArray(R"({"count":1,"deleted":["/home/sprite/d"]})");
    QTest::newRow("rename")
        << QByteArray("POST") << u"rename?source=d/x&dest=d/y"_s + base
        << QByteArray(R"({"source":"d/x","dest":"d/y","workingDir":"/home/sprite","asRoot":true})")
        << QByteArray(R"({"dest":"/home/sprite/d/y","source":"/home/sprite/d/x"})");
    QTest::newRow("copy")
        << QByteArray("POST") << u"copy?source=d/x&dest=d/y&recursive=false&preserveAttrs=true"_s + base
        << QByteArray(
               R"({"source":"d/x","dest":"d/y","workingDir":"/home/sprite","preserveAttrs":true,"asRoot":true})")
        << QByteArray(R"({"copied":[{"dest":"/home/sprite/d/y","source":"/home/sprite/d/x"}],"count":1,)"
                      R"("dest":"/home/sprite/d/y","source":"/home/sprite/d/x","totalBytes":3})");
    QTest::newRow("chmod")
        << QByteArray("POST") << u"chmod?path=d/x&mode=0600"_s + base
        << QByteArray(R"({"path":"d/x","mode":"0600","workingDir":"/home/sprite","asRoot":true})")
        << QByteArray(R"({"affected":[{"mode":"0600","path":"/home/sprite/d/x"}],"count":1})");
    QTest::newRow("chown")
        << QByteArray("POST") << u"chown?path=d/x&uid=1001&gid=1001"_s + base
        << QByteArray(R"({"path":"d/x","uid":1001,"gid":1001,"workingDir":"/home/sprite"})")
        << QByteArray(R"({"affected":[{"gid":1001,"path":"/home/sprite/d/x","uid":1001}],"count":1})");
}

void TestPlaygroundFileCalls::everyCallTakesQueryAndBody()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, query);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, expected);
    for (const bool usesBody : {false, true}) {
        put(u"/home/sprite/d/x"_s, "abc");
        const Answer answer = usesBody ? m_client->send(method, fs(query.section(u'?', 0, 0)), body)
                                       : m_client->send(method, fs(query));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, expected + '\n');
        QCOMPARE(answer.header("Content-Type"), QByteArray("application/json"));
        QCOMPARE(answer.header("Sprite-Version"), QByteArray("v0.0.1-rc48"));
    }
}

void TestPlaygroundFileCalls::readsWhatARangeAsksFor_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<bool>("isRange");
    QTest::addColumn<qint64>("start");
    QTest::addColumn<qint64>("size");
    QTest::newRow("none") << QByteArray() << false << 0LL << 0LL;
    QTest::newRow("first") << QByteArray("bytes=0-3") << true << 0LL << 4LL;
    QTest::newRow("to the end") << QByteArray("bytes=4-") << true << 4LL << 6LL;
    QTest::newRow("the end") << QByteArray("bytes=-4") << true << 6LL << 4LL;
    QTest::newRow("beyond") << QByteArray("bytes=8-99") << true << 8LL << 2LL;
    QTest::newRow("more than there is") << QByteArray("bytes=-99") << true << 0LL << 10LL;
    QTest::newRow("nothing of it") << QByteArray("bytes=10-") << true << 0LL << 0LL;
    QTest::newRow("backwards") << QByteArray("bytes=5-3") << false << 0LL << 0LL;
    QTest::newRow("several") << QByteArray("bytes=0-1,4-5") << false << 0LL << 0LL;
    QTest::newRow("other unit") << QByteArray("lines=0-1") << false << 0LL << 0LL;
    QTest::newRow("huge") << QByteArray("bytes=99999999999999999999-") << false << 0LL << 0LL;
}

void TestPlaygroundFileCalls::readsWhatARangeAsksFor()
{
    QFETCH(QByteArray, header);
    QFETCH(bool, isRange);
    QFETCH(qint64, start);
    QFETCH(qint64, size);
    const std::optional<ByteRange> range = wantedRange(header, 10);
    QCOMPARE(range.has_value(), isRange);
    if (isRange)
        QCOMPARE(*range, (ByteRange{start, size}));
}

void TestPlaygroundFileCalls::sendsPartsOfAFile()
{
    put(u"/home/sprite/x"_s, "0123456789");
    const auto ask = [this](const QByteArray &range) {
        return m_client->raw(m_client->head("GET", "/v1/sprites/web/fs/read?path=/home/sprite/x",
                                            "Connection: close\r\nRange: " + range + "\r\n"));
    };
    const QByteArray part = ask("bytes=2-5");
    QVERIFY(part.startsWith("HTTP/1.1 206 Partial Content\r\n"));
    QVERIFY(part.contains("\r\nContent-Range: bytes 2-5/10\r\n"));
    QVERIFY(part.endsWith("\r\n\r\n2345"));
    const QByteArray beyond = ask("bytes=10-");
    QVERIFY(beyond.startsWith("HTTP/1.1 416 "));
    QVERIFY(beyond.contains("\r\nContent-Range: bytes */10\r\n"));
}

void TestPlaygroundFileCalls::headTellsTheSizeAlone()
{
    put(u"/home/sprite/x"_s, "0123456789");
    const QByteArray head = m_client->raw(
        m_client->head("HEAD", "/v1/sprites/web/fs/read?path=/home/sprite/x", "Connection: close\r\n"));
    QVERIFY(head.startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(head.contains("\r\nContent-Length: 10\r\n"));
    QVERIFY(head.endsWith("\r\n\r\n"));
}

void TestPlaygroundFileCalls::listsRecursivelyByPattern()
{
    put(u"/home/sprite/d/a.py"_s, "1");
    put(u"/home/sprite/d/deep/b.py"_s, "1");
    put(u"/home/sprite/d/deep/c.txt"_s, "1");
    const QJsonObject listing =
        m_client->get(fs(u"list?path=d&workingDir=/home/sprite&recursive=true&pattern=*.py"_s)).object();
    QCOMPARE(listing.value("count"_L1).toInt(), 2);
    QCOMPARE(listing.value("entries"_L1)[1]["path"_L1].toString(), u"/home/sprite/d/deep/b.py"_s);
    QCOMPARE(m_client->get(fs(u"list?workingDir=/home/sprite"_s)).object().value("path"_L1).toString(),
             u"/home/sprite"_s);
}

void TestPlaygroundFileCalls::changesModesAndOwnersBelowAFolder()
{
    put(u"/home/sprite/d/x"_s, "1");
    const Answer modes =
        m_client->post(fs(u"chmod"_s), R"({"path":"/home/sprite/d","mode":"0750","recursive":true})");
    QCOMPARE(modes.object().value("count"_L1).toInt(), 2);
    const Answer owners =
        m_client->post(fs(u"chown"_s), R"({"path":"/home/sprite/d","uid":1001,"gid":1001,"recursive":true})");
    QCOMPARE(owners.object().value("count"_L1).toInt(), 2);
    QCOMPARE(owners.object().value("affected"_L1)[1]["path"_L1].toString(), u"/home/sprite/d/x"_s);
    const Answer named =
        m_client->post(fs(u"chown"_s), R"({"path":"/home/sprite/d/x","uid":"sprite","gid":"sprite"})");
    QCOMPARE(named.object().value("affected"_L1)[0]["uid"_L1].toInt(), 1001);
    QCOMPARE(m_client->post(fs(u"chown"_s), R"({"path":"/home/sprite/d/x","uid":"nobody-here"})").status,
             400);
}

void TestPlaygroundFileCalls::countsCopiesThatItDoesNotName()
{
    // The source can be named, and its copy cannot.
    const QString deep = u"/home/sprite/d"_s + (u'/' + u"n"_s.repeated(200)).repeated(19);
    put(deep + u"/x"_s, "123");
    put(u"/home/sprite/d/y"_s, "1");
    const QString above = u"/home/sprite/"_s + u"e"_s.repeated(250);
    put(above + u"/here"_s, "1");
    const QString target = above + u'/' + u"f"_s.repeated(250);
    const QJsonObject report =
        m_client->post(fs(u"copy?recursive=true&source=/home/sprite/d&dest="_s + target)).object();
    QCOMPARE(report.value("count"_L1).toInt(), 2);
    QCOMPARE(report.value("unnamed"_L1).toInt(), 1);
    QCOMPARE(report.value("totalBytes"_L1).toInt(), 4);
    const QJsonArray copied = report.value("copied"_L1).toArray();
    QCOMPARE(copied,
             (QJsonArray{QJsonObject{{u"source"_s, u"/home/sprite/d/y"_s}, {u"dest"_s, target + u"/y"_s}}}));
    const QJsonObject small =
        m_client->post(fs(u"copy?source=/home/sprite/d/y&dest=/home/sprite/z"_s)).object();
    QCOMPARE(small.value("count"_L1).toInt(), 1);
    QVERIFY(!small.contains("unnamed"_L1));
    for (const QString &folder : {u"/home/sprite/d"_s, above})
        QCOMPARE(m_client->send("DELETE", fs(u"delete?recursive=true&path="_s + folder)).status, 200);
}

void TestPlaygroundFileCalls::everyCodeCanBeMet_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("call");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *method, const QString &call, int status, const char *code) {
        QTest::newRow(code) << QByteArray(method) << call << status << QString::fromLatin1(code);
    };
    row("GET", u"read?path=/home/sprite/none"_s, 404, "ENOENT");
    row("POST", u"rename?source=/home/sprite/d/x&dest=/home/sprite/d"_s, 400, "EEXIST");
    row("GET", u"list?path=/home/sprite/d/x/y"_s, 400, "ENOTDIR");
    row("GET", u"read?path=/home/sprite/d"_s, 400, "EISDIR");
    row("PUT", u"write?path=/.sprite/x"_s, 400, "EACCES");
    row("DELETE", u"delete?path=/home/sprite/d"_s, 400, "ENOTEMPTY");
    row("POST", u"chmod?path=/home/sprite/d&mode=rwx"_s, 400, "EINVAL");
    row("PUT", u"write?path=/home/sprite/y"_s, 500, "EIO");
}

void TestPlaygroundFileCalls::everyCodeCanBeMet()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, call);
    QFETCH(int, status);
    QFETCH(QString, code);
    put(u"/home/sprite/d/x"_s, "abc");
    // Where uploads gather is gone, as when a disk fails.
    QVERIFY(QDir(m_playground->store().folder() + u"/incoming"_s).removeRecursively());
    const Answer answer = m_client->send(method, fs(call), method == "PUT" ? "data" : "");
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.object().value("code"_L1).toString(), code);
    QCOMPARE(answer.object().keys(), (QStringList{u"code"_s, u"error"_s, u"path"_s}));
}

void TestPlaygroundFileCalls::aPathIsNeeded_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("call");
    QTest::newRow("read") << QByteArray("GET") << u"read"_s;
    QTest::newRow("write") << QByteArray("PUT") << u"write?mode=0644"_s;
    QTest::newRow("delete") << QByteArray("DELETE") << u"delete?recursive=true"_s;
    QTest::newRow("rename") << QByteArray("POST") << u"rename?source=/x"_s;
    QTest::newRow("copy") << QByteArray("POST") << u"copy?dest=/x"_s;
    QTest::newRow("chmod") << QByteArray("POST") << u"chmod?mode=0600"_s;
    QTest::newRow("chown") << QByteArray("POST") << u"chown?uid=1&gid=1"_s;
}

void TestPlaygroundFileCalls::aPathIsNeeded()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, call);
    const Answer answer = m_client->send(method, fs(call), method == "PUT" ? "data" : "");
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.object().value("code"_L1).toString(), u"EINVAL"_s);
    QVERIFY(answer.object().value("error"_L1).toString().endsWith(u" is required"_s));
}

void TestPlaygroundFileCalls::answersOthersWhileATreeIsCopied()
{
    const QString home = m_playground->store().view(u"web"_s)->root + u"/home/sprite/d"_s;
    for (int i = 0; i < 20; ++i) {
        QVERIFY(QDir().mkpath(home + u"/%1"_s.arg(i)));
        for (int k = 0; k < 100; ++k) {
            QFile file(home + u"/%1/%2"_s.arg(i).arg(k));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("x");
        }
    }
    const auto copying = m_client->begin(
        "POST", fs(u"copy"_s), R"({"source":"/home/sprite/d","dest":"/home/sprite/e","recursive":true})");
    QStringList order;
    connect(copying.get(), &QNetworkReply::finished, copying.get(), [&order] { order.append(u"copy"_s); });
    QTRY_COMPARE(m_playground->requestCount("POST", u"/copy"_s), 1);
    QCOMPARE(m_client->get(u"/v1/sprites/web"_s).status, 200);
    order.append(u"other"_s);
    QTRY_COMPARE(order.size(), 2);
    QCOMPARE(order, (QStringList{u"other"_s, u"copy"_s}));
    QCOMPARE(QJsonDocument::fromJson(copying->readAll()).object().value("count"_L1).toInt(), 2000);
}

void TestPlaygroundFileCalls::aBodyMayComeByteByByte()
{
    const QByteArray body("slow but sure");
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, quint16(m_playground->url().port()));
    QSignalSpy written(&socket, &QTcpSocket::bytesWritten);
    const QByteArray all =
        m_client->head("PUT", "/v1/sprites/web/fs/write?path=/home/sprite/slow",
                       "Content-Length: " + QByteArray::number(body.size()) + "\r\nConnection: close\r\n") +
        body;
    socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    for (const char byte : all) {
        QCOMPARE(socket.write(&byte, 1), 1);
        QTRY_COMPARE(socket.bytesToWrite(), 0);
    }
    QByteArray answer;
    QTRY_VERIFY((answer += socket.readAll()).contains("\"size\":13"));
    QCOMPARE(read(u"/home/sprite/slow"_s).body, body);
}

void TestPlaygroundFileCalls::aReaderMayTakeItsTime()
{
    const QByteArray bytes(4 * 1024 * 1024, 'z');
    put(u"/home/sprite/big"_s, bytes);
    QTcpSocket socket;
    socket.setReadBufferSize(64 * 1024);
    socket.connectToHost(u"127.0.0.1"_s, quint16(m_playground->url().port()));
    socket.write(
        m_client->head("GET", "/v1/sprites/web/fs/read?path=/home/sprite/big", "Connection: close\r\n"));
    QTRY_VERIFY(socket.bytesAvailable() > 0);
    // The server goes on serving others meanwhile.
    QCOMPARE(read(u"/home/sprite/big"_s).body.size(), bytes.size());
    qint64 got = 0;
    QTRY_VERIFY((got += socket.read(64 * 1024).size()) > bytes.size() ||
                socket.state() == QAbstractSocket::UnconnectedState);
    got += socket.readAll().size();
    QVERIFY(got > bytes.size());
}

void TestPlaygroundFileCalls::takesAChunkedBody()
{
    const QByteArray answer =
        m_client->raw(m_client->head("PUT", "/v1/sprites/web/fs/write?path=/home/sprite/c&mkdirParents=true",
                                     "Transfer-Encoding: chunked\r\nConnection: close\r\n") +
                      "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n");
    QVERIFY(answer.contains("\"size\":11"));
    QCOMPARE(read(u"/home/sprite/c"_s).body, QByteArray("hello world"));
}

void TestPlaygroundFileCalls::refusesAPatternThatIsNone()
{
    put(u"/home/sprite/a"_s, "whole");
    for (const QString &deep : {u""_s, u"&recursive=true"_s}) {
        const Answer answer = m_client->get(fs(u"list?path=/home/sprite&pattern=%5B"_s + deep));
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.object(), (QJsonObject{{u"code"_s, u"EINVAL"_s},
                                               {u"error"_s, u"invalid pattern: ["_s},
                                               {u"path"_s, u"/home/sprite"_s}}));
    }
}

void TestPlaygroundFileCalls::refusesAPathThatTheSystemWouldCut_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("call");
    QTest::addColumn<QByteArray>("body");
    const QByteArray none;
    QTest::newRow("read") << QByteArray("GET") << u"read?path=/home/sprite/a%00b"_s << none;
    QTest::newRow("write") << QByteArray("PUT") << u"write?path=/home/sprite/a%00b"_s << QByteArray("cut");
    QTest::newRow("base") << QByteArray("GET") << u"read?path=a&workingDir=/home/sprite%00x"_s << none;
    QTest::newRow("list") << QByteArray("GET") << u"list?path=/home/sprite%00/x"_s << none;
    QTest::newRow("pattern") << QByteArray("GET") << u"list?path=/home/sprite&pattern=*%00"_s << none;
    QTest::newRow("delete") << QByteArray("DELETE") << u"delete?path=/home/sprite/a%00b"_s << none;
    QTest::newRow("delete by body") << QByteArray("DELETE") << u"delete"_s
                                    << QByteArray("{\"path\":\"/home/sprite/a\\u0000b\"}");
    QTest::newRow("rename") << QByteArray("POST") << u"rename"_s
                            << QByteArray("{\"source\":\"/home/sprite/a\",\"dest\":\"/home/b\\u0000\"}");
    QTest::newRow("copy") << QByteArray("POST") << u"copy"_s
                          << QByteArray("{\"source\":\"/home/sprite/a\\u0000\",\"dest\":\"/home/b\"}");
    QTest::newRow("chmod") << QByteArray("POST") << u"chmod"_s
                           << QByteArray("{\"path\":\"/home/sprite/a\\u0000\",\"mode\":\"0600\"}");
}

void TestPlaygroundFileCalls::refusesAPathThatTheSystemWouldCut()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, call);
    QFETCH(QByteArray, body);
    put(u"/home/sprite/a"_s, "whole");
    const Answer answer = m_client->send(method, fs(call), body);
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.object().value("code"_L1).toString(), u"EINVAL"_s);
    QVERIFY(answer.object().value("error"_L1).toString().endsWith(u"it contains a NUL byte"_s));
    QCOMPARE(read(u"/home/sprite/a"_s).body, QByteArray("whole"));
}

void TestPlaygroundFileCalls::refusesAnUploadOverARestore()
{
    put(u"/home/sprite/a"_s, "before");
    QCOMPARE(m_client->post(u"/v1/sprites/web/checkpoint"_s).status, 200);
    const QDir incoming(m_playground->store().view(u"web"_s)->incoming);
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, quint16(m_playground->url().port()));
    socket.write(
        m_client->head("PUT", "/v1/sprites/web/fs/write?path=/home/sprite/a", "Content-Length: 10\r\n") +
        "after");
    QTRY_COMPARE(incoming.entryList(QDir::Files).size(), 1);
    QCOMPARE(m_client->post(u"/v1/sprites/web/checkpoints/v1/restore"_s).status, 200);
    socket.write("wards");
    QTRY_VERIFY(socket.state() == QAbstractSocket::UnconnectedState || socket.peek(100'000).endsWith("}\n"));
    const QByteArray answer = socket.readAll();
    QVERIFY2(answer.startsWith("HTTP/1.1 503 "), answer.constData());
    QVERIFY(answer.contains("\"code\":\"ESTALE\""));
    QCOMPARE(incoming.entryList(QDir::Files), QStringList());
    QCOMPARE(read(u"/home/sprite/a"_s).body, QByteArray("before"));
    put(u"/home/sprite/a"_s, "again");
    QCOMPARE(read(u"/home/sprite/a"_s).body, QByteArray("again"));
}

void TestPlaygroundFileCalls::refusesAnUploadThatStops()
{
    m_client.reset();
    m_playground = std::make_unique<PlaygroundFixture>();
    m_playground->options().http.body = std::chrono::milliseconds(400);
    QVERIFY(m_playground->start());
    m_client = std::make_unique<PlaygroundClient>(m_playground->server().url(), m_playground->token());
    QCOMPARE(m_client->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
    const QByteArray answer =
        m_client->raw(m_client->head("PUT", "/v1/sprites/web/fs/write?path=/home/sprite/a&mkdirParents=true",
                                     "Content-Length: 10\r\n") +
                      "half");
    QVERIFY2(answer.startsWith("HTTP/1.1 408 "), answer.constData());
    QCOMPARE(QDir(m_playground->store().view(u"web"_s)->incoming).entryList(QDir::Files), QStringList());
    QCOMPARE(read(u"/home/sprite/a"_s).status, 404);
}

void TestPlaygroundFileCalls::beginRestores(int count)
{
    put(u"/home/sprite/a"_s, "before");
    const QDir home(m_playground->store().view(u"web"_s)->root + u"/home/sprite"_s);
    QVERIFY(home.mkdir(u"many"_s));
    for (int i = 0; i < 1'000; ++i) {
        QFile file(home.filePath(u"many/%1"_s.arg(i)));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QCOMPARE(m_client->post(u"/v1/sprites/web/checkpoint"_s).status, 200);
    put(u"/home/sprite/a"_s, "after");
    for (int i = 0; i < count; ++i)
        QVERIFY(m_playground->store().startRestore(u"web"_s, u"v1"_s).isOk());
}

void TestPlaygroundFileCalls::answersWhenARestoreIsOver()
{
    QSignalSpy ended(&m_playground->store(), &SpriteStore::jobFinished);
    beginRestores(3);
    const qsizetype before = ended.size();
    QCOMPARE(read(u"/home/sprite/a"_s).body, QByteArray("before"));
    QCOMPARE(ended.size(), before + 3);
}

void TestPlaygroundFileCalls::refusesWhenARestoreTakesTooLong()
{
    m_client.reset();
    m_playground = std::make_unique<PlaygroundFixture>();
    m_playground->options().sleep.restorePatience = std::chrono::milliseconds(1);
    QVERIFY(m_playground->start());
    m_client = std::make_unique<PlaygroundClient>(m_playground->server().url(), m_playground->token());
    QCOMPARE(m_client->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
    beginRestores(4);
    const Answer answer = read(u"/home/sprite/a"_s);
    QCOMPARE(answer.status, 503);
    QCOMPARE(answer.body, QByteArray("Storage not ready\n"));
    QVERIFY(m_playground->store().isRestoring(u"web"_s));
}

void TestPlaygroundFileCalls::forgetsTheCallOfAClientThatDidNotWaitForARestore()
{
    beginRestores(8);
    const auto reply = m_client->begin("DELETE", u"/v1/sprites/web/fs/delete?path=/home/sprite/a"_s);
    // Looked for more often than by QTRY_COMPARE: they do not last.
    const auto hasCome = [this] { return m_playground->requestCount("DELETE", u"/fs/delete"_s) == 1; };
    QVERIFY(QTest::qWaitFor(hasCome, Patience));
    QVERIFY(m_playground->store().isRestoring(u"web"_s));
    reply->abort();
    QTRY_VERIFY_WITH_TIMEOUT(!m_playground->store().isRestoring(u"web"_s), 3 * Patience); // a slow disk
    QCOMPARE(read(u"/home/sprite/a"_s).body, QByteArray("before"));
}

void TestPlaygroundFileCalls::tellsThatASpriteIsGoneWithItsRestore()
{
    beginRestores(8);
    const auto reply = m_client->begin("GET", u"/v1/sprites/web/fs/read?path=/home/sprite/a"_s);
    const int reads = m_playground->requestCount("GET", u"/fs/read"_s);
    const auto hasCome = [&] { return m_playground->requestCount("GET", u"/fs/read"_s) == reads + 1; };
    QVERIFY(QTest::qWaitFor(hasCome, Patience));
    QVERIFY(m_playground->store().isRestoring(u"web"_s));
    QCOMPARE(m_client->send("DELETE", u"/v1/sprites/web"_s).status, 204);
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 404);
    QVERIFY(reply->readAll().contains("sprite not found"));
}

void TestPlaygroundFileCalls::startsARestoreDuringAnother()
{
    beginRestores(8);
    const auto reply = m_client->begin("POST", u"/v1/sprites/web/checkpoints/v1/restore"_s, "{}");
    const auto isAnswered = [&] {
        return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 200;
    };
    QVERIFY(QTest::qWaitFor(isAnswered, Patience));
    QVERIFY(m_playground->store().isRestoring(u"web"_s));
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 3 * Patience);
    QVERIFY(reply->readAll().contains("\"complete\""));
}

QTEST_GUILESS_MAIN(TestPlaygroundFileCalls)
#include "tst_playgroundfilecalls.moc"
