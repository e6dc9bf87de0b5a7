// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/portforwarder.h"
#include "service/tunneltarget.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/proxyserver.h"

#include <QCryptographicHash>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

#ifdef Q_OS_UNIX
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#endif

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int MiB = 1024 * 1024;

//! Bytes that repeat nowhere near a frame's or a buffer's size.
QByteArray pattern(int size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    quint32 state = 1;
    for (char &byte : bytes) {
        state = state * 1664525 + 1013904223;
        byte = char(state >> 24);
    }
    return bytes;
}

//! A forwarder with one forward that listens.
struct Scene
{
    ProxyServer server;
    std::unique_ptr<PortForwarder> forwarder;
    PortForward forward;
    std::unique_ptr<QSignalSpy> failed;

    explicit Scene(const TunnelTiming &timing = {})
        : forwarder(std::make_unique<PortForwarder>(TunnelOrigin{server.url(), testToken(), timing}, nullptr))
    {
        forward.id = newForwardId();
        forward.sprite = SpriteKey{AccountId(u"a"_s), SpriteName(u"calm-otter"_s)};
        forward.port = 80;
        failed = std::make_unique<QSignalSpy>(forwarder.get(), &PortForwarder::connectionFailed);
        forwarder->start(forward);
        [this] { QTRY_COMPARE(forwarder->status(forward.id).state, ForwardState::Forwarding); }();
    }

    quint16 port() const { return forwarder->status(forward.id).localPort; }
    ApiError error() const { return failed->constLast().at(1).value<ApiError>(); }
    //! A server by hand: accepts, hears host and port, says "connected" and then does what it is told with
    //! the raw connection.
    void afterConnected(const std::function<void(QTcpSocket *)> &work)
    {
        server.setGate([work](QTcpSocket *socket, const QByteArray &head) {
            ProxyServer::acceptRaw(socket, head);
            // The whole of the client's first message, for a socket that is closed with something unread
            // takes back what it has sent.
            const auto heard = [socket, work] {
                const QByteArray frame = socket->peek(2 + 4 + 125);
                if (frame.size() < 2 || frame.size() < 2 + 4 + (frame.at(1) & 0x7f))
                    return;
                QObject::disconnect(socket, &QTcpSocket::readyRead, socket, nullptr);
                socket->readAll();
                socket->write(ProxyServer::connectedFrame());
                work(socket);
            };
            QObject::connect(socket, &QTcpSocket::readyRead, socket, heard);
            return true;
        });
    }
};

//! A local program at the other end.
struct Client : QTcpSocket
{
    explicit Client(quint16 port) { connectToHost(QHostAddress::LocalHost, port); }

    QByteArray take(qsizetype size)
    {
        [&] { QTRY_VERIFY_WITH_TIMEOUT(bytesAvailable() >= size, 20000); }();
        return read(size);
    }
};

#ifdef Q_OS_UNIX
//! A local program that sees the difference between an end and a reset, which QTcpSocket hides.
struct PlainClient
{
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    QByteArray bytes;
    bool hasEnded = false;
    bool wasReset = false;

    explicit PlainClient(quint16 port)
    {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address);
    }
    ~PlainClient() { close(descriptor); }
    PlainClient(const PlainClient &) = delete;
    PlainClient &operator=(const PlainClient &) = delete;

    bool readToTheEnd()
    {
        char buffer[65536];
        ssize_t size = 0;
        while ((size = recv(descriptor, buffer, sizeof buffer, MSG_DONTWAIT)) > 0)
            bytes.append(buffer, size);
        hasEnded = hasEnded || size == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
        wasReset = wasReset || (size < 0 && errno == ECONNRESET);
        return hasEnded;
    }
};
#endif

TunnelTiming quick()
{
    TunnelTiming timing;
    timing.handshake = 150ms;
    timing.ping = 20ms;
    timing.dead = 200ms;
    timing.answer = 200ms;
    return timing;
}

//! For a far end that is not to be taken for dead when it is only busy.
TunnelTiming lenient()
{
    TunnelTiming timing;
    timing.ping = 20ms;
    timing.dead = 2s;
    timing.answer = 200ms;
    return timing;
}

} // namespace

//! One connection through a tunnel, against good and bad far ends.
class TestProxyTunnel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    // Opening

    void bytesSentBeforeTheTunnelStandsAreDelivered()
    {
        Scene scene;
        QWebSocket *far = nullptr;
        scene.server.setGreeter([&](QWebSocket *socket, const QJsonObject &) { far = socket; });
        Client client(scene.port());
        client.write("early");
        QTRY_VERIFY(far);
        QByteArray got;
        connect(far, &QWebSocket::binaryMessageReceived, this,
                [&](const QByteArray &bytes) { got += bytes; });
        ProxyServer::sayConnected(far);
        QTRY_COMPARE(got, "early");
    }

    void bytesRightBehindTheStatusAreDelivered()
    {
        Scene scene;
        scene.afterConnected([](QTcpSocket *socket) { socket->write(ProxyServer::frame(2, "banner")); });
        Client client(scene.port());
        QCOMPARE(client.take(6), "banner");
    }

    void silentServerTimesOut_data()
    {
        QTest::addColumn<bool>("accepts");
        QTest::newRow("no answer to the upgrade") << false;
        QTest::newRow("no status") << true;
    }

    void silentServerTimesOut()
    {
        QFETCH(bool, accepts);
        Scene scene(quick());
        scene.server.setGate([accepts](QTcpSocket *socket, const QByteArray &head) {
            if (accepts)
                ProxyServer::acceptRaw(socket, head);
            return true;
        });
        PlainClient client(scene.port());
        QTRY_COMPARE(scene.failed->size(), 1);
        QCOMPARE(scene.error().kind, ApiError::Kind::Timeout);
        QTRY_VERIFY(client.readToTheEnd());
        QVERIFY(client.wasReset);
    }

    void refusalWhoseBodyNeverComesIsStillTold()
    {
        TunnelTiming timing;
        timing.handshake = 1s; // the head must come within it
        Scene scene(timing);
        scene.server.setGate([](QTcpSocket *socket, const QByteArray &) {
            socket->write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 100\r\n\r\nauth");
            return true;
        });
        Client client(scene.port());
        QTRY_COMPARE(scene.failed->size(), 1);
        QCOMPARE(scene.error().kind, ApiError::Kind::Unauthorized);
    }

    void serverThatIsGoneIsTold()
    {
        Scene scene;
        scene.server.setGate([](QTcpSocket *socket, const QByteArray &) {
            socket->abort();
            return true;
        });
        Client client(scene.port());
        QTRY_COMPARE(scene.failed->size(), 1);
        QCOMPARE(scene.error().kind, ApiError::Kind::Network);
        QCOMPARE(scene.forwarder->status(scene.forward.id).state, ForwardState::Forwarding);
    }

    void nonsenseInsteadOfAnUpgradeIsTold_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("not HTTP") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        QTest::newRow("wrong accept")
            << QByteArray("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Accept: no\r\n\r\n");
        QTest::newRow("200") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    void nonsenseInsteadOfAnUpgradeIsTold()
    {
        QFETCH(QByteArray, answer);
        Scene scene;
        scene.server.setGate([answer](QTcpSocket *socket, const QByteArray &) {
            socket->write(answer);
            return true;
        });
        Client client(scene.port());
        QTRY_COMPARE(scene.failed->size(), 1);
        QCOMPARE(scene.error().kind, ApiError::Kind::Protocol);
    }

    void redirectIsNotFollowed()
    {
        Scene scene;
        ProxyServer other;
        scene.server.refuse(302, {}, "Location: " + other.url().toEncoded() + "/\r\n");
        Client client(scene.port());
        QTRY_COMPARE(scene.failed->size(), 1);
        QVERIFY(other.heads().isEmpty());
    }

    void nonsenseInsteadOfAStatusIsTold_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no JSON") << ProxyServer::frame(1, "hello");
        QTest::newRow("no status") << ProxyServer::frame(1, "{\"target\":\"x\"}");
        QTest::newRow("data first") << ProxyServer::frame(2, "bytes");
        QTest::newRow("not a frame") << QByteArray("\xff\xff\xff\xff");
        QTest::newRow("endless") << ProxyServer::frame(1, QByteArray(100000, ' '));
    }

    void nonsenseInsteadOfAStatusIsTold()
    {
        QFETCH(QByteArray, bytes);
        Scene scene;
        scene.server.setGate([bytes](QTcpSocket *socket, const QByteArray &head) {
            ProxyServer::acceptRaw(socket, head);
            socket->write(bytes);
            return true;
        });
        Client client(scene.port());
        QTRY_COMPARE(scene.failed->size(), 1);
        QCOMPARE(scene.error().kind, ApiError::Kind::Protocol);
    }

    void closeCode1003IsFinal()
    {
        Scene scene;
        scene.server.setGreeter([](QWebSocket *socket, const QJsonObject &) {
            socket->close(QWebSocketProtocol::CloseCode(1003), u"Invalid port number"_s);
        });
        Client client(scene.port());
        QTRY_COMPARE(scene.failed->size(), 1);
        QCOMPARE(scene.error().serverText, u"Invalid port number"_s);
        QCOMPARE(scene.forwarder->status(scene.forward.id).state, ForwardState::Failed);
    }

    // Relaying

    void muchGoesUpByteForByte()
    {
        TunnelTiming timing;
        timing.answer = 100ms;
        Scene scene(timing);
        QCryptographicHash got(QCryptographicHash::Md5), sent(QCryptographicHash::Md5);
        qint64 arrived = 0;
        scene.server.setGreeter([&](QWebSocket *socket, const QJsonObject &) {
            ProxyServer::sayConnected(socket);
            connect(socket, &QWebSocket::binaryMessageReceived, this, [&](const QByteArray &bytes) {
                got.addData(bytes);
                arrived += bytes.size();
            });
        });
        const QByteArray block = pattern(MiB + 13);
        constexpr int Blocks = 256;
        Client client(scene.port());
        int left = Blocks;
        const auto more = [&] {
            while (left > 0 && client.bytesToWrite() < 4 * MiB) {
                client.write(block);
                sent.addData(block);
                --left;
            }
            if (left == 0)
                client.disconnectFromHost(); // at once, with much of it still on the way
        };
        connect(&client, &QTcpSocket::connected, this, more);
        connect(&client, &QTcpSocket::bytesWritten, this, more);
        QTRY_COMPARE_WITH_TIMEOUT(arrived, Blocks * qint64(block.size()), 60000);
        QCOMPARE(got.result(), sent.result());
        QTRY_COMPARE(scene.server.open(), 0);
        QTRY_COMPARE(scene.forwarder->status(scene.forward.id).bytesUp, Blocks * qint64(block.size()));
    }

    void muchGoesDownByteForByte()
    {
        Scene scene;
        QCryptographicHash got(QCryptographicHash::Md5), sent(QCryptographicHash::Md5);
        const QByteArray block = pattern(MiB + 13);
        constexpr int Blocks = 256;
        int left = Blocks;
        scene.server.setGreeter([&](QWebSocket *socket, const QJsonObject &) {
            ProxyServer::sayConnected(socket);
            const auto more = [&, socket] {
                while (left > 0 && socket->bytesToWrite() < 4 * MiB) {
                    --left;
                    socket->sendBinaryMessage(block);
                    sent.addData(block);
                    if (left == 0)
                        socket->close(); // at once, with much of it still on the way
                }
            };
            connect(socket, &QWebSocket::bytesWritten, socket, more);
            more();
        });
        Client client(scene.port());
        client.setReadBufferSize(MiB);
        qint64 arrived = 0;
        connect(&client, &QTcpSocket::readyRead, this, [&] {
            const QByteArray bytes = client.readAll();
            arrived += bytes.size();
            got.addData(bytes);
        });
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::ConnectedState, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::UnconnectedState, 60000);
        QCOMPARE(arrived, Blocks * qint64(block.size()));
        QCOMPARE(got.result(), sent.result());
        QCOMPARE(scene.failed->size(), 0);
        QVERIFY(scene.forwarder->mostBytesHeld() <= qsizetype(TunnelBufferSize));
    }

    void framesOfEveryCutAreJoined_data()
    {
        QTest::addColumn<int>("frameSize");
        QTest::addColumn<int>("writeSize");
        QTest::newRow("frames of one byte") << 1 << 100000;
        QTest::newRow("frames of 125, written by 7") << 125 << 7;
        QTest::newRow("frames of 126, written by 3") << 126 << 3;
        QTest::newRow("frames of 70000, written by 1009") << 70000 << 1009;
    }

    void framesOfEveryCutAreJoined()
    {
        QFETCH(int, frameSize);
        QFETCH(int, writeSize);
        Scene scene;
        const QByteArray data = pattern(150000);
        QByteArray stream;
        for (qsizetype at = 0; at < data.size(); at += frameSize) {
            const bool isLast = at + frameSize >= data.size();
            stream +=
                ProxyServer::frame(at == 0 ? 2 : 0, data.mid(at, frameSize), isLast); // one long message
            if (at % 5 == 0)
                stream += ProxyServer::frame(9, "beat"); // control frames may stand in between
        }
        stream += ProxyServer::frame(1, "{\"status\":\"text is not for the client\"}");
        scene.afterConnected([&](QTcpSocket *socket) {
            for (qsizetype at = 0; at < stream.size(); at += writeSize) {
                socket->write(stream.mid(at, writeSize));
                if (at % 17 == 0)
                    socket->flush();
            }
        });
        Client client(scene.port());
        QCOMPARE(client.take(data.size()), data);
    }

    void pingIsAnswered()
    {
        Scene scene;
        QByteArray got;
        scene.afterConnected([&](QTcpSocket *socket) {
            socket->write(ProxyServer::frame(9, "are you there"));
            connect(socket, &QTcpSocket::readyRead, this, [&got, socket] { got += socket->readAll(); });
        });
        Client client(scene.port());
        QTRY_VERIFY(got.contains('\x8a')); // a pong; its payload is masked
    }

    void serverWithoutPongIsDead()
    {
        Scene scene(quick());
        scene.afterConnected([](QTcpSocket *) {});
        PlainClient client(scene.port());
        QTRY_COMPARE(scene.failed->size(), 1);
        QCOMPARE(scene.error().kind, ApiError::Kind::Timeout);
        QTRY_VERIFY(client.readToTheEnd());
        QVERIFY(client.wasReset);
    }

    void quietServerWithPongsLives()
    {
        Scene scene(lenient());
        QWebSocket *far = nullptr;
        scene.server.setGreeter([&](QWebSocket *socket, const QJsonObject &) {
            ProxyServer::sayConnected(socket);
            ProxyServer::echo(socket);
            far = socket;
        });
        Client client(scene.port());
        QTRY_VERIFY(far);
        QElapsedTimer time;
        time.start();
        QTRY_VERIFY(time.elapsed() > 3 * lenient().dead.count() / 2);
        client.write("still there");
        QCOMPARE(client.take(11), "still there");
    }

    // Back-pressure

    void clientThatNeverReadsHoldsBackOnlyItsOwnServer()
    {
        Scene scene(lenient());
        qint64 poured = 0;
        bool isFirst = true;
        scene.server.setGreeter([&](QWebSocket *socket, const QJsonObject &) {
            ProxyServer::sayConnected(socket);
            if (!std::exchange(isFirst, false))
                return ProxyServer::echo(socket);
            const auto pour = [&poured, socket] {
                while (socket->bytesToWrite() < MiB) {
                    socket->sendBinaryMessage(QByteArray(MiB / 4, 'x'));
                    poured += MiB / 4;
                }
            };
            connect(socket, &QWebSocket::bytesWritten, socket, pour);
            pour();
        });
        Client lazy(scene.port());
        lazy.setReadBufferSize(1);
        QTRY_VERIFY(poured > 0);

        Client busy(scene.port());
        const QByteArray block = pattern(MiB);
        for (int i = 0; i < 32; ++i) {
            busy.write(block);
            QCOMPARE(busy.take(MiB), block);
        }
        // Kernel buffers, our 64 KiB and the server's own queue; not what a growing queue would be.
        QVERIFY2(poured < 32 * MiB, qPrintable(QString::number(poured)));
        QVERIFY(scene.forwarder->mostBytesHeld() <= qsizetype(TunnelBufferSize));
        // Longer than a dead server may be silent: it is the client who does not listen.
        QElapsedTimer time;
        time.start();
        QTRY_VERIFY(time.elapsed() > 3 * lenient().dead.count() / 2);
        QCOMPARE(scene.failed->size(), 0);
        const qint64 before = poured;
        lazy.setReadBufferSize(0);
        connect(&lazy, &QTcpSocket::readyRead, &lazy, [&lazy] { lazy.readAll(); });
        lazy.readAll();
        QTRY_VERIFY(poured > before + 32 * MiB);
    }

    void serverThatNeverReadsHoldsBackTheClient()
    {
        Scene scene;
        scene.afterConnected([](QTcpSocket *socket) { socket->setReadBufferSize(1); });
        Client client(scene.port());
        constexpr int Much = 64 * MiB;
        client.write(QByteArray(Much, 'x'));
        QElapsedTimer time;
        time.start();
        QTRY_VERIFY(time.elapsed() > 500);
        QVERIFY(client.bytesToWrite() > Much / 2);
        QCOMPARE(scene.failed->size(), 0); // slow, not dead
        QSignalSpy ended(&client, &QTcpSocket::disconnected);
        scene.forwarder->stop(scene.forward.id);
        QTRY_COMPARE(ended.size(), 1);
    }

    void serverThatTakesNothingForLongIsDead()
    {
        TunnelTiming timing = quick();
        timing.handshake = 10s; // filling so much memory takes a while
        Scene scene(timing);
        scene.afterConnected([](QTcpSocket *socket) { socket->setReadBufferSize(1); });
        Client client(scene.port());
        client.write(QByteArray(64 * MiB, 'x')); // its computer acknowledges all the while
        QTRY_COMPARE(scene.failed->size(), 1);
        QCOMPARE(scene.error().kind, ApiError::Kind::Timeout);
        QTRY_COMPARE(scene.forwarder->openConnections(), 0);
    }

#ifdef Q_OS_LINUX
    void serverThatTakesLittleByLittleIsAlive()
    {
        Scene scene(lenient());
        qint64 taken = 0;
        QTimer sip;
        scene.afterConnected([&](QTcpSocket *socket) {
            socket->setReadBufferSize(MiB / 4);
            connect(&sip, &QTimer::timeout, socket, [&, socket] { taken += socket->readAll().size(); });
            sip.start(20);
        });
        Client client(scene.port());
        client.write(QByteArray(64 * MiB, 'x')); // pings wait behind it, so no pong ever comes
        QElapsedTimer time;
        time.start();
        QTRY_VERIFY(time.elapsed() > 2 * lenient().dead.count());
        QVERIFY(taken > MiB);
        QCOMPARE(scene.failed->size(), 0);
        scene.forwarder->stop(scene.forward.id);
    }
#endif

    // Ending

    void cleanCloseIsAnEndForTheClient()
    {
        Scene scene;
        scene.server.setGreeter([](QWebSocket *socket, const QJsonObject &) {
            ProxyServer::sayConnected(socket);
            socket->sendBinaryMessage("bye");
            socket->close(QWebSocketProtocol::CloseCode(1001), u"upstream closed"_s);
        });
        PlainClient client(scene.port());
        QTRY_VERIFY(client.readToTheEnd());
        QCOMPARE(client.bytes, "bye");
        QVERIFY(!client.wasReset);
        QCOMPARE(scene.failed->size(), 0);
    }

    void brokenTunnelIsAResetAfterAllThatCame_data()
    {
        QTest::addColumn<QByteArray>("last");
        QTest::addColumn<ApiError::Kind>("kind");
        QTest::newRow("cut in the middle of a frame") << QByteArray("\x82\x7d"
                                                                    "abc",
                                                                    5)
                                                      << ApiError::Kind::Network;
        QTest::newRow("garbage") << QByteArray("\xf7\xff\xff garbage") << ApiError::Kind::Protocol;
        QTest::newRow("masked frame") << QByteArray("\x82\x83"
                                                    "1234abc",
                                                    9)
                                      << ApiError::Kind::Protocol;
        QTest::newRow("close 1011") << ProxyServer::frame(8, "\x03\xf3"
                                                             "broken pipe")
                                    << ApiError::Kind::Invalid;
    }

    void brokenTunnelIsAResetAfterAllThatCame()
    {
        QFETCH(QByteArray, last);
        QFETCH(ApiError::Kind, kind);
        Scene scene;
        const QByteArray data = pattern(3 * MiB);
        scene.afterConnected([&](QTcpSocket *socket) {
            socket->write(ProxyServer::frame(2, data) + last);
            socket->disconnectFromHost();
        });
        PlainClient client(scene.port());
        QTRY_VERIFY(client.readToTheEnd());
        QVERIFY(client.bytes.startsWith(data));
        QVERIFY(client.wasReset);
        QTRY_COMPARE(scene.failed->size(), 1);
        QCOMPARE(scene.error().kind, kind);
        QCOMPARE(scene.forwarder->status(scene.forward.id).state, ForwardState::Forwarding);
    }

#ifdef Q_OS_UNIX
    void halfClosedClientGetsItsAnswer()
    {
        Scene scene;
        const QByteArray answer = pattern(3 * MiB);
        scene.server.setGreeter([&](QWebSocket *socket, const QJsonObject &) {
            ProxyServer::sayConnected(socket);
            connect(socket, &QWebSocket::binaryMessageReceived, socket, [&, socket] {
                QTimer::singleShot(200, socket, [&, socket] {
                    socket->sendBinaryMessage(answer);
                    socket->close();
                });
            });
        });
        PlainClient client(scene.port());
        QCOMPARE(send(client.descriptor, "question", 8, 0), 8);
        shutdown(client.descriptor, SHUT_WR);
        QTRY_VERIFY(client.readToTheEnd());
        QVERIFY(client.bytes == answer);
        QVERIFY(!client.wasReset);
        QCOMPARE(scene.failed->size(), 0);
        QTRY_COMPARE(scene.forwarder->openConnections(), 0);
    }

    void halfClosedClientOfASilentSpriteIsLetGo_data()
    {
        QTest::addColumn<bool>("answersPings");
        QTest::newRow("the sprite has all of it") << true;
        QTest::newRow("nobody says so") << false;
    }

    void halfClosedClientOfASilentSpriteIsLetGo()
    {
        QFETCH(bool, answersPings);
        TunnelTiming timing;
        timing.answer = 50ms;
        timing.dead = answersPings ? 1h : 100ms;
        timing.ping = answersPings ? 10ms : 1h; // more pings do not prolong the wait
        Scene scene(timing);
        QByteArray got;
        if (answersPings)
            scene.server.setGreeter(
                [](QWebSocket *socket, const QJsonObject &) { ProxyServer::sayConnected(socket); });
        else
            scene.afterConnected([&](QTcpSocket *socket) {
                connect(socket, &QTcpSocket::readyRead, socket, [&got, socket] {
                    got += socket->readAll();
                    if (got.contains('\x88'))
                        socket->disconnectFromHost();
                });
            });
        PlainClient client(scene.port());
        shutdown(client.descriptor, SHUT_WR);
        QTRY_VERIFY(client.readToTheEnd());
        QVERIFY(!client.wasReset);
        QTRY_COMPARE(scene.forwarder->openConnections(), 0);
        QCOMPARE(scene.failed->size(), 0);
    }

    void whatTheSpriteSendsAfterOurEndIsDelivered()
    {
        TunnelTiming timing;
        timing.answer = timing.dead = 100ms;
        timing.ping = 1h;
        Scene scene(timing);
        QByteArray got;
        const QByteArray answer = pattern(3 * MiB);
        scene.afterConnected([&](QTcpSocket *socket) {
            const auto whole = std::make_shared<bool>(false);
            connect(socket, &QTcpSocket::readyRead, this, [&, socket, whole] {
                got += socket->readAll();
                if (*whole ||
                    !got.contains('\x88')) // a close frame, and nothing of the request looks like it
                    return;
                *whole = true;
                socket->write(ProxyServer::frame(2, answer) + ProxyServer::frame(8, "\x03\xe8"));
                socket->disconnectFromHost();
            });
        });
        PlainClient client(scene.port());
        shutdown(client.descriptor, SHUT_WR);
        QTRY_VERIFY(client.readToTheEnd());
        QVERIFY(client.bytes == answer);
        QVERIFY(!client.wasReset);
        QCOMPARE(scene.failed->size(), 0);
    }
#endif

    void clientThatLeavesClosesTheWebSocketPolitely()
    {
        Scene scene(lenient());
        QSignalSpy closed(&scene.server, &ProxyServer::closed);
        {
            Client client(scene.port());
            client.write("x");
            QCOMPARE(client.take(1), "x");
        }
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(closed.constFirst().at(0).toInt(), 1000);
        QTRY_COMPARE(scene.forwarder->openConnections(), 0);
    }

#ifdef Q_OS_LINUX
    void clientThatLeavesAltogetherKeepsNothingOpen()
    {
        TunnelTiming timing;
        timing.answer = 1h;
        Scene scene(timing);
        QSignalSpy closed(&scene.server, &ProxyServer::closed);
        {
            PlainClient client(scene.port());
            QCOMPARE(send(client.descriptor, "x", 1, 0), 1);
            QTRY_VERIFY(!client.readToTheEnd() && !client.bytes.isEmpty());
            shutdown(client.descriptor, SHUT_WR);
            QTRY_COMPARE(scene.forwarder->status(scene.forward.id).bytesDown, 1);
            QCOMPARE(closed.size(), 0);
        }
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(closed.constFirst().at(0).toInt(), 1000);
        QTRY_COMPARE(scene.forwarder->openConnections(), 0);
    }
#endif

    void clientThatIsResetClosesTheWebSocket()
    {
        Scene scene(lenient());
        QSignalSpy closed(&scene.server, &ProxyServer::closed);
        Client client(scene.port());
        client.write("x");
        QCOMPARE(client.take(1), "x");
        client.abort();
        QTRY_COMPARE(closed.size(), 1);
        QTRY_COMPARE(scene.forwarder->openConnections(), 0);
    }
};

QTEST_GUILESS_MAIN(TestProxyTunnel)
#include "tst_proxytunnel.moc"
