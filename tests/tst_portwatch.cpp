// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/portwatch.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/proxyserver.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! What listens inside a sprite, as the service tells it, and what becomes of the telling when it breaks.
class TestPortWatch : public QObject
{
    Q_OBJECT

    //! A server that watches ports as it is told; the connection of the moment is `far`.
    struct Scene
    {
        ProxyServer server;
        QPointer<QTcpSocket> far;
        PortWatch watch;
        QSignalSpy changed{&watch, &PortWatch::portsChanged};
        QSignalSpy lost{&watch, &PortWatch::lost};
        QSignalSpy notOffered{&watch, &PortWatch::notOffered};

        static TunnelTiming timing()
        {
            TunnelTiming timing;
            timing.retry = 10ms;
            return timing;
        }

        explicit Scene(const TunnelTiming &timing = Scene::timing())
            : watch(TunnelOrigin{server.url(), testToken(), timing}, SpriteName(u"calm-otter"_s), nullptr)
        {
            accept();
        }

        void accept()
        {
            server.setGate([this](QTcpSocket *socket, const QByteArray &head) {
                ProxyServer::acceptRaw(socket, head);
                far = socket;
                return true;
            });
        }
        void say(const QByteArray &json) { far->write(ProxyServer::frame(1, json)); }
        QList<ListeningPort> ports() const { return changed.constLast().at(0).value<QList<ListeningPort>>(); }
        ApiError error() const { return lost.constLast().at(0).value<ApiError>(); }
    };

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void listAndChangesAreTold()
    {
        Scene scene;
        scene.watch.start();
        QTRY_VERIFY(scene.far);
        QVERIFY(scene.server.heads().constFirst().startsWith(
            "GET /v1/sprites/calm-otter/ports/watch HTTP/1.1\r\n"));
        QVERIFY(
            scene.server.heads().constFirst().contains("Authorization: Bearer " + testToken().toLatin1()));
        scene.say(R"({"type":"port_list","ports":[{"port":3000,"address":"0.0.0.0","pid":12},{"port":0}]})");
        QTRY_COMPARE(scene.changed.size(), 1);
        QCOMPARE(scene.ports(), (QList<ListeningPort>{{3000, u"0.0.0.0"_s, 12, {}}}));
        scene.say(R"({"type":"port_opened","port":80,"address":"127.0.0.1","pid":13})");
        QTRY_COMPARE(scene.changed.size(), 2);
        QCOMPARE(scene.ports().size(), 2);
        QCOMPARE(scene.ports().constFirst().port, 80);
        scene.say(R"({"type":"port_closed","port":3000,"address":"0.0.0.0","pid":12})");
        QTRY_COMPARE(scene.changed.size(), 3);
        QCOMPARE(scene.ports().size(), 1);
    }

    void unknownMessagesAreIgnored()
    {
        Scene scene;
        scene.watch.start();
        QTRY_VERIFY(scene.far);
        scene.say(R"({"type":"port_list","ports":[]})");
        scene.say(R"({"type":"port_renamed","port":80})");
        scene.say("not JSON");
        scene.say(R"({"type":"port_closed","port":81})");
        scene.say(R"({"type":"port_opened","port":70000})");
        scene.say(R"({"type":"port_opened","port":90})");
        QTRY_COMPARE(scene.changed.size(), 2);
        QCOMPARE(scene.ports().size(), 1);
        QCOMPARE(scene.lost.size(), 0);
    }

    void notOfferedIsNotAskedAgain()
    {
        Scene scene;
        scene.server.refuse(404, "404 page not found\n");
        scene.watch.start();
        QTRY_COMPARE(scene.notOffered.size(), 1);
        QCOMPARE(scene.lost.size(), 0);
        // A second, visible attempt shows that there was none in between.
        scene.accept();
        scene.watch.start();
        QTRY_VERIFY(scene.far);
        QCOMPARE(scene.server.heads().size(), 2);
    }

    void refusedTokenIsNotAskedAgain()
    {
        Scene scene;
        scene.server.refuse(401, R"({"error":"authentication failed"})");
        scene.watch.start();
        QTRY_COMPARE(scene.lost.size(), 1);
        QCOMPARE(scene.error().kind, ApiError::Kind::Unauthorized);
        QCOMPARE(scene.lost.constFirst().at(1).value<std::chrono::seconds>(), 0s);
    }

    void lossIsToldAndMended()
    {
        Scene scene;
        scene.watch.start();
        QTRY_VERIFY(scene.far);
        scene.say(R"({"type":"port_list","ports":[{"port":3000}]})");
        QTRY_COMPARE(scene.changed.size(), 1);
        scene.far->abort();
        QTRY_COMPARE(scene.lost.size(), 1);
        QCOMPARE(scene.lost.constFirst().at(1).value<std::chrono::seconds>(), 1s);
        scene.watch.retry();
        QTRY_COMPARE(scene.server.heads().size(), 2);
        QTRY_VERIFY(scene.far);
        scene.say(R"({"type":"port_list","ports":[]})");
        QTRY_COMPARE(scene.changed.size(), 2);
        QVERIFY(scene.ports().isEmpty());
    }

    void aLossAloneOpensNothing()
    {
        // The owner looks outside first: what seems a broken line may be a sprite that fell asleep.
        Scene scene;
        scene.watch.start();
        QTRY_VERIFY(scene.far);
        scene.far->abort();
        QTRY_COMPARE(scene.lost.size(), 1);
        PortWatch later(TunnelOrigin{scene.server.url(), testToken(), Scene::timing()},
                        SpriteName(u"calm-otter"_s), nullptr);
        QSignalSpy refused(&later, &PortWatch::lost);
        scene.server.refuse(503, "not ready\n");
        later.start(); // by its answer, a try of the first would have been seen
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(scene.server.heads().size(), 2);
    }

    void serverWithoutPongIsLost()
    {
        TunnelTiming timing = Scene::timing();
        timing.ping = 20ms;
        timing.dead = 200ms;
        Scene scene(timing);
        scene.watch.start();
        QTRY_COMPARE(scene.lost.size(), 1);
        QCOMPARE(scene.error().kind, ApiError::Kind::Timeout);
    }

    void tenTriesAreEnough()
    {
        Scene scene;
        scene.server.refuse(503, "not ready\n");
        QObject::connect(
            &scene.watch, &PortWatch::lost, &scene.watch,
            [&scene](const ApiError &, std::chrono::seconds again) {
                if (again > 0s)
                    scene.watch.retry();
            },
            Qt::QueuedConnection);
        scene.watch.start();
        QTRY_COMPARE(scene.lost.size(), 11); // the first, and ten more
        QCOMPARE(scene.lost.constLast().at(1).value<std::chrono::seconds>(), 0s);
        QCOMPARE(scene.error().kind, ApiError::Kind::Server);
        QVERIFY(!holdsToken(scene.error()));
    }

    void stopIsSilentAndCanBeginAgain()
    {
        Scene scene;
        scene.watch.start();
        QTRY_VERIFY(scene.far);
        QSignalSpy gone(scene.far, &QTcpSocket::disconnected);
        scene.watch.stop();
        QTRY_COMPARE(gone.size(), 1);
        QCOMPARE(scene.lost.size(), 0);
        scene.watch.start();
        QTRY_COMPARE(scene.server.heads().size(), 2);
    }

    void plainHttpGoesToLoopbackOnly()
    {
        PortWatch watch(TunnelOrigin{QUrl(u"http://example.org"_s), testToken(), {}}, SpriteName(u"a"_s),
                        nullptr);
        QSignalSpy lost(&watch, &PortWatch::lost);
        watch.start();
        QCOMPARE(lost.size(), 1);
        QCOMPARE(lost.constFirst().at(1).value<std::chrono::seconds>(), 0s);
    }
};

QTEST_GUILESS_MAIN(TestPortWatch)
#include "tst_portwatch.moc"
