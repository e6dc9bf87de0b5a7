// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policyevaluator.h"
#include "support/policywords.h"
#include "support/randompolicy.h"

#include <QRegularExpression>
#include <QLocale>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

constexpr Access Allowed = Access::Allowed;
constexpr Access Denied = Access::Denied;
constexpr ReadingOptions ByOrder{Reading::FirstMatch};

PolicyEvaluator evaluatorOf(const QString &words)
{
    return PolicyEvaluator(policyOf(words), smallPreset());
}

void row(const QString &words, const QString &name, Access specific, Access first)
{
    QTest::addRow("%s | %s", qPrintable(words), qPrintable(name)) << words << name << specific << first;
}

void addColumns()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("name");
    QTest::addColumn<Access>("specific");
    QTest::addColumn<Access>("first");
}

void checkRow()
{
    QFETCH(QString, words);
    QFETCH(QString, name);
    QFETCH(Access, specific);
    QFETCH(Access, first);
    const PolicyEvaluator evaluator = evaluatorOf(words);
    QCOMPARE(lookupName(name), name);
    QCOMPARE(evaluator.decide(name).access, specific);
    QCOMPARE(evaluator.decide(name, ByOrder).access, first);
    const Verdict verdict = evaluator.verdict(name);
    QCOMPARE(verdict.mostSpecific().access, specific);
    QCOMPARE(verdict.firstMatch().access, first);
    QCOMPARE(verdict.readingsAgree(), specific == first);
}

} // namespace

class TestPolicyEvaluator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void everyRowOfTheReferenceHolds_data();
    void everyRowOfTheReferenceHolds() { checkRow(); }
    void bothReadingsDecide_data();
    void bothReadingsDecide() { checkRow(); }
    void theDecidingRuleAndItsPatternAreNamed_data();
    void theDecidingRuleAndItsPatternAreNamed();
    void theOpenPointsAreTriedBothWays_data();
    void theOpenPointsAreTriedBothWays();
    void namesAreLookedUpAsResolversDo_data();
    void namesAreLookedUpAsResolversDo();
    void aPresetNobodyKnowsMayDecide();
    void mentionedNamesDoNotCollideWithRules();
    void everythingElseHasANameNoRuleMentions();
    void equalBitsMeanEqualAccess();
    void verdictsAreSentences_data();
    void verdictsAreSentences();
    void whatRestsOnTheListOfThePresetIsMarked_data();
    void whatRestsOnTheListOfThePresetIsMarked();
    void noOtherListTurnsWhatDoesNotRestOnIt();
    void aRuleWithoutANameIsTheCatchAll();
};

void TestPolicyEvaluator::everyRowOfTheReferenceHolds_data()
{
    addColumns();
    row(u"deny *; allow api.example.com"_s, u"api.example.com"_s, Allowed, Denied);
    row(u"allow *; deny bad.example"_s, u"bad.example"_s, Denied, Allowed);
    row(u"allow *.example.com; deny x.example.com"_s, u"x.example.com"_s, Denied, Allowed);
    row(u"deny *.a.example.com; allow *.example.com"_s, u"q.a.example.com"_s, Denied, Denied);
    row(u"allow *.example.com; deny *.a.example.com"_s, u"q.a.example.com"_s, Allowed, Allowed);
    row(u"allow example.com"_s, u"www.example.com"_s, Denied, Denied);
    row(u"allow *.example.com"_s, u"example.com"_s, Allowed, Allowed);
}

void TestPolicyEvaluator::bothReadingsDecide_data()
{
    addColumns();
    row(u""_s, u"example.com"_s, Allowed, Allowed);
    row(u""_s, u"x"_s, Allowed, Allowed);
    row(u"deny *"_s, u"example.com"_s, Denied, Denied);
    row(u"allow *"_s, u"example.com"_s, Allowed, Allowed);
    row(u"allow *; deny *"_s, u"example.com"_s, Allowed, Allowed);
    row(u"deny *; allow *"_s, u"example.com"_s, Denied, Denied);
    row(u"deny x.example"_s, u"example.com"_s, Denied, Denied);
    row(u"allow x.example"_s, u"x.example"_s, Allowed, Allowed);
    row(u"allow a.example; deny a.example"_s, u"a.example"_s, Allowed, Allowed);
    row(u"deny a.example; allow a.example"_s, u"a.example"_s, Denied, Denied);
    row(u"allow a.example"_s, u"b.a.example"_s, Denied, Denied);
    row(u"allow a.example"_s, u"xa.example"_s, Denied, Denied);
    row(u"allow a.example"_s, u"a.example.com"_s, Denied, Denied);
    row(u"allow a.example"_s, u"example"_s, Denied, Denied);
    row(u"deny a.example; allow *"_s, u"a.example"_s, Denied, Denied);
    row(u"deny a.example; allow *"_s, u"b.example"_s, Allowed, Allowed);
    row(u"allow *; deny a.example"_s, u"a.example"_s, Denied, Allowed);
    row(u"deny *; allow a.example"_s, u"b.example"_s, Denied, Denied);
    row(u"allow localhost"_s, u"localhost"_s, Allowed, Allowed);
    row(u"allow localhost"_s, u"a.localhost"_s, Denied, Denied);
    row(u"allow API.Example.COM"_s, u"api.example.com"_s, Allowed, Allowed);
    row(u"allow  api.example.com"_s, u"api.example.com"_s, Allowed, Allowed);
    row(u"deny *.EXAMPLE.com; allow *"_s, u"a.example.com"_s, Denied, Denied);
    row(u"allow *.Example.com"_s, u"example.com"_s, Allowed, Allowed);
    row(u"deny  *; allow a.example"_s, u"a.example"_s, Allowed, Denied);
    row(u"allow api.example.com."_s, u"api.example.com"_s, Denied, Denied);
    row(u"allow *.example.com."_s, u"a.example.com"_s, Denied, Denied);
    row(u"allow api.example.com:443"_s, u"api.example.com"_s, Denied, Denied);
    row(u"allow https://api.example.com"_s, u"api.example.com"_s, Denied, Denied);
    row(u"allow api.example.com/v1"_s, u"api.example.com"_s, Denied, Denied);
    row(u"allow b\u00fccher.example"_s, u"xn--bcher-kva.example"_s, Denied, Denied);
    row(u"allow *.b\u00fccher.example"_s, u"a.xn--bcher-kva.example"_s, Denied, Denied);
    row(u"allow api.*.com"_s, u"api.example.com"_s, Denied, Denied);
    row(u"allow *example.com"_s, u"aexample.com"_s, Denied, Denied);
    row(u"allow example.*"_s, u"example.com"_s, Denied, Denied);
    row(u"allow **"_s, u"example.com"_s, Denied, Denied);
    row(u"allow *."_s, u"example.com"_s, Denied, Denied);
    row(u"allow *.*.example.com"_s, u"a.b.example.com"_s, Denied, Denied);
    row(u"allow .example.com"_s, u"a.example.com"_s, Denied, Denied);
    row(u"allow 10.0.0.1"_s, u"example.com"_s, Denied, Denied);
    row(u"allow xn--bcher-kva.example"_s, u"xn--bcher-kva.example"_s, Allowed, Allowed);
    row(u"allow XN--BCHER-KVA.example"_s, u"xn--bcher-kva.example"_s, Allowed, Allowed);
    row(u"allow *.xn--bcher-kva.example"_s, u"shop.xn--bcher-kva.example"_s, Allowed, Allowed);
    row(u"deny *.xn--p1ai; allow *"_s, u"a.xn--p1ai"_s, Denied, Denied);
    row(u"deny *.xn--p1ai; allow *"_s, u"a.xn--p1acf"_s, Allowed, Allowed);
    row(u"allow *.example.com"_s, u"a.example.com"_s, Allowed, Allowed);
    row(u"allow *.example.com"_s, u"a.b.example.com"_s, Allowed, Allowed);
    row(u"allow *.example.com"_s, u"a.b.c.d.example.com"_s, Allowed, Allowed);
    row(u"allow *.example.com"_s, u"aexample.com"_s, Denied, Denied);
    row(u"allow *.example.com"_s, u"example.com.evil.test"_s, Denied, Denied);
    row(u"allow *.example.com"_s, u"com"_s, Denied, Denied);
    row(u"allow *.com"_s, u"example.com"_s, Allowed, Allowed);
    row(u"allow *.com"_s, u"com"_s, Allowed, Allowed);
    row(u"allow *.com"_s, u"example.org"_s, Denied, Denied);
    row(u"deny *.example.com; allow example.com"_s, u"example.com"_s, Allowed, Denied);
    row(u"allow example.com; deny *.example.com"_s, u"example.com"_s, Allowed, Allowed);
    row(u"deny example.com; allow *.example.com"_s, u"example.com"_s, Denied, Denied);
    row(u"allow *.example.com; deny example.com"_s, u"example.com"_s, Denied, Allowed);
    row(u"allow *.example.com; deny example.com"_s, u"www.example.com"_s, Allowed, Allowed);
    row(u"deny *.example.com; allow *"_s, u"example.com"_s, Denied, Denied);
    row(u"allow *; deny *.example.com"_s, u"example.com"_s, Denied, Allowed);
    row(u"allow *; deny *.example.com"_s, u"a.example.com"_s, Denied, Allowed);
    row(u"allow *; deny *.example.com"_s, u"example.org"_s, Allowed, Allowed);
    row(u"deny *; allow *.example.com"_s, u"a.example.com"_s, Allowed, Denied);
    row(u"deny *.example.com; allow *.example.com"_s, u"a.example.com"_s, Denied, Denied);
    row(u"allow *.example.com; deny *.example.com"_s, u"a.example.com"_s, Allowed, Allowed);
    row(u"allow *.com; deny *.example.com"_s, u"a.example.com"_s, Allowed, Allowed);
    row(u"deny *.example.com; allow *.com"_s, u"a.example.com"_s, Denied, Denied);
    row(u"deny *.com; allow *.a.example.com; allow *.example.com"_s, u"x.a.example.com"_s, Denied, Denied);
    row(u"allow *.a.example.com; deny *.com; allow *.example.com"_s, u"x.example.com"_s, Denied, Denied);
    row(u"allow *.a.example.com; deny *.com; allow *.example.com"_s, u"x.a.example.com"_s, Allowed, Allowed);
    row(u"allow *.a.example.com; deny *.com"_s, u"a.example.com"_s, Allowed, Allowed);
    row(u"deny *.com; allow *.a.example.com"_s, u"a.example.com"_s, Denied, Denied);
    row(u"deny *.com; allow x.com"_s, u"x.com"_s, Allowed, Denied);
    row(u"deny *.com; allow x.com"_s, u"y.com"_s, Denied, Denied);
    row(u"allow *.example.com; allow *.example.com; deny *.example.com"_s, u"q.example.com"_s, Allowed,
        Allowed);
    row(u"+defaults"_s, u"github.com"_s, Allowed, Allowed);
    row(u"+defaults"_s, u"api.github.com"_s, Allowed, Allowed);
    row(u"+defaults"_s, u"www.github.com"_s, Denied, Denied);
    row(u"+defaults"_s, u"a.githubusercontent.com"_s, Allowed, Allowed);
    row(u"+defaults"_s, u"githubusercontent.com"_s, Allowed, Allowed);
    row(u"+defaults"_s, u"raw.githubusercontent.com"_s, Allowed, Allowed);
    row(u"+defaults"_s, u"example.com"_s, Denied, Denied);
    row(u"=defaults"_s, u"github.com"_s, Allowed, Allowed);
    row(u"-defaults"_s, u"github.com"_s, Denied, Denied);
    row(u"-defaults; allow *"_s, u"github.com"_s, Denied, Denied);
    row(u"-defaults; allow *"_s, u"example.com"_s, Allowed, Allowed);
    row(u"allow *; -defaults"_s, u"github.com"_s, Denied, Allowed);
    row(u"-defaults; allow *"_s, u"a.githubusercontent.com"_s, Denied, Denied);
    row(u"+defaults; deny github.com"_s, u"github.com"_s, Allowed, Allowed);
    row(u"deny github.com; +defaults"_s, u"github.com"_s, Denied, Denied);
    row(u"deny *.github.com; +defaults"_s, u"github.com"_s, Allowed, Denied);
    row(u"deny *.github.com; +defaults"_s, u"api.github.com"_s, Allowed, Denied);
    row(u"deny *.github.com; +defaults"_s, u"www.github.com"_s, Denied, Denied);
    row(u"+defaults; deny *.github.com"_s, u"api.github.com"_s, Allowed, Allowed);
    row(u"+defaults; deny *.githubusercontent.com"_s, u"a.githubusercontent.com"_s, Allowed, Allowed);
    row(u"deny *.githubusercontent.com; +defaults"_s, u"a.githubusercontent.com"_s, Denied, Denied);
    row(u"deny *.githubusercontent.com; +defaults"_s, u"raw.githubusercontent.com"_s, Allowed, Denied);
    row(u"+defaults; deny a.githubusercontent.com"_s, u"a.githubusercontent.com"_s, Denied, Allowed);
    row(u"deny a.githubusercontent.com; +defaults"_s, u"a.githubusercontent.com"_s, Denied, Denied);
    row(u"deny *; +defaults"_s, u"github.com"_s, Allowed, Denied);
    row(u"+defaults; deny *"_s, u"github.com"_s, Allowed, Allowed);
    row(u"+defaults; deny *"_s, u"example.com"_s, Denied, Denied);
    row(u"+defaults; allow *"_s, u"example.com"_s, Allowed, Allowed);
    row(u"deny *.com; +defaults"_s, u"github.com"_s, Allowed, Denied);
    row(u"deny *.com; +defaults"_s, u"b.githubusercontent.com"_s, Denied, Denied);
    row(u"+defaults; deny *.com"_s, u"b.githubusercontent.com"_s, Allowed, Allowed);
    row(u"+defaults; -defaults"_s, u"github.com"_s, Allowed, Allowed);
    row(u"-defaults; +defaults"_s, u"github.com"_s, Denied, Denied);
    row(u"allow github.com; -defaults"_s, u"github.com"_s, Allowed, Allowed);
    row(u"-defaults; allow github.com"_s, u"github.com"_s, Denied, Denied);
    row(u"-defaults; allow *.githubusercontent.com"_s, u"a.githubusercontent.com"_s, Denied, Denied);
    row(u"allow *.githubusercontent.com; -defaults"_s, u"raw.githubusercontent.com"_s, Denied, Allowed);
    row(u"+other"_s, u"github.com"_s, Denied, Denied);
    row(u"+other; allow a.example"_s, u"a.example"_s, Allowed, Allowed);
    row(u"permit a.example"_s, u"a.example"_s, Denied, Denied);
    row(u"permit a.example; allow a.example"_s, u"a.example"_s, Allowed, Allowed);
    row(u"Allow a.example"_s, u"a.example"_s, Denied, Denied);
    row(u"permit *; allow a.example"_s, u"b.example"_s, Denied, Denied);
}

void TestPolicyEvaluator::theDecidingRuleAndItsPatternAreNamed_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("rule");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<int>("firstRule");
    QTest::addColumn<QString>("firstPattern");
    const auto add = [](const QString &words, const QString &name, int rule, const QString &pattern,
                        int firstRule, const QString &firstPattern) {
        QTest::addRow("%s | %s", qPrintable(words), qPrintable(name))
            << words << name << rule << pattern << firstRule << firstPattern;
    };
    add(u"deny *; allow API.example.com"_s, u"api.example.com"_s, 1, u"api.example.com"_s, 0, u"*"_s);
    add(u"allow x.test; +defaults"_s, u"github.com"_s, 1, u"github.com"_s, 1, u"github.com"_s);
    add(u"+defaults"_s, u"raw.githubusercontent.com"_s, 0, u"raw.githubusercontent.com"_s, 0,
        u"*.githubusercontent.com"_s);
    add(u"allow x.test"_s, u"y.test"_s, -1, {}, -1, {});
    add({}, u"y.test"_s, -1, {}, -1, {});
    add(u"allow a.test; allow a.test"_s, u"a.test"_s, 0, u"a.test"_s, 0, u"a.test"_s);
    add(u"permit a.test; allow *.test; allow a.test"_s, u"a.test"_s, 2, u"a.test"_s, 1, u"*.test"_s);
}

void TestPolicyEvaluator::theDecidingRuleAndItsPatternAreNamed()
{
    QFETCH(QString, words);
    QFETCH(QString, name);
    const Verdict verdict = evaluatorOf(words).verdict(name);
    QTEST(verdict.mostSpecific().rule, "rule");
    QTEST(verdict.mostSpecific().pattern, "pattern");
    QTEST(verdict.firstMatch().rule, "firstRule");
    QTEST(verdict.firstMatch().pattern, "firstPattern");
}

void TestPolicyEvaluator::theOpenPointsAreTriedBothWays_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("answers"); // in the order of Verdict::readings: + allowed, - denied
    const auto add = [](const QString &words, const QString &name, const QString &answers) {
        QTest::addRow("%s | %s", qPrintable(words), qPrintable(name)) << words << name << answers;
    };
    add(u"allow *.example.com; deny *.a.example.com"_s, u"q.a.example.com"_s, u"++--++"_s);
    add(u"deny *.a.example.com; allow *.example.com"_s, u"q.a.example.com"_s, u"------"_s);
    add(u"allow *.example.com"_s, u"example.com"_s, u"+-+-+-"_s);
    add(u"allow *.example.com; allow *"_s, u"example.com"_s, u"++++++"_s);
    add(u"deny *.example.com; allow *"_s, u"example.com"_s, u"-+-+-+"_s);
    add(u"allow *.com; deny *.example.com"_s, u"example.com"_s, u"++-+++"_s);
    add(u"deny *.com; allow *.example.com"_s, u"example.com"_s, u"--+---"_s);
    add(u"allow *.com; deny *.b.example.com; allow *.example.com"_s, u"a.b.example.com"_s, u"++--++"_s);
    add(u"deny *; allow *.example.com"_s, u"example.com"_s, u"+-+---"_s);
    add(u"allow example.com; deny *.example.com"_s, u"example.com"_s, u"++++++"_s);
    add(u"+defaults; deny *"_s, u"githubusercontent.com"_s, u"+-+-+-"_s);
}

void TestPolicyEvaluator::theOpenPointsAreTriedBothWays()
{
    QFETCH(QString, words);
    QFETCH(QString, name);
    const PolicyEvaluator evaluator = evaluatorOf(words);
    const Verdict verdict = evaluator.verdict(name);
    QCOMPARE(verdict.readings.size(), 6);
    QString answers;
    for (const ReadingDecision &reading : verdict.readings) {
        answers += reading.decision.access == Allowed ? u'+' : u'-';
        QCOMPARE(evaluator.decide(name, reading.options), reading.decision);
    }
    QTEST(answers, "answers");
    QCOMPARE(verdict.allAgree(), !answers.contains(u'+') || !answers.contains(u'-'));
    QCOMPARE(verdict.isAllowedForSure(), !answers.contains(u'-'));
    QCOMPARE(verdict.isDeniedForSure(), !answers.contains(u'+'));
}

void TestPolicyEvaluator::namesAreLookedUpAsResolversDo_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("name");
    const auto add = [](const char *title, const QString &typed, const QString &name) {
        QTest::newRow(title) << typed << name;
    };
    const QString label63(63, u'a');
    const QString long253 = label63 + u'.' + label63 + u'.' + label63 + u'.' + QString(61, u'b');
    add("as it is", u"api.example.com"_s, u"api.example.com"_s);
    add("blanks", u" \tapi.example.com\n"_s, u"api.example.com"_s);
    add("capitals", u"API.Example.COM"_s, u"api.example.com"_s);
    add("dot at the end", u"api.example.com."_s, u"api.example.com"_s);
    add("two dots at the end", u"api.example.com.."_s, {});
    add("one label", u"localhost"_s, u"localhost"_s);
    add("underscore", u"_dmarc.example.com"_s, u"_dmarc.example.com"_s);
    add("hyphen at the end", u"a-.example.com"_s, u"a-.example.com"_s);
    add("international", u"B\u00fccher.example"_s, u"xn--bcher-kva.example"_s);
    add("international with a dot", u"b\u00fccher.example."_s, u"xn--bcher-kva.example"_s);
    add("international twice", u"\u4f8b\u3048.\u30c6\u30b9\u30c8"_s, u"xn--r8jz45g.xn--zckzah"_s);
    add("already encoded", u"XN--bcher-KVA.example"_s, u"xn--bcher-kva.example"_s);
    add("digits in labels", u"1.2.example"_s, u"1.2.example"_s);
    add("label of 63", label63 + u".test"_s, label63 + u".test"_s);
    add("label of 64", label63 + u"a.test"_s, {});
    add("253 characters", long253, long253);
    add("254 characters", long253 + u'b', {});
    add("empty", {}, {});
    add("a dot", u"."_s, {});
    add("empty label", u"a..example"_s, {});
    add("dot in front", u".example"_s, {});
    add("port", u"example.com:443"_s, {});
    add("link", u"https://example.com"_s, {});
    add("path", u"example.com/v1"_s, {});
    add("address", u"10.0.0.1"_s, {});
    add("short address", u"127.1"_s, {});
    add("number", u"2130706433"_s, {});
    add("address 6", u"::1"_s, {});
    add("address 6 in brackets", u"[fe80::1]"_s, {});
    add("star", u"*"_s, {});
    add("pattern", u"*.example.com"_s, {});
    add("blank inside", u"a b.example"_s, {});
    add("mail", u"a@example.com"_s, {});
}

void TestPolicyEvaluator::namesAreLookedUpAsResolversDo()
{
    QFETCH(QString, typed);
    QTEST(lookupName(typed), "name");
    QFETCH(QString, name);
    QCOMPARE(isLookupName(name), !name.isEmpty());
}

void TestPolicyEvaluator::aPresetNobodyKnowsMayDecide()
{
    const PolicyEvaluator evaluator = evaluatorOf(u"allow a.example; +other; allow b.example"_s);
    QCOMPARE(evaluator.verdict(u"a.example"_s).unknownPreset, -1);
    QVERIFY(evaluator.verdict(u"a.example"_s).isAllowedForSure());
    const Verdict below = evaluator.verdict(u"b.example"_s);
    QCOMPARE(below.unknownPreset, 1);
    QVERIFY(!below.isAllowedForSure());
    QCOMPARE(verdictWord(below), u"Depends"_s);
    QVERIFY(!evaluator.verdict(u"c.example"_s).isDeniedForSure());
    QVERIFY(evaluatorOf(u"+defaults"_s).verdict(u"c.example"_s).isDeniedForSure());
}

void TestPolicyEvaluator::mentionedNamesDoNotCollideWithRules()
{
    const PolicyEvaluator evaluator =
        evaluatorOf(u"allow *.example.com; deny any.example.com; allow example.com; allow a:1; +defaults"_s);
    QCOMPARE(evaluator.mentionedNames(false),
             (QStringList{u"any2.example.com"_s, u"example.com"_s, u"any.example.com"_s}));
    const QStringList all = evaluator.mentionedNames(true);
    QVERIFY(all.contains(u"registry.npmjs.org"_s));
    QVERIFY(all.contains(u"any.githubusercontent.com"_s));
    QVERIFY(all.contains(u"githubusercontent.com"_s));
    QCOMPARE(all.size(), 3 + 6);
    QCOMPARE(evaluator.decide(u"any2.example.com"_s).rule, 0);
}

void TestPolicyEvaluator::everythingElseHasANameNoRuleMentions()
{
    const QString usual = evaluatorOf(u"allow *; deny a.example"_s).unmentionedName();
    QVERIFY(isLookupName(usual));
    const PolicyEvaluator evaluator = evaluatorOf(u"allow *; deny *.example; deny "_s + usual);
    QVERIFY(evaluator.unmentionedName() != usual);
    QCOMPARE(evaluator.decide(evaluator.unmentionedName()).access, Allowed);
    QCOMPARE(evaluator.decide(evaluator.unmentionedName()).rule, 0);
}

void TestPolicyEvaluator::equalBitsMeanEqualAccess()
{
    const PolicyEvaluator one = evaluatorOf(u"allow *.example.com; deny *.a.example.com"_s);
    const PolicyEvaluator other = evaluatorOf(u"deny x.test; allow *.example.com"_s);
    QCOMPARE(one.accessBits(u"b.example.com"_s), other.accessBits(u"b.example.com"_s));
    QVERIFY(one.accessBits(u"b.a.example.com"_s) != other.accessBits(u"b.a.example.com"_s));
    QCOMPARE(one.accessBits(u"x.test"_s), other.accessBits(u"x.test"_s));
}

void TestPolicyEvaluator::verdictsAreSentences_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("text");
    const auto add = [](const QString &words, const QString &name, const QString &word, const QString &text) {
        QTest::addRow("%s | %s", qPrintable(words), qPrintable(name)) << words << name << word << text;
    };
    add(u"allow a.test; allow b.test; allow *.example.com"_s, u"x.example.com"_s, u"Allowed"_s,
        u"Allowed by rule 3 `*.example.com`."_s);
    add(u"deny *"_s, u"x.example.com"_s, u"Denied"_s, u"Denied by rule 1 `*`."_s);
    add(u"allow a.test"_s, u"x.example.com"_s, u"Denied"_s, u"Denied: no rule names it."_s);
    add({}, u"x.example.com"_s, u"Allowed"_s, u"Allowed: there are no rules."_s);
    add(u"deny *; allow b.test; allow a.test"_s, u"a.test"_s, u"Depends"_s,
        u"Depends. Most specific: allowed by 3. First match: denied by 1."_s);
    add(u"allow *.a.test"_s, u"a.test"_s, u"Depends"_s,
        u"Depends. If `*.a.test` also covers `a.test`: allowed by 1. If not: denied, no rule names it."_s);
    add(u"allow *.test; deny *.a.test"_s, u"q.a.test"_s, u"Depends"_s,
        u"Depends. If the upper pattern wins: allowed by 1. If the longer one wins: denied by 2."_s);
    add(u"+other"_s, u"a.test"_s, u"Depends"_s,
        u"Depends on the names of the preset in rule 1, which are not known here."_s);
}

void TestPolicyEvaluator::verdictsAreSentences()
{
    QFETCH(QString, words);
    QFETCH(QString, name);
    const Verdict verdict = evaluatorOf(words).verdict(name);
    QTEST(verdictWord(verdict), "word");
    QTEST(verdictText(verdict), "text");
}

void TestPolicyEvaluator::whatRestsOnTheListOfThePresetIsMarked_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("rests"); // in the order of Verdict::readings: r rests, . does not
    QTest::addColumn<QString>("text");
    const QString day = QLocale().toString(smallPreset().asOf, QLocale::ShortFormat);
    const auto add = [&day](const QString &words, const QString &name, const QString &rests,
                            const QString &text) {
        QTest::addRow("%s | %s", qPrintable(words), qPrintable(name))
            << words << name << rests << QString(text).replace(u"DAY"_s, day);
    };
    add(u"+defaults"_s, u"github.com"_s, u"rrrrrr"_s,
        u"Allowed by rule 1: the development defaults, as known on DAY; the service may differ."_s);
    add(u"-defaults; allow *"_s, u"github.com"_s, u"rrrrrr"_s,
        u"Denied by rule 1: the development defaults, as known on DAY; the service may differ."_s);
    add(u"+defaults"_s, u"a.test"_s, u"rrrrrr"_s,
        u"Denied: no rule names it, as far as the development defaults are known (DAY); the service may "
        u"differ."_s);
    add(u"+defaults; deny *"_s, u"a.test"_s, u"rrrrrr"_s,
        u"Denied by rule 2 `*`, as far as the development defaults are known (DAY); the service may differ."_s);
    add(u"-defaults; allow *.test"_s, u"a.test"_s, u"rrrrrr"_s,
        u"Allowed by rule 2 `*.test`, as far as the development defaults are known (DAY); the service may "
        u"differ."_s);
    // By order a pattern above the preset has decided before.
    add(u"deny *.test; +defaults"_s, u"a.test"_s, u"rrrr.."_s,
        u"Denied by rule 1 `*.test`, as far as the development defaults are known (DAY); the service may "
        u"differ."_s);
    // Exact own rules decide.
    add(u"deny a.test; +defaults"_s, u"a.test"_s, u"......"_s, u"Denied by rule 1 `a.test`."_s);
    add(u"+defaults; allow a.test"_s, u"a.test"_s, u"......"_s, u"Allowed by rule 2 `a.test`."_s);
    add(u"+defaults; allow github.com"_s, u"github.com"_s, u"......"_s, u"Allowed by rule 1 `github.com`."_s);
    // But the same name further up would win.
    add(u"+defaults; deny a.test"_s, u"a.test"_s, u"rrrrrr"_s,
        u"Denied by rule 2 `a.test`, as far as the development defaults are known (DAY); the service may "
        u"differ."_s);
    // Whatever the list says, this is reachable.
    add(u"+defaults; allow *"_s, u"a.test"_s, u"......"_s, u"Allowed by rule 2 `*`."_s);
    add(u"allow *.test; allow x.org"_s, u"a.test"_s, u"......"_s, u"Allowed by rule 1 `*.test`."_s);
    add(u"deny *; +defaults"_s, u"github.com"_s, u"rrrr.."_s,
        u"Depends. Most specific: allowed by 2. First match: denied by 1. This rests on the development "
        u"defaults "
        u"as known on DAY; the service may differ."_s);
}

void TestPolicyEvaluator::whatRestsOnTheListOfThePresetIsMarked()
{
    QFETCH(QString, words);
    QFETCH(QString, name);
    const Verdict verdict = evaluatorOf(words).verdict(name);
    QString rests;
    for (const ReadingDecision &reading : verdict.readings) {
        rests += reading.decision.restsOnPreset ? u'r' : u'.';
        QCOMPARE(reading.decision.knownOn.isValid(), reading.decision.restsOnPreset);
    }
    QTEST(rests, "rests");
    QCOMPARE(verdict.restsOnPreset(), rests.contains(u'r'));
    QTEST(verdictText(verdict), "text");
}

void TestPolicyEvaluator::noOtherListTurnsWhatDoesNotRestOnIt()
{
    QRandomGenerator random(20261122);
    const QStringList names{u"github.com"_s,      u"a.example.com"_s, u"example.com"_s,
                            u"api.github.com"_s,  u"x.test"_s,        u"raw.githubusercontent.com"_s,
                            u"b.a.example.com"_s, u"a.org"_s};
    for (int round = 0; round < 400; ++round) {
        const NetworkPolicy policy = randomPolicy(random);
        const PolicyEvaluator known(policy, smallPreset());
        const PolicyEvaluator nothing(policy, {u"defaults"_s, {}, {}});
        for (const QString &name : names) {
            const PolicyEvaluator exact(policy, {u"defaults"_s, {}, {name}});
            const PolicyEvaluator above(policy, {u"defaults"_s, {}, {u"*."_s + name.section(u'.', 1)}});
            for (const ReadingDecision &reading : known.verdict(name).readings) {
                const Access access = reading.decision.access;
                const bool turns = nothing.decide(name, reading.options).access != access ||
                                   exact.decide(name, reading.options).access != access;
                QCOMPARE(reading.decision.restsOnPreset, turns);
                QVERIFY(turns || above.decide(name, reading.options).access == access);
            }
        }
    }
}

void TestPolicyEvaluator::aRuleWithoutANameIsTheCatchAll()
{
    const PolicyEvaluator evaluator(NetworkPolicy{{EgressRule{{}, u"deny"_s, {}, {}}}, {}}, smallPreset());
    QCOMPARE(evaluator.decide(u"a.test"_s), (Decision{Denied, 0, u"*"_s}));
}

QTEST_APPLESS_MAIN(TestPolicyEvaluator)
#include "tst_policyevaluator.moc"
