// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/tcptunnel.h"
#include "support/patience.h"
#include "support/playgroundclient.h"
#include "support/tunnelclient.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestPlaygroundProxy : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void connectsByAMessage();
    void connectsByTheUrl();
    void namesTheTarget_data();
    void namesTheTarget();
    void refusesABadBeginning_data();
    void refusesABadBeginning();
    void refusesAFirstFrameThatIsNotText();
    void refusesABadPortInTheUrl();
    void refusesWhereNothingListens();
    void refusesWhatWasNotDeclared();
    void refusesByStatus_data();
    void refusesByStatus();
    void refusesWhatIsNoUpgrade();
    void carriesEveryByteBothWays_data();
    void carriesEveryByteBothWays();
    void carriesFramesOfEverySize();
    void takesTextOnlyForTheBeginning();
    void answersPings();
    void deliversEverythingBeforeTheCleanEnd();
    void closesTheTargetWhenTheClientCloses();
    void deliversWhatTheClientSentBeforeItLeft();
    void carriesTwoHundredConnections();
    void keepsLittleForASlowClient();
    void keepsLittleForASlowTarget();
    void wakesTheSpriteAndKeepsItAwake();
    void breaksWhenTheSpritePauses();
    void breaksWhenTheSpriteIsRestored();
    void refusesWhileARestoreRuns();
    void breaksWhenTheSpriteIsDeleted();
    void breaksWhenTheServerStops();
    void refusesByCloseOnPurpose();
    void refusesByJsonOnPurpose();
    void stallsBeforeConnectedOnPurpose();
    void stallsAfterConnectedOnPurpose();
    void breaksInTheMiddleOfAFrameOnPurpose();
    void closesInTheMiddleOnPurpose();
    void spoilsTheUpgradeOnPurpose_data();
    void spoilsTheUpgradeOnPurpose();
    void breaksOffWhoBreaksTheProtocol_data();
    void breaksOffWhoBreaksTheProtocol();

private:
    void declare(const SpritePort &port);
    QJsonArray tunnels();
    std::unique_ptr<TunnelClient> client(const QString &more = {}) const
    {
        return std::make_unique<TunnelClient>(*m_playground, u"/v1/sprites/web/proxy"_s + more);
    }
    QByteArray upgradeHead(const QByteArray &more = {}) const;
    void fault(Fault fault) { m_playground->server().faults().add(fault); }

    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<PlaygroundClient> m_http;
};

namespace {

//! Bytes that do not repeat for long.
QByteArray noise(qint64 size)
{
    QList<quint64> words(size / 8 + 1);
    quint64 state = 88172645463325252ULL;
    for (quint64 &word : words) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        word = state;
    }
    return QByteArray(reinterpret_cast<const char *>(words.constData()), size);
}

QByteArray sha1(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha1);
}

} // namespace

void TestPlaygroundProxy::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_playground = std::make_unique<PlaygroundFixture>();
    QVERIFY(m_playground->start());
    m_http = std::make_unique<PlaygroundClient>(m_playground->url().toString(), m_playground->token());
    QCOMPARE(m_http->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
}

void TestPlaygroundProxy::cleanup()
{
    m_http.reset();
    m_playground.reset();
}

void TestPlaygroundProxy::declare(const SpritePort &port)
{
    const QByteArray body = QJsonDocument(port.toJson()).toJson();
    QCOMPARE(m_http->post(u"/playground/ports/web"_s, body).status, 200);
}

QJsonArray TestPlaygroundProxy::tunnels()
{
    return m_http->get(u"/playground/ports/web"_s).object().value("tunnels"_L1).toArray();
}

QByteArray TestPlaygroundProxy::upgradeHead(const QByteArray &more) const
{
    return m_http->head("GET", "/v1/sprites/web/proxy",
                        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                            more);
}

void TestPlaygroundProxy::connectsByAMessage()
{
    TcpPeer peer(TcpPeer::Manner::Echo);
    declare(peer.as(5432));
    const auto tunnel = client();
    QVERIFY(tunnel->connectTo(5432));
    QCOMPARE(tunnel->texts.at(0), uR"({"status":"connected","target":"10.0.0.1:5432"})"_s);
    tunnel->socket().sendBinaryMessage("hello");
    QTRY_COMPARE(tunnel->bytes, QByteArray("hello"));
    QCOMPARE(tunnels().size(), 1);
    QCOMPARE(tunnels().at(0)["bytesUp"_L1].toInt(), 5);
    QCOMPARE(tunnels().at(0)["bytesDown"_L1].toInt(), 5);
}

void TestPlaygroundProxy::connectsByTheUrl()
{
    TcpPeer peer(TcpPeer::Manner::Echo);
    declare(peer.as(5432, u"db.internal"_s));
    const auto tunnel = client(u"?host=db.internal&port=5432"_s);
    QVERIFY(tunnel->waitConnected());
    QCOMPARE(tunnel->message(0).value("target"_L1).toString(), u"db.internal:5432"_s);
    tunnel->socket().sendBinaryMessage("hello");
    QTRY_COMPARE(tunnel->bytes, QByteArray("hello"));
}

void TestPlaygroundProxy::namesTheTarget_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("target");
    QTest::newRow("none") << u""_s << u"10.0.0.1:8080"_s;
    QTest::newRow("name") << u"localhost"_s << u"10.0.0.1:8080"_s;
    QTest::newRow("loopback") << u"127.0.0.1"_s << u"10.0.0.1:8080"_s;
    QTest::newRow("bridge") << u"10.0.0.1"_s << u"10.0.0.1:8080"_s;
    QTest::newRow("loopback 6") << u"::1"_s << u"[fdf::1]:8080"_s;
}

void TestPlaygroundProxy::namesTheTarget()
{
    QFETCH(QString, host);
    const auto tunnel = client();
    QVERIFY(tunnel->connectTo(8080, host));
    QTEST(tunnel->message(0).value("target"_L1).toString(), "target");
}

void TestPlaygroundProxy::refusesABadBeginning_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("reason");
    const QString badJson = u"Invalid JSON in initialization message"_s;
    const QString badPort = u"Invalid port number"_s;
    QTest::newRow("NUL in the host") << uR"({"host":"10.0.0.9\u0000x","port":80})"_s << u"Invalid host"_s;
    QTest::newRow("no JSON") << u"5432"_s << badJson;
    QTest::newRow("empty") << u""_s << badJson;
    QTest::newRow("array") << u"[1]"_s << badJson;
    QTest::newRow("port is text") << uR"({"port":"80"})"_s << badJson;
    QTest::newRow("port is broken") << uR"({"port":80.5})"_s << badJson;
    QTest::newRow("host is a number") << uR"({"host":1,"port":80})"_s << badJson;
    QTest::newRow("no port") << uR"({"host":"localhost"})"_s << badPort;
    QTest::newRow("zero") << uR"({"port":0})"_s << badPort;
    QTest::newRow("negative") << uR"({"port":-1})"_s << badPort;
    QTest::newRow("too large") << uR"({"port":65536})"_s << badPort;
}

void TestPlaygroundProxy::refusesABadBeginning()
{
    QFETCH(QString, text);
    const auto tunnel = client();
    QTRY_VERIFY(tunnel->isOpen());
    tunnel->socket().sendTextMessage(text);
    QTRY_VERIFY(tunnel->isOver);
    QCOMPARE(tunnel->socket().closeCode(), QWebSocketProtocol::CloseCodeDatatypeNotSupported);
    QTEST(tunnel->socket().closeReason(), "reason");
    QVERIFY(tunnel->texts.isEmpty());
}

void TestPlaygroundProxy::refusesAFirstFrameThatIsNotText()
{
    const auto tunnel = client();
    QTRY_VERIFY(tunnel->isOpen());
    tunnel->socket().sendBinaryMessage(noise(1'000'000));
    QTRY_VERIFY(tunnel->isOver);
    QCOMPARE(int(tunnel->socket().closeCode()), 1003);
    QCOMPARE(tunnel->socket().closeReason(), u"Expected JSON initialization message"_s);
}

void TestPlaygroundProxy::refusesABadPortInTheUrl()
{
    const auto tunnel = client(u"?port=http"_s);
    QTRY_VERIFY(tunnel->isOver);
    QCOMPARE(int(tunnel->socket().closeCode()), 1003);
    QCOMPARE(tunnel->socket().closeReason(), u"Invalid port number"_s);
}

void TestPlaygroundProxy::refusesWhereNothingListens()
{
    {
        TcpPeer gone;
        declare(gone.as(5432));
    }
    const auto tunnel = client();
    QVERIFY(!tunnel->connectTo(5432));
    const QString reason =
        u"Failed to connect to target: dial tcp 10.0.0.1:5432: connect: connection refused"_s;
    QCOMPARE(tunnel->message(0).value("status"_L1).toString(), u"error"_s);
    QCOMPARE(tunnel->message(0).value("error"_L1).toString(), reason);
    QTRY_VERIFY(tunnel->isOver);
    QCOMPARE(int(tunnel->socket().closeCode()), 1011);
    QCOMPARE(tunnel->socket().closeReason(), reason);
    QTRY_VERIFY(tunnels().isEmpty());
}

void TestPlaygroundProxy::refusesWhatWasNotDeclared()
{
    TcpPeer peer; // really there on this computer, but not for the sprite
    const auto tunnel = client();
    QVERIFY(!tunnel->connectTo(peer.serverPort()));
    QTRY_VERIFY(tunnel->isOver);
    QCOMPARE(int(tunnel->socket().closeCode()), 1011);
    QVERIFY(tunnel->socket().closeReason().endsWith(u"connection refused"_s));
    QVERIFY(peer.sockets.isEmpty());
}

void TestPlaygroundProxy::refusesByStatus_data()
{
    QTest::addColumn<Fault>("wanted");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("401") << Fault{.kind = Fault::Kind::Status, .status = 401}
                         << QByteArray("401 Unauthorized")
                         << QByteArray(R"({"error":"authentication failed"})");
    QTest::newRow("404") << Fault{.kind = Fault::Kind::Status, .status = 404} << QByteArray("404 Not Found")
                         << QByteArray(R"({"error":"sprite not found"})");
    QTest::newRow("429") << Fault{.kind = Fault::Kind::Status, .status = 429}
                         << QByteArray("429 Too Many Requests") << QByteArray(R"("retry_after_seconds":42)");
    QTest::newRow("503") << Fault{.kind = Fault::Kind::Status, .status = 503, .text = u"sprite not ready"_s}
                         << QByteArray("503 Service Unavailable") << QByteArray("sprite not ready\n");
}

void TestPlaygroundProxy::refusesByStatus()
{
    QFETCH(Fault, wanted);
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, body);
    fault(wanted);
    const QByteArray answer = m_http->raw(upgradeHead());
    QVERIFY2(answer.startsWith("HTTP/1.1 " + status + "\r\n"), answer.constData());
    QVERIFY2(answer.contains(body), answer.constData());
}

void TestPlaygroundProxy::refusesWhatIsNoUpgrade()
{
    const QString path = u"/v1/sprites/web/proxy"_s;
    QCOMPARE(m_http->get(path).status, 426);
    QCOMPARE(m_http->post(path).status, 405);
    QVERIFY(m_http->raw(upgradeHead().replace("GET ", "HEAD "), "\r\n\r\n").startsWith("HTTP/1.1 405 "));
    const QByteArray noKey = m_http->head("GET", "/v1/sprites/web/proxy",
                                          "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                          "Sec-WebSocket-Version: 13\r\n");
    QVERIFY(m_http->raw(noKey).startsWith("HTTP/1.1 400 "));
    QByteArray old = upgradeHead();
    QVERIFY(m_http->raw(old.replace("Version: 13", "Version: 8")).contains("Sec-WebSocket-Version: 13\r\n"));
    const QByteArray unknown = m_http->raw(upgradeHead().replace("/web/", "/nope/"));
    QVERIFY(unknown.startsWith("HTTP/1.1 404 "));
    QVERIFY(unknown.endsWith(R"({"error":"sprite not found"})"));
    m_http->setToken("someone/else");
    QVERIFY(m_http->raw(upgradeHead()).startsWith("HTTP/1.1 401 "));
}

void TestPlaygroundProxy::carriesEveryByteBothWays_data()
{
    QTest::addColumn<int>("frame");
    QTest::newRow("frames of 64 KiB") << 64 * 1024;
    QTest::newRow("frames of 1 MiB") << 1024 * 1024;
    QTest::newRow("odd frames") << 99'991;
}

void TestPlaygroundProxy::carriesEveryByteBothWays()
{
    QFETCH(int, frame);
    TcpPeer peer;
    declare(peer.as(5432));
    const auto tunnel = client();
    tunnel->keepsBytes = false;
    QVERIFY(tunnel->connectTo(5432));
    QTRY_COMPARE(peer.sockets.size(), 1);
    const QByteArray sent = noise(64 * 1024 * 1024);
    for (qsizetype at = 0; at < sent.size(); at += frame)
        tunnel->socket().sendBinaryMessage(sent.mid(at, frame));
    peer.sockets.at(0)->write(sent);
    QTRY_COMPARE_WITH_TIMEOUT(tunnel->received, sent.size(), 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(peer.received, sent.size(), 60'000);
    QCOMPARE(tunnel->hash.result(), sha1(sent));
    QCOMPARE(peer.hash.result(), sha1(sent));
}

void TestPlaygroundProxy::carriesFramesOfEverySize()
{
    TcpPeer peer(TcpPeer::Manner::Echo);
    declare(peer.as(5432));
    const auto tunnel = client();
    QVERIFY(tunnel->connectTo(5432));
    QByteArray sent;
    for (const int size :
         {0, 1, 7, 8, 9, 125, 126, 127, 4096, 65535, 65536, 65537, 131071, 131072, 300'001}) {
        const QByteArray frame = noise(size);
        tunnel->socket().sendBinaryMessage(frame);
        sent += frame;
    }
    QTRY_COMPARE(tunnel->bytes.size(), sent.size());
    QVERIFY(tunnel->bytes == sent);
}

void TestPlaygroundProxy::takesTextOnlyForTheBeginning()
{
    TcpPeer peer(TcpPeer::Manner::Echo);
    declare(peer.as(5432));
    const auto tunnel = client();
    QVERIFY(tunnel->connectTo(5432));
    tunnel->socket().sendBinaryMessage("a");
    tunnel->socket().sendTextMessage(QString(200'000, u'x'));
    tunnel->socket().sendBinaryMessage("b");
    QTRY_COMPARE(tunnel->bytes, QByteArray("ab"));
    QVERIFY(tunnel->isOpen());
}

void TestPlaygroundProxy::answersPings()
{
    const auto tunnel = client();
    QVERIFY(tunnel->connectTo(8080));
    tunnel->socket().ping("are you there?");
    QTRY_COMPARE(tunnel->pongs, QList<QByteArray>{"are you there?"});
}

void TestPlaygroundProxy::deliversEverythingBeforeTheCleanEnd()
{
    TcpPeer peer;
    declare(peer.as(5432));
    const auto tunnel = client();
    tunnel->keepsBytes = false;
    QVERIFY(tunnel->connectTo(5432));
    QTRY_COMPARE(peer.sockets.size(), 1);
    const QByteArray sent = noise(8'000'000);
    peer.sockets.at(0)->write(sent);
    peer.sockets.at(0)->disconnectFromHost();
    QTRY_VERIFY(tunnel->isOver);
    QCOMPARE(tunnel->received, sent.size());
    QCOMPARE(tunnel->hash.result(), sha1(sent));
    QCOMPARE(tunnel->socket().closeCode(), QWebSocketProtocol::CloseCodeNormal);
    QVERIFY(tunnel->errors.isEmpty());
    QTRY_VERIFY(tunnels().isEmpty());
}

void TestPlaygroundProxy::closesTheTargetWhenTheClientCloses()
{
    TcpPeer peer;
    declare(peer.as(5432));
    const auto tunnel = client();
    QVERIFY(tunnel->connectTo(5432));
    QTRY_COMPARE(peer.sockets.size(), 1);
    tunnel->socket().close();
    QTRY_COMPARE(peer.sockets.at(0)->state(), QAbstractSocket::UnconnectedState);
    QTRY_VERIFY(tunnels().isEmpty());
}

void TestPlaygroundProxy::deliversWhatTheClientSentBeforeItLeft()
{
    TcpPeer peer;
    declare(peer.as(5432));
    const auto tunnel = client();
    QVERIFY(tunnel->connectTo(5432));
    const QByteArray sent = noise(8'000'000);
    tunnel->socket().sendBinaryMessage(sent);
    tunnel->socket().close();
    QTRY_COMPARE(peer.received, sent.size());
    QCOMPARE(peer.hash.result(), sha1(sent));
    QTRY_COMPARE(peer.sockets.at(0)->state(), QAbstractSocket::UnconnectedState);
}

void TestPlaygroundProxy::carriesTwoHundredConnections()
{
    constexpr int Count = 200;
    TcpPeer peer(TcpPeer::Manner::Echo);
    peer.setListenBacklogSize(Count);
    declare(peer.as(5432));
    std::vector<std::unique_ptr<TunnelClient>> all;
    for (int i = 0; i < Count; ++i)
        all.push_back(client(u"?port=5432"_s));
    for (const auto &one : all)
        QVERIFY(one->waitConnected());
    QCOMPARE(tunnels().size(), Count);
    QByteArray sent;
    for (int i = 0; i < Count; ++i)
        all.at(size_t(i))->socket().sendBinaryMessage(noise(10'000 + i));
    for (int i = 0; i < Count; ++i)
        QTRY_COMPARE(all.at(size_t(i))->bytes.size(), 10'000 + i);
    for (int i = 0; i < Count; ++i)
        QVERIFY(all.at(size_t(i))->bytes == noise(10'000 + i));
    all.clear();
    QTRY_VERIFY(tunnels().isEmpty());
}

void TestPlaygroundProxy::keepsLittleForASlowClient()
{
    TcpPeer peer;
    declare(peer.as(5432));
    // A client that opens a tunnel and then does not read a byte more.
    QTcpSocket slow;
    slow.setReadBufferSize(1024);
    slow.connectToHost(QHostAddress::LocalHost, quint16(m_playground->url().port()));
    slow.write(upgradeHead().replace("/proxy ", "/proxy?port=5432 "));
    QTRY_COMPARE(peer.sockets.size(), 1);
    const qint64 much = 64 * 1024 * 1024;
    QTcpSocket *source = peer.sockets.at(0);
    source->write(noise(much));

    // Another one goes on beside it.
    const auto quick = client();
    quick->keepsBytes = false;
    QVERIFY(quick->connectTo(5432));
    QTRY_COMPARE(peer.sockets.size(), 2);
    peer.sockets.at(1)->write(noise(much));
    QTRY_COMPARE_WITH_TIMEOUT(quick->received, much, 60'000);

    QVERIFY(source->bytesToWrite() > much / 2);
    const QJsonObject held = tunnels().at(0).toObject();
    QVERIFY(held.value("bytesDown"_L1).toInteger() > 0);
    QVERIFY2(held.value("bytesHeld"_L1).toInteger() < 1024 * 1024,
             qPrintable(QString::number(held.value("bytesHeld"_L1).toInteger())));
    // And it gets everything as soon as it reads.
    qint64 got = 0;
    slow.setReadBufferSize(0);
    const auto drain = [&] {
        got += slow.readAll().size();
        return got >= much;
    };
    QTRY_VERIFY_WITH_TIMEOUT(drain(), 60'000);
}

void TestPlaygroundProxy::keepsLittleForASlowTarget()
{
    TcpPeer lazy(TcpPeer::Manner::Ignore);
    declare(lazy.as(5432));
    const auto tunnel = client();
    QVERIFY(tunnel->connectTo(5432));
    QTRY_COMPARE(lazy.sockets.size(), 1);
    const qint64 much = 64 * 1024 * 1024;
    for (int i = 0; i < 64; ++i)
        tunnel->socket().sendBinaryMessage(noise(much / 64));
    // Until nothing has moved for a while; what a wait asks for is asked once more at its end.
    qint64 before = -1;
    int still = 0;
    const auto stands = [&] {
        if (still >= 5)
            return true;
        const qint64 now = tunnel->socket().bytesToWrite();
        still = now == before ? still + 1 : 0;
        before = now;
        (void)tunnels();
        return still >= 5;
    };
    QTRY_VERIFY(stands());
    QVERIFY(tunnel->socket().bytesToWrite() > much / 2);
    QVERIFY(tunnels().at(0)["bytesHeld"_L1].toInteger() < 1024 * 1024);
    QTcpSocket *target = lazy.sockets.at(0);
    target->setReadBufferSize(0);
    qint64 got = 0;
    const auto drain = [&] {
        got += target->readAll().size();
        return got == much;
    };
    QTRY_VERIFY_WITH_TIMEOUT(drain(), 60'000);
}

void TestPlaygroundProxy::wakesTheSpriteAndKeepsItAwake()
{
    m_http.reset();
    m_playground = std::make_unique<PlaygroundFixture>();
    m_playground->options().sleep.idle = 30ms;
    QVERIFY(m_playground->start());
    m_http = std::make_unique<PlaygroundClient>(m_playground->url().toString(), m_playground->token());
    m_http->post(u"/v1/sprites"_s, R"({"name":"web"})");
    QCOMPARE(m_playground->store().sprite(u"web"_s)->status, u"cold"_s);
    const auto tunnel = client();
    QVERIFY(tunnel->connectTo(8080));
    QCOMPARE(m_playground->store().sprite(u"web"_s)->status, u"running"_s);
    QSignalSpy changes(&m_playground->store(), &SpriteStore::spriteChanged);
    QVERIFY(!changes.wait(150)); // five times the idle time
    tunnel->socket().close();
    QTRY_COMPARE(m_playground->store().sprite(u"web"_s)->status, u"warm"_s);
}

void TestPlaygroundProxy::breaksWhenTheSpritePauses()
{
    TcpPeer peer;
    declare(peer.as(5432));
    const auto tunnel = client();
    const auto beginning = client();
    QVERIFY(tunnel->connectTo(5432));
    QTRY_VERIFY(beginning->isOpen());
    QTRY_COMPARE(peer.sockets.size(), 1);
    QCOMPARE(m_http->post(u"/playground/pause/web"_s, {}).status, 204);
    QTRY_VERIFY(tunnel->isOver && beginning->isOver);
    QCOMPARE(tunnel->errors, QList{QAbstractSocket::RemoteHostClosedError}); // no close frame came
    QTRY_COMPARE(peer.sockets.at(0)->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(m_playground->store().sprite(u"web"_s)->status, u"warm"_s);
    QTRY_VERIFY(tunnels().isEmpty());
    const auto again = client(); // it wakes, and what was declared is there still
    QVERIFY(again->connectTo(5432));
}

void TestPlaygroundProxy::breaksWhenTheSpriteIsRestored()
{
    TcpPeer peer;
    declare(peer.as(5432));
    const auto tunnel = client();
    QVERIFY(tunnel->connectTo(5432));
    QCOMPARE(m_http->post(u"/v1/sprites/web/checkpoint"_s).status, 200);
    QVERIFY(tunnel->isOpen());
    QCOMPARE(m_http->post(u"/v1/sprites/web/checkpoints/v1/restore"_s).status, 200);
    QTRY_VERIFY(tunnel->isOver);
    QCOMPARE(tunnel->errors, QList{QAbstractSocket::RemoteHostClosedError});
    const auto again = client();
    QVERIFY(again->connectTo(5432));
}

void TestPlaygroundProxy::refusesWhileARestoreRuns()
{
    m_http.reset();
    m_playground = std::make_unique<PlaygroundFixture>();
    m_playground->options().sleep.restorePatience = std::chrono::milliseconds(1);
    QVERIFY(m_playground->start());
    m_http = std::make_unique<PlaygroundClient>(m_playground->url().toString(), m_playground->token());
    QCOMPARE(m_http->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
    // So many files that it takes its time everywhere.
    QCOMPARE(m_http->get(u"/v1/sprites/web/fs/list?path=/home/sprite"_s).status, 200);
    const QDir home(m_playground->store().view(u"web"_s)->root + u"/home/sprite"_s);
    for (int i = 0; i < 1'000; ++i) {
        QFile file(home.filePath(QString::number(i)));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QVERIFY(m_playground->store().checkpointNow(u"web"_s, {}).isOk());
    for (int i = 0; i < 8; ++i)
        QVERIFY(m_playground->store().startRestore(u"web"_s, u"v1"_s).isOk());
    const QByteArray answer = m_http->raw(upgradeHead());
    QVERIFY2(answer.startsWith("HTTP/1.1 503 "), answer.constData());
    QVERIFY(answer.endsWith("Storage not ready\n"));
    QTRY_VERIFY(!m_playground->store().isBusy(u"web"_s));
    QVERIFY(client()->connectTo(8080));
}

void TestPlaygroundProxy::breaksWhenTheSpriteIsDeleted()
{
    TcpPeer peer;
    declare(peer.as(5432));
    const auto tunnel = client();
    QVERIFY(tunnel->connectTo(5432));
    QCOMPARE(m_http->send("DELETE", u"/v1/sprites/web"_s).status, 204);
    QTRY_VERIFY(tunnel->isOver);
    m_http->post(u"/v1/sprites"_s, R"({"name":"web"})"); // another one: nothing is declared for it
    QVERIFY(!client()->connectTo(5432));
}

void TestPlaygroundProxy::breaksWhenTheServerStops()
{
    const auto tunnel = client();
    QVERIFY(tunnel->connectTo(8080));
    m_playground->server().stop();
    QTRY_VERIFY(tunnel->isOver);
}

void TestPlaygroundProxy::refusesByCloseOnPurpose()
{
    fault({.kind = Fault::Kind::RefuseByClose, .path = u"*/proxy"_s, .text = u"no way"_s});
    const auto tunnel = client();
    QVERIFY(!tunnel->connectTo(8080));
    QVERIFY(tunnel->texts.isEmpty());
    QCOMPARE(int(tunnel->socket().closeCode()), 1011);
    QCOMPARE(tunnel->socket().closeReason(), u"no way"_s);
    fault({.kind = Fault::Kind::RefuseByClose, .status = 4001});
    const auto other = client();
    QVERIFY(!other->connectTo(8080));
    QCOMPARE(int(other->socket().closeCode()), 4001);
}

void TestPlaygroundProxy::refusesByJsonOnPurpose()
{
    fault({.kind = Fault::Kind::RefuseByJson, .text = u"no way"_s});
    const auto tunnel = client();
    QVERIFY(!tunnel->connectTo(8080));
    QCOMPARE(tunnel->texts, QStringList{uR"({"error":"no way","status":"error"})"_s});
    QTRY_VERIFY(tunnel->isOver);
    QCOMPARE(int(tunnel->socket().closeCode()), 1000);
}

void TestPlaygroundProxy::stallsBeforeConnectedOnPurpose()
{
    fault({.kind = Fault::Kind::Stall, .afterLines = 1});
    const auto tunnel = client();
    QTRY_VERIFY(tunnel->isOpen());
    tunnel->socket().sendTextMessage(uR"({"port":8080})"_s);
    tunnel->socket().ping("p");
    QTRY_COMPARE(tunnel->pongs.size(), 1); // the line lives, it only says nothing
    QVERIFY(tunnel->texts.isEmpty());
    tunnel->socket().close();
    QTRY_VERIFY(tunnels().isEmpty());
}

void TestPlaygroundProxy::stallsAfterConnectedOnPurpose()
{
    TcpPeer peer;
    declare(peer.as(5432));
    fault({.kind = Fault::Kind::Stall, .afterLines = 2});
    const auto tunnel = client();
    QVERIFY(tunnel->connectTo(5432));
    tunnel->socket().sendBinaryMessage("anybody?");
    tunnel->socket().ping("p");
    QSignalSpy pong(&tunnel->socket(), &QWebSocket::pong);
    QVERIFY(!pong.wait(150));
    QCOMPARE(peer.received, 0);
}

void TestPlaygroundProxy::breaksInTheMiddleOfAFrameOnPurpose()
{
    TcpPeer peer;
    declare(peer.as(5432));
    fault({.kind = Fault::Kind::CutMidLine, .afterBytes = 300'000});
    const auto tunnel = client();
    QVERIFY(tunnel->connectTo(5432));
    QTRY_COMPARE(peer.sockets.size(), 1);
    peer.sockets.at(0)->write(noise(1'000'000));
    QTRY_VERIFY(tunnel->isOver);
    QVERIFY(tunnel->bytes == noise(300'000));
    QVERIFY(!tunnel->errors.isEmpty());
}

void TestPlaygroundProxy::closesInTheMiddleOnPurpose()
{
    TcpPeer peer;
    declare(peer.as(5432));
    fault({.kind = Fault::Kind::LateError, .afterBytes = 1000});
    const auto tunnel = client();
    QVERIFY(tunnel->connectTo(5432));
    tunnel->socket().sendBinaryMessage(noise(2000));
    QTRY_VERIFY(tunnel->isOver);
    QCOMPARE(peer.received, 1000);
    QCOMPARE(int(tunnel->socket().closeCode()), 1001);
    QCOMPARE(tunnel->socket().closeReason(), u"upstream closed"_s);
}

void TestPlaygroundProxy::spoilsTheUpgradeOnPurpose_data()
{
    QTest::addColumn<Fault::Kind>("kind");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("drop") << Fault::Kind::DropBeforeAnswer << QByteArray();
    QTest::newRow("drop after work") << Fault::Kind::DropAfterWork << QByteArray();
    QTest::newRow("drop after headers") << Fault::Kind::DropAfterHeaders << QByteArray("HTTP/1.1 101 ");
    QTest::newRow("page") << Fault::Kind::HtmlBadGateway << QByteArray("HTTP/1.1 502 ");
    QTest::newRow("nothing") << Fault::Kind::EmptyUnavailable << QByteArray("HTTP/1.1 503 ");
    QTest::newRow("redirect") << Fault::Kind::RedirectOtherOrigin << QByteArray("HTTP/1.1 307 ");
    QTest::newRow("another answer") << Fault::Kind::OtherAnswer << QByteArray("HTTP/1.1 500 ");
}

void TestPlaygroundProxy::spoilsTheUpgradeOnPurpose()
{
    QFETCH(Fault::Kind, kind);
    QFETCH(QByteArray, answer);
    fault({.kind = kind});
    const QByteArray got = m_http->raw(upgradeHead());
    QVERIFY2(answer.isEmpty() ? got.isEmpty() : got.startsWith(answer), got.constData());
    fault({.kind = Fault::Kind::Stall});
    const auto tunnel = client();
    QSignalSpy connected(&tunnel->socket(), &QWebSocket::connected);
    QVERIFY(!connected.wait(100));
}

void TestPlaygroundProxy::breaksOffWhoBreaksTheProtocol_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::newRow("no mask") << QByteArray("\x81\x02{}", 4);
    QTest::newRow("reserved bit") << QByteArray("\xc1\x80\0\0\0\0", 6);
    QTest::newRow("unknown opcode") << QByteArray("\x83\x80\0\0\0\0", 6);
    QTest::newRow("continues nothing") << QByteArray("\x80\x80\0\0\0\0", 6);
    QTest::newRow("ping in parts") << QByteArray("\x09\x80\0\0\0\0", 6);
    QTest::newRow("long ping") << QByteArray("\x89\xfe\0\x7e\0\0\0\0", 8);
    QTest::newRow("text inside text") << QByteArray("\x01\x80\0\0\0\0\x81\x80\0\0\0\0", 12);
    QTest::newRow("negative length") << QByteArray("\x82\xff\xff\0\0\0\0\0\0\0\0\0\0\0", 14);
}

void TestPlaygroundProxy::breaksOffWhoBreaksTheProtocol()
{
    QFETCH(QByteArray, frame);
    const QByteArray answer = m_http->raw(upgradeHead() + frame);
    QVERIFY(answer.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
    QVERIFY(!answer.contains("Sprite-Version"));
    QVERIFY2(answer.endsWith("\x88\x10\x03\xea"
                             "protocol error"),
             answer.toHex().constData());
}

QTEST_GUILESS_MAIN(TestPlaygroundProxy)
#include "tst_playgroundproxy.moc"
