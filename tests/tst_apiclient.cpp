// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/apiclient.h"
#include "service/apireply.h"
#include "service/streamreply.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/rawserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestApiClient : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void sixOpenStreamsLeaveTheSeventhRequestFree()
    {
        RawServer server;
        server.setHandler([](const RawRequest &request, RawExchange exchange) {
            if (request.path().endsWith("/checkpoint"))
                exchange.beginStream();
            else
                exchange.answer(200, "{}");
        });
        ApiClient client(server.url(), testToken(), {}, nullptr);
        int open = 0;
        for (int n = 0; n < 6; ++n) {
            StreamReply *stream =
                client.stream(ApiRequest::post(Reach::InsideSprite, "/v1/sprites/x/checkpoint", "{}"));
            connect(stream, &StreamReply::opened, this, [&open] { ++open; });
        }
        QTRY_COMPARE(open, 6);
        for (const Reach reach : {Reach::ControlPlane, Reach::InsideSprite}) {
            ApiReply *query = client.send(ApiRequest::get(reach, "/v1/sprites"));
            QVERIFY(QSignalSpy(query, &ApiReply::succeeded).wait(Patience));
        }
    }

    void hangingSpritesLeaveTheListFree()
    {
        RawServer server;
        server.setHandler([](const RawRequest &request, RawExchange exchange) {
            if (request.path() == "/v1/sprites")
                exchange.answer(200, "{}");
        });
        ApiClient client(server.url(), testToken(), {}, nullptr);
        for (int n = 0; n < 6; ++n)
            client.send(ApiRequest::get(Reach::InsideSprite, "/v1/sprites/x/checkpoints"));
        QTRY_COMPARE(server.requests().size(), 6);
        ApiReply *query = client.send(ApiRequest::get(Reach::ControlPlane, "/v1/sprites"));
        QVERIFY(QSignalSpy(query, &ApiReply::succeeded).wait(Patience));
    }

    void everyExchangeIsReportedWithItsReachAndWithoutItsQuery()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.answer(200, "{}", "application/json", {"Fly-Request-Id: 01A-fra"});
        });
        ApiClient client(server.url(), testToken(), {}, nullptr);
        QSignalSpy finished(&client, &ApiClient::requestFinished);
        client.send(ApiRequest::get(Reach::ControlPlane, "/v1/sprites", {{u"prefix"_s, u"secret"_s}}));
        QVERIFY(finished.wait(Patience));
        const auto record = finished.first().at(0).value<RequestRecord>();
        QCOMPARE(record.method, u"GET"_s);
        QCOMPARE(record.path, u"/v1/sprites"_s);
        QCOMPARE(record.status, 200);
        QCOMPARE(record.requestId, u"01A-fra"_s);
        QVERIFY(record.at.isValid());
        QCOMPARE(finished.first().at(1).value<Reach>(), Reach::ControlPlane);
    }

    void refusedTokenIsToldBeforeTheEndOfTheCall_data()
    {
        QTest::addColumn<bool>("streamed");
        QTest::newRow("query") << false;
        QTest::newRow("stream") << true;
    }
    void refusedTokenIsToldBeforeTheEndOfTheCall()
    {
        QFETCH(bool, streamed);
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.answer(401, "{\"error\":\"authentication failed\"}", "application/json; charset=utf-8",
                            {"WWW-Authenticate: Bearer"});
        });
        ApiClient client(server.url(), testToken(), {}, nullptr);
        QStringList order;
        connect(&client, &ApiClient::tokenRefused, this, [&](const ApiError &error) {
            order << u"refused"_s;
            QCOMPARE(error.kind, ApiError::Kind::Unauthorized);
            QCOMPARE(error.serverText, u"authentication failed"_s);
        });
        const ApiRequest request = ApiRequest::post(Reach::ControlPlane, "/v1/sprites", "{}");
        ApiReply *reply = streamed ? client.stream(request) : client.send(request);
        connect(reply, &ApiReply::failed, this, [&] { order << u"failed"_s; });
        QVERIFY(QSignalSpy(reply, &ApiReply::finished).wait(Patience));
        QCOMPARE(order, (QStringList{u"refused"_s, u"failed"_s}));
        QCOMPARE(server.requests().size(), 1);
    }

    void listenerMayDeleteTheClientWhenTheTokenIsRefused()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) { exchange.answer(401, "{}"); });
        auto *client = new ApiClient(server.url(), testToken(), {}, nullptr);
        QSignalSpy destroyed(client, &QObject::destroyed);
        connect(client, &ApiClient::tokenRefused, this, [client] { delete client; });
        client->send(ApiRequest::get(Reach::ControlPlane, "/v1/sprites"));
        QVERIFY(destroyed.wait(Patience));
    }

    void unsafeAddressIsNeverAsked()
    {
        ApiClient client(QUrl(u"http://api.example.com"_s), testToken(), {}, nullptr);
        QSignalSpy exchanges(&client, &ApiClient::requestFinished);
        ApiReply *reply = client.send(ApiRequest::get(Reach::ControlPlane, "/v1/sprites"));
        QSignalSpy failed(reply, &ApiReply::failed);
        QVERIFY(failed.wait(Patience));
        QCOMPARE(failed.first().first().value<ApiError>().kind, ApiError::Kind::Invalid);
        QCOMPARE(exchanges.size(), 0);
    }

    void requestWithoutAPathIsNeverSent()
    {
        RawServer server;
        ApiClient client(server.url(), testToken(), {}, nullptr);
        ApiReply *reply =
            client.send(ApiRequest::remove(Reach::ControlPlane, pathOf("v1", "sprites", SpriteName())));
        QVERIFY(QSignalSpy(reply, &ApiReply::failed).wait(Patience));
        QCOMPARE(server.requests().size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestApiClient)
#include "tst_apiclient.moc"
