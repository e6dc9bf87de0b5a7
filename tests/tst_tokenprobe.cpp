// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/tokenprobe.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/rawserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = ProbeResult::Kind;

class TestTokenProbe : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void answerDecidesTheResult_data()
    {
        QTest::addColumn<int>("status"); // 0: dropped, -1: silent
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Kind>("kind");
        QTest::newRow("list") << 200 << fixture(u"wire/sprites-list.json"_s) << Kind::SignedIn;
        QTest::newRow("bad token") << 401 << QByteArray("{\"error\":\"authentication failed\"}")
                                   << Kind::Refused;
        QTest::newRow("not allowed") << 403 << QByteArray("{\"error\":\"no\"}") << Kind::Refused;
        QTest::newRow("rate limit") << 429 << QByteArray("{\"error\":\"slow\",\"retry_after_seconds\":9}")
                                    << Kind::RateLimited;
        QTest::newRow("another JSON service")
            << 200 << QByteArray("{\"hello\":\"world\"}") << Kind::NotSprites;
        QTest::newRow("a web page") << 200 << QByteArray("<html>hi</html>") << Kind::NotSprites;
        QTest::newRow("a web page that is not there")
            << 404 << QByteArray("<html>no</html>") << Kind::NotSprites;
        QTest::newRow("a proxy's page") << 502 << QByteArray("<html>bad gateway</html>") << Kind::NotSprites;
        QTest::newRow("the service fails")
            << 500 << QByteArray("{\"error\":\"database\"}") << Kind::ServiceFailed;
        QTest::newRow("dropped") << 0 << QByteArray() << Kind::NoAnswer;
        QTest::newRow("silent") << -1 << QByteArray() << Kind::NoAnswer;
    }
    void answerDecidesTheResult()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(Kind, kind);
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) {
            if (status > 0)
                exchange.answer(status, body);
            else if (status == 0)
                exchange.drop();
        });
        const LogHygiene log;
        ApiLimits limits;
        if (status == -1)
            limits.query = 50ms;
        TokenProbe probe(limits, nullptr);
        QSignalSpy finished(&probe, &TokenProbe::finished);
        probe.probe(server.url(), testToken());
        QCOMPARE(finished.size(), 0);
        QVERIFY(finished.wait(Patience));
        const auto result = finished.first().first().value<ProbeResult>();
        QCOMPARE(result.kind, kind);
        QCOMPARE(result.host, u"127.0.0.1"_s);
        QCOMPARE(result.error.has_value(), kind != Kind::SignedIn);
        if (result.error)
            QVERIFY(!holdsToken(*result.error));
        QVERIFY(!LogHygiene::tokenWasLogged());
        // A read that is dropped is repeated by Qt, never by us.
        if (status != 0)
            QCOMPARE(server.requests().size(), 1);
        QCOMPARE(server.requests().first().target, QByteArray("/v1/sprites?max_results=1"));
    }

    void organizationComesFromTheSurestSource_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("organization");
        QTest::newRow("counts") << QByteArray(
                                       "{\"sprites\":[{\"name\":\"a\",\"organization\":\"two\"}],"
                                       "\"org\":{\"name\":\"one\",\"running\":3,\"warm\":12,\"cold\":40}}")
                                << u"one"_s;
        QTest::newRow("sprite") << QByteArray("{\"sprites\":[{\"name\":\"a\",\"organization\":\"two\"}]}")
                                << u"two"_s;
        QTest::newRow("token") << QByteArray("{\"sprites\":[]}") << u"acme"_s;
    }
    void organizationComesFromTheSurestSource()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, organization);
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) { exchange.answer(200, body); });
        TokenProbe probe({}, nullptr);
        QSignalSpy finished(&probe, &TokenProbe::finished);
        probe.probe(server.url(), testToken());
        QVERIFY(finished.wait(Patience));
        const auto result = finished.first().first().value<ProbeResult>();
        QCOMPARE(result.organization, organization);
        if (organization == "one"_L1)
            QCOMPARE(result.counts.cold, std::optional(40));
    }

    void unsafeAddressIsNotAsked()
    {
        TokenProbe probe({}, nullptr);
        QSignalSpy finished(&probe, &TokenProbe::finished);
        probe.probe(QUrl(u"http://api.example.com"_s), testToken());
        QVERIFY(finished.wait(Patience));
        QCOMPARE(finished.first().first().value<ProbeResult>().error->kind, ApiError::Kind::Invalid);
    }

    void laterQuestionReplacesTheEarlierOne()
    {
        RawServer silent;
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.answer(401, "{\"error\":\"authentication failed\"}");
        });
        TokenProbe probe({}, nullptr);
        QSignalSpy finished(&probe, &TokenProbe::finished);
        QSignalSpy arrived(&silent, &RawServer::arrived);
        probe.probe(silent.url(), testToken());
        QVERIFY(arrived.wait(Patience));
        probe.probe(server.url(), testToken());
        QVERIFY(finished.wait(Patience));
        QCOMPARE(finished.size(), 1);
        QCOMPARE(finished.first().first().value<ProbeResult>().kind, Kind::Refused);
    }
};

QTEST_GUILESS_MAIN(TestTokenProbe)
#include "tst_tokenprobe.moc"
