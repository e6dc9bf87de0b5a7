// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/networkpolicy.h"

#include <QFile>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestNetworkPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRuleFormSurvivesTheTrip()
    {
        QFile file(QStringLiteral(SPRITARIUM_TEST_DATA "/wire/network-policy.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Result<NetworkPolicy> policy = parseNetworkPolicy(file.readAll());
        QVERIFY(policy.isOk());
        QCOMPARE(policy.value().rules.size(), 5);
        QCOMPARE(policy.value().rules.at(3).include, u"defaults"_s);
        QCOMPARE(parseNetworkPolicy(toJson(policy.value())).value(), policy.value());
    }

    void aRuleWithoutANameIsTheCatchAll()
    {
        const auto policy = parseNetworkPolicy(R"({"rules":[{"action":"deny"}]})");
        QCOMPARE(policy.value().rules.first().domain, u"*"_s);
        QCOMPARE(toJson(policy.value()), QByteArray(R"({"rules":[{"domain":"*","action":"deny"}]})"));
    }

    void noRulesMeansNoRestriction()
    {
        QVERIFY(parseNetworkPolicy("{\n  \"rules\": []\n}").value().isUnrestricted());
        QCOMPARE(toJson(NetworkPolicy::unrestricted()), QByteArray(R"({"rules":[]})"));
        QVERIFY(!parseNetworkPolicy("<html>").isOk());
    }
};

QTEST_APPLESS_MAIN(TestNetworkPolicy)
#include "tst_networkpolicy.moc"
