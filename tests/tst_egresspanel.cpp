// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/egresspanel.h"

#include "support/egressscene.h"
#include "support/patience.h"
#include "support/viewtesting.h"
#include "views/banner.h"
#include "views/egresstoolbar.h"
#include "views/newrulerow.h"
#include "views/rulelineedit.h"
#include "views/spritariumstyle.h"
#include "views/verdictchip.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using Kind = ViewState::Kind;

class TstEgressPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setStyle(new SpritariumStyle({.theme = Theme::Light})); }
    void init();
    void cleanup() { m_scene.reset(); }

    void theSentenceSpeaksOfTheRulesInForce();
    void saysWhereNobodyEnforcesTheRules();
    void startFromIsOneUndoStep();
    void theTesterAnswersWhileTyping();
    void theTesterShowsBothReadings();
    void theTesterFollowsTheDraft();
    void whatIsNoNameIsSaid();
    void testedNamesAreRemembered();
    void theLinkSelectsTheDecidingRule();
    void expectThisKeepsTheAnswer();
    void undoOfAFieldIsItsOwn();
    void controlFReachesTheFilter();
    void jsonBecomesOneUndoStep();
    void aWrongLineIsMarkedAndTheDraftStays();
    void jsonFollowsTheDraft();
    void aWrongTextSurvivesAChangeElsewhere();
    void aWrongTextWaitsForItsSprite();
    void aWrongTextHoldsApplyBack();
    void theTesterIsOneLineWhereThereIsRoom();
    void expectationsHoldApplyBack();
    void anExpectationIsAddedAndRemoved();
    void theDraftBarCountsAndDiscards();
    void applyIsAskedForByButtonAndKey();
    void applyTakesWhatIsBeingTyped();
    void applyOffSaysWhy();
    void anOutdatedDraftSaysSo();
    void theFirstRuleIsWarnedOf();
    void orderProofAsksFirst();
    void asleepIsReadOnlyUntilADraftIsWanted();
    void neverReadOffersToLoad();
    void deniedShowsNothing();
    void goneOffersToRemove();
    void aRefusedTokenOffersToSignIn();
    void aFailureKeepsTheRules();
    void notOfferedAndOffline();
    void staleRulesCarryTheirAge();
    void theResultStaysUntilClosed();
    void anotherSpriteBeginsAfresh();
    void nothingIsCutInANarrowWindow();
    void textIsNotCutAtTwiceTheSize();
    void everyInteractiveWidgetIsNamed();
    void tabFollowsTheReadingOrder();

private:
    QWidget *focus() const { return QApplication::focusWidget(); }
    void type(const QString &text) { QTest::keyClicks(focus(), text); }
    QString textOf(const QString &label) const { return m_scene->find<QLabel>(label)->accessibleName(); }
    QAbstractButton *button(const QString &name) const { return m_scene->find<QAbstractButton>(name); }
    QWidget *widget(const QString &name) const { return m_scene->find<QWidget>(name); }
    bool shows(const QString &name) const
    {
        const QWidget *found = widget(name);
        return found != nullptr && found->isVisible();
    }
    VerdictChip *chip(const QString &name) const { return m_scene->find<VerdictChip>(name); }
    QString stateTitle() const;

    std::unique_ptr<EgressScene> m_scene;
};

void TstEgressPanel::init()
{
    failOnViewWarnings();
    m_scene = std::make_unique<EgressScene>();
    m_scene->show();
    QVERIFY(QTest::qWaitForWindowActive(m_scene.get()));
}

QString TstEgressPanel::stateTitle() const
{
    const auto labels = widget(u"egressState"_s)->findChildren<QLabel *>();
    QStringList texts;
    for (const QLabel *label : labels) {
        if (label->isVisible() && !label->text().isEmpty())
            texts << label->text();
    }
    return texts.join(u'|');
}

void TstEgressPanel::theSentenceSpeaksOfTheRulesInForce()
{
    m_scene->load(NetworkPolicy::unrestricted());
    QCOMPARE(textOf(u"egressStateText"_s), u"Unrestricted. This sprite can reach any name."_s);
    QVERIFY(!shows(u"egressAfterText"_s));
    m_scene->document.replaceDraft(NetworkPolicy::lockedDown(), u"x"_s);
    QTRY_VERIFY(shows(u"egressAfterText"_s));
    QCOMPARE(textOf(u"egressStateText"_s), u"Unrestricted. This sprite can reach any name."_s);
    QVERIFY(
        m_scene->find<QLabel>(u"egressAfterText"_s)->text().startsWith(u"After applying: Locked down."_s));
}

void TstEgressPanel::saysWhereNobodyEnforcesTheRules()
{
    m_scene->load(NetworkPolicy::developmentDefaults());
    QVERIFY(!shows(u"notEnforcedLine"_s));
    m_scene->panel->setEnforced(false);
    QVERIFY(shows(u"notEnforcedLine"_s));
    QCOMPARE(m_scene->find<QLabel>(u"notEnforcedLine"_s)->text(),
             u"The playground does not enforce rules."_s);
    m_scene->panel->setEnforced(true);
    QVERIFY(!shows(u"notEnforcedLine"_s));
}

void TstEgressPanel::startFromIsOneUndoStep()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    auto *menu = m_scene->find<QMenu>(u"startFromMenu"_s);
    QVERIFY(menu->actions().contains(m_scene->actions.value(u"egress.import"_s)));
    menu->findChild<QAction *>(u"startDefaults"_s)->trigger();
    QCOMPARE(m_scene->draft(), NetworkPolicy::developmentDefaults());
    menu->findChild<QAction *>(u"startUnrestricted"_s)->trigger();
    QCOMPARE(m_scene->draft(), NetworkPolicy::unrestricted());
    QCOMPARE(m_scene->document.undoStack()->count(), 2);
}

void TstEgressPanel::theTesterAnswersWhileTyping()
{
    m_scene->load({{denyRule(u"tracker.example"_s), allowRule(u"*.example.com"_s)}});
    QVERIFY(!shows(u"testerVerdict"_s));
    m_scene->panel->focusTester();
    QCOMPARE(focus()->objectName(), u"testerField"_s);
    type(u"api.example.com"_s);
    QVERIFY(!shows(u"testerVerdict"_s)); // only after a pause
    QTRY_VERIFY(shows(u"testerVerdict"_s));
    QCOMPARE(chip(u"testerVerdict"_s)->accessibleName(), u"Allowed"_s);
    QVERIFY(!shows(u"testerSecondVerdict"_s));
    QVERIFY2(textOf(u"testerReason"_s).contains(u"rule 2"_s), qPrintable(textOf(u"testerReason"_s)));
    const QModelIndex deciding = m_scene->model.indexOf(1);
    QVERIFY(deciding.data(PolicyRuleModel::DecidingRole).toBool());
    m_scene->find<QLineEdit>(u"testerField"_s)->clear();
    QVERIFY(!shows(u"testerVerdict"_s));
    QVERIFY(!deciding.data(PolicyRuleModel::DecidingRole).toBool());
}

void TstEgressPanel::theTesterShowsBothReadings()
{
    m_scene->load(troubledPolicy());
    m_scene->panel->typeInTester(u"tracker.example.com"_s);
    QCOMPARE(chip(u"testerVerdict"_s)->text(), u"Most specific: denied"_s);
    QVERIFY(shows(u"testerSecondVerdict"_s));
    QCOMPARE(chip(u"testerSecondVerdict"_s)->text(), u"First match: allowed"_s);
    QVERIFY(shows(u"testerRuleLink"_s) && shows(u"testerSecondRuleLink"_s));
}

void TstEgressPanel::theTesterFollowsTheDraft()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_scene->panel->typeInTester(u"a.example"_s);
    QCOMPARE(chip(u"testerVerdict"_s)->text(), u"Allowed"_s);
    m_scene->table->edits().flip(0);
    QTRY_COMPARE(chip(u"testerVerdict"_s)->text(), u"Denied"_s);
}

void TstEgressPanel::whatIsNoNameIsSaid()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_scene->panel->typeInTester(u"10.0.0.1:80"_s);
    QVERIFY(!shows(u"testerVerdict"_s));
    QVERIFY(textOf(u"testerReason"_s).startsWith(u"This is no name"_s));
}

void TstEgressPanel::testedNamesAreRemembered()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_scene->panel->focusTester();
    type(u"A.example."_s);
    QTest::keyClick(focus(), Qt::Key_Return);
    QCOMPARE(m_scene->document.notes().tested, QStringList{u"a.example"_s});
}

void TstEgressPanel::theLinkSelectsTheDecidingRule()
{
    m_scene->load({{denyRule(u"b.example"_s), allowRule(u"a.example"_s)}});
    m_scene->panel->typeInTester(u"a.example"_s);
    QTest::mouseClick(button(u"testerRuleLink"_s), Qt::LeftButton);
    QCOMPARE(m_scene->table->selectedRules(), QList<int>{1});
    QCOMPARE(focus(), m_scene->table);
}

void TstEgressPanel::expectThisKeepsTheAnswer()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_scene->panel->typeInTester(u"other.example"_s);
    QTest::mouseClick(button(u"expectThisButton"_s), Qt::LeftButton);
    const Expectation expected{.name = u"other.example"_s, .wanted = Access::Denied};
    QCOMPARE(m_scene->document.notes().expectations, QList<Expectation>{expected});
    QTRY_COMPARE(textOf(u"expectationsSummary"_s).left(6), u"1 of 1"_s);
}

void TstEgressPanel::undoOfAFieldIsItsOwn()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_scene->table->edits().flip(0);
    m_scene->panel->focusTester();
    type(u"abc"_s);
    QTest::keyClick(focus(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(m_scene->document.isModified());
    QTest::keyClick(button(u"addRuleButton"_s), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!m_scene->document.isModified());
}

void TstEgressPanel::controlFReachesTheFilter()
{
    m_scene->load({{allowRule(u"a.example"_s), allowRule(u"b.example"_s)}});
    m_scene->table->setFocus();
    QTest::keyClick(focus(), Qt::Key_F, Qt::ControlModifier);
    QCOMPARE(focus()->objectName(), u"egressFilter"_s);
    type(u"b."_s);
    QCOMPARE(m_scene->table->model()->rowCount(), 2);
    QTest::keyClick(focus(), Qt::Key_Down);
    QCOMPARE(focus(), m_scene->table);
}

void TstEgressPanel::jsonBecomesOneUndoStep()
{
    const NetworkPolicy start{{allowRule(u"a.example"_s)}};
    m_scene->load(start);
    button(u"jsonButton"_s)->click();
    auto *editor = m_scene->find<QPlainTextEdit>(u"policyJsonEditor"_s);
    QVERIFY(editor->isVisible());
    editor->setFocus();
    const qsizetype at = editor->toPlainText().indexOf(u".example"_s);
    QTextCursor cursor = editor->textCursor();
    cursor.setPosition(int(at));
    editor->setTextCursor(cursor);
    for (const QChar letter : u"xyz"_s) {
        QTest::keyClicks(editor, QString(letter));
        QTest::qWait(200);
    }
    QTRY_COMPARE(m_scene->patterns(), QStringList{u"axyz.example"_s});
    QCOMPARE(m_scene->document.undoStack()->count(), 1);
    m_scene->document.undoStack()->undo();
    QCOMPARE(m_scene->draft(), start);
}

void TstEgressPanel::aWrongLineIsMarkedAndTheDraftStays()
{
    const NetworkPolicy start{{allowRule(u"a.example"_s), denyRule(u"*"_s)}};
    m_scene->load(start);
    button(u"jsonButton"_s)->click();
    auto *editor = m_scene->find<QPlainTextEdit>(u"policyJsonEditor"_s);
    editor->setPlainText(editor->toPlainText().replace(u"deny"_s, u"perhaps"_s));
    QTRY_VERIFY(shows(u"policyJsonError"_s));
    QVERIFY2(textOf(u"policyJsonError"_s).startsWith(u"Line 4: "_s),
             qPrintable(textOf(u"policyJsonError"_s)));
    QCOMPARE(editor->extraSelections().size(), 1);
    QCOMPARE(editor->extraSelections().first().cursor.blockNumber(), 3);
    QCOMPARE(m_scene->draft(), start);
    editor->setPlainText(editor->toPlainText().replace(u"perhaps"_s, u"allow"_s));
    QTRY_VERIFY(!shows(u"policyJsonError"_s));
    QCOMPARE(m_scene->actionsOfRules(), (QStringList{u"allow"_s, u"allow"_s}));
}

void TstEgressPanel::jsonFollowsTheDraft()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    button(u"jsonButton"_s)->click();
    auto *editor = m_scene->find<QPlainTextEdit>(u"policyJsonEditor"_s);
    m_scene->document.insertRules(1, {denyRule(u"late.example"_s)});
    QVERIFY(editor->toPlainText().contains(u"late.example"_s));
    m_scene->document.undoStack()->undo();
    QVERIFY(!editor->toPlainText().contains(u"late.example"_s));
}

void TstEgressPanel::aWrongTextSurvivesAChangeElsewhere()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    button(u"jsonButton"_s)->click();
    auto *editor = m_scene->find<QPlainTextEdit>(u"policyJsonEditor"_s);
    const QString wrong = editor->toPlainText().replace(u"allow"_s, u"perhaps"_s);
    editor->setPlainText(wrong);
    QTRY_VERIFY(shows(u"policyJsonError"_s));
    m_scene->document.insertRules(1, {denyRule(u"late.example"_s)});
    QCOMPARE(editor->toPlainText(), wrong);
    QVERIFY(shows(u"policyJsonConflict"_s));
    editor->setPlainText(QString(wrong).replace(u"perhaps"_s, u"deny"_s));
    QTest::qWait(200);
    QCOMPARE(m_scene->patterns(), (QStringList{u"a.example"_s, u"late.example"_s}));
    button(u"policyJsonUseText"_s)->click();
    QCOMPARE(m_scene->patterns(), QStringList{u"a.example"_s});
    QCOMPARE(m_scene->actionsOfRules(), QStringList{u"deny"_s});
    QVERIFY(!shows(u"policyJsonConflict"_s));
    editor->setPlainText(wrong);
    QTRY_VERIFY(shows(u"policyJsonError"_s));
    m_scene->document.undoStack()->undo();
    QVERIFY(shows(u"policyJsonConflict"_s));
    button(u"policyJsonShowRules"_s)->click();
    QVERIFY(editor->toPlainText().contains(u"late.example"_s));
    QVERIFY(!shows(u"policyJsonConflict"_s) && !shows(u"policyJsonError"_s));
    editor->undo();
    QCOMPARE(editor->toPlainText(), wrong);
}

void TstEgressPanel::aWrongTextWaitsForItsSprite()
{
    const SpriteKey mine = m_scene->document.key();
    m_scene->load({{allowRule(u"a.example"_s)}});
    button(u"jsonButton"_s)->click();
    auto *editor = m_scene->find<QPlainTextEdit>(u"policyJsonEditor"_s);
    const QString wrong = editor->toPlainText().replace(u"allow"_s, u"perhaps"_s);
    editor->setPlainText(wrong);
    QTRY_VERIFY(shows(u"policyJsonError"_s));
    m_scene->document.open({AccountId(u"acme"_s), SpriteName(u"brisk-heron"_s)});
    m_scene->load({{allowRule(u"other.example"_s)}});
    QVERIFY(editor->toPlainText().contains(u"other.example"_s));
    QVERIFY(!shows(u"policyJsonError"_s));
    m_scene->document.open(mine);
    m_scene->load({{allowRule(u"a.example"_s)}});
    QCOMPARE(editor->toPlainText(), wrong);
    QTRY_VERIFY(shows(u"policyJsonError"_s));
    QVERIFY(!shows(u"policyJsonConflict"_s));
    // Looking at the table meanwhile takes nothing away either.
    button(u"jsonButton"_s)->click();
    button(u"jsonButton"_s)->click();
    QCOMPARE(editor->toPlainText(), wrong);
}

void TstEgressPanel::aWrongTextHoldsApplyBack()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_scene->table->edits().flip(0);
    button(u"jsonButton"_s)->click();
    auto *editor = m_scene->find<QPlainTextEdit>(u"policyJsonEditor"_s);
    editor->setPlainText(editor->toPlainText().replace(u"deny"_s, u"perhaps"_s));
    QSignalSpy apply(m_scene->panel, &EgressPanel::applyRequested);
    QSignalSpy status(m_scene->panel, &EgressPanel::statusTextRequested);
    button(u"draftApply"_s)->click();
    QCOMPARE(apply.size(), 0);
    QCOMPARE(status.size(), 1);
}

void TstEgressPanel::theTesterIsOneLineWhereThereIsRoom()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    const auto high = [&] {
        settle();
        return widget(u"egressTester"_s)->height();
    };
    m_scene->resize(660, 700);
    const int one = high();
    QVERIFY2(one <= 52, qPrintable(QString::number(one)));
    m_scene->panel->typeInTester(u"a.example"_s);
    QVERIFY(high() > one);
    QVERIFY(chip(u"testerVerdict"_s)->mapTo(m_scene.get(), QPoint()).y() <
            widget(u"testerField"_s)->mapTo(m_scene.get(), QPoint()).y() +
                widget(u"testerField"_s)->height());
    QVERIFY(widget(u"testerField"_s)->width() >= 200);
    m_scene->resize(1280, 700);
    QCOMPARE(high(), one);
    QVERIFY(widget(u"testerField"_s)->width() >= 200);
    QVERIFY(shows(u"testerReason"_s));
    QVERIFY(widget(u"testerField"_s)->width() <= 400);
}

void TstEgressPanel::expectationsHoldApplyBack()
{
    m_scene->load({{allowRule(u"a.example"_s), denyRule(u"b.example"_s)}});
    m_scene->document.setExpectations({{u"a.example"_s, Access::Allowed}, {u"b.example"_s, Access::Denied}});
    QTRY_COMPARE(textOf(u"expectationsSummary"_s), u"2 of 2 hold"_s);
    m_scene->table->edits().flip(0);
    QTRY_COMPARE(textOf(u"expectationsSummary"_s), u"1 of 2 hold"_s);
    QCOMPARE(button(u"draftApply"_s)->text(), u"Apply anyway…"_s);
    const QString blame = m_scene->find<QLabel>(u"draftBlame"_s)->text();
    QVERIFY2(blame.startsWith(u"Rule 1 breaks an expectation"_s), qPrintable(blame));
    button(u"expectationsHeader"_s)->click();
    QTest::mouseClick(button(u"expectationBlame0"_s), Qt::LeftButton);
    QCOMPARE(m_scene->table->selectedRules(), QList<int>{0});
}

void TstEgressPanel::anExpectationIsAddedAndRemoved()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    button(u"expectationsHeader"_s)->click();
    auto *name = m_scene->find<QLineEdit>(u"expectationName"_s);
    name->setFocus();
    type(u"10.0.0.1"_s);
    QTest::keyClick(name, Qt::Key_Return);
    QVERIFY(shows(u"expectationRefusal"_s));
    QCOMPARE(name->text(), u"10.0.0.1"_s);
    name->clear();
    m_scene->find<QComboBox>(u"expectationWanted"_s)->setCurrentIndex(1);
    type(u"*"_s);
    QTest::keyClick(name, Qt::Key_Return);
    const QList<Expectation> expected{{.name = u"*"_s, .wanted = Access::Denied}};
    QCOMPARE(m_scene->document.notes().expectations, expected);
    QTRY_VERIFY(shows(u"expectationRemove0"_s));
    button(u"expectationRemove0"_s)->click();
    QTRY_VERIFY(m_scene->document.notes().expectations.isEmpty());
}

void TstEgressPanel::theDraftBarCountsAndDiscards()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    QVERIFY(!shows(u"egressDraftBar"_s));
    m_scene->table->edits().flip(0);
    const NetworkPolicy draft = m_scene->draft();
    QTRY_VERIFY(shows(u"egressDraftBar"_s));
    QTRY_VERIFY(textOf(u"draftText"_s).contains(u"change verdict"_s));
    button(u"draftDiscard"_s)->click();
    QVERIFY(!m_scene->document.isModified());
    auto *undo = m_scene->panel->findChild<QPushButton *>(u"toastAction"_s);
    QVERIFY(undo != nullptr);
    undo->click();
    QCOMPARE(m_scene->draft(), draft);
}

void TstEgressPanel::applyIsAskedForByButtonAndKey()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    QSignalSpy apply(m_scene->panel, &EgressPanel::applyRequested);
    QSignalSpy review(m_scene->panel, &EgressPanel::reviewRequested);
    m_scene->actions.value(u"egress.apply"_s)->trigger();
    QCOMPARE(apply.size(), 0); // nothing to apply
    m_scene->table->edits().flip(0);
    m_scene->table->setFocus();
    QTest::keyClick(focus(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(apply.size(), 1);
    button(u"draftApply"_s)->click();
    QCOMPARE(apply.size(), 2);
    button(u"draftReview"_s)->click();
    QCOMPARE(review.size(), 1);
}

void TstEgressPanel::applyTakesWhatIsBeingTyped()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    QSignalSpy apply(m_scene->panel, &EgressPanel::applyRequested);
    m_scene->table->addRule();
    type(u"10.0.0.1"_s);
    QTest::keyClick(focus(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(apply.size(), 0); // it can be no rule, and is not forgotten either
    QCOMPARE(m_scene->table->newRule()->text(), u"10.0.0.1"_s);
    m_scene->table->newRule()->field()->clear();
    type(u"b.example"_s);
    QTest::keyClick(focus(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(apply.size(), 1);
    QCOMPARE(m_scene->patterns(), (QStringList{u"a.example"_s, u"b.example"_s}));
    m_scene->table->editPattern(0);
    type(u"c.example"_s);
    QTest::keyClick(focus(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(apply.size(), 2);
    QCOMPARE(m_scene->patterns(), (QStringList{u"c.example"_s, u"b.example"_s}));
}

void TstEgressPanel::applyOffSaysWhy()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_scene->table->edits().flip(0);
    m_scene->panel->setApplyDisabledReason(u"Offline"_s);
    QVERIFY(!button(u"draftApply"_s)->isEnabled());
    QCOMPARE(button(u"draftApply"_s)->toolTip(), u"Offline"_s);
    QCOMPARE(button(u"draftApply"_s)->accessibleDescription(), u"Offline"_s);
    m_scene->panel->setApplyDisabledReason({});
    QVERIFY(button(u"draftApply"_s)->isEnabled());
}

void TstEgressPanel::anOutdatedDraftSaysSo()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_scene->table->edits().flip(0);
    m_scene->load({{allowRule(u"theirs.example"_s)}});
    QTRY_VERIFY(shows(u"draftOutdated"_s));
    QCOMPARE(m_scene->patterns(), QStringList{u"a.example"_s});
}

void TstEgressPanel::theFirstRuleIsWarnedOf()
{
    m_scene->load(NetworkPolicy::unrestricted());
    QVERIFY(!shows(u"firstRuleLine"_s));
    m_scene->document.insertRules(0, {allowRule(u"a.example"_s)});
    QTRY_VERIFY(shows(u"firstRuleLine"_s));
    button(u"addDefaultsButton"_s)->click();
    QCOMPARE(m_scene->patterns(), (QStringList{u"a.example"_s, u"defaults"_s}));
    QTRY_VERIFY(!shows(u"firstRuleLine"_s)); // who took them has seen it
    m_scene->document.undoStack()->undo();
    QTRY_VERIFY(shows(u"firstRuleLine"_s));
    m_scene->document.insertRules(1, {allowRule(u"*"_s)});
    QTRY_VERIFY(!shows(u"firstRuleLine"_s));
    m_scene->document.undoStack()->undo();
    m_scene->document.undoStack()->undo();
    QTRY_VERIFY(!shows(u"firstRuleLine"_s));
}

void TstEgressPanel::orderProofAsksFirst()
{
    m_scene->load(troubledPolicy());
    m_scene->resize(1400, 800);
    QTRY_VERIFY(shows(u"orderProofButton"_s));
    button(u"orderProofButton"_s)->click();
    auto *sheet = m_scene->findChild<QDialog *>();
    QVERIFY(sheet != nullptr && sheet->isVisible());
    QVERIFY(!m_scene->document.isModified());
    sheet->close();
}

void TstEgressPanel::asleepIsReadOnlyUntilADraftIsWanted()
{
    m_scene->load({{allowRule(u"a.example"_s)}}, Kind::Asleep);
    QVERIFY(shows(u"asleepStrip"_s) && shows(u"editDraftLine"_s));
    QVERIFY(m_scene->model.isReadOnly());
    QVERIFY(!button(u"addRuleButton"_s)->isEnabled());
    QSignalSpy wake(m_scene->panel, &EgressPanel::wakeAndLoadRequested);
    button(u"editDraftButton"_s)->click();
    QVERIFY(!m_scene->model.isReadOnly());
    QVERIFY(!shows(u"editDraftLine"_s) && shows(u"asleepStrip"_s));
    m_scene->table->edits().flip(0);
    QCOMPARE(wake.size(), 0);
    button(u"wakeAndLoad"_s)->click();
    QCOMPARE(wake.size(), 1);
}

void TstEgressPanel::neverReadOffersToLoad()
{
    m_scene->setState(Kind::Asleep);
    QVERIFY2(stateTitle().startsWith(u"Rules not loaded|Reading them may wake the sprite."_s),
             qPrintable(stateTitle()));
    QSignalSpy wake(m_scene->panel, &EgressPanel::wakeAndLoadRequested);
    const auto buttons = widget(u"egressState"_s)->findChildren<QPushButton *>();
    for (QPushButton *one : buttons) {
        if (one->isVisible() && one->text() == u"Load"_s)
            one->click();
    }
    QCOMPARE(wake.size(), 1);
}

void TstEgressPanel::deniedShowsNothing()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_scene->setState(Kind::Denied, ApiError{.kind = ApiError::Kind::Forbidden, .httpStatus = 403});
    QVERIFY(stateTitle().startsWith(u"This token may not read egress rules."_s));
    QVERIFY(!m_scene->table->isVisible());
}

void TstEgressPanel::aRefusedTokenOffersToSignIn()
{
    QSignalSpy signIn(m_scene->panel, &EgressPanel::signInRequested);
    auto *primary = widget(u"egressState"_s)->findChild<QPushButton *>(u"statePrimary"_s);
    m_scene->setState(Kind::Denied, ApiError{.kind = ApiError::Kind::Forbidden, .httpStatus = 403});
    QVERIFY(!primary->isVisible());
    m_scene->setState(Kind::Denied, ApiError{.kind = ApiError::Kind::Unauthorized, .httpStatus = 401});
    QVERIFY(primary->isVisible());
    QVERIFY2(stateTitle().startsWith(u"Egress rules cannot be read"_s), qPrintable(stateTitle()));
    QCOMPARE(primary->text(), u"Sign in again"_s);
    primary->click();
    QCOMPARE(signIn.size(), 1);
}

void TstEgressPanel::goneOffersToRemove()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_scene->setState(Kind::Failed, ApiError{.kind = ApiError::Kind::NotFound, .httpStatus = 404});
    QVERIFY2(stateTitle().contains(u"calm-otter no longer exists."_s), qPrintable(stateTitle()));
    QSignalSpy remove(m_scene->panel, &EgressPanel::removeFromListRequested);
    const auto buttons = widget(u"egressState"_s)->findChildren<QPushButton *>();
    for (QPushButton *one : buttons) {
        if (one->isVisible() && one->text() == u"Remove from list"_s)
            one->click();
    }
    QCOMPARE(remove.size(), 1);
}

void TstEgressPanel::aFailureKeepsTheRules()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_scene->setState(Kind::Failed, ApiError{.kind = ApiError::Kind::Server, .httpStatus = 502});
    QVERIFY(m_scene->table->isVisible() && shows(u"egressFailureBanner"_s));
    QSignalSpy refresh(m_scene->panel, &EgressPanel::refreshRequested);
    button(u"egressRetryButton"_s)->click();
    QCOMPARE(refresh.size(), 1);
    m_scene->setState(Kind::Ready);
    QVERIFY(!shows(u"egressFailureBanner"_s));
}

void TstEgressPanel::notOfferedAndOffline()
{
    m_scene->setState(Kind::NotOffered);
    QVERIFY(stateTitle().contains(u"Not offered by this service: egress rules."_s));
    m_scene->setState(Kind::Offline);
    QVERIFY(stateTitle().startsWith(u"Offline"_s));
    m_scene->load({{allowRule(u"a.example"_s)}}, Kind::Offline);
    QVERIFY(m_scene->table->isVisible() && !m_scene->model.isReadOnly());
}

void TstEgressPanel::staleRulesCarryTheirAge()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    QVERIFY(!shows(u"egressStaleRefresh"_s));
    m_scene->setState(Kind::Stale);
    QVERIFY(shows(u"egressStaleRefresh"_s));
    QVERIFY(button(u"egressStaleRefresh"_s)->text().startsWith(u"As of "_s));
    QSignalSpy refresh(m_scene->panel, &EgressPanel::refreshRequested);
    button(u"egressStaleRefresh"_s)->click();
    QCOMPARE(refresh.size(), 1);
}

void TstEgressPanel::theResultStaysUntilClosed()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_scene->panel->showResult(ColorRole::Caution, u"Applied, but reading back shows something else."_s, {},
                               std::pair(NetworkPolicy::lockedDown(), m_scene->draft()));
    QVERIFY(shows(u"egressResultBanner"_s));
    button(u"egressResultShow"_s)->click();
    auto *sheet = m_scene->findChild<QDialog *>(u"readBackSheet"_s);
    QVERIFY(sheet != nullptr && sheet->isVisible());
    sheet->findChild<QPushButton *>(u"readBackClose"_s)->click();
    m_scene->panel->showResult(ColorRole::Good, u"Applied and verified 14:05."_s);
    QCOMPARE(m_scene->find<Banner>(u"egressResultBanner"_s)->text(), u"Applied and verified 14:05."_s);
    m_scene->panel->clearResult();
    QVERIFY(!shows(u"egressResultBanner"_s));
}

void TstEgressPanel::anotherSpriteBeginsAfresh()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_scene->panel->typeInTester(u"a.example"_s);
    m_scene->panel->showResult(ColorRole::Good, u"Applied and verified 14:05."_s);
    m_scene->document.open({AccountId(u"acme"_s), SpriteName(u"quiet-maple"_s)});
    QVERIFY(!shows(u"egressResultBanner"_s));
    QVERIFY(m_scene->find<QLineEdit>(u"testerField"_s)->text().isEmpty());
    QVERIFY(!m_scene->table->isVisible());
}

void TstEgressPanel::nothingIsCutInANarrowWindow()
{
    m_scene->load(troubledPolicy());
    const QFont usual = QApplication::font();
    for (const int points : {10, 20}) {
        QFont font = m_scene->font();
        font.setPointSize(points);
        QApplication::setFont(font);
        m_scene->resize(620, 700);
        settle();
        const auto buttons = widget(u"egressToolbar"_s)->findChildren<QAbstractButton *>();
        for (const QAbstractButton *one : buttons) {
            if (!one->isVisible() || one->parent() != widget(u"egressToolbar"_s))
                continue;
            QTRY_VERIFY2(one->width() >= one->sizeHint().width(), qPrintable(one->objectName()));
            QVERIFY2(one->geometry().right() < widget(u"egressToolbar"_s)->width(),
                     qPrintable(one->objectName()));
        }
        // What has no room is in the menu.
        auto *menu = m_scene->find<QMenu>(u"egressMoreMenu"_s);
        Q_EMIT menu->aboutToShow();
        QVERIFY(menu->actions().contains(m_scene->find<QAction>(u"orderProofAction"_s)));
    }
    QApplication::setFont(usual);
}

void TstEgressPanel::textIsNotCutAtTwiceTheSize()
{
    const QFont usual = QApplication::font();
    QFont large = usual;
    large.setPointSizeF(usual.pointSizeF() * 2);
    QApplication::setFont(large);
    m_scene->resize(1280, 1000);
    m_scene->load(troubledPolicy(), Kind::Stale);
    m_scene->document.setExpectations({{u"github.com"_s, Access::Denied}});
    button(u"expectationsHeader"_s)->click();
    m_scene->table->edits().flip(0);
    m_scene->panel->typeInTester(u"tracker.example.com"_s);
    settle();
    QStringList cut;
    const auto widgets = m_scene->findChildren<QWidget *>();
    for (const QWidget *one : widgets) {
        const auto *asButton = qobject_cast<const QAbstractButton *>(one);
        const auto *asLabel = qobject_cast<const QLabel *>(one);
        const bool hasText = (asButton && !asButton->text().isEmpty()) ||
                             (asLabel && !asLabel->text().isEmpty() && asLabel->pixmap().isNull());
        if (!hasText || !one->isVisible())
            continue;
        const int least = asLabel && asLabel->wordWrap() ? asLabel->heightForWidth(asLabel->width())
                                                         : one->fontMetrics().height();
        if (one->height() < least)
            cut << u"%1: %2 px for %3"_s.arg(one->objectName()).arg(one->height()).arg(least);
    }
    QApplication::setFont(usual);
    QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u'\n')));
}

void TstEgressPanel::everyInteractiveWidgetIsNamed()
{
    m_scene->load(troubledPolicy());
    m_scene->document.setExpectations({{u"github.com"_s, Access::Denied}});
    button(u"expectationsHeader"_s)->click();
    m_scene->table->edits().flip(0);
    m_scene->table->addRule();
    settle();
    QStringList nameless;
    const auto widgets = m_scene->findChildren<QWidget *>();
    for (const QWidget *one : widgets) {
        const auto *asButton = qobject_cast<const QAbstractButton *>(one);
        const bool interactive =
            asButton || qobject_cast<const QLineEdit *>(one) || qobject_cast<const QComboBox *>(one) ||
            qobject_cast<const QAbstractItemView *>(one) || qobject_cast<const QPlainTextEdit *>(one);
        const bool part = qobject_cast<const QLineEdit *>(one->parentWidget()) ||
                          qobject_cast<const QComboBox *>(one->parentWidget()) ||
                          one->objectName().startsWith(u"qt_"_s) || one->inherits("QComboBoxListView");
        if (!interactive || part || !one->isVisible() || one->focusPolicy() == Qt::NoFocus)
            continue;
        if (one->objectName().isEmpty() ||
            (one->accessibleName().isEmpty() && (!asButton || asButton->text().isEmpty())))
            nameless << QString::fromLatin1(one->metaObject()->className()) + u' ' + one->objectName();
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
}

void TstEgressPanel::tabFollowsTheReadingOrder()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_scene->panel->showResult(ColorRole::Good, u"Applied and verified 14:05."_s);
    m_scene->table->edits().flip(0);
    QTRY_VERIFY(shows(u"egressDraftBar"_s));
    settle();
    QStringList order;
    button(u"bannerClose"_s)->setFocus();
    for (int i = 0; i < 40 && focus()->objectName() != u"draftApply"_s; ++i) {
        order << focus()->objectName();
        QTest::keyClick(focus(), Qt::Key_Tab);
    }
    order << focus()->objectName();
    const QStringList expected{u"bannerClose"_s,   u"startFromButton"_s,    u"testerField"_s,
                               u"addRuleButton"_s, u"addPresetButton"_s,    u"pasteRulesButton"_s,
                               u"asSavedButton"_s, u"asEvaluatedButton"_s,  u"egressFilter"_s,
                               u"jsonButton"_s,    u"historyButton"_s,      u"egressMoreButton"_s,
                               u"ruleTable"_s,     u"expectationsHeader"_s, u"draftDiscard"_s,
                               u"draftReview"_s,   u"draftApply"_s};
    QCOMPARE(order.join(u" "_s), expected.join(u" "_s));
}

QTEST_MAIN(TstEgressPanel)
#include "tst_egresspanel.moc"
