// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policyorder.h"
#include "support/policywords.h"
#include "support/randompolicy.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

constexpr quint32 Seed = 20261122;
constexpr int Rounds = 6000;

//! What the rules mention, and besides it every name the patterns above are about.
QStringList namesToAsk(const PolicyEvaluator &evaluator)
{
    QStringList names = evaluator.mentionedNames(true);
    names << evaluator.unmentionedName() << u"com"_s << u"example.com"_s << u"q.com"_s << u"a.example.com"_s
          << u"q.example.com"_s << u"b.a.example.com"_s << u"q.b.a.example.com"_s << u"q.github.com"_s
          << u"q.a.githubusercontent.com"_s << u"q.npmjs.org"_s << u"q.org"_s;
    names.removeDuplicates();
    return names;
}

PolicyEvaluator evaluatorOf(const NetworkPolicy &policy)
{
    return PolicyEvaluator(policy, smallPreset());
}

} // namespace

class TestPolicyOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void noVerdictChangesAndWhatStillDiffersIsNamed();
    void rulesAreOrdered_data();
    void rulesAreOrdered();
    void rulesThatCannotAgreeAreNamed_data();
    void rulesThatCannotAgreeAreNamed();
    void asEvaluatedGroupsByPrecedence();
};

void TestPolicyOrder::noVerdictChangesAndWhatStillDiffersIsNamed()
{
    QRandomGenerator random(Seed);
    int conflicts = 0;
    for (int round = 0; round < Rounds; ++round) {
        const NetworkPolicy policy = randomPolicy(random);
        const OrderProof proof = makeOrderProof(policy, smallPreset());
        const QByteArray failing = u"seed %1, round %2: %3 -> %4"_s.arg(Seed)
                                       .arg(round)
                                       .arg(wordsOf(policy), wordsOf(proof.policy))
                                       .toUtf8();
        QList<int> rows = proof.order;
        std::sort(rows.begin(), rows.end());
        QCOMPARE(rows.size(), policy.rules.size());
        for (int row = 0; row < rows.size(); ++row) {
            QVERIFY2(rows.at(row) == row, failing.constData());
            QVERIFY2(proof.policy.rules.at(row) == policy.rules.at(proof.order.at(row)), failing.constData());
        }
        const PolicyEvaluator before = evaluatorOf(policy);
        const PolicyEvaluator after = evaluatorOf(proof.policy);
        QSet<std::pair<int, int>> named;
        for (const OrderConflict &conflict : proof.conflicts) {
            named << std::pair(conflict.specific, conflict.first);
            QVERIFY2(!conflict.verdict.readingsAgree(), failing.constData());
            QVERIFY2(conflict.verdict == after.verdict(conflict.name), failing.constData());
        }
        QVERIFY2(named.size() == proof.conflicts.size(), failing.constData());
        conflicts += int(proof.conflicts.size());
        for (const QString &name : namesToAsk(before)) {
            const Verdict verdict = after.verdict(name);
            const QByteArray what = failing + " at " + name.toUtf8();
            QVERIFY2(before.decide(name).access == verdict.mostSpecific().access, what.constData());
            const std::pair pair(verdict.mostSpecific().rule, verdict.firstMatch().rule);
            QVERIFY2(verdict.readingsAgree() || named.contains(pair), what.constData());
        }
        QVERIFY2(!makeOrderProof(proof.policy, smallPreset()).isChanged(), failing.constData());
    }
    QVERIFY(conflicts > 0); // else the search would be too narrow to mean something
}

void TestPolicyOrder::rulesAreOrdered_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    const auto add = [](const char *title, const QString &before, const QString &after) {
        QTest::newRow(title) << before << after;
    };
    add("nothing", {}, {});
    add("the whole order", u"deny *; allow *.com; +defaults; allow *.example.com; deny a.test"_s,
        u"deny a.test; +defaults; allow *.example.com; allow *.com; deny *"_s);
    add("already good", u"deny a.test; +defaults; allow *.example.com; allow *.com; deny *"_s,
        u"deny a.test; +defaults; allow *.example.com; allow *.com; deny *"_s);
    add("stable among equals", u"allow b.test; deny a.test; allow c.test"_s,
        u"allow b.test; deny a.test; allow c.test"_s);
    add("the same name keeps its order", u"deny *; deny a.test; allow a.test"_s,
        u"deny a.test; allow a.test; deny *"_s);
    add("nested patterns that differ keep their order", u"allow *.example.com; deny *.a.example.com"_s,
        u"allow *.example.com; deny *.a.example.com"_s);
    add("nested patterns that agree do not", u"allow *.com; allow *.a.com"_s,
        u"allow *.a.com; allow *.com"_s);
    add("two stars keep their order", u"deny *; allow *"_s, u"deny *; allow *"_s);
    add("a deny stays below the preset that allows the name",
        u"+defaults; deny github.com; deny a.githubusercontent.com"_s,
        u"deny a.githubusercontent.com; +defaults; deny github.com"_s);
    add("a deny stays above the preset", u"allow a.test; deny *.githubusercontent.com; +defaults"_s,
        u"allow a.test; deny *.githubusercontent.com; +defaults"_s);
    add("and takes only itself along",
        u"deny *.npmjs.org; deny *.githubusercontent.com; +defaults; allow b.test"_s,
        u"allow b.test; deny *.githubusercontent.com; +defaults; deny *.npmjs.org"_s);
    add("unknown presets stay presets", u"allow *.com; +other; allow a.test"_s,
        u"allow a.test; +other; allow *.com"_s);
}

void TestPolicyOrder::rulesAreOrdered()
{
    QFETCH(QString, before);
    const OrderProof proof = makeOrderProof(policyOf(before), smallPreset());
    QTEST(wordsOf(proof.policy), "after");
    QFETCH(QString, after);
    QCOMPARE(proof.isChanged(), before != after);
}

void TestPolicyOrder::rulesThatCannotAgreeAreNamed_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("specific");
    QTest::addColumn<int>("first");
    QTest::addColumn<QString>("name");
    QTest::newRow("none") << u"deny *; allow a.test; +defaults"_s << 0 << -1 << -1 << QString();
    QTest::newRow("one") << u"deny *.githubusercontent.com; +defaults"_s << 1 << 1 << 0
                         << u"raw.githubusercontent.com"_s;
}

void TestPolicyOrder::rulesThatCannotAgreeAreNamed()
{
    QFETCH(QString, words);
    const OrderProof proof = makeOrderProof(policyOf(words), smallPreset());
    QTEST(int(proof.conflicts.size()), "count");
    const OrderConflict conflict = proof.conflicts.value(0);
    QTEST(conflict.specific, "specific");
    QTEST(conflict.first, "first");
    QTEST(conflict.name, "name");
}

void TestPolicyOrder::asEvaluatedGroupsByPrecedence()
{
    using Group = EvaluationGroup;
    const PolicyEvaluator evaluator = evaluatorOf(
        policyOf(u"deny *; allow *.example.com; permit q.test; +defaults; +other; allow a.test; deny a.test; "
                 u"allow *.a.example.com; +defaults"_s));
    const QList<EvaluatedRule> expected = {
        {Group::ExactNames, 5, true}, {Group::ExactNames, 6, false}, {Group::Presets, 3, true},
        {Group::Presets, 8, false},   {Group::Subdomains, 1, true},  {Group::Subdomains, 7, false},
        {Group::Everything, 0, true}, {Group::Ignored, 2, false},    {Group::Ignored, 4, false}};
    QCOMPARE(asEvaluated(evaluator), expected);
}

QTEST_APPLESS_MAIN(TestPolicyOrder)
#include "tst_policyorder.moc"
