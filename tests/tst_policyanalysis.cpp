// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/policyanalysis.h"
#include "support/patience.h"
#include "support/policywords.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

const SpriteKey Otter{AccountId(u"acme"_s), SpriteName(u"calm-otter"_s)};
const QDateTime Noon(QDate(2026, 3, 4), QTime(12, 0), Qt::UTC);

QStringList changedNames(const QList<VerdictChange> &changes)
{
    QStringList names;
    for (const VerdictChange &change : changes)
        names << change.name;
    return names;
}

bool has(const QList<Finding> &findings, FindingKind kind)
{
    return std::any_of(findings.begin(), findings.end(),
                       [kind](const Finding &finding) { return finding.kind == kind; });
}

} // namespace

class tst_PolicyAnalysis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void itAnswersForTheDraft();
    void whatIsNoNameHasNoVerdict();
    void aKeystrokeIsAnsweredAtOnceAndToldOnce();
    void itTellsWhenTheRulesInForceChange();
    void findingsAreByRow();
    void theFirstRuleIsOneOnlyWhereNothingIsInForce();
    void verdictChangesLookAtRulesExpectationsAndTestedNames();
    void expectationsAreCheckedOnEveryEdit();
    void changesAreAgainstWhatIsInForce();
    void whatWasNeverReadIsComparedWithTheBase();
    void anotherSpriteIsAnotherAnswer();
    void theOrderOfEvaluationFollows();

private:
    std::unique_ptr<PolicyDocument> document;
    std::unique_ptr<PolicyAnalysis> analysis;
};

void tst_PolicyAnalysis::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    document = std::make_unique<PolicyDocument>();
    analysis = std::make_unique<PolicyAnalysis>(*document);
    document->open(Otter);
    document->setPublished(policyOf(u"allow *.example.com; deny *"_s), Noon);
    QSignalSpy changed(analysis.get(), &PolicyAnalysis::changed);
    QVERIFY(changed.wait(Test::Patience));
}

void tst_PolicyAnalysis::cleanup()
{
    analysis.reset();
    document.reset();
}

void tst_PolicyAnalysis::itAnswersForTheDraft()
{
    QVERIFY(analysis->test(u"api.example.com"_s).isAllowedForSure());
    QVERIFY(analysis->test(u"other.org"_s).isDeniedForSure());
    document->insertRules(0, {allowRule(u"other.org"_s)});
    QVERIFY(analysis->test(u"Other.org."_s).isAllowedForSure());
    QCOMPARE(analysis->test(u"other.org"_s).mostSpecific().rule, 0);
    QVERIFY(analysis->published().verdict(u"other.org"_s).isDeniedForSure());
    document->undoStack()->undo();
    QVERIFY(analysis->test(u"other.org"_s).isDeniedForSure());
}

void tst_PolicyAnalysis::whatIsNoNameHasNoVerdict()
{
    QVERIFY(analysis->test(QString()).name.isEmpty());
    QVERIFY(analysis->test(u"two words"_s).name.isEmpty());
}

void tst_PolicyAnalysis::aKeystrokeIsAnsweredAtOnceAndToldOnce()
{
    QSignalSpy changed(analysis.get(), &PolicyAnalysis::changed);
    document->changeRule(0, allowRule(u"a"_s), 1);
    document->changeRule(0, allowRule(u"a.org"_s), 1);
    document->setNote(allowRule(u"a.org"_s), u"x"_s);
    QVERIFY(analysis->test(u"a.org"_s).isAllowedForSure());
    QCOMPARE(changed.size(), 0);
    QVERIFY(changed.wait(Test::Patience));
    QCoreApplication::sendPostedEvents();
    QCOMPARE(changed.size(), 1);
}

void tst_PolicyAnalysis::itTellsWhenTheRulesInForceChange()
{
    document->insertRules(0, {allowRule(u"a.org"_s)});
    QSignalSpy changed(analysis.get(), &PolicyAnalysis::changed);
    QVERIFY(changed.wait(Test::Patience));
    QVERIFY(!analysis->changes().isEmpty());
    document->markPublished(document->draft(), Noon.addSecs(1));
    QVERIFY(changed.wait(Test::Patience));
    QVERIFY(analysis->changes().isEmpty());
    QVERIFY(analysis->verdictChanges().isEmpty());
}

void tst_PolicyAnalysis::findingsAreByRow()
{
    document->replaceDraft(policyOf(u"allow a.org; allow a.org; deny *; allow b.org"_s), u"x"_s);
    QVERIFY(has(analysis->findingsOf(1), FindingKind::SameAs));
    QVERIFY(has(analysis->findingsOf(3), FindingKind::DependsOnReading));
    QVERIFY(!has(analysis->findingsOf(0), FindingKind::SameAs));
    QVERIFY(analysis->findingsOf(4).isEmpty());
    QVERIFY(analysis->findingsOf(-1).isEmpty());
    qsizetype all = 0;
    for (int row = 0; row < 4; ++row)
        all += analysis->findingsOf(row).size();
    QCOMPARE(all, analysis->findings().size());
}

void tst_PolicyAnalysis::theFirstRuleIsOneOnlyWhereNothingIsInForce()
{
    QVERIFY(!has(analysis->findings(), FindingKind::FirstRule));
    document->setPublished({}, Noon.addSecs(1));
    document->insertRules(0, {allowRule(u"a.org"_s)});
    QVERIFY(has(analysis->findings(), FindingKind::FirstRule));
    document->clearPublished();
    QVERIFY(!has(analysis->findings(), FindingKind::FirstRule));
}

void tst_PolicyAnalysis::verdictChangesLookAtRulesExpectationsAndTestedNames()
{
    QVERIFY(analysis->verdictChanges().isEmpty());
    document->changeRule(1, denyRule(u"*.example.org"_s));
    document->changeRule(1, denyRule(u"*"_s));
    QVERIFY(analysis->verdictChanges().isEmpty());
    document->changeRule(0, allowRule(u"*.b.example.com"_s));
    QVERIFY(!changedNames(analysis->verdictChanges()).contains(u"x.example.com"_s));
    document->addTested(u"x.example.com"_s);
    document->setExpectations({{u"y.example.com"_s, Access::Allowed}});
    const QStringList names = changedNames(analysis->verdictChanges());
    QVERIFY(names.contains(u"x.example.com"_s));
    QVERIFY(names.contains(u"y.example.com"_s));
    QVERIFY(analysis->verdictChanges().first().tightens());
}

void tst_PolicyAnalysis::expectationsAreCheckedOnEveryEdit()
{
    document->setExpectations({{u"api.example.com"_s, Access::Allowed}, {u"*"_s, Access::Denied}});
    QCOMPARE(analysis->expectations().size(), 2);
    QCOMPARE(analysis->expectations().at(0).state, ExpectationState::Holds);
    QCOMPARE(analysis->expectations().at(1).state, ExpectationState::Holds);
    document->changeRule(0, denyRule(u"*.example.com"_s));
    QCOMPARE(analysis->expectations().at(0).state, ExpectationState::Fails);
    QCOMPARE(analysis->expectations().at(0).blame, 0);
    document->discard();
    QCOMPARE(analysis->expectations().at(0).state, ExpectationState::Holds);
}

void tst_PolicyAnalysis::changesAreAgainstWhatIsInForce()
{
    document->insertRules(0, {allowRule(u"a.org"_s), allowRule(u"b.org"_s)});
    document->removeRules({3});
    QCOMPARE(analysis->changes().added, 2);
    QCOMPARE(analysis->changes().removed, 1);
    document->setPublished({}, Noon.addSecs(1));
    QCOMPARE(analysis->changes().added, 3);
    QCOMPARE(analysis->changes().removed, 0);
}

void tst_PolicyAnalysis::whatWasNeverReadIsComparedWithTheBase()
{
    document->open(Otter);
    document->restoreDraft({policyOf(u"deny *"_s), policyOf(u"allow a.org; deny *"_s)});
    QCOMPARE(analysis->changes().added, 1);
    document->setPublished(policyOf(u"deny *"_s), Noon);
    QCOMPARE(analysis->changes().added, 1);
    document->clearPublished();
    document->rebase(document->draft(), {}, u"Rebase"_s);
    QCOMPARE(analysis->changes().added, 2);
}

void tst_PolicyAnalysis::anotherSpriteIsAnotherAnswer()
{
    QVERIFY(analysis->test(u"other.org"_s).isDeniedForSure());
    document->open({Otter.account, SpriteName(u"shy-heron"_s)});
    QVERIFY(analysis->test(u"other.org"_s).isAllowedForSure());
    QVERIFY(analysis->findings().isEmpty());
}

void tst_PolicyAnalysis::theOrderOfEvaluationFollows()
{
    QCOMPARE(analysis->evaluated().first().group, EvaluationGroup::Subdomains);
    document->insertRules(2, {allowRule(u"a.org"_s)});
    QCOMPARE(analysis->evaluated().first().rule, 2);
    QCOMPARE(analysis->evaluated().first().group, EvaluationGroup::ExactNames);
}

QTEST_GUILESS_MAIN(tst_PolicyAnalysis)
#include "tst_policyanalysis.moc"
