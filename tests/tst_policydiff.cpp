// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policydiff.h"
#include "support/policywords.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

//! "=1 -2 +3 >4": kind and the number of the rule in its own policy, "from,to" for what moved.
QString shapeOf(const PolicyDiff &diff)
{
    QStringList lines;
    for (const RuleDifference &line : diff.lines) {
        switch (line.kind) {
        case RuleDifference::Kind::Same:
            lines << u"=%1"_s.arg(line.after);
            break;
        case RuleDifference::Kind::Removed:
            lines << u"-%1"_s.arg(line.before);
            break;
        case RuleDifference::Kind::Added:
            lines << u"+%1"_s.arg(line.after);
            break;
        case RuleDifference::Kind::Moved:
            lines << u">%1,%2"_s.arg(line.before).arg(line.after);
            break;
        }
    }
    return lines.join(u' ');
}

} // namespace

class TestPolicyDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void policiesAreComparedByValue_data();
    void policiesAreComparedByValue();
    void theLinesGiveBothPolicies();
    void aChangeIsCountedInWords();
    void onlyNamesWithOtherAccessAreVerdictChanges();
    void whatTightensIsKnown();
    void namesOfInterestComeFromBothSides();
    void myChangesAreDoneAgainOnTheirs_data();
    void myChangesAreDoneAgainOnTheirs();
    void unknownKeysOfTheirsAreKept();
    void withoutChangesOfMineTheirsStays();
    void withoutChangesOfTheirsMineStays();
};

void TestPolicyDiff::policiesAreComparedByValue_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("shape");
    const auto add = [](const char *title, const QString &before, const QString &after,
                        const QString &shape) { QTest::newRow(title) << before << after << shape; };
    add("nothing", {}, {}, {});
    add("the same", u"allow a; deny b"_s, u"allow a; deny b"_s, u"=0 =1"_s);
    add("all new", {}, u"allow a; deny b"_s, u"+0 +1"_s);
    add("all gone", u"allow a; deny b"_s, {}, u"-0 -1"_s);
    add("one in the middle", u"allow a; deny b"_s, u"allow a; +defaults; deny b"_s, u"=0 +1 =2"_s);
    add("one gone where it stood", u"allow a; allow x; deny b"_s, u"allow a; deny b"_s, u"=0 -1 =1"_s);
    add("flipped", u"allow a; allow b; allow c"_s, u"allow a; deny b; allow c"_s, u"=0 -1 +1 =2"_s);
    add("moved up", u"allow a; allow b; allow c"_s, u"allow c; allow a; allow b"_s, u">2,0 =1 =2"_s);
    add("moved down", u"allow a; allow b; allow c"_s, u"allow b; allow c; allow a"_s, u"=0 =1 >0,2"_s);
    add("twins", u"allow a; allow a; allow b"_s, u"allow a; allow b; allow a"_s, u"=0 >2,1 =2"_s);
    add("one twin gone", u"allow a; allow b; allow a"_s, u"allow b; allow a"_s, u"-0 =0 =1"_s);
    add("written otherwise", u"allow A"_s, u"allow a"_s, u"-0 +0"_s);
    add("replaced", u"allow a; allow b"_s, u"deny c; deny d"_s, u"-0 -1 +0 +1"_s);
}

void TestPolicyDiff::policiesAreComparedByValue()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    const PolicyDiff diff = differenceBetween(policyOf(before), policyOf(after));
    QTEST(shapeOf(diff), "shape");
    QCOMPARE(diff.isEmpty(), before == after);
}

void TestPolicyDiff::theLinesGiveBothPolicies()
{
    constexpr quint32 seed = 7;
    QRandomGenerator random(seed);
    const auto draw = [&random] {
        NetworkPolicy policy;
        const int size = random.bounded(9);
        for (int i = 0; i < size; ++i)
            policy.rules << allowRule(QString(QChar(u'a' + random.bounded(6))));
        return policy;
    };
    for (int round = 0; round < 2000; ++round) {
        const NetworkPolicy before = draw();
        const NetworkPolicy after = draw();
        const QByteArray failing = u"seed %1, round %2: %3 -> %4"_s.arg(seed)
                                       .arg(round)
                                       .arg(wordsOf(before), wordsOf(after))
                                       .toUtf8();
        const PolicyDiff diff = differenceBetween(before, after);
        NetworkPolicy rebuilt;
        QList<bool> seen(before.rules.size(), false);
        int lastSame = -1;
        for (const RuleDifference &line : diff.lines) {
            if (line.before >= 0) {
                QVERIFY2(!std::exchange(seen[line.before], true), failing.constData());
                QVERIFY2(before.rules.at(line.before) == line.rule, failing.constData());
            }
            if (line.kind == RuleDifference::Kind::Same)
                QVERIFY2(std::exchange(lastSame, line.before) < line.before, failing.constData());
            if (line.kind != RuleDifference::Kind::Removed)
                rebuilt.rules << line.rule;
        }
        QVERIFY2(rebuilt == after, failing.constData());
        QVERIFY2(!seen.contains(false), failing.constData());
        QVERIFY2(diff.isEmpty() == (before == after), failing.constData());
    }
}

void TestPolicyDiff::aChangeIsCountedInWords()
{
    const PolicyDiff diff = differenceBetween(policyOf(u"allow a; allow b; allow c; allow d"_s),
                                              policyOf(u"allow d; allow a; deny x; allow c; deny y"_s));
    QCOMPARE(diff.changes(), 4);
    QCOMPARE(diffText(diff), u"2 added, 1 removed, 1 moved"_s);
    QCOMPARE(diffText({}), u"No changes"_s);
}

void TestPolicyDiff::onlyNamesWithOtherAccessAreVerdictChanges()
{
    const PolicyEvaluator before(policyOf(u"allow a.test; allow *.b.test"_s), smallPreset());
    const PolicyEvaluator after(policyOf(u"deny x.b.test; allow *.b.test; allow a.test"_s), smallPreset());
    const QList<VerdictChange> changes = verdictChanges(
        before, after, {u"A.test"_s, u"x.b.test"_s, u"X.B.test."_s, u"y.b.test"_s, u"10.0.0.1"_s, u"*"_s});
    QCOMPARE(changes.size(), 1);
    QCOMPARE(changes.first().name, u"x.b.test"_s);
    QCOMPARE(changes.first().before, before.verdict(u"x.b.test"_s));
    QCOMPARE(changes.first().after.mostSpecific().rule, 0);
    // Only the reading by order changes.
    const PolicyEvaluator reordered(policyOf(u"deny *; allow a.test"_s), smallPreset());
    const PolicyEvaluator ordered(policyOf(u"allow a.test; deny *"_s), smallPreset());
    QCOMPARE(verdictChanges(reordered, ordered, {u"a.test"_s, u"b.test"_s}).size(), 1);
}

void TestPolicyDiff::whatTightensIsKnown()
{
    const PolicyEvaluator open(NetworkPolicy::unrestricted(), smallPreset());
    const PolicyEvaluator shut(NetworkPolicy::lockedDown(), smallPreset());
    QVERIFY(verdictChanges(open, shut, {u"a.test"_s}).first().tightens());
    QVERIFY(!verdictChanges(shut, open, {u"a.test"_s}).first().tightens());
    const PolicyEvaluator half(policyOf(u"deny *; allow a.test"_s), smallPreset());
    QVERIFY(verdictChanges(half, shut, {u"a.test"_s}).first().tightens());
    QVERIFY(!verdictChanges(open, half, {u"a.test"_s}).first().tightens());
}

void TestPolicyDiff::namesOfInterestComeFromBothSides()
{
    const PolicyEvaluator before(policyOf(u"allow a.test"_s), smallPreset());
    const PolicyEvaluator after(policyOf(u"allow *.b.test; +defaults"_s), smallPreset());
    const QStringList names = namesOfInterest(before, after);
    for (const QString &name :
         {u"a.test"_s, u"any.b.test"_s, u"b.test"_s, u"github.com"_s, before.unmentionedName()})
        QVERIFY2(names.contains(name), qPrintable(name));
    QCOMPARE(QSet<QString>(names.begin(), names.end()).size(), names.size());
}

void TestPolicyDiff::myChangesAreDoneAgainOnTheirs_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("mine");
    QTest::addColumn<QString>("theirs");
    QTest::addColumn<QString>("result");
    QTest::addColumn<QStringList>("conflicts");
    const auto add = [](const char *title, const QString &base, const QString &mine, const QString &theirs,
                        const QString &result, const QStringList &conflicts = {}) {
        QTest::newRow(title) << base << mine << theirs << result << conflicts;
    };
    const QString base = u"allow a; allow b; allow c"_s;
    add("both add", base, u"allow a; allow mine; allow b; allow c"_s,
        u"allow a; allow b; allow c; deny theirs"_s, u"allow a; allow mine; allow b; allow c; deny theirs"_s);
    add("I add in front", base, u"deny mine; allow a; allow b; allow c"_s,
        u"deny theirs; allow a; allow b; allow c"_s, u"deny theirs; deny mine; allow a; allow b; allow c"_s);
    add("I remove", base, u"allow a; allow c"_s, u"allow a; allow b; allow c; +defaults"_s,
        u"allow a; allow c; +defaults"_s);
    add("both remove", base, u"allow a; allow c"_s, u"allow a; allow c"_s, u"allow a; allow c"_s);
    add("I flip", base, u"allow a; deny b; allow c"_s, u"allow b; allow c"_s, u"deny b; allow c"_s);
    add("both flip alike", base, u"allow a; deny b; allow c"_s, u"allow a; deny b; allow c"_s,
        u"allow a; deny b; allow c"_s);
    add("I move", base, u"allow c; allow a; allow b"_s, u"allow a; allow b; allow c; deny x"_s,
        u"allow c; allow a; allow b; deny x"_s);
    add("both add the same", base, u"allow a; allow b; allow c; deny x"_s,
        u"deny x; allow a; allow b; allow c"_s, u"deny x; allow a; allow b; allow c"_s);
    add("both add and differ", base, u"allow a; allow b; allow c; deny x"_s,
        u"allow x; allow a; allow b; allow c"_s, u"deny x; allow a; allow b; allow c"_s, {u"x"_s});
    add("I flip what they removed", base, u"allow a; deny b; allow c"_s, u"allow a; allow c"_s,
        u"allow a; deny b; allow c"_s, {u"b"_s});
    add("I remove what they flipped", base, u"allow a; allow c"_s, u"allow a; deny b; allow c"_s,
        u"allow a; allow c"_s, {u"b"_s});
    add("I move what they removed", base, u"allow c; allow a; allow b"_s, u"allow a; allow b"_s,
        u"allow c; allow a; allow b"_s, {u"c"_s});
    add("presets are rules too", u"+defaults"_s, u"-defaults"_s, u"+defaults; deny *"_s,
        u"-defaults; deny *"_s);
    add("they replaced all", base, u"allow a; allow b; allow c; deny x"_s, u"deny *"_s, u"deny *; deny x"_s);
}

void TestPolicyDiff::myChangesAreDoneAgainOnTheirs()
{
    QFETCH(QString, base);
    QFETCH(QString, mine);
    QFETCH(QString, theirs);
    const Rebase rebase = rebasePolicy(policyOf(base), policyOf(mine), policyOf(theirs));
    QTEST(wordsOf(rebase.policy), "result");
    QTEST(rebase.conflicts, "conflicts");
}

void TestPolicyDiff::unknownKeysOfTheirsAreKept()
{
    const NetworkPolicy base{{allowRule(u"a"_s)}, {}};
    const NetworkPolicy mine{{allowRule(u"a"_s), denyRule(u"b"_s)}, {}};
    const NetworkPolicy theirs{{EgressRule{u"a"_s, u"allow"_s, {}, R"({"note":1})"}}, R"({"version":2})"};
    const Rebase rebase = rebasePolicy(base, mine, theirs);
    QCOMPARE(rebase.policy.unknown, theirs.unknown);
    QCOMPARE(rebase.policy.rules, (QList{theirs.rules.first(), denyRule(u"b"_s)}));
    QVERIFY(rebase.conflicts.isEmpty());
}

void TestPolicyDiff::withoutChangesOfMineTheirsStays()
{
    const NetworkPolicy base = policyOf(u"allow a; deny b; allow a; +defaults"_s);
    const NetworkPolicy theirs = policyOf(u"deny b; +defaults; allow q; allow a"_s);
    QCOMPARE(rebasePolicy(base, base, theirs), (Rebase{theirs, {}}));
}

void TestPolicyDiff::withoutChangesOfTheirsMineStays()
{
    QRandomGenerator random(11);
    const auto draw = [&random] {
        NetworkPolicy policy;
        const int size = random.bounded(8);
        for (int i = 0; i < size; ++i)
            policy.rules << EgressRule{QString(QChar(u'a' + random.bounded(6))),
                                       random.bounded(2) == 0 ? u"allow"_s : u"deny"_s,
                                       {},
                                       {}};
        return policy;
    };
    for (int round = 0; round < 2000; ++round) {
        const NetworkPolicy base = draw();
        const NetworkPolicy mine = draw();
        const QByteArray failing =
            u"round %1: %2 -> %3"_s.arg(round).arg(wordsOf(base), wordsOf(mine)).toUtf8();
        const Rebase rebase = rebasePolicy(base, mine, base);
        QVERIFY2(rebase.policy == mine, (failing + " = " + wordsOf(rebase.policy).toUtf8()).constData());
        QVERIFY2(rebase.conflicts.isEmpty(), failing.constData());
    }
}

QTEST_APPLESS_MAIN(TestPolicyDiff)
#include "tst_policydiff.moc"
