// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/networkpolicy.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestNetworkPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
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

    void unknownKeysSurviveTheTrip()
    {
        const QByteArray body = R"({"z":[1,2],"rules":[{"note":{"b":1,"a":"\u00fc"},"domain":"a.test",)"
                                R"("action":"allow","id":7},{"include":"defaults"}],"a":null})";
        const NetworkPolicy policy = parseNetworkPolicy(body).value();
        QCOMPARE(policy.unknown, QByteArray(R"({"a":null,"z":[1,2]})"));
        QCOMPARE(policy.rules.at(0).unknown, QByteArray(R"({"id":7,"note":{"a":"ü","b":1}})"));
        QVERIFY(policy.rules.at(1).unknown.isEmpty());
        QCOMPARE(toJson(policy), QByteArray(R"({"rules":[{"domain":"a.test","action":"allow","id":7,)"
                                            R"("note":{"a":"ü","b":1}},{"include":"defaults"}],)"
                                            R"("a":null,"z":[1,2]})"));
        QCOMPARE(parseNetworkPolicy(toJson(policy)).value(), policy);
    }

    void bothKeysOfARuleAreKept()
    {
        const QByteArray body = R"({"rules":[{"domain":"a.test","include":"defaults","action":"deny"}]})";
        const NetworkPolicy policy = parseNetworkPolicy(body).value();
        QCOMPARE(policy.rules.first().kind(), RuleKind::Invalid);
        QCOMPARE(toJson(policy), body);
    }

    void whatIsNoPolicyIsAnError_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("rules are a text") << QByteArray(R"({"rules":"x"})");
        QTest::newRow("a rule is a text") << QByteArray(R"({"rules":["a.test"]})");
        QTest::newRow("a rule is null") << QByteArray(R"({"rules":[null]})");
        QTest::newRow("a name is a number") << QByteArray(R"({"rules":[{"domain":1,"action":"deny"}]})");
        QTest::newRow("an action is a list") << QByteArray(R"({"rules":[{"domain":"a","action":[]}]})");
        QTest::newRow("a preset is true") << QByteArray(R"({"rules":[{"include":true}]})");
    }

    void whatIsNoPolicyIsAnError()
    {
        QFETCH(QByteArray, body);
        const auto policy = parseNetworkPolicy(body);
        QVERIFY(!policy.isOk());
        QCOMPARE(policy.error().kind, ApiError::Kind::Protocol);
    }

    void nullCountsAsAbsent()
    {
        const auto policy =
            parseNetworkPolicy(R"({"rules":[{"include":null,"domain":"a","action":"deny"}]})");
        QCOMPARE(policy.value().rules, QList{denyRule(u"a"_s)});
        QVERIFY(parseNetworkPolicy(R"({"rules":null})").value().isUnrestricted());
    }

    void rulesHaveTheirKind_data()
    {
        QTest::addColumn<EgressRule>("rule");
        QTest::addColumn<RuleKind>("kind");
        QTest::newRow("name") << allowRule(u"a.test"_s) << RuleKind::Exact;
        QTest::newRow("pattern") << allowRule(u" *.a.test"_s) << RuleKind::Subdomains;
        QTest::newRow("star") << denyRule(u" * "_s) << RuleKind::Everything;
        QTest::newRow("no name") << EgressRule{{}, u"deny"_s, {}, {}} << RuleKind::Everything;
        QTest::newRow("preset") << presetRule(u"defaults"_s) << RuleKind::Preset;
        QTest::newRow("both") << EgressRule{u"a"_s, {}, u"defaults"_s, {}} << RuleKind::Invalid;
        QTest::newRow("star inside") << allowRule(u"a.*.test"_s) << RuleKind::Exact;
    }

    void rulesHaveTheirKind()
    {
        QFETCH(EgressRule, rule);
        QTEST(rule.kind(), "kind");
    }

    void patternsAreComparedTrimmedAndInLowerCase()
    {
        QCOMPARE(normalizedPattern(u" \t*.API.Example.com\n"_s), u"*.api.example.com"_s);
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
