// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/policydocument.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

const SpriteKey Otter{AccountId(u"acme"_s), SpriteName(u"calm-otter"_s)};
const SpriteKey Heron{AccountId(u"acme"_s), SpriteName(u"shy-heron"_s)};
const QDateTime Noon(QDate(2026, 3, 4), QTime(12, 0), Qt::UTC);
const QDateTime Later = Noon.addSecs(60);

EgressRule rule(const QString &word)
{
    const QString name = word.mid(1);
    if (name == u"defaults"_s)
        return presetRule(name);
    return word.startsWith(u'+') ? allowRule(name) : denyRule(name);
}

QList<EgressRule> rules(const QString &words)
{
    QList<EgressRule> result;
    for (const QString &word : words.split(u' ', Qt::SkipEmptyParts))
        result << rule(word);
    return result;
}

//! "+a -b" : allow a, deny b.
NetworkPolicy policy(const QString &words)
{
    return {rules(words)};
}

QString words(const NetworkPolicy &policy)
{
    QStringList result;
    for (const EgressRule &rule : policy.rules)
        result << (rule.denies() ? u'-' : u'+') + rule.domain + rule.include;
    return result.join(u' ');
}

//! The ids in the order of the rows.
QList<quint64> ids(const PolicyDocument &document)
{
    QList<quint64> result;
    for (const DraftRule &rule : document.rules())
        result << rule.id;
    return result;
}

} // namespace

class tst_PolicyDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void theDraftFollowsWhatIsReadUntilItIsEdited();
    void modifiedIsByValue();
    void editsAreUndoneToTheBeginningAndDoneAgain();
    void randomEditsUndoToTheBeginning();
    void movesStandBeforeTheRowOfNow_data();
    void movesStandBeforeTheRowOfNow();
    void rowsThatAreNotThereAreIgnored();
    void whatChangesNothingIsNoStep();
    void typingInOneCellIsOneStep();
    void typingBackIsNoStep();
    void otherCellsAndOtherTypingsAreStepsOfTheirOwn();
    void publishingIsNoStep();
    void editsWhileItIsPublishedStay();
    void aChangeUnderneathMakesItOutdated();
    void rebasingEndsThatAndUndoBringsItBack();
    void theSameChangeElsewhereEndsTheDraft();
    void aDraftBegunBeforeTheFirstReadIsNotOutdated();
    void aDraftComesBackBeforeTheRulesAreRead();
    void aDraftComesBackAfterTheRulesWereRead();
    void aDraftThatComesBackLateDoesNotReplaceWhatIsTyped();
    void aDraftThatWasAppliedMeanwhileIsNone();
    void aDraftWithoutABaseTakesTheFirstRulesThatAreRead_data();
    void aDraftWithoutABaseTakesTheFirstRulesThatAreRead();
    void twoFlipsAreNoChange_data();
    void twoFlipsAreNoChange();
    void discardIsAStep();
    void discardForgetsTheOldBaseAndUndoBringsItBack();
    void replacingKeepsTheIdsOfRulesThatStay_data();
    void replacingKeepsTheIdsOfRulesThatStay();
    void aNameTypedInTheTextKeepsItsId();
    void aFewStepsOfTypingTheTextAreOne();
    void keysOfTheDocumentAreInTheDraftAndInUndo();
    void deniedShowsNothingAndKeepsTheDraft();
    void anotherSpriteBeginsAfresh();
    void rulesChangedIsToldOncePerStep();
    void notesAreByWhatARuleNames();
    void testedNamesAreTheLastTwenty();
};

void tst_PolicyDocument::theDraftFollowsWhatIsReadUntilItIsEdited()
{
    PolicyDocument document;
    document.open(Otter);
    QVERIFY(!document.isLoaded());
    document.setPublished(policy(u"+a -b"_s), Noon);
    QVERIFY(document.isLoaded());
    QCOMPARE(words(document.draft()), u"+a -b"_s);
    QVERIFY(!document.isModified());
    document.setPublished(policy(u"+a -c"_s), Later);
    QCOMPARE(words(document.draft()), u"+a -c"_s);
    QCOMPARE(document.asOf(), Later);
    document.removeRules({0});
    document.setPublished(policy(u"+z"_s), Later.addSecs(1));
    QCOMPARE(words(document.draft()), u"-c"_s);
    QCOMPARE(words(document.base()), u"+a -c"_s);
    QCOMPARE(words(document.published()), u"+z"_s);
}

void tst_PolicyDocument::modifiedIsByValue()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a -b"_s), Noon);
    QSignalSpy modified(&document, &PolicyDocument::modifiedChanged);
    document.insertRules(2, rules(u"+c"_s));
    QVERIFY(document.isModified());
    document.removeRules({2});
    QVERIFY(!document.isModified());
    QCOMPARE(document.undoStack()->count(), 2);
    QCOMPARE(modified.size(), 2);
}

void tst_PolicyDocument::editsAreUndoneToTheBeginningAndDoneAgain()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a +b +c +d"_s), Noon);
    document.insertRules(1, rules(u"-x -y"_s));
    document.removeRules({5, 0});
    document.moveRules({0, 3}, 2);
    document.changeRule(1, denyRule(u"c"_s));
    document.replaceDraft(policy(u"+b +q"_s), u"Import"_s);
    document.discard();
    const QStringList steps{u"+a +b +c +d"_s, u"+a -x -y +b +c +d"_s, u"-x -y +b +c"_s,
                            u"-y -x +c +b"_s, u"-y -c +c +b"_s,       u"+b +q"_s,
                            u"+a +b +c +d"_s};
    QUndoStack &stack = *document.undoStack();
    QCOMPARE(stack.count(), 6);
    QCOMPARE(words(document.draft()), steps.last());
    QList<quint64> last = ids(document);
    for (int round = 0; round < 2; ++round) {
        for (int step = 5; step >= 0; --step) {
            stack.undo();
            QCOMPARE(words(document.draft()), steps[step]);
        }
        QVERIFY(!stack.canUndo());
        QVERIFY(!document.isModified());
        for (int step = 1; step <= 6; ++step) {
            stack.redo();
            QCOMPARE(words(document.draft()), steps[step]);
        }
        QCOMPARE(ids(document), last);
    }
    QCOMPARE(stack.text(0), u"Add %n rule(s)"_s.replace(u"%n"_s, u"2"_s));
    QCOMPARE(stack.text(4), u"Import"_s);
}

void tst_PolicyDocument::randomEditsUndoToTheBeginning()
{
    QRandomGenerator random(7);
    for (int round = 0; round < 60; ++round) {
        PolicyDocument document;
        document.open(Otter);
        document.setPublished(policy(u"+a +b +c +d -e"_s), Noon);
        QList<QList<DraftRule>> states{document.rules()};
        for (int step = 0; step < 25; ++step) {
            const int count = int(document.rules().size());
            const int row = random.bounded(count + 1);
            switch (random.bounded(5)) {
            case 0:
                document.insertRules(row, rules(u"+n%1 -m%1"_s.arg(step)));
                break;
            case 1:
                document.removeRules({row, random.bounded(count + 1)});
                break;
            case 2:
                document.moveRules({row, random.bounded(count + 1)}, random.bounded(count + 1));
                break;
            case 3:
                document.changeRule(row, denyRule(u"k%1"_s.arg(step)), random.bounded(2));
                break;
            default:
                document.replaceDraft(policy(u"+a -n%1 +c"_s.arg(step)), u"x"_s);
            }
            QSet<quint64> unique;
            for (const quint64 id : ids(document))
                unique.insert(id);
            QCOMPARE(unique.size(), document.rules().size());
            if (document.undoStack()->count() == states.size() - 1)
                states.last() = document.rules(); // nothing changed, or the typing went on
            else
                states << document.rules();
        }
        for (int step = int(states.size()) - 2; step >= 0; --step) {
            document.undoStack()->undo();
            QCOMPARE(document.rules(), states[step]);
        }
        while (document.undoStack()->canRedo())
            document.undoStack()->redo();
        QCOMPARE(document.rules(), states.last());
    }
}

void tst_PolicyDocument::movesStandBeforeTheRowOfNow_data()
{
    QTest::addColumn<QList<int>>("rows");
    QTest::addColumn<int>("to");
    QTest::addColumn<QString>("after");
    QTest::newRow("down") << QList{0} << 3 << u"+b +c +a +d +e"_s;
    QTest::newRow("to the end") << QList{1} << 5 << u"+a +c +d +e +b"_s;
    QTest::newRow("up") << QList{4} << 1 << u"+a +e +b +c +d"_s;
    QTest::newRow("to the top") << QList{2} << 0 << u"+c +a +b +d +e"_s;
    QTest::newRow("several keep their order") << QList{4, 0} << 2 << u"+b +a +e +c +d"_s;
    QTest::newRow("among themselves") << QList{0, 2, 4} << 2 << u"+b +a +c +e +d"_s;
    QTest::newRow("onto itself") << QList{2} << 2 << QString();
    QTest::newRow("below itself") << QList{2} << 3 << QString();
    QTest::newRow("inside its block") << QList{1, 2, 3} << 2 << QString();
    QTest::newRow("behind the end") << QList{1} << 6 << QString();
}

void tst_PolicyDocument::movesStandBeforeTheRowOfNow()
{
    QFETCH(const QList<int>, rows);
    QFETCH(const int, to);
    QFETCH(const QString, after);
    PolicyDocument document;
    document.open(Otter);
    const QString before = u"+a +b +c +d +e"_s;
    document.setPublished(policy(before), Noon);
    document.moveRules(rows, to);
    QCOMPARE(words(document.draft()), after.isEmpty() ? before : after);
    QCOMPARE(document.undoStack()->count(), after.isEmpty() ? 0 : 1);
    document.undoStack()->undo();
    QCOMPARE(words(document.draft()), before);
}

void tst_PolicyDocument::rowsThatAreNotThereAreIgnored()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a +b"_s), Noon);
    document.insertRules(3, rules(u"+c"_s));
    document.insertRules(-1, rules(u"+c"_s));
    document.removeRules({-1, 2});
    document.moveRules({2}, 0);
    document.changeRule(2, denyRule(u"c"_s));
    QCOMPARE(document.undoStack()->count(), 0);
    document.removeRules({1, 1, 9});
    QCOMPARE(words(document.draft()), u"+a"_s);
}

void tst_PolicyDocument::whatChangesNothingIsNoStep()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a +b"_s), Noon);
    QSignalSpy changed(&document, &PolicyDocument::rulesChanged);
    document.insertRules(0, {});
    document.removeRules({});
    document.changeRule(0, allowRule(u"a"_s));
    document.replaceDraft(policy(u"+a +b"_s), u"x"_s);
    document.discard();
    QCOMPARE(document.undoStack()->count(), 0);
    QCOMPARE(changed.size(), 0);
}

void tst_PolicyDocument::typingInOneCellIsOneStep()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a +b"_s), Noon);
    for (const QString &text : {u"e"_s, u"ex"_s, u"example.com"_s})
        document.changeRule(1, allowRule(text), 5);
    QCOMPARE(document.undoStack()->count(), 1);
    document.undoStack()->undo();
    QCOMPARE(words(document.draft()), u"+a +b"_s);
    document.undoStack()->redo();
    QCOMPARE(words(document.draft()), u"+a +example.com"_s);
}

void tst_PolicyDocument::typingBackIsNoStep()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a +b"_s), Noon);
    document.changeRule(1, allowRule(u"bc"_s), 5);
    document.changeRule(1, allowRule(u"b"_s), 5);
    QCOMPARE(document.undoStack()->count(), 0);
    QVERIFY(!document.isModified());
}

void tst_PolicyDocument::otherCellsAndOtherTypingsAreStepsOfTheirOwn()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a +b"_s), Noon);
    document.changeRule(1, allowRule(u"c"_s), 5);
    document.changeRule(0, allowRule(u"d"_s), 5);
    document.changeRule(0, allowRule(u"e"_s), 6);
    document.changeRule(0, allowRule(u"f"_s));
    document.changeRule(0, allowRule(u"g"_s));
    QCOMPARE(document.undoStack()->count(), 5);
}

void tst_PolicyDocument::publishingIsNoStep()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a"_s), Noon);
    document.changeRule(0, allowRule(u"b"_s));
    document.markPublished(document.draft(), Later);
    QVERIFY(!document.isModified());
    QCOMPARE(words(document.base()), u"+b"_s);
    QCOMPARE(document.asOf(), Later);
    document.undoStack()->undo();
    QCOMPARE(words(document.draft()), u"+a"_s);
    QVERIFY(document.isModified());
    QVERIFY(!document.isOutdated());
    QCOMPARE(words(document.base()), u"+b"_s);
}

void tst_PolicyDocument::editsWhileItIsPublishedStay()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a"_s), Noon);
    document.insertRules(1, rules(u"+b"_s));
    const NetworkPolicy posted = document.draft();
    document.insertRules(2, rules(u"+c"_s));
    document.markPublished(posted, Later);
    QVERIFY(document.isModified());
    QVERIFY(!document.isOutdated());
    QCOMPARE(words(document.draft()), u"+a +b +c"_s);
    document.undoStack()->undo();
    QVERIFY(!document.isModified());
    document.undoStack()->undo();
    QVERIFY(document.isModified());
}

void tst_PolicyDocument::aChangeUnderneathMakesItOutdated()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a"_s), Noon);
    document.insertRules(1, rules(u"+b"_s));
    QVERIFY(!document.isOutdated());
    QSignalSpy modified(&document, &PolicyDocument::modifiedChanged);
    QSignalSpy published(&document, &PolicyDocument::publishedChanged);
    document.setPublished(policy(u"+a"_s), Later);
    QVERIFY(!document.isOutdated());
    QCOMPARE(published.size(), 1);
    document.setPublished(policy(u"+z"_s), Later);
    QVERIFY(document.isOutdated());
    QCOMPARE(words(document.base()), u"+a"_s);
    QCOMPARE(modified.size(), 1);
    QCOMPARE(document.undoStack()->count(), 1);
}

void tst_PolicyDocument::rebasingEndsThatAndUndoBringsItBack()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a"_s), Noon);
    document.insertRules(1, rules(u"+b"_s));
    document.setPublished(policy(u"+z"_s), Later);
    document.rebase(policy(u"+z +b"_s), policy(u"+z"_s), u"Rebase"_s);
    QVERIFY(!document.isOutdated());
    QVERIFY(document.isModified());
    QCOMPARE(words(document.draft()), u"+z +b"_s);
    QCOMPARE(words(document.base()), u"+z"_s);
    QCOMPARE(document.undoStack()->count(), 2);
    QCOMPARE(document.undoStack()->undoText(), u"Rebase"_s);
    document.undoStack()->undo();
    QVERIFY(document.isOutdated());
    QCOMPARE(words(document.draft()), u"+a +b"_s);
    QCOMPARE(words(document.base()), u"+a"_s);
    document.undoStack()->redo();
    QVERIFY(!document.isOutdated());
    QCOMPARE(words(document.base()), u"+z"_s);
    // The same rules on another base are a step, too.
    document.setPublished(policy(u"+y"_s), Later);
    QVERIFY(document.isOutdated());
    document.rebase(document.draft(), policy(u"+y"_s), u"Rebase"_s);
    QVERIFY(!document.isOutdated());
    document.undoStack()->undo();
    QVERIFY(document.isOutdated());
}

void tst_PolicyDocument::theSameChangeElsewhereEndsTheDraft()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a"_s), Noon);
    document.insertRules(1, rules(u"+b"_s));
    document.setPublished(policy(u"+a +b"_s), Later);
    QVERIFY(!document.isModified());
    document.undoStack()->undo();
    QVERIFY(document.isModified());
    QVERIFY(!document.isOutdated());
}

void tst_PolicyDocument::aDraftBegunBeforeTheFirstReadIsNotOutdated()
{
    PolicyDocument document;
    document.open(Otter);
    document.replaceDraft(NetworkPolicy::lockedDown(), u"Locked down"_s);
    QVERIFY(document.isModified());
    document.setPublished(policy(u"+a"_s), Noon);
    QVERIFY(document.isModified());
    QVERIFY(!document.isOutdated());
    QCOMPARE(words(document.base()), u"+a"_s);
    QCOMPARE(document.draft(), NetworkPolicy::lockedDown());
}

void tst_PolicyDocument::aDraftComesBackBeforeTheRulesAreRead()
{
    PolicyDocument document;
    document.open(Otter);
    document.restoreDraft({policy(u"+a"_s), policy(u"+a +b"_s)});
    QVERIFY(document.isModified());
    QVERIFY(!document.undoStack()->canUndo());
    document.setPublished(policy(u"+a"_s), Noon);
    QCOMPARE(words(document.draft()), u"+a +b"_s);
    QVERIFY(!document.isOutdated());
    document.setPublished(policy(u"+z"_s), Noon);
    QVERIFY(document.isOutdated());
}

void tst_PolicyDocument::aDraftComesBackAfterTheRulesWereRead()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+z"_s), Noon);
    QSignalSpy changed(&document, &PolicyDocument::rulesChanged);
    QSignalSpy modified(&document, &PolicyDocument::modifiedChanged);
    document.restoreDraft({policy(u"+a"_s), policy(u"+a +b"_s)});
    QCOMPARE(words(document.draft()), u"+a +b"_s);
    QVERIFY(document.isOutdated());
    QVERIFY(!document.undoStack()->canUndo());
    QCOMPARE(changed.size(), 1);
    QCOMPARE(modified.size(), 1);
}

void tst_PolicyDocument::aDraftThatComesBackLateDoesNotReplaceWhatIsTyped()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a"_s), Noon);
    document.insertRules(1, rules(u"+c"_s));
    document.restoreDraft({policy(u"+a"_s), policy(u"+a +b"_s)});
    QCOMPARE(words(document.draft()), u"+a +c"_s);
}

void tst_PolicyDocument::aDraftThatWasAppliedMeanwhileIsNone()
{
    PolicyDocument document;
    document.open(Otter);
    document.restoreDraft({policy(u"+a"_s), policy(u"+a +b"_s)});
    document.setPublished(policy(u"+a +b"_s), Noon);
    QVERIFY(!document.isModified());
    QCOMPARE(words(document.base()), u"+a +b"_s);
}

void tst_PolicyDocument::aDraftWithoutABaseTakesTheFirstRulesThatAreRead_data()
{
    QTest::addColumn<bool>("readFirst");
    QTest::newRow("read before") << true;
    QTest::newRow("read after") << false;
}

void tst_PolicyDocument::aDraftWithoutABaseTakesTheFirstRulesThatAreRead()
{
    QFETCH(bool, readFirst);
    PolicyDocument document;
    document.open(Otter);
    QVERIFY(!document.hasBase());
    if (readFirst)
        document.setPublished(policy(u"+z"_s), Noon);
    document.restoreDraft({std::nullopt, policy(u"+a"_s)});
    QVERIFY(document.isModified());
    QCOMPARE(document.hasBase(), readFirst);
    if (!readFirst)
        document.setPublished(policy(u"+z"_s), Noon);
    QCOMPARE(words(document.draft()), u"+a"_s);
    QVERIFY(document.isModified());
    QVERIFY(document.hasBase());
    QVERIFY(!document.isOutdated());
    QCOMPARE(words(document.base()), u"+z"_s);
    document.setPublished(policy(u"+y"_s), Later);
    QVERIFY(document.isOutdated());
}

void tst_PolicyDocument::twoFlipsAreNoChange_data()
{
    QTest::addColumn<EgressRule>("rule");
    QTest::newRow("preset without an action") << presetRule(u"defaults"_s);
    QTest::newRow("preset that says allow") << EgressRule{{}, u"allow"_s, u"defaults"_s, {}};
    QTest::newRow("preset that denies") << EgressRule{{}, u"deny"_s, u"defaults"_s, {}};
    QTest::newRow("name") << allowRule(u"a.test"_s);
    QTest::newRow("denied name") << denyRule(u"a.test"_s);
}

void tst_PolicyDocument::twoFlipsAreNoChange()
{
    QFETCH(EgressRule, rule);
    PolicyDocument document;
    document.open(Otter);
    document.setPublished({{rule}}, Noon);
    document.setAction(0, !rule.denies());
    QVERIFY(document.isModified());
    QCOMPARE(document.rules().first().rule.denies(), !rule.denies());
    document.setAction(0, rule.denies());
    QVERIFY(!document.isModified());
    QCOMPARE(document.rules().first().rule, rule);
    QCOMPARE(document.undoStack()->count(), 2);
    document.setAction(0, rule.denies());
    document.setAction(1, true);
    QCOMPARE(document.undoStack()->count(), 2);
}

void tst_PolicyDocument::discardIsAStep()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a +b"_s), Noon);
    document.insertRules(1, rules(u"+c"_s));
    const QList<quint64> before = ids(document);
    document.discard();
    QVERIFY(!document.isModified());
    QCOMPARE(ids(document), (QList{before[0], before[2]}));
    document.undoStack()->undo();
    QCOMPARE(words(document.draft()), u"+a +c +b"_s);
    QCOMPARE(ids(document), before);
}

void tst_PolicyDocument::discardForgetsTheOldBaseAndUndoBringsItBack()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a"_s), Noon);
    document.insertRules(1, rules(u"+b"_s));
    document.setPublished(policy(u"+z"_s), Later);
    document.discard();
    QCOMPARE(words(document.draft()), u"+z"_s);
    QCOMPARE(words(document.base()), u"+z"_s);
    document.insertRules(1, rules(u"+y"_s));
    QVERIFY(!document.isOutdated());
    QCOMPARE(words(document.base()), u"+z"_s);
    document.undoStack()->undo();
    document.undoStack()->undo();
    QCOMPARE(words(document.draft()), u"+a +b"_s);
    QVERIFY(document.isOutdated());
    QCOMPARE(words(document.base()), u"+a"_s);
}

void tst_PolicyDocument::replacingKeepsTheIdsOfRulesThatStay_data()
{
    QTest::addColumn<QString>("after");
    QTest::addColumn<QList<int>>("from"); // row before; -1: a new id
    QTest::newRow("the same with one more") << u"+a -b +c +d +e"_s << QList{0, 1, 2, 3, -1};
    QTest::newRow("one more above") << u"+z +a -b +c +d"_s << QList{-1, 0, 1, 2, 3};
    QTest::newRow("another order") << u"+d +c -b +a"_s << QList{3, 2, 1, 0};
    QTest::newRow("one less") << u"+a +c +d"_s << QList{0, 2, 3};
    QTest::newRow("another action") << u"+a +b +c +d"_s << QList{0, 1, 2, 3};
    QTest::newRow("another action elsewhere") << u"+c +a +b +d"_s << QList{2, 0, 1, 3};
    QTest::newRow("another name") << u"+a -bb +c +d"_s << QList{0, 1, 2, 3};
    QTest::newRow("alike ones") << u"+a +a -b +c +d"_s << QList{0, -1, 1, 2, 3};
    QTest::newRow("all others") << u"+x +y +z +u +v"_s << QList{0, 1, 2, 3, -1};
}

void tst_PolicyDocument::replacingKeepsTheIdsOfRulesThatStay()
{
    QFETCH(const QString, after);
    QFETCH(const QList<int>, from);
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a -b +c +d"_s), Noon);
    const QList<quint64> before = ids(document);
    document.replaceDraft(policy(after), u"x"_s);
    QCOMPARE(words(document.draft()), after);
    for (int row = 0; row < from.size(); ++row) {
        const quint64 id = ids(document).at(row);
        QCOMPARE(int(before.indexOf(id)), from[row]);
    }
}

void tst_PolicyDocument::aNameTypedInTheTextKeepsItsId()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a +defaults -b"_s), Noon);
    const QList<quint64> before = ids(document);
    for (const QString &name : {u"+a1"_s, u"+a12"_s, u"-a12"_s})
        document.replaceDraft(policy(name + u" +defaults -b"_s), u"JSON"_s, 3);
    QCOMPARE(ids(document), before);
}

void tst_PolicyDocument::aFewStepsOfTypingTheTextAreOne()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a"_s), Noon);
    for (const QString &name : {u"+ab"_s, u"+abc"_s, u"+abcd"_s})
        document.replaceDraft(policy(name), u"JSON"_s, 3);
    QCOMPARE(document.undoStack()->count(), 1);
    document.undoStack()->undo();
    QCOMPARE(words(document.draft()), u"+a"_s);
}

void tst_PolicyDocument::keysOfTheDocumentAreInTheDraftAndInUndo()
{
    NetworkPolicy odd = policy(u"+a"_s);
    odd.unknown = R"({"mode":"dns"})";
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(odd, Noon);
    QCOMPARE(document.draft(), odd);
    document.insertRules(1, rules(u"+b"_s));
    QCOMPARE(document.draft().unknown, odd.unknown);
    document.replaceDraft(policy(u"+a +b"_s), u"x"_s);
    QVERIFY(document.draft().unknown.isEmpty());
    document.removeRules({1});
    QVERIFY(document.isModified()); // by the keys alone
    document.undoStack()->undo();
    document.undoStack()->undo();
    QCOMPARE(document.draft().unknown, odd.unknown);
}

void tst_PolicyDocument::deniedShowsNothingAndKeepsTheDraft()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a"_s), Noon);
    document.clearPublished();
    QVERIFY(!document.isLoaded());
    QVERIFY(document.rules().isEmpty());
    QVERIFY(!document.isModified());
    document.setPublished(policy(u"+a"_s), Noon);
    document.insertRules(1, rules(u"+b"_s));
    QSignalSpy published(&document, &PolicyDocument::publishedChanged);
    document.clearPublished();
    QCOMPARE(published.size(), 1);
    QVERIFY(document.isModified());
    QCOMPARE(words(document.draft()), u"+a +b"_s);
    QCOMPARE(words(document.base()), u"+a"_s);
    document.setPublished(policy(u"+a"_s), Later);
    QVERIFY(!document.isOutdated());
    QVERIFY(document.isModified());
}

void tst_PolicyDocument::anotherSpriteBeginsAfresh()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a"_s), Noon);
    document.insertRules(1, rules(u"+b"_s));
    document.setNote(allowRule(u"a"_s), u"why"_s);
    QSignalSpy opened(&document, &PolicyDocument::opened);
    document.open(Heron);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(document.key(), Heron);
    QVERIFY(!document.isLoaded());
    QVERIFY(!document.isModified());
    QVERIFY(document.rules().isEmpty());
    QVERIFY(!document.undoStack()->canUndo());
    QCOMPARE(document.notes(), PolicyNotes());
    QVERIFY(!document.asOf().isValid());
}

void tst_PolicyDocument::rulesChangedIsToldOncePerStep()
{
    PolicyDocument document;
    document.open(Otter);
    document.setPublished(policy(u"+a +b +c"_s), Noon);
    QSignalSpy changed(&document, &PolicyDocument::rulesChanged);
    document.removeRules({0, 2});
    QCOMPARE(changed.size(), 1);
    document.undoStack()->undo();
    QCOMPARE(changed.size(), 2);
    document.undoStack()->redo();
    QCOMPARE(changed.size(), 3);
    document.markPublished(document.draft(), Later);
    QCOMPARE(changed.size(), 3);
    document.setPublished(policy(u"+z"_s), Later);
    QCOMPARE(changed.size(), 4);
}

void tst_PolicyDocument::notesAreByWhatARuleNames()
{
    PolicyDocument document;
    document.open(Otter);
    QSignalSpy changed(&document, &PolicyDocument::notesChanged);
    document.setNote(allowRule(u"Example.com"_s), u" for builds "_s);
    QCOMPARE(document.noteOf(denyRule(u"example.com"_s)), u"for builds"_s);
    document.setNote(allowRule(u"example.com"_s), u"for builds"_s);
    QCOMPARE(changed.size(), 1);
    document.setNote(presetRule(u"defaults"_s), u"x"_s);
    document.setNote(allowRule(u"example.com"_s), u"  "_s);
    QCOMPARE(document.notes().notes, (QHash<QString, QString>{{u"include:defaults"_s, u"x"_s}}));
    document.setExpectations({{u"a.com"_s, Access::Allowed}});
    QCOMPARE(changed.size(), 4);
    QSignalSpy restored(&document, &PolicyDocument::notesRestored);
    document.restoreNotes({{{u"a"_s, u"b"_s}}, {}, {}});
    QCOMPARE(changed.size(), 4);
    QCOMPARE(restored.size(), 1);
}

void tst_PolicyDocument::testedNamesAreTheLastTwenty()
{
    PolicyDocument document;
    document.open(Otter);
    QSignalSpy changed(&document, &PolicyDocument::notesChanged);
    for (int i = 0; i < 25; ++i)
        document.addTested(u"n%1"_s.arg(i));
    document.addTested(u"n24"_s);
    document.addTested(QString());
    QCOMPARE(changed.size(), 25);
    document.addTested(u"n20"_s);
    QCOMPARE(document.notes().tested.size(), 20);
    QCOMPARE(document.notes().tested.mid(0, 3), QStringList({u"n20"_s, u"n24"_s, u"n23"_s}));
}

QTEST_GUILESS_MAIN(tst_PolicyDocument)
#include "tst_policydocument.moc"
