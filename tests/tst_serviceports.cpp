// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/portwatch.h"
#include "support/forwardscene.h"
#include "support/patience.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace std::chrono_literals;
using Playground::Fault;

//! Forwards and the watch of ports against a playground with real sockets.
class TestServicePorts : public QObject
{
    Q_OBJECT

    static QByteArray page(quint16 port)
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, port);
        socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        [&] { QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState); }();
        return socket.readAll();
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void spritesOwnWebServerIsReached()
    {
        ForwardScene scene;
        QVERIFY(scene.isReady());
        const PortForward forward = scene.forwardTo(8080);
        QTRY_VERIFY(scene.forwarder().status(forward.id).localPort != 0);
        const QByteArray got = page(scene.forwarder().status(forward.id).localPort);
        QVERIFY2(got.startsWith("HTTP/1.1 200"), got.left(100).constData());
        QVERIFY(got.contains("web"));
    }

    void portWithoutListenerIsToldAndThenReached()
    {
        ForwardScene scene;
        QVERIFY(scene.isReady());
        const PortForward forward = scene.forwardTo(3000);
        QTRY_VERIFY(scene.forwarder().status(forward.id).localPort != 0);
        const quint16 local = scene.forwarder().status(forward.id).localPort;
        QCOMPARE(page(local), QByteArray());
        QTRY_COMPARE(scene.forwarder().status(forward.id).state, ForwardState::NothingListens);
        QVERIFY(!scene.forwarder().status(forward.id).detail.isEmpty());
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, this, [&server] {
            QTcpSocket *socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                // Who closes with something unread takes the answer back.
                if (!socket->peek(1000).contains("\r\n\r\n"))
                    return;
                socket->readAll();
                socket->write("here");
                socket->disconnectFromHost();
            });
        });
        scene.declare(3000, server.serverPort());
        QCOMPARE(page(local), "here");
        QTRY_COMPARE(scene.forwarder().status(forward.id).state, ForwardState::Forwarding);
    }

    void missingSpriteIsTold()
    {
        ForwardScene scene;
        QVERIFY(scene.isReady());
        PortForward forward;
        forward.id = newForwardId();
        forward.sprite.sprite = SpriteName(u"nobody"_s);
        forward.port = 80;
        scene.forwarder().start(forward);
        QTRY_VERIFY(scene.forwarder().status(forward.id).localPort != 0);
        page(scene.forwarder().status(forward.id).localPort);
        QTRY_COMPARE(scene.forwarder().status(forward.id).state, ForwardState::Failed);
        QCOMPARE(scene.forwarder().status(forward.id).error->kind, ApiError::Kind::NotFound);
    }

#ifdef Q_OS_UNIX
    //! As `printf 'GET / HTTP/1.0\r\n\r\n' | nc -N 127.0.0.1 3001` does it.
    void clientThatHalfClosesGetsItsAnswer()
    {
        ForwardScene scene;
        QVERIFY(scene.isReady());
        const PortForward forward = scene.forwardTo(8080);
        QTRY_VERIFY(scene.forwarder().status(forward.id).localPort != 0);
        QTcpSocket client;
        QSignalSpy ended(&client, &QTcpSocket::disconnected);
        client.connectToHost(QHostAddress::LocalHost, scene.forwarder().status(forward.id).localPort);
        client.write("GET / HTTP/1.0\r\n\r\n");
        QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
        QTRY_COMPARE(client.bytesToWrite(), 0);
        QCOMPARE(shutdown(int(client.socketDescriptor()), SHUT_WR), 0);
        QTRY_COMPARE(ended.size(), 1);
        const QByteArray got = client.readAll();
        QVERIFY2(got.startsWith("HTTP/1."), got.left(100).constData());
        QVERIFY(got.contains("web"));
        QTRY_COMPARE(scene.forwarder().openConnections(), 0);
    }
#endif

    void pauseEndsConnectionsAndTheNextOneWakes()
    {
        ForwardScene scene;
        QVERIFY(scene.isReady());
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const quint16 local = scene.localPortFor(5432, server.serverPort());
        QTcpSocket first;
        first.connectToHost(QHostAddress::LocalHost, local);
        QTRY_VERIFY(server.hasPendingConnections());
        server.nextPendingConnection()->write("x");
        QTRY_COMPARE(first.bytesAvailable(), 1);
        QCOMPARE(scene.http().post(u"/playground/pause/web"_s, {}).status, 204);
        QTRY_COMPARE(first.state(), QAbstractSocket::UnconnectedState);
        QTcpSocket second;
        second.connectToHost(QHostAddress::LocalHost, local);
        QTRY_VERIFY(server.hasPendingConnections());
    }

    void watchTellsWhatIsDeclaredAndWithdrawn()
    {
        ForwardScene scene;
        QVERIFY(scene.isReady());
        PortWatch watch(scene.origin(), SpriteName(u"web"_s), nullptr);
        QSignalSpy changed(&watch, &PortWatch::portsChanged);
        const auto has = [&changed](quint16 port) {
            if (changed.isEmpty())
                return false;
            const auto ports = changed.constLast().at(0).value<QList<ListeningPort>>();
            return std::any_of(ports.begin(), ports.end(),
                               [port](const ListeningPort &p) { return p.port == port; });
        };
        watch.start();
        QTRY_VERIFY(has(8080));
        scene.declare(3000, 40000);
        QTRY_VERIFY(has(3000));
        QCOMPARE(scene.http().send("DELETE", u"/playground/ports/web/3000"_s).status, 204);
        QTRY_VERIFY(!has(3000));
    }
};

QTEST_GUILESS_MAIN(TestServicePorts)
#include "tst_serviceports.moc"
