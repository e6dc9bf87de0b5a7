// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/apiclient.h"
#include "service/apireply.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/rawserver.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! Counts everything a reply can say.
struct Spies
{
    explicit Spies(ApiReply *reply)
        : succeeded(reply, &ApiReply::succeeded)
        , failed(reply, &ApiReply::failed)
        , interrupted(reply, &ApiReply::interrupted)
        , canceled(reply, &ApiReply::canceled)
        , finished(reply, &ApiReply::finished)
    {}

    QString ends() const
    {
        return u"s%1 f%2 i%3 c%4 finished%5"_s.arg(succeeded.size())
            .arg(failed.size())
            .arg(interrupted.size())
            .arg(canceled.size())
            .arg(finished.size());
    }

    QSignalSpy succeeded, failed, interrupted, canceled, finished;
};

enum class CancelAt { Never, BeforeTheLoop, OnArrival, InEndSlot, TwiceBeforeTheLoop };

} // namespace
Q_DECLARE_METATYPE(CancelAt)

class TestApiReply : public QObject
{
    Q_OBJECT

    static ApiLimits quick()
    {
        ApiLimits limits;
        limits.readBackoff = {1ms, 1ms};
        limits.wakingBackoff = {1ms, 1ms, 1ms};
        return limits;
    }
    //! For a server that is silent: every request must reach it within that time.
    static ApiLimits impatient()
    {
        ApiLimits limits = quick();
        limits.query = 500ms;
        return limits;
    }

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void endsInExactlyOneWay_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<CancelAt>("cancelAt");
        QTest::addColumn<QString>("ends");
        const QString yes = u"s1 f0 i0 c0 finished1"_s;
        const QString no = u"s0 f1 i0 c0 finished1"_s;
        const QString unknown = u"s0 f0 i1 c0 finished1"_s;
        const QString canceled = u"s0 f0 i0 c1 finished1"_s;
        for (const char *method : {"GET", "POST"}) {
            const bool read = QByteArray(method) == "GET";
            const struct
            {
                const char *server;
                QString end;
            } kinds[] = {{"ok", yes},
                         {"refuse", no},
                         {"drop", read ? no : unknown},
                         {"silent", read ? no : unknown},
                         {"cut", read ? no : unknown}};
            for (const auto &kind : kinds) {
                const auto row = [&](const char *name, CancelAt at, const QString &end) {
                    QTest::addRow("%s, %s, %s", method, kind.server, name)
                        << QString::fromLatin1(kind.server) << QByteArray(method) << at << end;
                };
                row("not canceled", CancelAt::Never, kind.end);
                row("canceled before the loop", CancelAt::BeforeTheLoop, canceled);
                row("canceled twice before the loop", CancelAt::TwiceBeforeTheLoop, canceled);
                row("canceled on arrival", CancelAt::OnArrival, canceled);
                row("canceled in the slot of its end", CancelAt::InEndSlot, kind.end);
            }
        }
    }
    void endsInExactlyOneWay()
    {
        QFETCH(QString, server);
        QFETCH(QByteArray, method);
        QFETCH(CancelAt, cancelAt);
        QFETCH(QString, ends);
        RawServer raw;
        QPointer<ApiReply> reply;
        raw.setHandler([&](const RawRequest &, RawExchange exchange) {
            if (cancelAt == CancelAt::OnArrival)
                reply->cancel();
            if (server == "ok"_L1)
                exchange.answer(200, "{}");
            else if (server == "refuse"_L1)
                exchange.answer(409, "{\"error\":\"no\"}");
            else if (server == "drop"_L1)
                exchange.drop();
            else if (server == "cut"_L1) {
                exchange.raw("HTTP/1.1 200 Said\r\nContent-Length: 100\r\n\r\n{\"half\"");
                exchange.drop();
            }
        });
        ApiClient client(raw.url(), testToken(), server == "silent"_L1 ? impatient() : quick(), nullptr);
        ApiRequest request = ApiRequest::get(Reach::ControlPlane, "/v1/x");
        request.method = method;
        reply = client.send(request);
        Spies spies(reply);
        QSignalSpy destroyed(reply, &QObject::destroyed);
        const auto inEndSlot = [&] {
            if (cancelAt == CancelAt::InEndSlot)
                reply->cancel();
        };
        connect(reply, &ApiReply::succeeded, this, inEndSlot);
        connect(reply, &ApiReply::failed, this, inEndSlot);
        connect(reply, &ApiReply::interrupted, this, inEndSlot);
        bool aliveAtEnd = false;
        connect(reply, &ApiReply::finished, this, [&] { aliveAtEnd = reply && reply->hasEnded(); });
        if (cancelAt == CancelAt::BeforeTheLoop || cancelAt == CancelAt::TwiceBeforeTheLoop)
            reply->cancel();
        if (cancelAt == CancelAt::TwiceBeforeTheLoop)
            reply->cancel();

        QCOMPARE(spies.ends(), u"s0 f0 i0 c0 finished0"_s);
        QVERIFY(destroyed.wait(Patience));
        QVERIFY(aliveAtEnd);
        QCOMPARE(spies.ends(), ends);
        if (cancelAt == CancelAt::BeforeTheLoop)
            QCOMPARE(raw.requests().size(), 0);
        if (cancelAt == CancelAt::OnArrival || method == "POST")
            QVERIFY(raw.requests().size() <= 1);
    }

    void destructionIsSilent()
    {
        RawServer raw;
        QSignalSpy arrived(&raw, &RawServer::arrived);
        auto client = std::make_unique<ApiClient>(raw.url(), testToken(), ApiLimits(), nullptr);
        ApiReply *reply = client->send(ApiRequest::get(Reach::ControlPlane, "/v1/x"));
        Spies spies(reply);
        QVERIFY(arrived.wait(Patience));
        client.reset();
        QCOMPARE(spies.ends(), u"s0 f0 i0 c0 finished0"_s);
    }

    void listenerMayDeleteTheClientInTheEndSlot()
    {
        RawServer raw;
        raw.setHandler([](const RawRequest &, RawExchange exchange) { exchange.answer(200, "{}"); });
        auto *client = new ApiClient(raw.url(), testToken(), {}, nullptr);
        QSignalSpy destroyed(client, &QObject::destroyed);
        ApiReply *reply = client->send(ApiRequest::get(Reach::ControlPlane, "/v1/x"));
        connect(reply, &ApiReply::succeeded, this, [client] { delete client; });
        QVERIFY(destroyed.wait(Patience));
    }

    void timeoutIsToldFromCancelByItsReason()
    {
        RawServer raw;
        ApiClient client(raw.url(), testToken(), impatient(), nullptr);
        ApiReply *reply = client.send(ApiRequest::post(Reach::ControlPlane, "/v1/x"));
        QSignalSpy interrupted(reply, &ApiReply::interrupted);
        QVERIFY(interrupted.wait(Patience));
        const auto error = interrupted.first().first().value<ApiError>();
        QCOMPARE(error.kind, ApiError::Kind::Timeout);
        QCOMPARE(error.host, u"127.0.0.1"_s);
    }

    void readIsSentThreeTimesWhenNobodyAnswers()
    {
        RawServer raw;
        ApiClient client(raw.url(), testToken(), impatient(), nullptr);
        ApiReply *reply = client.send(ApiRequest::get(Reach::ControlPlane, "/v1/x"));
        QSignalSpy failed(reply, &ApiReply::failed);
        QVERIFY(failed.wait(Patience));
        QCOMPARE(failed.first().first().value<ApiError>().kind, ApiError::Kind::Timeout);
        QCOMPARE(raw.requests().size(), 3);
    }

    void wakingSpriteIsAskedAgain_data()
    {
        QTest::addColumn<Reach>("reach");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("arrivals");
        QTest::newRow("inside 502") << Reach::InsideSprite << 502 << 4;
        QTest::newRow("inside 503") << Reach::InsideSprite << 503 << 4;
        QTest::newRow("inside 504") << Reach::InsideSprite << 504 << 4;
        QTest::newRow("inside 500") << Reach::InsideSprite << 500 << 1;
        QTest::newRow("inside 429") << Reach::InsideSprite << 429 << 1;
        QTest::newRow("control plane 503") << Reach::ControlPlane << 503 << 1;
    }
    void wakingSpriteIsAskedAgain()
    {
        QFETCH(Reach, reach);
        QFETCH(int, status);
        QFETCH(int, arrivals);
        RawServer raw;
        raw.setHandler([&](const RawRequest &, RawExchange exchange) {
            exchange.answer(status, "not yet\n", "text/plain");
        });
        ApiClient client(raw.url(), testToken(), quick(), nullptr);
        ApiReply *reply = client.send(ApiRequest::get(reach, "/v1/x"));
        QVERIFY(QSignalSpy(reply, &ApiReply::failed).wait(Patience));
        QCOMPARE(raw.requests().size(), arrivals);
    }

    void errorHasNoTokenEvenIfTheServerEchoesIt()
    {
        RawServer raw;
        raw.setHandler([&](const RawRequest &request, RawExchange exchange) {
            exchange.answer(400, "{\"error\":\"you sent " + request.headers.value("authorization") + "\"}");
        });
        const LogHygiene log;
        ApiClient client(raw.url(), testToken(), quick(), nullptr);
        ApiReply *reply = client.send(ApiRequest::post(Reach::ControlPlane, "/v1/x"));
        QSignalSpy failed(reply, &ApiReply::failed);
        QVERIFY(failed.wait(Patience));
        const auto error = failed.first().first().value<ApiError>();
        QVERIFY(error.serverText.contains("[token]"_L1));
        QVERIFY(!holdsToken(error));
        QVERIFY(!LogHygiene::lines().isEmpty());
        QVERIFY(!LogHygiene::tokenWasLogged());
    }
};

QTEST_GUILESS_MAIN(TestApiReply)
#include "tst_apireply.moc"
