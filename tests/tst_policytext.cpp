// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policytext.h"
#include "domain/policyversion.h"
#include "support/policywords.h"

#include <QRegularExpression>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestPolicyText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void oneRuleStandsOnALine();
    void whatIsWrittenIsReadBack_data();
    void whatIsWrittenIsReadBack();
    void unknownKeysAreKept();
    void faultsHaveTheirPlace_data();
    void faultsHaveTheirPlace();
    void draftsSurviveTheirText();
    void notesBelongToWhatARuleNames();
};

void TestPolicyText::oneRuleStandsOnALine()
{
    QCOMPARE(policyToText(policyOf(u"allow *.example.com; +defaults; -defaults"_s)),
             QByteArray("{\n"
                        "  \"rules\": [\n"
                        "    {\"domain\": \"*.example.com\", \"action\": \"allow\"},\n"
                        "    {\"include\": \"defaults\"},\n"
                        "    {\"include\": \"defaults\", \"action\": \"deny\"}\n"
                        "  ]\n"
                        "}\n"));
    QCOMPARE(policyToText({}), QByteArray("{\n  \"rules\": []\n}\n"));
}

void TestPolicyText::whatIsWrittenIsReadBack_data()
{
    QTest::addColumn<NetworkPolicy>("policy");
    QTest::newRow("nothing") << NetworkPolicy();
    QTest::newRow("defaults") << NetworkPolicy::developmentDefaults();
    QTest::newRow("locked down") << NetworkPolicy::lockedDown();
    QTest::newRow("several") << policyOf(u"allow a.test; deny *.b.test; +defaults; -defaults; deny *"_s);
    QTest::newRow("odd names") << NetworkPolicy{
        {allowRule(u"quote\".test"_s), allowRule(u"b\u00fccher.test"_s), denyRule(u"back\\slash"_s)}, {}};
    QTest::newRow("unknown keys") << NetworkPolicy{
        {EgressRule{u"a.test"_s, u"allow"_s, {}, R"({"note":"x, }","z":[1,{"a":2}]})"}}, R"({"version":2})"};
}

void TestPolicyText::whatIsWrittenIsReadBack()
{
    QFETCH(NetworkPolicy, policy);
    const PolicyTextResult result = policyFromText(policyToText(policy));
    QVERIFY(!result.error);
    QCOMPARE(result.policy, policy);
    QCOMPARE(parseNetworkPolicy(toJson(policy)).value(), policy);
}

void TestPolicyText::unknownKeysAreKept()
{
    const PolicyTextResult result = policyFromText(R"({"$schema":"x","rules":[
        {"comment":"why","domain":"a.test","action":"allow"}, {"action":"deny"}]})");
    QVERIFY(!result.error);
    QCOMPARE(result.policy.unknown, QByteArray(R"({"$schema":"x"})"));
    QCOMPARE(result.policy.rules.at(0).unknown, QByteArray(R"({"comment":"why"})"));
    QCOMPARE(result.policy.rules.at(1), denyRule(u"*"_s));
    QCOMPARE(toJson(result.policy),
             QByteArray(R"({"rules":[{"domain":"a.test","action":"allow","comment":"why"},)"
                        R"({"domain":"*","action":"deny"}],"$schema":"x"})"));
}

void TestPolicyText::faultsHaveTheirPlace_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("fault");
    const auto add = [](const char *title, const QByteArray &text, int line, int column,
                        const QString &fault) { QTest::newRow(title) << text << line << column << fault; };
    add("nothing", "", 1, 1, u"This is no JSON: illegal value."_s);
    add("broken", "{\n  \"rules\": [\n    {\"domain\" \"a\"}\n  ]\n}", 3, 15,
        u"This is no JSON: missing name separator."_s);
    add("open end", "{\"rules\": [\n", 1, 12, u"This is no JSON: unterminated array."_s);
    add("more at the end", "{\"rules\":[]}\n\n x", 3, 2,
        u"This is no JSON: garbage at the end of the document."_s);
    add("a list", "\n []", 2, 2, u"A policy is an object with the key `rules`."_s);
    add("empty object", " {}", 1, 2, u"The key `rules` is missing."_s);
    add("null", "{\"x\":{\"rules\":[]},\n\"rules\":null}", 2, 9, u"`rules` is no list."_s);
    add("rule is a text", "{\"rules\":[\n  {\"action\":\"deny\"},\n  \"]\"\n]}", 3, 3,
        u"Rule 2 is no object."_s);
    add("name is a number", "{\"rules\":[{\"domain\":7,\"action\":\"deny\"}]}", 1, 11,
        u"In rule 1 a name, an action or a preset is no text."_s);
    add("both", "{\"a\": [\"\\\"rules\", {}], \"rules\": [\n {\"domain\":\"a\",\"include\":\"defaults\"}]}",
        2, 2, u"Rule 1 has both a name and a preset."_s);
    add("empty name", "{\"rules\":[{\"domain\":\"\",\"action\":\"allow\"}]}", 1, 11,
        u"The name of rule 1 is empty."_s);
    add("no action", "{\"rules\":[\n{\"domain\":\"b\u00fc\",\"action\":\"allow\"}, {\"domain\":\"a\"}]}", 2,
        35, u"Rule 2 has no action. It needs allow or deny."_s);
    add("other action", "{\"rules\":[\n\n\t{\"domain\":\"a\",\"action\":\"block\"}]}", 3, 2,
        u"Rule 1 has the action `block`. It needs allow or deny."_s);
}

void TestPolicyText::faultsHaveTheirPlace()
{
    QFETCH(QByteArray, text);
    const PolicyTextResult result = policyFromText(text);
    QVERIFY(result.error);
    QTEST(result.error->text, "fault");
    QTEST(result.error->line, "line");
    QTEST(result.error->column, "column");
    QCOMPARE(result.policy, NetworkPolicy());
}

void TestPolicyText::draftsSurviveTheirText()
{
    const PolicyDraft draft{
        policyOf(u"+defaults"_s),
        {{EgressRule{u"b\u00fc.test"_s, u"deny"_s, {}, R"({"note":"\"why\""})"}}, R"({"v":1})"}};
    QCOMPARE(policyDraftFromText(policyDraftToText(draft)), draft);
    const PolicyDraft withoutBase{std::nullopt, policyOf(u"deny *"_s)};
    QCOMPARE(policyDraftFromText(policyDraftToText(withoutBase)), withoutBase);
    QCOMPARE(policyDraftFromText(u"{\"base\":\"{\\\"rules\\\":[]}\",\"rules\":\"{\\\"rules\\\":[]}\"}"_s),
             (PolicyDraft{NetworkPolicy(), NetworkPolicy()}));
    for (const QString &text : {u""_s, u"[]"_s, u"{}"_s, u"{\"base\":\"x\",\"rules\":\"{}\"}"_s})
        QVERIFY2(!policyDraftFromText(text), qPrintable(text));
}

void TestPolicyText::notesBelongToWhatARuleNames()
{
    QCOMPARE(noteKey(allowRule(u" API.Example.com"_s)), u"api.example.com"_s);
    QCOMPARE(noteKey(denyRule(u"api.example.com"_s)), u"api.example.com"_s);
    QCOMPARE(noteKey(presetRule(u"defaults"_s)), u"include:defaults"_s);
}

QTEST_APPLESS_MAIN(TestPolicyText)
#include "tst_policytext.moc"
