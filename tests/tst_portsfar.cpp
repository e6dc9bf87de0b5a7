// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/patience.h"
#include "support/portstab.h"
#include "support/viewtesting.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using Fault = Playground::Fault;
using Model = PortForwardModel;

namespace {

constexpr quint16 Web = 8080; // the playground's own service in a sprite
constexpr qint64 MiB = 1024 * 1024;

//! Sends without end, to whoever connects and reads.
class Spring : public QTcpServer
{
public:
    Spring()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection()) {
                const auto pour = [socket] {
                    while (socket->bytesToWrite() < MiB)
                        socket->write(QByteArray(64 * 1024, 'x'));
                };
                connect(socket, &QTcpSocket::bytesWritten, socket, pour);
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
                pour();
            }
        });
        listen(QHostAddress::LocalHost);
    }
};

} // namespace

//! What the far side of a forward can do wrong, as the row of the forward tells it, and many or slow
//! connections through the whole program (ux-spec 11.2, sprites-api 8.2).
class TestPortsFar : public QObject
{
    Q_OBJECT

    std::unique_ptr<PortsPlace> m_place;

    PortsTab &tab() { return m_place->tab(); }
    ProgramFixture &program() { return m_place->program(); }
    quint16 forwardTo(quint16 port)
    {
        const quint16 local = freePort();
        [&] {
            QVERIFY(m_place->open());
            QVERIFY(tab().add(u"%1:%2"_s.arg(local).arg(port)));
            QTRY_COMPARE(tab().localPort(port), local);
        }();
        return local;
    }
    //! Sum over the tunnels of the playground.
    qint64 told(QLatin1StringView key)
    {
        const QByteArray body = m_place->http().get(u"/playground/ports/calm-otter"_s).body;
        const QJsonArray tunnels = QJsonDocument::fromJson(body).object().value("tunnels"_L1).toArray();
        qint64 sum = 0;
        for (const QJsonValue &tunnel : tunnels)
            sum += tunnel[key].toInteger();
        return sum;
    }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_place = std::make_unique<PortsPlace>();
        QVERIFY(m_place->isReady());
    }

    void cleanup() { m_place.reset(); }

    void aRefusalIsToldInTheRow_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::addColumn<QString>("tip");
        const auto row = [](const char *name, Fault::Kind kind, int status, const QString &text,
                            const QString &says, const QString &tip) {
            QTest::newRow(name) << int(kind) << status << text << says << tip;
        };
        const QString refused = u"Failed to connect to target: dial tcp 10.0.0.1:8080: connection refused"_s;
        // The watch sees a listener there, so that the row does not deny it.
        const QString nothing = u"Forwarding: The last connection failed: "_s + refused;
        row("by JSON", Fault::Kind::RefuseByJson, 0, refused, nothing, u"connection refused"_s);
        row("by close 1011", Fault::Kind::RefuseByClose, 1011, refused, nothing, u"connection refused"_s);
        row("401", Fault::Kind::Status, 401, u"token was revoked"_s,
            u"Failed: The service refuses this token. It may be revoked."_s, {});
        row("403", Fault::Kind::Status, 403, u"not yours"_s,
            u"Failed: This token is not allowed to do this: not yours."_s, {});
        row("404", Fault::Kind::Status, 404, u"sprite not found"_s,
            u"Failed: This no longer exists: sprite not found."_s, {});
        row("429", Fault::Kind::Status, 429, u"slow down"_s, u"Forwarding"_s,
            u"The last connection failed: "_s);
        row("500", Fault::Kind::Status, 500, u"no room"_s, u"Forwarding"_s,
            u"The last connection failed: "_s);
        row("503", Fault::Kind::EmptyUnavailable, 503, {}, u"Forwarding"_s,
            u"The last connection failed: "_s);
        row("502 in HTML", Fault::Kind::HtmlBadGateway, 502, {}, u"Forwarding"_s,
            u"The last connection failed: "_s);
        row("dropped", Fault::Kind::DropBeforeAnswer, 0, {}, u"Forwarding"_s,
            u"The last connection failed: "_s);
    }

    void aRefusalIsToldInTheRow()
    {
        QFETCH(int, kind);
        QFETCH(int, status);
        QFETCH(QString, text);
        QFETCH(QString, says);
        QFETCH(QString, tip);
        const quint16 local = forwardTo(Web);
        Fault fault;
        fault.kind = Fault::Kind(kind);
        fault.status = status;
        fault.text = text;
        m_place->spoilProxy(fault);
        LocalClient client(local);
        QVERIFY(client.ends());
        QCOMPARE(client.readAll(), QByteArray());
        QTRY_COMPARE(tab().says(Web), says);
        QTRY_VERIFY2(tab().toolTip(Web).contains(tip), qPrintable(tab().toolTip(Web)));
        QVERIFY(!tab().toolTip(Web).contains(m_place->playground().token()));
        // The next one is not held responsible, and its success takes the blame away.
        QCOMPARE(tab().localPort(Web), local);
        QVERIFY(fetch(local).contains("calm-otter"));
        QTRY_COMPARE(tab().says(Web), u"Forwarding"_s);
        QTRY_VERIFY2(!tab().toolTip(Web).contains(u"failed"_s), qPrintable(tab().toolTip(Web)));
    }

    void aFailedForwardShowsDetailsAndIsTriedAgain()
    {
        const quint16 local = forwardTo(Web);
        Fault fault;
        fault.kind = Fault::Kind::Status;
        fault.status = 403;
        fault.text = u"not yours"_s;
        m_place->spoilProxy(fault);
        QVERIFY(LocalClient(local).ends());
        QTRY_COMPARE(tab().says(Web), u"Failed: This token is not allowed to do this: not yours."_s);
        QVERIFY(tab().press(u"portDetails"_s, Web));
        QTRY_VERIFY(program().isSeen(u"errorDetails"_s));
        QVERIFY2(program().allText(u"errorDetails"_s).contains(u"403"_s),
                 qPrintable(program().allText(u"errorDetails"_s)));
        program().key(Qt::Key_Escape, {}, program().seen(u"errorDetails"_s));
        QTRY_VERIFY(!program().isSeen(u"errorDetails"_s));
        QVERIFY(tab().press(u"portTryAgain"_s, Web));
        QTRY_COMPARE(tab().says(Web), u"Forwarding"_s);
        QVERIFY(fetch(local).contains("calm-otter"));
    }

    void aServerThatStallsIsGivenUp()
    {
        const quint16 local = forwardTo(Web);
        Fault fault;
        fault.kind = Fault::Kind::Stall;
        fault.afterLines = 1;
        m_place->spoilProxy(fault);
        LocalClient client(local);
        QTRY_COMPARE_WITH_TIMEOUT(client.isOver(), true, 30000);
        QTRY_VERIFY2(tab().toolTip(Web).contains(u"The last connection failed: "_s),
                     qPrintable(tab().toolTip(Web)));
        QCOMPARE(tab().localPort(Web), local);
        QVERIFY(fetch(local).contains("calm-otter"));
    }

    void stopWorksWhileAServerStalls()
    {
        const quint16 local = forwardTo(Web);
        Fault fault;
        fault.kind = Fault::Kind::Stall;
        fault.afterLines = 1;
        m_place->spoilProxy(fault);
        LocalClient client(local);
        QTRY_COMPARE(m_place->tunnelsAsked(), 1);
        QVERIFY(tab().press(u"portStop"_s, Web));
        QVERIFY(client.ends());
        QCOMPARE(tab().says(Web), u"Stopped"_s);
        QTRY_VERIFY(!accepts(local));
    }

    void aTunnelThatEndsInTheMiddleEndsItsClientOnly_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("tip");
        QTest::newRow("cut in a frame") << int(Fault::Kind::CutMidLine) << u"The last connection failed: "_s;
        // The service's word for an end of the other side (sprites-api 8.3).
        QTest::newRow("closed with 1001") << int(Fault::Kind::LateError) << QString();
    }

    void aTunnelThatEndsInTheMiddleEndsItsClientOnly()
    {
        QFETCH(int, kind);
        QFETCH(QString, tip);
        EchoServer echo;
        QVERIFY(m_place->declare(3000, echo.serverPort()));
        const quint16 local = forwardTo(3000);
        LocalClient other(local);
        QCOMPARE(other.exchange("hello"), "hello");
        Fault fault;
        fault.kind = Fault::Kind(kind);
        fault.afterBytes = 10;
        m_place->spoilProxy(fault);
        LocalClient client(local);
        client.write("hello, this breaks off");
        QVERIFY(client.ends());
        QTRY_COMPARE(tab().toolTip(3000).isEmpty(), tip.isEmpty());
        QVERIFY2(tab().toolTip(3000).contains(tip), qPrintable(tab().toolTip(3000)));
        QCOMPARE(tab().says(3000), u"Forwarding"_s);
        QCOMPARE(other.exchange("still here"), "still here");
        QCOMPARE(LocalClient(local).exchange("and anew"), "and anew");
    }

    void aClientThatKnowsOnlyIPv6IsServed()
    {
        QTcpServer probe;
        if (!probe.listen(QHostAddress::LocalHostIPv6))
            QSKIP("this computer has no IPv6");
        EchoServer echo;
        QVERIFY(m_place->declare(3000, echo.serverPort()));
        const quint16 local = forwardTo(3000);
        QCOMPARE(LocalClient(local, QHostAddress(QHostAddress::LocalHostIPv6)).exchange("six"), "six");
        QTRY_VERIFY(tab().status(3000).bytesDown > 0);
    }

    void fiveHundredConnectionsAreCountedInTheRow()
    {
        constexpr int Count = 500;
        EchoServer echo;
        QVERIFY(m_place->declare(3000, echo.serverPort()));
        const quint16 local = forwardTo(3000);
        std::vector<std::unique_ptr<LocalClient>> clients;
        for (int i = 0; i < Count; ++i) {
            clients.push_back(std::make_unique<LocalClient>(local));
            clients.back()->write("hello");
        }
        for (const auto &client : clients)
            QTRY_COMPARE_WITH_TIMEOUT(client->bytesAvailable(), 5, 60000);
        QTRY_COMPARE(tab().text(3000, Model::Traffic), u"500 open · 5.0 kB"_s);
        QVERIFY(!program().window().close());
        QTRY_VERIFY(program().isSeen(u"quitForwardsSheet"_s));
        program().key(Qt::Key_Escape, {}, program().seen(u"quitForwardsSheet"_s));
        QVERIFY(tab().press(u"portStop"_s, 3000));
        for (const auto &client : clients)
            QTRY_VERIFY_WITH_TIMEOUT(client->isOver(), 60000);
        QTRY_COMPARE(told("bytesHeld"_L1), 0);
    }

    void aClientThatNeverReadsHoldsUpNobody()
    {
        Spring spring;
        EchoServer echo;
        QVERIFY(m_place->declare(3000, spring.serverPort()));
        QVERIFY(m_place->declare(4000, echo.serverPort()));
        const quint16 slow = forwardTo(3000);
        const quint16 fast = freePort();
        QVERIFY(tab().add(u"%1:4000"_s.arg(fast)));
        QTRY_COMPARE(tab().localPort(4000), fast);
        LocalClient lazy(slow);
        lazy.setReadBufferSize(1);
        QTRY_VERIFY(tab().status(3000).bytesDown > 0);
        LocalClient busy(fast);
        const QByteArray block(MiB, 'y');
        for (int i = 0; i < 48; ++i)
            QCOMPARE(busy.exchange(block), block);
        QTRY_VERIFY(tab().status(4000).bytesDown >= 48 * MiB);
        // Kernel buffers and bounded ones of ours, not what a growing queue would be.
        QVERIFY2(tab().status(3000).bytesDown < 24 * MiB,
                 qPrintable(QString::number(tab().status(3000).bytesDown)));
        QVERIFY2(told("bytesHeld"_L1) < 4 * MiB, qPrintable(QString::number(told("bytesHeld"_L1))));
        QVERIFY(lazy.isOpen());
        QVERIFY(tab().press(u"portStop"_s, 3000));
        QCOMPARE(busy.exchange("still"), "still");
    }
};

QTEST_MAIN(TestPortsFar)
#include "tst_portsfar.moc"
