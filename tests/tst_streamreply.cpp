// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/apiclient.h"
#include "service/streamreply.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/rawserver.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestStreamReply : public QObject
{
    Q_OBJECT

    static ApiRequest request()
    {
        return ApiRequest::post(Reach::InsideSprite, "/v1/sprites/x/checkpoint", "{}");
    }

    static ApiError errorIn(const QSignalSpy &spy) { return spy.value(0).value(0).value<ApiError>(); }

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void linesArriveInOrderWhereverTheyAreCut()
    {
        const QByteArray body = fixture(u"wire/checkpoint-create.ndjson"_s);
        QVERIFY(!body.isEmpty());
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) {
            exchange.beginStream();
            for (qsizetype at = 0; at < body.size(); at += 7)
                exchange.chunk(body.mid(at, 7));
            exchange.endStream();
        });
        ApiClient client(server.url(), testToken(), {}, nullptr);
        StreamReply *reply = client.stream(request());
        QSignalSpy opened(reply, &StreamReply::opened);
        QSignalSpy messages(reply, &StreamReply::messageReceived);
        QSignalSpy succeeded(reply, &ApiReply::succeeded);
        QVERIFY(succeeded.wait(Patience));
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().toByteArray(), QByteArray("application/x-ndjson"));
        QCOMPARE(messages.size(), body.count('\n'));
        QCOMPARE(messages.last().first().toJsonObject().value("type"_L1).toString(), u"complete"_s);
    }

    void everyLineIsToldAtOnce()
    {
        RawServer server;
        RawExchange open(nullptr);
        server.setHandler([&](const RawRequest &, RawExchange exchange) {
            open = exchange;
            exchange.beginStream();
            exchange.chunk("{\"n\":1}\n");
        });
        ApiClient client(server.url(), testToken(), {}, nullptr);
        StreamReply *reply = client.stream(request());
        QSignalSpy messages(reply, &StreamReply::messageReceived);
        QVERIFY(messages.wait(Patience));
        open.chunk("{\"n\":2}\n{\"n\"");
        QTRY_COMPARE(messages.size(), 2);
        open.chunk(":3}");
        open.endStream();
        QTRY_COMPARE(messages.size(), 3);
    }

    void endsAsTheTransportEnded_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<bool>("properly");
        QTest::addColumn<int>("messages");
        QTest::addColumn<bool>("succeeds");
        QTest::addColumn<ApiError::Kind>("kind");
        QTest::newRow("last line without newline")
            << QByteArray("{\"a\":1}") << true << 1 << true << ApiError::Kind::Protocol;
        QTest::newRow("nothing at all") << QByteArray() << true << 0 << true << ApiError::Kind::Protocol;
        QTest::newRow("cut after a line")
            << QByteArray("{\"a\":1}\n") << false << 1 << false << ApiError::Kind::Network;
        QTest::newRow("cut in a line")
            << QByteArray("{\"a\":1}\n{\"b\":") << false << 1 << false << ApiError::Kind::Network;
        QTest::newRow("cut before the newline")
            << QByteArray("{\"a\":1}\n{\"b\":2}") << false << 2 << false << ApiError::Kind::Network;
        QTest::newRow("not JSON") << QByteArray("{\"a\":1}\n<html>\n{\"b\":2}\n") << true << 1 << false
                                  << ApiError::Kind::Protocol;
        QTest::newRow("JSON but no object")
            << QByteArray("[1]\n") << true << 0 << false << ApiError::Kind::Protocol;
        QTest::newRow("line too long") << "{\"a\":\"" + QByteArray(70 * 1024, 'x') + "\"}\n"
                                       << true << 0 << false << ApiError::Kind::Protocol;
    }
    void endsAsTheTransportEnded()
    {
        QFETCH(QByteArray, sent);
        QFETCH(bool, properly);
        QFETCH(int, messages);
        QFETCH(bool, succeeds);
        QFETCH(ApiError::Kind, kind);
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) {
            exchange.beginStream();
            if (!sent.isEmpty())
                exchange.chunk(sent);
            if (properly)
                exchange.endStream();
            else
                exchange.drop();
        });
        ApiClient client(server.url(), testToken(), {}, nullptr);
        StreamReply *reply = client.stream(request());
        QSignalSpy received(reply, &StreamReply::messageReceived);
        QSignalSpy succeeded(reply, &ApiReply::succeeded);
        QSignalSpy interrupted(reply, &ApiReply::interrupted);
        QSignalSpy finished(reply, &ApiReply::finished);
        QVERIFY(finished.wait(Patience));
        QCOMPARE(received.size(), messages);
        QCOMPARE(succeeded.size(), succeeds ? 1 : 0);
        QCOMPARE(interrupted.size(), succeeds ? 0 : 1);
        if (!succeeds) {
            QCOMPARE(errorIn(interrupted).kind, kind);
            QVERIFY(errorIn(interrupted).raw.size() <= 120);
            QCOMPARE(errorIn(interrupted).requestId, u"01STREAM-fra"_s);
        }
        QCOMPARE(server.requests().size(), 1);
    }

    void refusalIsReadWhole()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.answer(503, "No process is running to checkpoint\n", "text/plain; charset=utf-8");
        });
        ApiClient client(server.url(), testToken(), {}, nullptr);
        StreamReply *reply = client.stream(request());
        QSignalSpy opened(reply, &StreamReply::opened);
        QSignalSpy failed(reply, &ApiReply::failed);
        QVERIFY(failed.wait(Patience));
        QCOMPARE(errorIn(failed).serverText, u"No process is running to checkpoint"_s);
        QCOMPARE(opened.size(), 0);
        QCOMPARE(server.requests().size(), 1);
    }

    void silenceEndsTheStream()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.beginStream();
            exchange.chunk("{\"a\":1}\n");
        });
        ApiLimits limits;
        limits.stall = 1s; // the message must come within it
        ApiClient client(server.url(), testToken(), limits, nullptr);
        StreamReply *reply = client.stream(request());
        QSignalSpy messages(reply, &StreamReply::messageReceived);
        QSignalSpy interrupted(reply, &ApiReply::interrupted);
        QVERIFY(interrupted.wait(Patience));
        QCOMPARE(errorIn(interrupted).kind, ApiError::Kind::Timeout);
        QCOMPARE(messages.size(), 1);
    }

    void silenceBeforeTheAnswerEndsTheStreamToo()
    {
        RawServer server;
        ApiLimits limits;
        limits.stall = 40ms;
        ApiClient client(server.url(), testToken(), limits, nullptr);
        QSignalSpy interrupted(client.stream(request()), &ApiReply::interrupted);
        QVERIFY(interrupted.wait(Patience));
        QCOMPARE(errorIn(interrupted).kind, ApiError::Kind::Timeout);
    }

    void cancelInAMessageStopsTheMessages()
    {
        RawServer server;
        QSignalSpy gone(&server, &RawServer::disconnected);
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.beginStream();
            exchange.chunk("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n");
        });
        ApiClient client(server.url(), testToken(), {}, nullptr);
        StreamReply *reply = client.stream(request());
        QSignalSpy messages(reply, &StreamReply::messageReceived);
        QSignalSpy canceled(reply, &ApiReply::canceled);
        connect(reply, &StreamReply::messageReceived, reply, [reply] { reply->cancel(); });
        QVERIFY(canceled.wait(Patience));
        QCOMPARE(messages.size(), 1);
        QTRY_COMPARE(gone.size(), 1);
    }

    void listenerMayDeleteTheClientInAMessage()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.beginStream();
            exchange.chunk("{\"a\":1}\n{\"a\":2}\n");
        });
        auto *client = new ApiClient(server.url(), testToken(), {}, nullptr);
        QSignalSpy destroyed(client, &QObject::destroyed);
        connect(client->stream(request()), &StreamReply::messageReceived, this, [client] { delete client; });
        QVERIFY(destroyed.wait(Patience));
    }

    void fastStreamIsWholeAndLeavesTurnsToOthers()
    {
        constexpr int Count = 100'000;
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.beginStream();
            for (int from = 0; from < Count; from += 1000) {
                QByteArray lines;
                for (int n = from; n < from + 1000; ++n)
                    lines += "{\"type\":\"info\",\"data\":\"" + QByteArray::number(n) + "\"}\n";
                exchange.chunk(lines);
            }
            exchange.endStream();
        });
        ApiClient client(server.url(), testToken(), {}, nullptr);
        StreamReply *reply = client.stream(request());
        int next = 0;
        int turnOfLast = -1;
        int turns = 0;
        bool inOrder = true;
        QTimer otherWork;
        connect(&otherWork, &QTimer::timeout, this, [&] { ++turns; });
        otherWork.start(0);
        connect(reply, &StreamReply::messageReceived, this, [&](const QJsonObject &message) {
            inOrder = inOrder && message.value("data"_L1).toString().toInt() == next;
            ++next;
            turnOfLast = turns;
        });
        QSignalSpy succeeded(reply, &ApiReply::succeeded);
        QVERIFY(succeeded.wait(60'000));
        QCOMPARE(next, Count);
        QVERIFY(inOrder);
        // One turn may parse 4 ms long; that all went in one would need 100,000 messages in that time.
        QVERIFY(turnOfLast > 5);
    }

    void cancelWhileATurnWaitsIsHeeded()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.beginStream();
            exchange.chunk(QByteArray("{\"a\":1}\n").repeated(5000));
            exchange.endStream();
        });
        ApiLimits limits;
        limits.longestTurn = 0ms;
        ApiClient client(server.url(), testToken(), limits, nullptr);
        StreamReply *reply = client.stream(request());
        QSignalSpy messages(reply, &StreamReply::messageReceived);
        QSignalSpy canceled(reply, &ApiReply::canceled);
        QSignalSpy opened(reply, &StreamReply::opened);
        QVERIFY(opened.wait(Patience));
        reply->cancel();
        QVERIFY(canceled.wait(Patience));
        QVERIFY(messages.size() < 5000);
    }
};

QTEST_GUILESS_MAIN(TestStreamReply)
#include "tst_streamreply.moc"
