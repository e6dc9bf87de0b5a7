// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policylint.h"
#include "domain/policyorder.h"
#include "support/policywords.h"
#include "support/randompolicy.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

constexpr quint32 Seed = 3;
constexpr int Rounds = 1500;
constexpr ReadingOptions ByOrder{Reading::FirstMatch};

QString wordOf(FindingKind kind)
{
    static const QStringList words = {u"never"_s,  u"same"_s,    u"depends"_s, u"order"_s,
                                      u"preset"_s, u"bare"_s,    u"open"_s,    u"first"_s,
                                      u"form"_s,   u"refused"_s, u"denied"_s};
    return words.at(int(kind));
}

//! "2 same 0; 3 preset 1 github.com": row, kind, other row, name.
QString findingsOf(const QString &words, bool startedUnrestricted = false)
{
    const PolicyEvaluator evaluator(policyOf(words), smallPreset());
    QStringList texts;
    for (const Finding &finding : findPolicyProblems(evaluator, startedUnrestricted)) {
        QString text = QString::number(finding.rule) + u' ' + wordOf(finding.kind);
        if (finding.other >= 0)
            text += u' ' + QString::number(finding.other);
        if (!finding.name.isEmpty())
            text += u' ' + finding.name;
        texts << text;
    }
    return texts.join(u"; "_s);
}

} // namespace

class TestPolicyLint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void problemsAreFound_data();
    void problemsAreFound();
    void theFirstRuleOfAnOpenSpriteIsSaid();
    void examplesCarryTheirVerdict();
    void everyFindingHasItsWords_data();
    void everyFindingHasItsWords();
    void fixesDoWhatTheySay_data();
    void fixesDoWhatTheySay();
    void movingTheOtherDownIsOfferedWhereItHelps_data();
    void movingTheOtherDownIsOfferedWhereItHelps();
    void keysBesideTheRulesAreRefused_data();
    void keysBesideTheRulesAreRefused();
    void rulesThatNeverDecideAreKnown();
    void whatIsShadowedCanGo();
    void everyDifferenceOfTheReadingsIsFound();
    void whatIsOrderProofIsLeftInPeace();
};

void TestPolicyLint::problemsAreFound_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("findings");
    const auto add = [](const QString &words, const QString &findings) {
        QTest::addRow("%s", qPrintable(words)) << words << findings;
    };
    // Nothing to say.
    add({}, {});
    add(u"deny *"_s, {});
    add(u"+defaults"_s, {});
    add(u"allow a.test; deny b.test; +defaults; deny *"_s, {});
    add(u"deny x.a.test; allow a.test; +defaults; allow *.a.test; deny *.test; deny *"_s, {});
    add(u"deny registry.npmjs.org; +defaults"_s, {});
    // Equal rules.
    add(u"allow a.test; allow a.test"_s, u"1 same 0"_s);
    add(u"allow a.test; allow A.TEST"_s, u"1 same 0"_s);
    add(u"allow a.test; deny a.test"_s, u"1 never 0"_s);
    add(u"allow a.test; deny a.test; deny a.test; allow a.test"_s, u"1 never 0; 2 never 0; 3 same 0"_s);
    add(u"+defaults; allow github.com"_s, u"1 same 0"_s);
    add(u"allow github.com; +defaults"_s, {});
    add(u"+defaults; +defaults"_s, u"1 same 0"_s);
    add(u"+defaults; -defaults"_s, u"1 denied; 1 never 0"_s);
    add(u"deny *; deny *"_s, u"1 same 0"_s);
    add(u"deny *; allow *"_s, u"1 never 0"_s);
    // Patterns over patterns.
    add(u"deny test; deny *.test; deny *.a.test"_s, u"2 never 1"_s);
    add(u"deny *.test; allow *.a.test"_s, u"1 order 0"_s);
    add(u"deny *.a.test; deny *.test"_s, {});
    add(u"deny *.a.test; deny *.b.a.test; allow *.b.a.test"_s, u"1 never 0; 2 never 1"_s);
    add(u"+defaults; allow *.x.githubusercontent.com"_s, u"1 never 0"_s);
    add(u"+defaults; deny *.x.githubusercontent.com"_s, u"1 order 0"_s);
    add(u"+defaults; deny *.githubusercontent.com"_s, u"1 preset 0 raw.githubusercontent.com"_s);
    // Readings.
    add(u"deny *; allow a.test; allow b.test"_s, u"1 depends 0 a.test; 2 depends 0 b.test"_s);
    add(u"allow *; deny a.test"_s, u"0 open; 1 depends 0 a.test"_s);
    add(u"deny *; deny a.test"_s, {});
    add(u"deny *; allow *.a.test; allow a.test"_s, u"1 depends 0 any.a.test; 2 depends 0 a.test"_s);
    add(u"allow x.a.test; allow a.test; allow *.a.test; deny y.a.test"_s, u"3 depends 2 y.a.test"_s);
    add(u"deny *; +defaults"_s, u"1 depends 0 github.com"_s);
    add(u"deny any.a.test; allow *.a.test; allow a.test"_s, {});
    add(u"deny *; deny any.a.test; allow *.a.test; allow a.test"_s,
        u"2 depends 0 any2.a.test; 3 depends 0 a.test"_s);
    // The preset goes round a deny.
    add(u"deny *.github.com; +defaults"_s, u"0 preset 1 github.com; 1 depends 0 github.com"_s);
    add(u"+defaults; deny *.github.com"_s, u"1 preset 0 github.com"_s);
    add(u"+defaults; deny github.com"_s, u"1 preset 0 github.com"_s);
    add(u"+defaults; deny *.npmjs.org; deny *.org"_s,
        u"1 preset 0 registry.npmjs.org; 2 preset 0 registry.npmjs.org"_s);
    add(u"+defaults; deny *"_s, {});
    add(u"deny github.com; deny api.github.com; +defaults; deny *.github.com"_s, {});
    add(u"-defaults; deny *.github.com"_s, u"0 denied"_s);
    // The name of a pattern.
    add(u"allow *.a.test"_s, u"0 bare a.test"_s);
    add(u"allow *.a.test; allow a.test"_s, {});
    add(u"deny *.a.test"_s, {});
    add(u"deny *.a.test; allow *"_s, u"0 bare a.test; 1 open"_s);
    add(u"allow *.a.test; allow *.test"_s, u"1 bare test"_s);
    // Forms and refusals.
    add(u"allow a.test:443; allow https://b.test/x; deny 10.0.0.1"_s, u"0 form; 1 form b.test; 2 form"_s);
    add(u"allow a.test."_s, u"0 form a.test"_s);
    add(u"+other"_s, u"0 refused"_s);
    add(u"permit a.test"_s, u"0 refused"_s);
    add(u"-defaults"_s, u"0 denied"_s);
}

void TestPolicyLint::problemsAreFound()
{
    QFETCH(QString, words);
    QTEST(findingsOf(words), "findings");
}

void TestPolicyLint::theFirstRuleOfAnOpenSpriteIsSaid()
{
    QCOMPARE(findingsOf(u"allow a.test"_s, true), u"0 first"_s);
    QCOMPARE(findingsOf(u"allow a.test; deny *"_s, true), u"0 first"_s);
    QCOMPARE(findingsOf(u"deny a.test; allow *"_s, true), u"1 open"_s);
    QCOMPARE(findingsOf({}, true), QString());
}

void TestPolicyLint::examplesCarryTheirVerdict()
{
    const PolicyEvaluator evaluator(policyOf(u"deny *; allow a.test"_s), smallPreset());
    const Finding finding = findPolicyProblems(evaluator, false).value(0);
    QVERIFY(finding.verdict);
    QCOMPARE(*finding.verdict, evaluator.verdict(u"a.test"_s));
    QVERIFY(!finding.verdict->readingsAgree());
    QCOMPARE(findingText(finding),
             u"`a.test`: Depends. Most specific: allowed by 2. First match: denied by 1."_s);
}

void TestPolicyLint::everyFindingHasItsWords_data()
{
    QTest::addColumn<Finding>("finding");
    QTest::addColumn<Severity>("severity");
    QTest::addColumn<QString>("badge");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("fixes");
    const auto add = [](FindingKind kind, const QString &name, Severity severity, const QString &badge,
                        const QString &text, const QStringList &fixes) {
        Finding finding{kind, 4, 1, name, {}, {}};
        if (kind == FindingKind::Refused)
            finding.reason = u"Because."_s;
        QTest::addRow("%s", qPrintable(badge)) << finding << severity << badge << text << fixes;
    };
    add(FindingKind::NeverDecides, {}, Severity::Caution, u"Never decides"_s,
        u"Rule 2 always decides before this one."_s,
        {u"Select rule 2"_s, u"Remove"_s, u"Move above rule 2"_s});
    add(FindingKind::SameAs, {}, Severity::Info, u"Same as 2"_s, u"Rule 2 says the same."_s, {u"Remove"_s});
    add(FindingKind::OrderMatters, {}, Severity::Caution, u"Order matters"_s,
        u"Same precedence as rule 2. The upper one wins."_s, {u"Move above rule 2"_s});
    add(FindingKind::PresetWins, u"github.com"_s, Severity::Danger, u"Preset wins"_s,
        u"The defaults allow `github.com` by exact name. Put this rule above the preset and name the host exactly."_s,
        {u"Deny `github.com` above the preset"_s});
    add(FindingKind::BareNameUnsure, u"example.com"_s, Severity::Info, u"Bare name unsure"_s,
        u"`*.example.com` may not cover `example.com`."_s, {u"Add `example.com`"_s});
    add(FindingKind::AllowsEverything, {}, Severity::Caution, u"Allows everything"_s,
        u"Anything not denied is reachable."_s, {});
    add(FindingKind::FirstRule, {}, Severity::Caution, u"First rule"_s,
        u"With this rule, everything else is blocked."_s, {u"Add development defaults"_s});
    add(FindingKind::NeverMatches, u"a.test"_s, Severity::Caution, u"Never matches"_s,
        u"No name that is looked up looks like this. `a.test` would match."_s,
        {u"Change to `a.test`"_s, u"Remove"_s});
    add(FindingKind::Refused, {}, Severity::Danger, u"Would be refused"_s,
        u"The service refuses the whole policy because of this rule: Because."_s, {u"Remove"_s});
    add(FindingKind::PresetDenied, {}, Severity::Caution, u"Denies the preset"_s,
        u"This denies every name of the preset. A preset is meant to allow."_s, {u"Remove"_s});
}

void TestPolicyLint::everyFindingHasItsWords()
{
    QFETCH(Finding, finding);
    QTEST(finding.severity(), "severity");
    QTEST(findingBadge(finding), "badge");
    QTEST(findingText(finding), "text");
    QStringList fixes;
    for (const FixKind fix : finding.fixes())
        fixes << fixText(fix, finding);
    QTEST(fixes, "fixes");
}

void TestPolicyLint::fixesDoWhatTheySay_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<FixKind>("fix");
    QTest::addColumn<QString>("after");
    const auto add = [](const char *title, const QString &words, FixKind fix, const QString &after) {
        QTest::newRow(title) << words << fix << after;
    };
    add("remove", u"allow a.test; allow a.test; deny *"_s, FixKind::Remove, u"allow a.test; deny *"_s);
    add("move above", u"allow a.test; allow b.test; deny a.test"_s, FixKind::MoveAbove,
        u"deny a.test; allow a.test; allow b.test"_s);
    add("move below", u"deny *.test; allow x.org; allow *.a.test; deny *"_s, FixKind::MoveBelow,
        u"allow x.org; allow *.a.test; deny *.test; deny *"_s);
    add("select", u"allow a.test; deny a.test"_s, FixKind::SelectOther, u"allow a.test; deny a.test"_s);
    add("order", u"deny *; allow a.test"_s, FixKind::MakeOrderProof, u"allow a.test; deny *"_s);
    add("preset", u"allow a.test; +defaults; deny *.npmjs.org"_s, FixKind::PutAbovePreset,
        u"allow a.test; deny registry.npmjs.org; +defaults; deny *.npmjs.org"_s);
    add("preset by its own rule", u"+defaults; allow a.test; deny registry.npmjs.org"_s,
        FixKind::PutAbovePreset, u"deny registry.npmjs.org; +defaults; allow a.test"_s);
    add("name", u"allow *.a.test; deny *"_s, FixKind::AddName, u"allow *.a.test; allow a.test; deny *"_s);
    add("clean up", u"allow https://a.test/x"_s, FixKind::CleanUp, u"allow a.test"_s);
}

void TestPolicyLint::fixesDoWhatTheySay()
{
    QFETCH(QString, words);
    QFETCH(FixKind, fix);
    const NetworkPolicy policy = policyOf(words);
    const QList<Finding> findings = findPolicyProblems(PolicyEvaluator(policy, smallPreset()), false);
    QVERIFY(!findings.isEmpty());
    QVERIFY(findings.first().fixes().contains(fix));
    const NetworkPolicy fixed = applyFix(policy, findings.first(), fix);
    QTEST(wordsOf(fixed), "after");
    const Finding gone{FindingKind::SameAs, 17, 16, {}, {}, {}};
    QCOMPARE(applyFix(policy, gone, fix), policy);
}

void TestPolicyLint::movingTheOtherDownIsOfferedWhereItHelps_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("helps");
    const auto add = [](const QString &words, bool helps) {
        QTest::addRow("%s", qPrintable(words)) << words << helps;
    };
    add(u"deny *.test; allow *.a.test"_s, false); // the same order as the other way
    add(u"deny *.test; allow x.org; allow *.a.test"_s, true);
    add(u"deny *.test; deny *.a.test; allow *.b.a.test"_s, false); // the one between decides then
    add(u"deny *.test; deny *.test; allow *.b.a.test"_s, false);
    add(u"deny *.test; deny *.c.test; allow *.a.test"_s, true);
    add(u"deny *.test; allow x.org; allow *.a.test; deny *.test"_s, true);
}

void TestPolicyLint::movingTheOtherDownIsOfferedWhereItHelps()
{
    QFETCH(QString, words);
    QFETCH(bool, helps);
    const NetworkPolicy policy = policyOf(words);
    const QList<Finding> findings = findPolicyProblems(PolicyEvaluator(policy, smallPreset()), false);
    const auto order = std::find_if(findings.begin(), findings.end(), [](const Finding &finding) {
        return finding.kind == FindingKind::OrderMatters;
    });
    QVERIFY(order != findings.end());
    QCOMPARE(order->fixes().contains(FixKind::MoveBelow), helps);
    QCOMPARE(fixText(FixKind::MoveBelow, *order), u"Move rule 1 below this one"_s);
    if (!helps)
        return;
    const NetworkPolicy fixed = applyFix(policy, *order, FixKind::MoveBelow);
    const PolicyEvaluator evaluator(fixed, smallPreset());
    const Decision decision = evaluator.decide(u"any."_s + policy.rules.at(order->rule).domain.sliced(2));
    QCOMPARE(fixed.rules.at(decision.rule), policy.rules.at(order->rule));
}

void TestPolicyLint::keysBesideTheRulesAreRefused_data()
{
    QTest::addColumn<QString>("words");
    QTest::newRow("with rules") << u"allow a.test"_s;
    QTest::newRow("without rules") << QString();
}

void TestPolicyLint::keysBesideTheRulesAreRefused()
{
    QFETCH(QString, words);
    NetworkPolicy policy = policyOf(words);
    policy.unknown = R"({"mode":"strict","version":2})";
    const QList<Finding> findings = findPolicyProblems(PolicyEvaluator(policy, smallPreset()), false);
    QCOMPARE(findings.size(), 1);
    const Finding &finding = findings.first();
    QCOMPARE(finding.kind, FindingKind::Refused);
    QVERIFY(finding.isOfDocument);
    QCOMPARE(finding.severity(), Severity::Danger);
    QCOMPARE(finding.rule, 0);
    QCOMPARE(findingBadge(finding), u"Unknown keys"_s);
    QCOMPARE(findingText(finding),
             u"The service refuses keys beside the rules that it does not know: `mode`, `version`."_s);
    QCOMPARE(finding.fixes(), QList{FixKind::RemoveKeys});
    QCOMPARE(fixText(FixKind::RemoveKeys, finding), u"Remove the keys"_s);
    QCOMPARE(applyFix(policy, finding, FixKind::RemoveKeys), policyOf(words));
}

void TestPolicyLint::rulesThatNeverDecideAreKnown()
{
    const PolicyEvaluator evaluator(
        policyOf(
            u"deny *; allow a.test; allow a.test; allow *.test; deny *.a.test; deny *.a.test; allow b:1; "
            u"+other; +defaults; +defaults; deny *"_s),
        smallPreset());
    QCOMPARE(rulesThatNeverDecide(evaluator),
             (QList<bool>{false, false, true, false, false, true, true, true, false, true, true}));
}

void TestPolicyLint::whatIsShadowedCanGo()
{
    QRandomGenerator random(Seed);
    for (int round = 0; round < Rounds; ++round) {
        const NetworkPolicy policy = randomPolicy(random);
        const PolicyEvaluator evaluator(policy, smallPreset());
        const QStringList names = evaluator.mentionedNames(true) << evaluator.unmentionedName();
        for (const Finding &finding : findPolicyProblems(evaluator, false)) {
            if (finding.kind != FindingKind::NeverDecides && finding.kind != FindingKind::SameAs &&
                finding.kind != FindingKind::OrderMatters)
                continue;
            NetworkPolicy without = policy;
            without.rules.removeAt(finding.rule);
            const PolicyEvaluator other(without, smallPreset());
            const QByteArray failing = u"seed %1, round %2: %3 without %4"_s.arg(Seed)
                                           .arg(round)
                                           .arg(wordsOf(policy))
                                           .arg(finding.rule)
                                           .toUtf8();
            for (const QString &name : names) {
                QVERIFY2(evaluator.decide(name).access == other.decide(name).access, failing.constData());
                QVERIFY2(evaluator.decide(name, ByOrder).access == other.decide(name, ByOrder).access,
                         failing.constData());
            }
        }
    }
}

void TestPolicyLint::everyDifferenceOfTheReadingsIsFound()
{
    QRandomGenerator random(Seed);
    for (int round = 0; round < Rounds; ++round) {
        const NetworkPolicy policy = randomPolicy(random);
        const PolicyEvaluator evaluator(policy, smallPreset());
        QSet<int> differing;
        for (const QString &name : evaluator.mentionedNames(true)) {
            const Verdict verdict = evaluator.verdict(name);
            if (!verdict.readingsAgree())
                differing << verdict.mostSpecific().rule;
        }
        QSet<int> found;
        for (const Finding &finding : findPolicyProblems(evaluator, false)) {
            if (finding.kind == FindingKind::DependsOnReading)
                found << finding.rule;
        }
        const QByteArray failing =
            u"seed %1, round %2: %3"_s.arg(Seed).arg(round).arg(wordsOf(policy)).toUtf8();
        QVERIFY2(found == differing, failing.constData());
    }
}

void TestPolicyLint::whatIsOrderProofIsLeftInPeace()
{
    QRandomGenerator random(Seed);
    int quiet = 0;
    for (int round = 0; round < Rounds; ++round) {
        const OrderProof proof = makeOrderProof(randomPolicy(random), smallPreset());
        if (!proof.conflicts.isEmpty())
            continue;
        ++quiet;
        const QByteArray failing =
            u"seed %1, round %2: %3"_s.arg(Seed).arg(round).arg(wordsOf(proof.policy)).toUtf8();
        for (const Finding &finding : findPolicyProblems(PolicyEvaluator(proof.policy, smallPreset()), false))
            QVERIFY2(finding.kind != FindingKind::DependsOnReading, failing.constData());
    }
    QVERIFY(quiet > Rounds / 2);
}

QTEST_APPLESS_MAIN(TestPolicyLint)
#include "tst_policylint.moc"
