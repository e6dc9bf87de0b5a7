// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/apiclient.h"
#include "service/apireply.h"
#include "service/singleusebody.h"
#include "service/streamreply.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/rawserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

namespace {

//! How a server can lose an answer.
enum class Loss { DropAtOnce, DropAndStopListening, DropInHead, DropOnReusedConnection };

} // namespace
Q_DECLARE_METATYPE(Loss)

class TestNeverSentTwice : public QObject
{
    Q_OBJECT

    static ApiRequest change(const QByteArray &method)
    {
        ApiRequest request = ApiRequest::post(Reach::ControlPlane, "/v1/change", "{\"a\":1}");
        request.method = method;
        if (method == "DELETE")
            request.body.clear();
        return request;
    }

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void bodyCannotBeRewound()
    {
        SingleUseBody body("abc");
        QVERIFY(body.isSequential());
        QCOMPARE(body.size(), 3);
        QCOMPARE(body.read(2), QByteArray("ab"));
        QVERIFY(!body.reset());
        QVERIFY(!body.seek(0));
        QCOMPARE(body.readAll(), QByteArray("c"));
        QVERIFY(body.atEnd());
    }

    void changeArrivesOnceWhenTheAnswerIsLost_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<Loss>("loss");
        QTest::addColumn<bool>("streamed");
        for (const char *method : {"POST", "PUT", "DELETE"}) {
            for (const bool streamed : {false, true}) {
                const QByteArray name = QByteArray(method) + (streamed ? " stream" : " query");
                QTest::addRow("%s dropped", name.constData())
                    << QByteArray(method) << Loss::DropAtOnce << streamed;
                QTest::addRow("%s server gone", name.constData())
                    << QByteArray(method) << Loss::DropAndStopListening << streamed;
                QTest::addRow("%s cut in the head", name.constData())
                    << QByteArray(method) << Loss::DropInHead << streamed;
                QTest::addRow("%s reused connection", name.constData())
                    << QByteArray(method) << Loss::DropOnReusedConnection << streamed;
            }
        }
    }
    void changeArrivesOnceWhenTheAnswerIsLost()
    {
        QFETCH(QByteArray, method);
        QFETCH(Loss, loss);
        QFETCH(bool, streamed);
        RawServer server;
        server.setHandler([&](const RawRequest &request, RawExchange exchange) {
            if (request.path() != "/v1/change")
                return exchange.answer(200, "{}");
            if (loss == Loss::DropAndStopListening)
                server.stopListening();
            if (loss == Loss::DropInHead)
                exchange.raw("HTTP/1.1 200 Said\r\nContent-Le");
            exchange.drop();
        });
        ApiClient client(server.url(), testToken(), {}, nullptr);
        if (loss == Loss::DropOnReusedConnection) {
            ApiReply *warmUp = client.send(ApiRequest::get(Reach::ControlPlane, "/v1/sprites"));
            QVERIFY(QSignalSpy(warmUp, &ApiReply::succeeded).wait(Patience));
        }
        ApiReply *reply = streamed ? client.stream(change(method)) : client.send(change(method));
        QSignalSpy interrupted(reply, &ApiReply::interrupted);
        QSignalSpy finished(reply, &ApiReply::finished);
        QVERIFY(finished.wait(Patience));
        QCOMPARE(interrupted.size(), 1);
        QCOMPARE(interrupted.first().first().value<ApiError>().kind, ApiError::Kind::Network);

        // Had Qt sent it again, that would have come before what is asked now.
        if (loss != Loss::DropAndStopListening) {
            ApiReply *after = client.send(ApiRequest::get(Reach::ControlPlane, "/v1/after"));
            QVERIFY(QSignalSpy(after, &ApiReply::succeeded).wait(Patience));
        }
        QCOMPARE(server.count(method, "/v1/change"), 1);
    }

    void changeThatWasNeverSentFails()
    {
        RawServer server;
        const QUrl url = server.url();
        server.stopListening();
        ApiClient client(url, testToken(), {}, nullptr);
        ApiReply *reply = client.send(change("POST"));
        QSignalSpy failed(reply, &ApiReply::failed);
        QVERIFY(failed.wait(Patience));
        QCOMPARE(failed.first().first().value<ApiError>().kind, ApiError::Kind::Network);
    }

    void changeIsNotRedirected_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("status");
        for (const char *method : {"POST", "PUT", "DELETE"}) {
            for (const int status : {301, 302, 303, 307, 308})
                QTest::addRow("%s %d", method, status) << QByteArray(method) << status;
        }
    }
    void changeIsNotRedirected()
    {
        QFETCH(QByteArray, method);
        QFETCH(int, status);
        RawServer other;
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) {
            exchange.redirect(status, QUrl(other.url().toString() + "/v1/elsewhere"_L1));
        });
        ApiClient client(server.url(), testToken(), {}, nullptr);
        ApiReply *reply = client.send(change(method));
        QSignalSpy failed(reply, &ApiReply::failed);
        QVERIFY(failed.wait(Patience));
        QCOMPARE(failed.first().first().value<ApiError>().kind, ApiError::Kind::Protocol);
        QCOMPARE(server.requests().size(), 1);
        QCOMPARE(other.requests().size(), 0);
    }

    void tokenDoesNotFollowARedirectToAnotherOrigin_data()
    {
        QTest::addColumn<bool>("streamed");
        QTest::newRow("query") << false;
        QTest::newRow("stream") << true;
    }
    void tokenDoesNotFollowARedirectToAnotherOrigin()
    {
        QFETCH(bool, streamed);
        RawServer other;
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) {
            exchange.redirect(302, QUrl(other.url().toString() + "/v1/sprites"_L1));
        });
        ApiClient client(server.url(), testToken(), {}, nullptr);
        const ApiRequest request = ApiRequest::get(Reach::ControlPlane, "/v1/sprites");
        ApiReply *reply = streamed ? client.stream(request) : client.send(request);
        QSignalSpy failed(reply, &ApiReply::failed);
        QVERIFY(failed.wait(Patience));
        QCOMPARE(other.requests().size(), 0);
    }

    void readFollowsARedirectWithinTheOrigin()
    {
        RawServer server;
        server.setHandler([&](const RawRequest &request, RawExchange exchange) {
            if (request.path() == "/v1/old")
                exchange.redirect(302, QUrl(server.url().toString() + "/v1/new"_L1));
            else
                exchange.answer(200, "{}");
        });
        ApiClient client(server.url(), testToken(), {}, nullptr);
        ApiReply *reply = client.send(ApiRequest::get(Reach::ControlPlane, "/v1/old"));
        QVERIFY(QSignalSpy(reply, &ApiReply::succeeded).wait(Patience));
        QCOMPARE(server.count("GET", "/v1/new"), 1);
    }
};

QTEST_GUILESS_MAIN(TestNeverSentTwice)
#include "tst_neversenttwice.moc"
