// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/playgroundprocess.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <vector>

using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

//! Much at once, and clients that take their time. The program runs by itself, so that its memory is its own.
class TestPlaygroundLoad : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void holdsLittleOfALargeUpload();
    void holdsLittleOfALargeDownload();
    void answersFiveHundredConnections();
    void servesOthersWhileManyAreSlow();
    void sendsToWhoReadsByteByByte();
    void holdsLittleForWhoAsksAndNeverReads();
    void holdsLittleForWhoPingsAndNeverReads();
    void holdsLittleOfLongRequestsInItsLog();
    void answersOthersWhileItListsALargeFolder();

private:
    PlaygroundClient client() const { return m_program->client(); }
    //! The most memory the program ever had, in bytes; 0 where the system does not tell.
    qint64 mostMemory() const;
    std::unique_ptr<QTcpSocket> connected() const;

    std::unique_ptr<PlaygroundProcess> m_program;
};

namespace {

constexpr qint64 Gigabyte = 1024LL * 1024 * 1024;
//! Far below what is carried, far above what the buffers of one connection and the libraries take.
constexpr qint64 Little = 64LL * 1024 * 1024;

//! A sanitizer keeps what was given back for a while, so memory says nothing then.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool TellsMemory = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool TellsMemory = false;
#else
constexpr bool TellsMemory = true;
#endif
#else
constexpr bool TellsMemory = true;
#endif

} // namespace

void TestPlaygroundLoad::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_program = std::make_unique<PlaygroundProcess>();
    QVERIFY(m_program->start());
    QCOMPARE(client().post(u"/v1/sprites"_s, "{\"name\":\"web\"}").status, 201);
}

void TestPlaygroundLoad::cleanup()
{
    QVERIFY(m_program->stop());
    m_program.reset();
}

qint64 TestPlaygroundLoad::mostMemory() const
{
    QFile status(u"/proc/%1/status"_s.arg(m_program->pid()));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    static const QRegularExpression line(u"VmHWM:\\s+(\\d+) kB"_s);
    return line.match(QString::fromLatin1(status.readAll())).captured(1).toLongLong() * 1024;
}

std::unique_ptr<QTcpSocket> TestPlaygroundLoad::connected() const
{
    auto socket = std::make_unique<QTcpSocket>();
    socket->connectToHost(u"127.0.0.1"_s, m_program->port());
    return socket;
}

void TestPlaygroundLoad::holdsLittleOfALargeUpload()
{
    const qint64 before = mostMemory();
    const auto socket = connected();
    const QByteArray piece(1024 * 1024, 'u');
    socket->write(
        client().head("PUT", "/v1/sprites/web/fs/write?path=/home/sprite/big",
                      "Connection: close\r\nContent-Length: " + QByteArray::number(Gigabyte) + "\r\n"));
    qint64 left = Gigabyte;
    const auto push = [&] {
        while (left > 0 && socket->bytesToWrite() < piece.size())
            left -= socket->write(piece);
    };
    connect(socket.get(), &QTcpSocket::bytesWritten, this, push);
    connect(socket.get(), &QTcpSocket::connected, this, push);
    QByteArray answer;
    QTRY_VERIFY_WITH_TIMEOUT((answer += socket->readAll()).contains("\"size\":1073741824"), 100'000);
    QVERIFY2(mostMemory() - before < Little || !TellsMemory,
             QByteArray::number(mostMemory() - before).constData());
}

void TestPlaygroundLoad::holdsLittleOfALargeDownload()
{
    QCOMPARE(client().send("PUT", u"/v1/sprites/web/fs/write?path=/home/sprite/big"_s, "x").status, 200);
    const QJsonObject listing = client().get(u"/v1/sprites/web/fs/list?path=/home/sprite"_s).object();
    QCOMPARE(listing.value("count"_L1).toInt(), 1);
    // Made long where it stands: only what is sent matters here.
    QDir trees(m_program->state() + u"/trees"_s);
    const QString root = trees.filePath(trees.entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0));
    QVERIFY(QFile::resize(root + u"/root/home/sprite/big"_s, Gigabyte));
    const qint64 before = mostMemory();
    const auto socket = connected();
    socket->setReadBufferSize(1024 * 1024);
    socket->write(
        client().head("GET", "/v1/sprites/web/fs/read?path=/home/sprite/big", "Connection: close\r\n"));
    qint64 got = 0;
    connect(socket.get(), &QTcpSocket::readyRead, this, [&] { got += socket->readAll().size(); });
    QTRY_VERIFY_WITH_TIMEOUT(socket->state() == QAbstractSocket::UnconnectedState && got > 0, 100'000);
    got += socket->readAll().size();
    QVERIFY(got > Gigabyte);
    QVERIFY2(mostMemory() - before < Little || !TellsMemory,
             QByteArray::number(mostMemory() - before).constData());
}

void TestPlaygroundLoad::answersFiveHundredConnections()
{
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (int i = 0; i < 500; ++i) {
        sockets.push_back(connected());
        sockets.back()->write(client().head("GET", "/v1/sprites/web/fs/list?path=/home"));
    }
    // All are open at once: none closes by itself.
    const QByteArray answer = "HTTP/1.1 200 OK\r\n";
    for (const auto &socket : sockets)
        QTRY_VERIFY(socket->bytesAvailable() >= answer.size());
    for (const auto &socket : sockets) {
        QCOMPARE(socket->state(), QAbstractSocket::ConnectedState);
        QVERIFY(socket->readAll().startsWith(answer));
    }
}

void TestPlaygroundLoad::servesOthersWhileManyAreSlow()
{
    const qint64 before = mostMemory();
    // Heads that never end, bodies that never come, answers that nobody reads.
    const std::array<QByteArray, 3> beginnings{
        "GET /v1/sprites HTTP/1.1\r\nX-Slow: ",
        client().head("PUT", "/v1/sprites/web/fs/write?path=/home/sprite/never",
                      "Content-Length: 5000000\r\n") +
            "x",
        client().head("GET", "/v1/sprites", "Accept: application/x-ndjson\r\n")};
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (std::size_t i = 0; i < 300; ++i) {
        sockets.push_back(connected());
        sockets.back()->write(beginnings[i % beginnings.size()]);
    }
    for (const auto &socket : sockets)
        QTRY_COMPARE(socket->bytesToWrite(), 0);
    QCOMPARE(client().get(u"/v1/sprites/web"_s).status, 200);
    QCOMPARE(client().get(u"/v1/sprites/web/fs/list?path=/home/sprite"_s).object().value("count"_L1).toInt(),
             0);
    QVERIFY2(mostMemory() - before < Little || !TellsMemory,
             QByteArray::number(mostMemory() - before).constData());
}

void TestPlaygroundLoad::sendsToWhoReadsByteByByte()
{
    QCOMPARE(client()
                 .send("PUT", u"/v1/sprites/web/fs/write?path=/home/sprite/x"_s, QByteArray(2'000, 'b'))
                 .status,
             200);
    const auto socket = connected();
    socket->setReadBufferSize(1);
    socket->write(
        client().head("GET", "/v1/sprites/web/fs/read?path=/home/sprite/x", "Connection: close\r\n"));
    QByteArray got;
    connect(socket.get(), &QTcpSocket::readyRead, this, [&] { got += socket->read(1); });
    QTRY_VERIFY(got.endsWith(QByteArray(2'000, 'b')));
}

void TestPlaygroundLoad::holdsLittleForWhoAsksAndNeverReads()
{
    const qint64 before = mostMemory();
    const auto socket = connected();
    socket->setReadBufferSize(1);
    const QByteArray request = client().head("GET", "/v1/sprites/web");
    for (int i = 0; i < 60; ++i)
        socket->write(request.repeated(1'000));
    // Far more answers than that, were they all made. They are not, as the rest is not even read.
    for (int i = 0; i < 100; ++i)
        QCOMPARE(client().get(u"/v1/sprites/web"_s).status, 200);
    QVERIFY(socket->bytesToWrite() > 0);
    QVERIFY2(mostMemory() - before < Little || !TellsMemory,
             QByteArray::number(mostMemory() - before).constData());
    // Who reads in the end gets them all.
    socket->setReadBufferSize(0);
    qint64 answers = 0;
    QByteArray rest;
    const auto count = [&] {
        rest += socket->readAll();
        answers += rest.count("HTTP/1.1 200 OK\r\n");
        rest = rest.right(16);
        return answers == 60'000;
    };
    QVERIFY(QTest::qWaitFor(count, 100'000));
}

void TestPlaygroundLoad::holdsLittleForWhoPingsAndNeverReads()
{
    const auto socket = connected();
    socket->setReadBufferSize(1);
    socket->write(client().head("GET", "/v1/sprites/web/ports/watch",
                                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
    QTRY_VERIFY(socket->bytesAvailable() > 0);
    const qint64 before = mostMemory();
    const QByteArray ping = "\x89\xfd" + QByteArray(4, '\0') + QByteArray(125, 'p');
    qint64 left = 500;
    const auto push = [&] {
        for (; left > 0 && socket->bytesToWrite() < ping.size() * 2'000; --left)
            socket->write(ping.repeated(1'000));
    };
    connect(socket.get(), &QTcpSocket::bytesWritten, this, push);
    push();
    QTRY_VERIFY_WITH_TIMEOUT(left == 0 && socket->bytesToWrite() == 0, 100'000);
    QVERIFY2(mostMemory() - before < Little || !TellsMemory,
             QByteArray::number(mostMemory() - before).constData());
}

void TestPlaygroundLoad::holdsLittleOfLongRequestsInItsLog()
{
    const qint64 before = mostMemory();
    const QByteArray request = client().head("GET", "/v1/sprites/web?x=" + QByteArray(30'000, 'x'));
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (int i = 0; i < 10; ++i) {
        sockets.push_back(connected());
        sockets.back()->write(request.repeated(400));
    }
    qint64 answers = 0;
    const auto count = [&] {
        for (const auto &socket : sockets)
            answers += socket->readAll().count("HTTP/1.1 200 OK\r\n");
        return answers >= 3'900; // some are cut by the end of a read
    };
    QVERIFY(QTest::qWaitFor(count, 100'000));
    QVERIFY2(mostMemory() - before < Little || !TellsMemory,
             QByteArray::number(mostMemory() - before).constData());
}

void TestPlaygroundLoad::answersOthersWhileItListsALargeFolder()
{
    QCOMPARE(client()
                 .send("PUT", u"/v1/sprites/web/fs/write?path=/home/sprite/many/x&mkdirParents=true"_s, "x")
                 .status,
             200);
    QDir trees(m_program->state() + u"/trees"_s);
    const QString root = trees.filePath(trees.entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0));
    for (int i = 0; i < 20'000; ++i) {
        QFile file(root + u"/root/home/sprite/many/%1"_s.arg(i));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    // On one thread the short question, asked second, would be answered second.
    // Not once: this program may be the one that has to wait, until both answers are there.
    bool isFirst = false;
    for (int tries = 0; tries < 10 && !isFirst; ++tries) {
        const auto asking = connected();
        QTRY_COMPARE(asking->state(), QAbstractSocket::ConnectedState);
        asking->write(
            client().head("GET", "/v1/sprites/web/fs/list?path=/home/sprite/many", "Connection: close\r\n"));
        QTRY_COMPARE(asking->bytesToWrite(), 0);
        QCOMPARE(client().get(u"/v1/sprites/web"_s).status, 200);
        isFirst = asking->bytesAvailable() == 0;
        QTRY_COMPARE(asking->state(), QAbstractSocket::UnconnectedState);
        QVERIFY(asking->readAll().contains("\"count\":20001"));
    }
    QVERIFY(isFirst);
}

QTEST_GUILESS_MAIN(TestPlaygroundLoad)
#include "tst_playgroundload.moc"
