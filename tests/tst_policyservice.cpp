// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/apiclient.h"
#include "service/policyservice.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/rawserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(std::optional<ApiError>)

class TestPolicyService : public QObject
{
    Q_OBJECT

    const SpriteName m_web{u"web-1"_s};

    static ApiLimits quick()
    {
        ApiLimits limits;
        limits.readBackoff = {1ms, 1ms};
        limits.wakingBackoff = {1ms, 1ms, 1ms};
        return limits;
    }

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void loadsTheRulesInTheirOrder()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.answer(200, fixture(u"wire/network-policy.json"_s));
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        PolicyService service(client, nullptr);
        QSignalSpy loaded(&service, &PolicyService::loaded);
        service.load(m_web);
        QVERIFY(loaded.wait(Patience));
        const auto policy = loaded.first().at(1).value<NetworkPolicy>();
        QCOMPARE(policy.rules.size(), 5);
        QCOMPARE(policy.rules.at(1).domain, u"telemetry.example.com"_s);
        QCOMPARE(server.requests().first().target, QByteArray("/v1/sprites/web-1/policy/network"));
    }

    void policyThatIsNotReadyIsAskedForAgain()
    {
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) {
            if (server.requests().size() < 3)
                exchange.answer(503, "Policy not ready\n", "text/plain; charset=utf-8");
            else
                exchange.answer(200, "{\"rules\": []}");
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        PolicyService service(client, nullptr);
        QSignalSpy loaded(&service, &PolicyService::loaded);
        service.load(m_web);
        QVERIFY(loaded.wait(Patience));
        QVERIFY(loaded.first().at(1).value<NetworkPolicy>().isUnrestricted());
    }

    void applyEndsAsTheServiceSays_data()
    {
        QTest::addColumn<int>("status"); // 0: the answer is lost
        QTest::addColumn<Outcome>("outcome");
        QTest::newRow("204") << 204 << Outcome::Succeeded;
        QTest::newRow("200, as documented") << 200 << Outcome::Succeeded;
        QTest::newRow("400") << 400 << Outcome::Failed;
        QTest::newRow("500 is not asked again") << 500 << Outcome::Failed;
        QTest::newRow("503 without a word is not asked again") << 503 << Outcome::Unknown;
        QTest::newRow("lost") << 0 << Outcome::Unknown;
    }
    void applyEndsAsTheServiceSays()
    {
        QFETCH(int, status);
        QFETCH(Outcome, outcome);
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) {
            if (status == 0)
                exchange.drop();
            else
                exchange.answer(status, status == 400 ? "invalid policy config\n" : "", "text/plain");
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        PolicyService service(client, nullptr);
        QSignalSpy ended(&service, &PolicyService::ended);
        const NetworkPolicy policy{{{u"api.example.com"_s, u"allow"_s, {}}, {{}, {}, u"defaults"_s}}};
        const OperationId id = newOperationId();
        service.apply(id, m_web, policy);
        QVERIFY(ended.wait(Patience));
        QCOMPARE(ended.first().at(0).value<OperationId>(), id);
        QCOMPARE(ended.first().at(1).value<Outcome>(), outcome);
        QCOMPARE(ended.first().at(2).value<std::optional<ApiError>>().has_value(),
                 outcome != Outcome::Succeeded);
        QCOMPARE(server.requests().size(), 1);
        QCOMPARE(server.requests().first().method, QByteArray("POST"));
        QCOMPARE(server.requests().first().body, toJson(policy));
    }

    void unreadablePolicyFailsToLoad()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) { exchange.answer(200, "<html>"); });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        PolicyService service(client, nullptr);
        QSignalSpy failed(&service, &PolicyService::loadFailed);
        service.load(m_web);
        QVERIFY(failed.wait(Patience));
        QCOMPARE(failed.first().at(1).value<ApiError>().kind, ApiError::Kind::Protocol);
    }
};

QTEST_GUILESS_MAIN(TestPolicyService)
#include "tst_policyservice.moc"
