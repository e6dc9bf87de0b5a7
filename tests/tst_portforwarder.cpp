// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/portforwarder.h"
#include "service/tunnelloop.h"
#include "service/tunnelthread.h"
#include "support/loghygiene.h"
#include "support/lowports.h"
#include "support/patience.h"
#include "support/proxyserver.h"

#include <boost/asio/steady_timer.hpp>

#include <QSemaphore>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! The forwards as the rest of the program sees them: states, ports, refusals, figures.
class TestPortForwarder : public QObject
{
    Q_OBJECT

    static TunnelOrigin originOf(const ProxyServer &server)
    {
        TunnelTiming timing;
        timing.answer = 100ms; // clients here leave when they have what they want
        return TunnelOrigin{server.url(), testToken(), timing};
    }

    static PortForward forwardTo(quint16 port)
    {
        PortForward forward;
        forward.id = newForwardId();
        forward.sprite = SpriteKey{AccountId(u"a"_s), SpriteName(u"calm-otter"_s)};
        forward.port = port;
        return forward;
    }

    //! Runs a forward until it listens; its local port.
    static quint16 started(PortForwarder &forwarder, const PortForward &forward)
    {
        forwarder.start(forward);
        [&] { QTRY_COMPARE(forwarder.status(forward.id).state, ForwardState::Forwarding); }();
        return forwarder.status(forward.id).localPort;
    }

    static QByteArray answerTo(const QByteArray &question, quint16 port,
                               const QHostAddress &address = QHostAddress(QHostAddress::LocalHost))
    {
        QTcpSocket socket;
        socket.connectToHost(address, port);
        socket.write(question);
        [&] { QTRY_VERIFY(socket.bytesAvailable() >= question.size()); }();
        return socket.readAll();
    }

    //! Connects and waits until the other side ends it.
    static void knock(quint16 port)
    {
        QTcpSocket socket;
        QSignalSpy ended(&socket, &QTcpSocket::errorOccurred);
        socket.connectToHost(QHostAddress::LocalHost, port);
        [&] { QTRY_VERIFY(!ended.isEmpty()); }();
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void bytesGoThereAndBack()
    {
        ProxyServer server;
        PortForwarder forwarder(originOf(server), nullptr);
        PortForward forward = forwardTo(5432);
        forward.host = u"db.internal"_s;
        const quint16 port = started(forwarder, forward);
        QVERIFY(port != 0);
        QCOMPARE(answerTo("select 1", port), "select 1");
        QCOMPARE(server.inits().constFirst().value("host"_L1).toString(), u"db.internal"_s);
        QCOMPARE(server.inits().constFirst().value("port"_L1).toInt(), 5432);
        QVERIFY(server.heads().constFirst().startsWith("GET /v1/sprites/calm-otter/proxy HTTP/1.1\r\n"));
        QVERIFY(server.heads().constFirst().contains("Authorization: Bearer " + testToken().toLatin1()));
        QTRY_COMPARE(forwarder.status(forward.id).bytesUp, 8);
        QTRY_COMPARE(forwarder.status(forward.id).bytesDown, 8);
        QTRY_COMPARE(forwarder.status(forward.id).connections, 0);
        QVERIFY(forwarder.status(forward.id).lastActivity.isValid());
    }

    void oneFreePortServesBothFamilies()
    {
        ProxyServer server;
        PortForwarder forwarder(originOf(server), nullptr);
        const quint16 port = started(forwarder, forwardTo(80));
        QCOMPARE(answerTo("four", port), "four");
        QTcpServer probe;
        if (!probe.listen(QHostAddress::LocalHostIPv6))
            QSKIP("no IPv6 on this computer");
        QCOMPARE(answerTo("six", port, QHostAddress(QHostAddress::LocalHostIPv6)), "six");
    }

    void wantedPortIsTaken()
    {
        ProxyServer server;
        PortForwarder forwarder(originOf(server), nullptr);
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        PortForward forward = forwardTo(3000);
        forward.localPort = taken.serverPort();
        forwarder.start(forward);
        QTRY_COMPARE(forwarder.status(forward.id).state, ForwardState::PortBusy);
#ifdef Q_OS_LINUX
        QTRY_COMPARE(forwarder.status(forward.id).detail,
                     u"tst_portforwarder (PID %1)"_s.arg(QCoreApplication::applicationPid()));
#endif
        taken.close();
        forwarder.start(forward);
        QTRY_COMPARE(forwarder.status(forward.id).state, ForwardState::Forwarding);
        QCOMPARE(forwarder.status(forward.id).localPort, forward.localPort);
    }

    void portTakenInOneFamilyOnlyIsTaken()
    {
        ProxyServer server;
        PortForwarder forwarder(originOf(server), nullptr);
        QTcpServer taken;
        if (!taken.listen(QHostAddress::LocalHostIPv6))
            QSKIP("no IPv6 on this computer");
        PortForward forward = forwardTo(3000);
        forward.localPort = taken.serverPort();
        forwarder.start(forward);
        QTRY_COMPARE(forwarder.status(forward.id).state, ForwardState::PortBusy);
        QTcpSocket socket;
        QSignalSpy refused(&socket, &QTcpSocket::errorOccurred);
        socket.connectToHost(QHostAddress::LocalHost, forward.localPort);
        QTRY_VERIFY(!refused.isEmpty());
    }

    void privilegedPortIsNotPermitted()
    {
        const WithoutLowPorts bound; // before the forwarder begins its thread
        if (!bound.isInForce(81))
            QSKIP("low ports are free to everybody here");
        ProxyServer server;
        PortForwarder forwarder(originOf(server), nullptr);
        PortForward forward = forwardTo(81);
        forward.localPort = 81;
        forwarder.start(forward);
        QTRY_COMPARE(forwarder.status(forward.id).state, ForwardState::NotPermitted);
    }

    void plainHttpGoesToLoopbackOnly()
    {
        TunnelOrigin origin{QUrl(u"http://example.org"_s), testToken(), {}};
        PortForwarder forwarder(origin, nullptr);
        const PortForward forward = forwardTo(80);
        forwarder.start(forward);
        QCOMPARE(forwarder.status(forward.id).state, ForwardState::Failed);
        QVERIFY(!forwarder.status(forward.id).detail.isEmpty());
    }

    void onNetworkListensBeyondLoopback()
    {
        ProxyServer server;
        PortForwarder forwarder(originOf(server), nullptr);
        PortForward forward = forwardTo(80);
        const quint16 port = started(forwarder, forward);
        // 127.0.0.2 is this computer too, but not the address that is listened to.
        QTcpSocket socket;
        QSignalSpy refused(&socket, &QTcpSocket::errorOccurred);
        socket.connectToHost(QHostAddress(u"127.0.0.2"_s), port);
        QTRY_VERIFY(!refused.isEmpty());
        forward.onNetwork = true;
        forward.localPort = port;
        QCOMPARE(started(forwarder, forward), port);
        QCOMPARE(answerTo("hello", port, QHostAddress(u"127.0.0.2"_s)), "hello");
    }

    void nothingListensStaysArmed_data()
    {
        QTest::addColumn<bool>("byJson");
        QTest::newRow("JSON status") << true;
        QTest::newRow("close code 1011") << false;
    }

    void nothingListensStaysArmed()
    {
        QFETCH(bool, byJson);
        ProxyServer server;
        bool isThere = false;
        server.setGreeter([&](QWebSocket *socket, const QJsonObject &) {
            const QString why = u"dial tcp 10.0.0.1:3000: connect: connection refused"_s;
            if (isThere) {
                ProxyServer::sayConnected(socket);
                ProxyServer::echo(socket);
            } else if (byJson) {
                socket->sendTextMessage(uR"({"status":"error","error":"%1"})"_s.arg(why));
            } else {
                socket->close(QWebSocketProtocol::CloseCode(1011), u"Failed to connect to target: "_s + why);
            }
        });
        PortForwarder forwarder(originOf(server), nullptr);
        QSignalSpy failed(&forwarder, &PortForwarder::connectionFailed);
        const PortForward forward = forwardTo(3000);
        const quint16 port = started(forwarder, forward);
        knock(port);
        QTRY_COMPARE(forwarder.status(forward.id).state, ForwardState::NothingListens);
        QVERIFY(forwarder.status(forward.id).detail.contains(u"connection refused"_s));
        QCOMPARE(failed.size(), 1);
        isThere = true;
        QCOMPARE(answerTo("again", port), "again");
        QTRY_COMPARE(forwarder.status(forward.id).state, ForwardState::Forwarding);
        QVERIFY(!forwarder.status(forward.id).error);
    }

    void refusedUpgradeIsTold_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ApiError::Kind>("kind");
        QTest::addColumn<QString>("words");
        QTest::addColumn<ForwardState>("state");
        using Kind = ApiError::Kind;
        QTest::newRow("401") << 401 << QByteArray(R"({"error":"authentication failed"})")
                             << Kind::Unauthorized << u"authentication failed"_s << ForwardState::Failed;
        QTest::newRow("403") << 403 << QByteArray(R"({"error":"not yours"})") << Kind::Forbidden
                             << u"not yours"_s << ForwardState::Failed;
        QTest::newRow("404") << 404 << QByteArray(R"({"error":"sprite not found"})") << Kind::NotFound
                             << u"sprite not found"_s << ForwardState::Failed;
        QTest::newRow("429") << 429 << QByteArray(R"({"error":"slow down","retry_after_seconds":7})")
                             << Kind::RateLimited << u"slow down"_s << ForwardState::Forwarding;
        QTest::newRow("503") << 503 << QByteArray("storage not ready\n") << Kind::Server
                             << u"storage not ready"_s << ForwardState::Forwarding;
        QTest::newRow("its own token")
            << 401 << testToken().toUtf8() << Kind::Unauthorized << u"[token]"_s << ForwardState::Failed;
    }

    void refusedUpgradeIsTold()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(ApiError::Kind, kind);
        QFETCH(QString, words);
        QFETCH(ForwardState, state);
        const LogHygiene hygiene;
        ProxyServer server;
        server.refuse(status, body);
        PortForwarder forwarder(originOf(server), nullptr);
        QSignalSpy failed(&forwarder, &PortForwarder::connectionFailed);
        const PortForward forward = forwardTo(80);
        knock(started(forwarder, forward));
        QTRY_COMPARE(failed.size(), 1);
        const ApiError error = failed.constFirst().at(1).value<ApiError>();
        QCOMPARE(error.kind, kind);
        QCOMPARE(error.httpStatus, status);
        QCOMPARE(error.serverText, words);
        QVERIFY(!holdsToken(error));
        QCOMPARE(forwarder.status(forward.id).state, state);
        QVERIFY(!LogHygiene::tokenWasLogged());
    }

    void guardedForwardNeverReachesASleepingSprite()
    {
        ProxyServer server;
        PortForwarder forwarder(originOf(server), nullptr);
        QSignalSpy failed(&forwarder, &PortForwarder::connectionFailed);
        PortForward forward = forwardTo(80);
        forward.guarded = true;
        const quint16 port = started(forwarder, forward);
        forwarder.setAsleep(forward.sprite.sprite, true);
        knock(port);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(server.heads().isEmpty());
        QVERIFY(forwarder.status(forward.id).refuses);
        QSignalSpy changed(&forwarder, &PortForwarder::statusChanged);
        forward.guarded = false;
        forwarder.start(forward);
        QVERIFY(!forwarder.status(forward.id).refuses);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(forwarder.status(forward.id).localPort, port);
        QCOMPARE(answerTo("wake", port), "wake");
    }

    void waitingForwardKeepsItsPortAndRefuses()
    {
        ProxyServer server;
        PortForwarder forwarder(originOf(server), nullptr);
        const PortForward forward = forwardTo(80);
        const quint16 port = started(forwarder, forward);
        forwarder.setWaiting(forward.sprite.sprite, true);
        QCOMPARE(forwarder.status(forward.id).state, ForwardState::Waiting);
        knock(port);
        QVERIFY(server.heads().isEmpty());
        forwarder.setWaiting(forward.sprite.sprite, false);
        QCOMPARE(forwarder.status(forward.id).state, ForwardState::Forwarding);
        QCOMPARE(answerTo("back", port), "back");
    }

    void refusalIsToldWithTheStatus()
    {
        ProxyServer server;
        PortForwarder forwarder(originOf(server), nullptr);
        PortForward guarded = forwardTo(80);
        guarded.guarded = true;
        const PortForward open = forwardTo(81);
        forwarder.setAsleep(guarded.sprite.sprite, true);
        forwarder.start(guarded);
        QVERIFY(forwarder.status(guarded.id).refuses);
        started(forwarder, open);
        QTRY_COMPARE(forwarder.status(guarded.id).state, ForwardState::Forwarding);
        QVERIFY(!forwarder.status(open.id).refuses);
        QSignalSpy changed(&forwarder, &PortForwarder::statusChanged);
        forwarder.setAsleep(guarded.sprite.sprite, false);
        QCOMPARE(changed.size(), 1);
        QVERIFY(!changed.constFirst().at(0).value<ForwardStatus>().refuses);
        forwarder.setAsleep(guarded.sprite.sprite, true);
        QVERIFY(forwarder.status(guarded.id).refuses);
        forwarder.stop(guarded.id);
        QVERIFY(!forwarder.status(guarded.id).refuses);
    }

    void forwardStartedDuringARestoreWaits()
    {
        ProxyServer server;
        PortForwarder forwarder(originOf(server), nullptr);
        QSignalSpy failed(&forwarder, &PortForwarder::connectionFailed);
        const PortForward forward = forwardTo(80);
        forwarder.setWaiting(forward.sprite.sprite, true);
        forwarder.start(forward);
        QTRY_COMPARE(forwarder.status(forward.id).state, ForwardState::Waiting);
        QVERIFY(forwarder.status(forward.id).refuses);
        knock(forwarder.status(forward.id).localPort);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(server.heads().isEmpty());
        forwarder.setWaiting(forward.sprite.sprite, false);
        QCOMPARE(forwarder.status(forward.id).state, ForwardState::Forwarding);
    }

    void refusalByTheServiceOutlastsARestore()
    {
        ProxyServer server;
        server.refuse(401, R"({"error":"authentication failed"})");
        PortForwarder forwarder(originOf(server), nullptr);
        const PortForward forward = forwardTo(80);
        knock(started(forwarder, forward));
        QTRY_COMPARE(forwarder.status(forward.id).state, ForwardState::Failed);
        forwarder.setWaiting(forward.sprite.sprite, true);
        QCOMPARE(forwarder.status(forward.id).state, ForwardState::Failed);
        forwarder.setWaiting(forward.sprite.sprite, false);
        QCOMPARE(forwarder.status(forward.id).state, ForwardState::Failed);
        QVERIFY(forwarder.status(forward.id).error);
    }

    void connectionOvertakenByARestoreLeavesTheForwardWaiting()
    {
        ProxyServer server;
        QWebSocket *far = nullptr;
        server.setGreeter([&](QWebSocket *socket, const QJsonObject &) { far = socket; });
        PortForwarder forwarder(originOf(server), nullptr);
        QSignalSpy failed(&forwarder, &PortForwarder::connectionFailed);
        const PortForward forward = forwardTo(80);
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, started(forwarder, forward));
        QTRY_VERIFY(far);
        forwarder.setWaiting(forward.sprite.sprite, true);
        far->close(QWebSocketProtocol::CloseCode(1011), u"Failed to connect to target"_s);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(forwarder.status(forward.id).state, ForwardState::Waiting);
    }

    void portThatThisProgramIsAboutToLetGoIsTriedAgain()
    {
        ProxyServer server;
        PortForwarder forwarder(originOf(server), nullptr);
        QSignalSpy changed(&forwarder, &PortForwarder::statusChanged);
        QTcpServer earlier;
        QVERIFY(earlier.listen(QHostAddress::LocalHost));
        PortForward forward = forwardTo(80);
        forward.localPort = earlier.serverPort();
        QTimer::singleShot(150, &earlier, &QTcpServer::close);
        forwarder.start(forward);
        QTRY_COMPARE(forwarder.status(forward.id).state, ForwardState::Forwarding);
        for (const QList<QVariant> &told : std::as_const(changed))
            QVERIFY(told.at(0).value<ForwardStatus>().state != ForwardState::PortBusy);
    }

    void forwardStoppedWhileItsPortIsBusyStaysStopped()
    {
        ProxyServer server;
        PortForwarder forwarder(originOf(server), nullptr);
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        PortForward forward = forwardTo(80);
        forward.localPort = taken.serverPort();
        forwarder.start(forward);
        QSignalSpy changed(&forwarder, &PortForwarder::statusChanged);
        forwarder.stop(forward.id);
        taken.close();
        started(forwarder, forwardTo(81)); // the thread has gone on
        QCOMPARE(forwarder.status(forward.id).state, ForwardState::Stopped);
        QVERIFY(taken.listen(QHostAddress::LocalHost, forward.localPort));
    }

    void nextSessionTakesThePortsOfTheOneBefore()
    {
        ProxyServer server;
        PortForwarder earlier(originOf(server), nullptr);
        PortForward forward = forwardTo(80);
        forward.localPort = started(earlier, forward);
        earlier.stopAll();
        PortForwarder later(originOf(server), nullptr);
        QCOMPARE(started(later, forward), forward.localPort);
        QCOMPARE(answerTo("hello", forward.localPort), "hello");
    }

    void stopEndsEverythingAtOnce()
    {
        ProxyServer server;
        PortForwarder forwarder(originOf(server), nullptr);
        const PortForward forward = forwardTo(80);
        const quint16 port = started(forwarder, forward);
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, port);
        socket.write("x");
        QTRY_COMPARE(socket.bytesAvailable(), 1);
        QSignalSpy ended(&socket, &QTcpSocket::disconnected);
        forwarder.stop(forward.id);
        QCOMPARE(forwarder.status(forward.id).state, ForwardState::Stopped);
        QCOMPARE(forwarder.openConnections(), 0);
        QTRY_COMPARE(ended.size(), 1);
        QTRY_COMPARE(server.open(), 0);
        QTcpSocket late;
        QSignalSpy refused(&late, &QTcpSocket::errorOccurred);
        late.connectToHost(QHostAddress::LocalHost, port);
        QTRY_VERIFY(!refused.isEmpty());
        QCOMPARE(server.heads().size(), 1);
    }

    void stopWorksInTheMiddleOfOpening()
    {
        ProxyServer server;
        server.setGate([](QTcpSocket *, const QByteArray &) { return true; }); // and never answers
        PortForwarder forwarder(originOf(server), nullptr);
        const PortForward forward = forwardTo(80);
        const quint16 port = started(forwarder, forward);
        QTcpSocket socket;
        QSignalSpy ended(&socket, &QTcpSocket::disconnected);
        socket.connectToHost(QHostAddress::LocalHost, port);
        QTRY_COMPARE(server.heads().size(), 1);
        forwarder.stop(forward.id);
        QTRY_COMPARE(ended.size(), 1);
    }

    void destroyingEndsOpenConnections()
    {
        ProxyServer server;
        auto forwarder = std::make_unique<PortForwarder>(originOf(server), nullptr);
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, started(*forwarder, forwardTo(80)));
        socket.write("x");
        QTRY_COMPARE(socket.bytesAvailable(), 1);
        QSignalSpy ended(&socket, &QTcpSocket::disconnected);
        forwarder.reset();
        QTRY_COMPARE(ended.size(), 1);
        QTRY_COMPARE(server.open(), 0);
    }

    void endWaitsForNothingThatHangs()
    {
        // Like the search for a name: it holds on to the loop until somebody else lets it go.
        struct Hanging
        {
            QSemaphore &start;
            QSemaphore &end;
            ~Hanging()
            {
                start.acquire();
                end.release();
            }
        };
        QSemaphore start;
        QSemaphore end;
        {
            TunnelThread thread;
            const auto timer = std::make_shared<boost::asio::steady_timer>(thread.loop().io, 1h);
            const auto hanging = std::shared_ptr<Hanging>(new Hanging{start, end});
            QSemaphore waits;
            thread.post([&waits, timer, hanging] {
                timer->async_wait([timer, hanging](const boost::system::error_code &) {});
                waits.release();
            });
            waits.acquire();
        }
        QCOMPARE(end.available(), 0); // it still hangs
        start.release();
        QVERIFY(end.tryAcquire(1, 10s));
    }

    void runningForwardIsLeftAlone()
    {
        ProxyServer server;
        PortForwarder forwarder(originOf(server), nullptr);
        PortForward forward = forwardTo(80);
        const quint16 port = started(forwarder, forward);
        QSignalSpy changed(&forwarder, &PortForwarder::statusChanged);
        forward.name = u"web"_s;
        forwarder.start(forward);
        QCOMPARE(changed.size(), 0);
        QCOMPARE(forwarder.status(forward.id).localPort, port);
    }

    void fiveHundredConnectionsAtOnce()
    {
        ProxyServer server;
        PortForwarder forwarder(originOf(server), nullptr); // it also raises the limit of open files
        const PortForward forward = forwardTo(80);
        const quint16 port = started(forwarder, forward);
        constexpr int Count = 500;
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        for (int i = 0; i < Count; ++i) {
            sockets.push_back(std::make_unique<QTcpSocket>());
            sockets.back()->connectToHost(QHostAddress::LocalHost, port);
            sockets.back()->write(QByteArray::number(i));
        }
        for (int i = 0; i < Count; ++i) {
            QTRY_COMPARE_WITH_TIMEOUT(sockets.at(size_t(i))->bytesAvailable(), QByteArray::number(i).size(),
                                      30000);
            QCOMPARE(sockets.at(size_t(i))->readAll(), QByteArray::number(i));
        }
        QTRY_COMPARE(forwarder.openConnections(), Count);
        sockets.clear();
        QTRY_COMPARE(forwarder.openConnections(), 0);
        QTRY_COMPARE(server.open(), 0);
    }
};

QTEST_GUILESS_MAIN(TestPortForwarder)
#include "tst_portforwarder.moc"
