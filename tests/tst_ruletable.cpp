// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/ruletable.h"

#include "support/egressscene.h"
#include "support/patience.h"
#include "support/viewtesting.h"
#include "views/appearance.h"
#include "views/newrulerow.h"
#include "views/presetlist.h"
#include "views/rulelineedit.h"
#include "views/rulemetrics.h"
#include "views/rulenote.h"
#include "views/spritariumstyle.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using Model = PolicyRuleModel;

class TstRuleTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setStyle(new SpritariumStyle({.theme = Theme::Light})); }
    void init();
    void cleanup();

    void aPolicyIsBuiltWithTheKeyboardAlone();
    void enterCommitsAndGoesDown();
    void spaceAndAClickFlip();
    void aPresetFlippedTwiceIsAsBefore();
    void severalTypedNamesAreSeveralRulesInOneStep();
    void aCanceledNewRuleLeavesNothingToUndo();
    void aRefusalKeepsWhatWasTyped();
    void aRefusalInAnEditorKeepsWhatWasTyped();
    void escapeGivesTheOldNameBack();
    void whatWasTakenAwayIsTold();
    void severalNamesInTheFieldAreSeveralRules();
    void fortyNamesAreOneStep();
    void linesPastedIntoTheFieldAreRules();
    void aPolicyAsJsonIsPasted();
    void refusedRulesAreShownWithTheirFinding();
    void whatIsNoNameIsLeftOutAndTold();
    void altAndArrowsMoveTheSelectedRules();
    void theHandleDragsTheSelectedRules();
    void aDragCanBeAbandoned();
    void nothingMovesAsEvaluatedOrFiltered();
    void undoToTheBeginningAndRedo();
    void theCompanionIsOneClickAway();
    void fixesAreReachedWithTheKeyboard();
    void aFixSelectsTheOtherRule();
    void thePresetOpensItsNames();
    void notesStayOnThisComputer();
    void namesAreCopiedOnePerLine();
    void theMenuOfARowEdits();
    void theFilterKeepsTheLastRow();
    void readOnlyRulesSayWhyNothingHappens();
    void cellsSpeak();
    void twoThousandRulesHaveNoWidgets();
    void rowsGrowWithTheFont();
    void theNameHasRoomInANarrowPanel();
    void aNoteWithoutItsColumnIsMarked();
    void theOfferNeverCoversTheName();
    void whatWasToldGoesWithTheNextStep();
    void aRefusedTextOutlivesArrangementAndFilter();
    void aRefusedTextWaitsForItsSprite();
    void aRefusedTextOutlivesItsRule();
    void thePresetGivesTheFocusBack();
    void thePresetLeavesItsRowVisible();
    void targetsGrowWithTheFont();
    void theMenuOfTheCurrentRowIsAButton();

private:
    QWidget *focus() const { return QApplication::focusWidget(); }
    void type(const QString &text) { QTest::keyClicks(focus(), text); }
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(focus(), Qt::Key(key), modifiers);
    }
    QRect cell(int row, int column) const
    {
        return m_table->visualRect(m_table->model()->index(row, column));
    }
    void click(int row, int column)
    {
        QTest::mouseClick(m_table->viewport(), Qt::LeftButton, {}, cell(row, column).center());
    }
    QMenu *menu() const { return qobject_cast<QMenu *>(QApplication::activePopupWidget()); }
    QRect nameAt(int row) const
    {
        const QRect name = cell(row, Model::Pattern);
        const QFontMetrics fixed(fontFor(TextRole::Fixed, m_table->font()));
        const QString text = m_table->model()->index(row, Model::Pattern).data().toString();
        return {name.left() + 8, name.top(), fixed.horizontalAdvance(text), name.height()};
    }
    QLineEdit *newField() const { return m_scene->find<QLineEdit>(u"newRuleField"_s); }
    void typeRefused()
    {
        m_table->setFocus();
        press(Qt::Key_Insert);
        type(u"10.0.0.1"_s);
        press(Qt::Key_Return);
    }
    RuleNote *note() const { return m_scene->find<RuleNote>(u"ruleNote"_s); }

    std::unique_ptr<EgressScene> m_scene;
    RuleTable *m_table = nullptr;
};

void TstRuleTable::init()
{
    failOnViewWarnings();
    m_scene = std::make_unique<EgressScene>();
    m_table = m_scene->table;
    m_scene->show();
    QVERIFY(QTest::qWaitForWindowActive(m_scene.get()));
}

void TstRuleTable::cleanup()
{
    m_scene.reset();
}

void TstRuleTable::aPolicyIsBuiltWithTheKeyboardAlone()
{
    m_scene->load(NetworkPolicy::unrestricted());
    m_table->setFocus();
    press(Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(focus()->objectName(), u"newRuleField"_s);
    type(u"api.example.com"_s);
    press(Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(m_scene->patterns(), QStringList{u"api.example.com"_s});
    type(u"*.Example.org"_s);
    press(Qt::Key_Return, Qt::ShiftModifier);
    type(u"*"_s);
    press(Qt::Key_Return);
    QCOMPARE(focus(), m_table);
    press(Qt::Key_Space);
    QCOMPARE(m_scene->patterns(), (QStringList{u"api.example.com"_s, u"*.example.org"_s, u"*"_s}));
    QCOMPARE(m_scene->actionsOfRules(), (QStringList{u"allow"_s, u"allow"_s, u"deny"_s}));
    QCOMPARE(m_scene->document.undoStack()->count(), 4);
    press(Qt::Key_Up);
    press(Qt::Key_F2);
    QCOMPARE(focus()->objectName(), u"rulePatternEditor"_s);
    type(u"example.net"_s);
    press(Qt::Key_Return);
    QCOMPARE(m_scene->patterns().at(1), u"example.net"_s);
    press(Qt::Key_Delete);
    QCOMPARE(m_scene->patterns(), (QStringList{u"api.example.com"_s, u"example.net"_s}));
}

void TstRuleTable::enterCommitsAndGoesDown()
{
    m_scene->load({{allowRule(u"a.example"_s), allowRule(u"b.example"_s)}});
    m_table->selectRule(0);
    m_table->setFocus();
    press(Qt::Key_Return);
    type(u"c.example"_s);
    press(Qt::Key_Return);
    QCOMPARE(m_scene->patterns(), (QStringList{u"c.example"_s, u"b.example"_s}));
    QCOMPARE(m_table->selectedRules(), QList<int>{1});
    press(Qt::Key_Return);
    press(Qt::Key_Return); // unchanged, on the last rule: stays
    QCOMPARE(m_table->selectedRules(), QList<int>{1});
    QCOMPARE(m_scene->document.undoStack()->count(), 1);
}

void TstRuleTable::spaceAndAClickFlip()
{
    m_scene->load({{allowRule(u"a.example"_s), allowRule(u"b.example"_s)}});
    click(1, Model::Action);
    QCOMPARE(m_scene->actionsOfRules(), (QStringList{u"allow"_s, u"deny"_s}));
    QCOMPARE(m_table->selectedRules(), QList<int>{1});
    m_table->setFocus();
    press(Qt::Key_Space);
    QCOMPARE(m_scene->actionsOfRules(), (QStringList{u"allow"_s, u"allow"_s}));
    click(0, Model::Pattern);
    QCOMPARE(m_scene->actionsOfRules(), (QStringList{u"allow"_s, u"allow"_s}));
}

void TstRuleTable::aPresetFlippedTwiceIsAsBefore()
{
    m_scene->load(NetworkPolicy::developmentDefaults());
    m_table->setFocus();
    m_table->selectRule(0);
    press(Qt::Key_Space);
    QVERIFY(m_scene->document.rules().first().rule.denies());
    QVERIFY(m_scene->document.isModified());
    press(Qt::Key_Space);
    QVERIFY(!m_scene->document.isModified());
    QCOMPARE(m_scene->document.draft(), NetworkPolicy::developmentDefaults());
}

void TstRuleTable::severalTypedNamesAreSeveralRulesInOneStep()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_table->setFocus();
    press(Qt::Key_Insert);
    type(u"https://b.example/x, c.example/y"_s);
    press(Qt::Key_Return);
    QCOMPARE(m_scene->patterns(), (QStringList{u"a.example"_s, u"b.example"_s, u"c.example"_s}));
    QCOMPARE(m_scene->document.undoStack()->count(), 1);
}

void TstRuleTable::aCanceledNewRuleLeavesNothingToUndo()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_table->setFocus();
    press(Qt::Key_Insert);
    QVERIFY(m_table->newRule()->isVisible());
    type(u"half"_s);
    press(Qt::Key_Escape);
    QVERIFY(!m_table->newRule()->isVisible());
    QCOMPARE(focus(), m_table);
    press(Qt::Key_Insert);
    press(Qt::Key_Return); // empty
    QVERIFY(!m_table->newRule()->isVisible());
    press(Qt::Key_Insert);
    m_scene->panel->focusTester(); // empty, and the focus goes
    QVERIFY(!m_table->newRule()->isVisible());
    QCOMPARE(m_scene->patterns(), QStringList{u"a.example"_s});
    QCOMPARE(m_scene->document.undoStack()->count(), 0);
    QVERIFY(!m_scene->document.isModified());
}

void TstRuleTable::aRefusalKeepsWhatWasTyped()
{
    m_scene->load(NetworkPolicy::unrestricted());
    m_table->setFocus();
    press(Qt::Key_Insert);
    type(u"10.0.0.1"_s);
    press(Qt::Key_Return);
    QVERIFY(note()->isVisible());
    QVERIFY2(note()->text().contains(u"Rules match names"_s), qPrintable(note()->text()));
    QCOMPARE(m_table->newRule()->text(), u"10.0.0.1"_s);
    QCOMPARE(focus()->accessibleDescription(), note()->text());
    QCOMPARE(m_scene->document.undoStack()->count(), 0);
    m_scene->panel->focusTester(); // the text stays when the focus goes
    QVERIFY(m_table->newRule()->isVisible());
    m_table->newRule()->field()->setFocus();
    m_table->newRule()->field()->selectAll();
    type(u"host.example"_s);
    QVERIFY(!note()->isVisible());
    press(Qt::Key_Return);
    QCOMPARE(m_scene->patterns(), QStringList{u"host.example"_s});
}

void TstRuleTable::aRefusalInAnEditorKeepsWhatWasTyped()
{
    m_scene->load({{allowRule(u"a.example"_s), allowRule(u"b.example"_s)}});
    m_table->selectRule(0);
    m_table->setFocus();
    press(Qt::Key_F2);
    type(u"a.*.example"_s);
    press(Qt::Key_Return);
    auto *editor = m_scene->find<QLineEdit>(u"rulePatternEditor"_s);
    QVERIFY(editor != nullptr && editor->isVisible());
    QCOMPARE(editor->text(), u"a.*.example"_s);
    QVERIFY(note()->isVisible());
    QVERIFY(note()->geometry().top() >= editor->geometry().bottom());
    QCOMPARE(m_scene->patterns().at(0), u"a.example"_s);
    press(Qt::Key_Escape);
    QTRY_VERIFY(m_scene->find<QLineEdit>(u"rulePatternEditor"_s) == nullptr);
    QVERIFY(!note()->isVisible());
    QCOMPARE(m_scene->document.undoStack()->count(), 0);
}

void TstRuleTable::escapeGivesTheOldNameBack()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_table->selectRule(0);
    m_table->setFocus();
    press(Qt::Key_Return);
    type(u"something.else"_s);
    press(Qt::Key_Escape);
    QCOMPARE(m_scene->patterns(), QStringList{u"a.example"_s});
    QVERIFY(!m_scene->document.isModified());
}

void TstRuleTable::whatWasTakenAwayIsTold()
{
    m_scene->load(NetworkPolicy::unrestricted());
    m_table->setFocus();
    press(Qt::Key_Insert);
    type(u"https://api.example.com:443/v1"_s);
    press(Qt::Key_Return);
    QCOMPARE(m_scene->patterns(), QStringList{u"api.example.com"_s});
    QVERIFY(note()->isVisible());
    QVERIFY2(note()->text().contains(u"Ports and paths are not part of a rule."_s),
             qPrintable(note()->text()));
}

void TstRuleTable::severalNamesInTheFieldAreSeveralRules()
{
    m_scene->load(NetworkPolicy::unrestricted());
    m_table->setFocus();
    press(Qt::Key_Insert);
    type(u"a.example, b.example c.example"_s);
    press(Qt::Key_Return);
    QCOMPARE(m_scene->patterns(), (QStringList{u"a.example"_s, u"b.example"_s, u"c.example"_s}));
    QCOMPARE(m_scene->document.undoStack()->count(), 1);
}

void TstRuleTable::fortyNamesAreOneStep()
{
    m_scene->load({{denyRule(u"first.example"_s), denyRule(u"last.example"_s)}});
    QStringList names;
    for (int i = 0; i < 40; ++i)
        names << u"host-%1.example.com"_s.arg(i);
    QApplication::clipboard()->setText(names.join(u'\n'));
    m_table->selectRule(0);
    m_table->setFocus();
    press(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(m_scene->patterns(), QStringList{u"first.example"_s} + names + QStringList{u"last.example"_s});
    QCOMPARE(m_scene->document.undoStack()->count(), 1);
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_scene->patterns().size(), 2);
    press(Qt::Key_Y, Qt::ControlModifier);
    QCOMPARE(m_scene->patterns().size(), 42);
}

void TstRuleTable::linesPastedIntoTheFieldAreRules()
{
    m_scene->load(NetworkPolicy::unrestricted());
    QApplication::clipboard()->setText(u"a.example\nb.example\nc.example\n"_s);
    m_table->setFocus();
    press(Qt::Key_Insert);
    press(Qt::Key_V, Qt::ControlModifier);
    press(Qt::Key_Return);
    QCOMPARE(m_scene->patterns(), (QStringList{u"a.example"_s, u"b.example"_s, u"c.example"_s}));
    QCOMPARE(m_scene->document.undoStack()->count(), 1);
}

void TstRuleTable::refusedRulesAreShownWithTheirFinding()
{
    m_scene->load(
        {{presetRule(u"weird"_s), allowRule(u"https://host.example/v1"_s), allowRule(u"a.example"_s)}});
    QTRY_VERIFY(!m_table->model()->index(0, Model::Findings).data().toString().isEmpty());
    QVERIFY(!m_table->model()->index(1, Model::Findings).data().toString().isEmpty());
    const QString tip = m_table->toolTipAt(m_table->model()->index(0, Model::Findings), {});
    QVERIFY(!tip.isEmpty() && !tip.contains(u'`'));
    const QList<Finding> findings = m_scene->analysis.findingsOf(1);
    QVERIFY(findings.first().fixes().contains(FixKind::CleanUp));
    m_table->applyFinding(findings.first(), FixKind::CleanUp);
    QCOMPARE(m_scene->patterns().at(1), u"host.example"_s);
}

void TstRuleTable::aPolicyAsJsonIsPasted()
{
    m_scene->load(NetworkPolicy::unrestricted());
    QApplication::clipboard()->setText(
        u"{\"rules\": [{\"include\": \"defaults\"}, {\"domain\": \"*\", \"action\": \"deny\"}]}"_s);
    m_table->setFocus();
    press(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(m_scene->patterns(), (QStringList{u"defaults"_s, u"*"_s}));
    QCOMPARE(m_scene->document.undoStack()->count(), 1);
}

void TstRuleTable::whatIsNoNameIsLeftOutAndTold()
{
    m_scene->load(NetworkPolicy::unrestricted());
    QApplication::clipboard()->setText(u"a.example 10.0.0.1 b.example"_s);
    m_table->setFocus();
    press(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(m_scene->patterns(), (QStringList{u"a.example"_s, u"b.example"_s}));
    QVERIFY(m_scene->find<QWidget>(u"egressPasteBanner"_s) != nullptr);
}

void TstRuleTable::altAndArrowsMoveTheSelectedRules()
{
    m_scene->load({{allowRule(u"a.example"_s), allowRule(u"b.example"_s), allowRule(u"c.example"_s),
                    allowRule(u"d.example"_s)}});
    m_table->selectRule(1);
    m_table->setFocus();
    press(Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(m_table->selectedRules(), (QList<int>{1, 2}));
    press(Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(m_scene->patterns(),
             (QStringList{u"a.example"_s, u"d.example"_s, u"b.example"_s, u"c.example"_s}));
    QCOMPARE(m_table->selectedRules(), (QList<int>{2, 3}));
    press(Qt::Key_Down, Qt::AltModifier); // at the end already
    press(Qt::Key_Up, Qt::AltModifier);
    press(Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(m_scene->patterns(),
             (QStringList{u"b.example"_s, u"c.example"_s, u"a.example"_s, u"d.example"_s}));
    QCOMPARE(m_table->selectedRules(), (QList<int>{0, 1}));
    QCOMPARE(m_scene->document.undoStack()->count(), 3);
}

void TstRuleTable::theHandleDragsTheSelectedRules()
{
    m_scene->load({{allowRule(u"a.example"_s), allowRule(u"b.example"_s), allowRule(u"c.example"_s),
                    allowRule(u"d.example"_s)}});
    QWidget *view = m_table->viewport();
    const QPoint from = cell(0, Model::Number).center();
    QTest::mousePress(view, Qt::LeftButton, {}, from);
    QTest::mouseMove(view, from + QPoint(0, 20));
    QTest::mouseMove(view, cell(2, Model::Number).center() + QPoint(0, 10));
    const QImage during = view->grab().toImage();
    QTest::mouseRelease(view, Qt::LeftButton, {}, cell(2, Model::Number).center() + QPoint(0, 10));
    QCOMPARE(m_scene->patterns(),
             (QStringList{u"b.example"_s, u"c.example"_s, u"a.example"_s, u"d.example"_s}));
    QCOMPARE(m_table->selectedRules(), QList<int>{2});
    QCOMPARE(m_scene->document.undoStack()->count(), 1);
    const int line = cell(3, Model::Number).top();
    QVERIFY(during.pixelColor(during.width() / 2, line) !=
            view->grab().toImage().pixelColor(during.width() / 2, line));
}

void TstRuleTable::aDragCanBeAbandoned()
{
    m_scene->load({{allowRule(u"a.example"_s), allowRule(u"b.example"_s)}});
    QWidget *view = m_table->viewport();
    m_table->setFocus();
    QTest::mousePress(view, Qt::LeftButton, {}, cell(0, Model::Number).center());
    QTest::mouseMove(view, cell(1, Model::Number).bottomLeft() + QPoint(5, 8));
    press(Qt::Key_Escape);
    QTest::mouseRelease(view, Qt::LeftButton, {}, cell(1, Model::Number).bottomLeft() + QPoint(5, 8));
    QCOMPARE(m_scene->patterns(), (QStringList{u"a.example"_s, u"b.example"_s}));
    // Nor is a drop where it was a step.
    const QPoint from = cell(1, Model::Number).center();
    QTest::mousePress(view, Qt::LeftButton, {}, from);
    QTest::mouseMove(view, from + QPoint(0, 15));
    QTest::mouseMove(view, from);
    QTest::mouseRelease(view, Qt::LeftButton, {}, from);
    QCOMPARE(m_scene->document.undoStack()->count(), 0);
}

void TstRuleTable::nothingMovesAsEvaluatedOrFiltered()
{
    m_scene->load({{allowRule(u"a.example"_s), allowRule(u"b.example"_s)}});
    QSignalSpy blocked(m_table, &RuleTable::blocked);
    m_table->setFilterText(u"example"_s);
    m_table->selectRule(1);
    m_table->setFocus();
    press(Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(blocked.size(), 1);
    m_table->setFilterText({});
    m_table->setArrangement(Model::Arrangement::AsEvaluated);
    m_table->selectRule(1);
    press(Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(blocked.size(), 2);
    QVERIFY(!m_table->canMove());
    QCOMPARE(m_scene->patterns(), (QStringList{u"a.example"_s, u"b.example"_s}));
}

void TstRuleTable::undoToTheBeginningAndRedo()
{
    const NetworkPolicy start{{allowRule(u"a.example"_s), allowRule(u"b.example"_s)}};
    m_scene->load(start);
    m_table->selectRule(0);
    m_table->setFocus();
    press(Qt::Key_Space);
    press(Qt::Key_Down, Qt::AltModifier);
    press(Qt::Key_Insert);
    type(u"c.example"_s);
    press(Qt::Key_Return);
    press(Qt::Key_Delete);
    press(Qt::Key_Up);
    press(Qt::Key_F2);
    type(u"z.example"_s);
    press(Qt::Key_Return);
    const NetworkPolicy end = m_scene->draft();
    QCOMPARE(m_scene->document.undoStack()->count(), 5);
    for (int i = 0; i < 8; ++i)
        press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_scene->draft(), start);
    QVERIFY(!m_scene->document.isModified());
    for (int i = 0; i < 8; ++i)
        press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(m_scene->draft(), end);
}

void TstRuleTable::theCompanionIsOneClickAway()
{
    m_scene->load(NetworkPolicy::unrestricted());
    m_table->setFocus();
    press(Qt::Key_Insert);
    type(u"example.com"_s);
    press(Qt::Key_Return);
    auto *offer = m_scene->find<QAbstractButton>(u"companionChip"_s);
    QVERIFY(offer->isVisible());
    QVERIFY(offer->accessibleName().contains(u"*.example.com"_s));
    QTest::mouseClick(offer, Qt::LeftButton);
    QCOMPARE(m_scene->patterns(), (QStringList{u"example.com"_s, u"*.example.com"_s}));
    QVERIFY(!offer->isVisible());
    QCOMPARE(m_scene->document.undoStack()->count(), 2);
    press(Qt::Key_Insert);
    type(u"*.example.org"_s);
    press(Qt::Key_Return);
    QVERIFY(offer->isVisible());
    QVERIFY(offer->accessibleName().endsWith(u" example.org"_s));
    press(Qt::Key_Tab);
    QCOMPARE(focus(), offer);
    press(Qt::Key_Space);
    QCOMPARE(m_scene->patterns().last(), u"example.org"_s);
}

void TstRuleTable::fixesAreReachedWithTheKeyboard()
{
    m_scene->load(troubledPolicy());
    QTRY_VERIFY(!m_scene->analysis.findingsOf(5).isEmpty());
    m_table->setFocus();
    QTRY_VERIFY(!m_table->model()->index(5, Model::Findings).data().toString().isEmpty());
    m_table->setCurrentIndex(m_table->model()->index(5, Model::Findings));
    press(Qt::Key_Return);
    QVERIFY(menu() != nullptr);
    QCOMPARE(menu()->objectName(), u"findingsMenu"_s);
    QVERIFY(menu()->activeAction() != nullptr);
    for (int i = 0; i < 10 && menu()->activeAction()->text() != u"Remove"_s; ++i)
        QTest::keyClick(menu(), Qt::Key_Down);
    QTest::keyClick(menu(), Qt::Key_Return);
    QCOMPARE(m_scene->patterns().size(), 6);
    QCOMPARE(m_scene->document.undoStack()->count(), 1);
}

void TstRuleTable::aFixSelectsTheOtherRule()
{
    m_scene->load(troubledPolicy());
    m_table->applyFinding({.kind = FindingKind::SameAs, .rule = 5, .other = 0}, FixKind::SelectOther);
    QCOMPARE(m_table->selectedRules(), QList<int>{0});
    QVERIFY(!m_scene->document.isModified());
}

void TstRuleTable::thePresetOpensItsNames()
{
    m_scene->load({{presetRule(u"defaults"_s)}});
    m_table->selectRule(0);
    m_table->setFocus();
    press(Qt::Key_Return);
    auto *list = qobject_cast<PresetList *>(QApplication::activePopupWidget());
    QVERIFY(list != nullptr);
    auto *names = list->findChild<QListView *>(u"presetNames"_s);
    const int all = names->model()->rowCount();
    QVERIFY(all > 50);
    QVERIFY(list->findChild<QLabel *>(u"presetAge"_s)->text().contains(u"the service may differ"_s));
    QTest::keyClicks(list->findChild<QLineEdit *>(u"presetSearch"_s), u"github"_s);
    QVERIFY(names->model()->rowCount() > 0 && names->model()->rowCount() < all);
    QTest::keyClick(list, Qt::Key_Escape);
    QTRY_VERIFY(QApplication::activePopupWidget() == nullptr);
    QVERIFY(!m_scene->document.isModified());
}

void TstRuleTable::notesStayOnThisComputer()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_table->setFocus();
    m_table->setCurrentIndex(m_table->model()->index(0, Model::Note));
    press(Qt::Key_Return);
    QCOMPARE(focus()->objectName(), u"ruleNoteEditor"_s);
    type(u"Payments"_s);
    press(Qt::Key_Return);
    QCOMPARE(m_scene->document.noteOf(allowRule(u"a.example"_s)), u"Payments"_s);
    QVERIFY(!m_scene->document.isModified());
}

void TstRuleTable::namesAreCopiedOnePerLine()
{
    m_scene->load({{allowRule(u"a.example"_s), presetRule(u"defaults"_s), allowRule(u"*"_s)}});
    m_table->setFocus();
    press(Qt::Key_A, Qt::ControlModifier);
    press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), u"a.example\ndefaults\n*"_s);
}

void TstRuleTable::theMenuOfARowEdits()
{
    m_scene->load({{allowRule(u"a.example"_s), allowRule(u"b.example"_s)}});
    const QRect last = cell(1, Model::Findings);
    QTest::mouseClick(m_table->viewport(), Qt::LeftButton, {},
                      RuleMetrics::menuRect(last, *m_table).center());
    QVERIFY(menu() != nullptr);
    auto *remove = menu()->findChild<QAction *>(u"ruleRemove"_s);
    auto *down = menu()->findChild<QAction *>(u"ruleMoveDown"_s);
    QVERIFY(remove != nullptr && !down->isEnabled());
    menu()->findChild<QAction *>(u"ruleDuplicate"_s)->trigger();
    QCOMPARE(m_scene->patterns(), (QStringList{u"a.example"_s, u"b.example"_s, u"b.example"_s}));
    menu()->findChild<QAction *>(u"ruleCopyJson"_s)->trigger();
    QVERIFY(QApplication::clipboard()->text().contains(u"\"b.example\""_s));
    menu()->close();
}

void TstRuleTable::theFilterKeepsTheLastRow()
{
    m_scene->load({{allowRule(u"a.example"_s), denyRule(u"b.example"_s)}});
    m_table->setFilterText(u"b.ex"_s);
    QCOMPARE(m_table->model()->rowCount(), 2);
    QCOMPARE(
        m_table->model()->index(0, Model::RuleRowRole - Model::RuleRowRole).data(Model::RuleRowRole).toInt(),
        1);
    // A new rule is to be seen, whatever the filter says.
    m_scene->panel->focusFilter();
    type(u"b.ex"_s);
    m_table->setFocus();
    press(Qt::Key_Insert);
    QVERIFY(m_scene->find<QLineEdit>(u"egressFilter"_s)->text().isEmpty());
}

void TstRuleTable::readOnlyRulesSayWhyNothingHappens()
{
    m_scene->load({{allowRule(u"a.example"_s)}}, ViewState::Kind::Asleep);
    QSignalSpy blocked(m_table, &RuleTable::blocked);
    m_table->selectRule(0);
    m_table->setFocus();
    press(Qt::Key_Space);
    press(Qt::Key_Delete);
    press(Qt::Key_F2);
    QCOMPARE(blocked.size(), 3);
    click(0, Model::Action);
    QVERIFY(!m_scene->document.isModified());
}

void TstRuleTable::cellsSpeak()
{
    m_scene->load({{allowRule(u"*.example.com"_s)}});
    auto *accessible = QAccessible::queryAccessibleInterface(m_table);
    QVERIFY(accessible != nullptr && accessible->tableInterface() != nullptr);
    QCOMPARE(accessible->role(), QAccessible::Table);
    const QString spoken = m_table->model()->index(0, Model::Number).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(spoken.contains(u"star dot example dot com"_s), qPrintable(spoken));
    QCOMPARE(accessible->tableInterface()->columnDescription(Model::Pattern), u"Name pattern"_s);
}

void TstRuleTable::twoThousandRulesHaveNoWidgets()
{
    m_scene->load(longPolicy(2000));
    const auto before = m_table->viewport()->findChildren<QWidget *>().size();
    m_table->verticalScrollBar()->setValue(m_table->verticalScrollBar()->maximum());
    settle();
    QCOMPARE(m_table->viewport()->findChildren<QWidget *>().size(), before);
    QVERIFY(before < 12);
    m_table->selectRule(1999);
    m_table->setFocus();
    press(Qt::Key_Return, Qt::ShiftModifier);
    type(u"new.example"_s);
    press(Qt::Key_Return);
    QCOMPARE(m_scene->patterns().at(2000), u"new.example"_s);
}

void TstRuleTable::rowsGrowWithTheFont()
{
    m_scene->load({{allowRule(u"a.example"_s)}});
    QCOMPARE(m_table->rowHeight(0), 36);
    QFont large = m_table->font();
    large.setPointSizeF(large.pointSizeF() * 2);
    m_table->setFont(large);
    QVERIFY(m_table->rowHeight(0) >= m_table->fontMetrics().height() + 8);
    QVERIFY(m_table->columnWidth(Model::Action) > QFontMetrics(large).horizontalAdvance(u"Allow"_s) + 40);
}

void TstRuleTable::theNameHasRoomInANarrowPanel()
{
    const EgressRule rule = allowRule(u"files.example.net"_s);
    m_scene->load({{rule, presetRule(u"defaults"_s)}});
    m_scene->resize(660, 600);
    QTRY_VERIFY(m_table->isColumnHidden(Model::Note));
    QVERIFY(m_table->columnWidth(Model::Pattern) >= 220);
    m_scene->document.setNote(rule, u"Uploads"_s);
    QTRY_VERIFY(!m_table->isColumnHidden(Model::Note));
    QVERIFY(m_table->columnWidth(Model::Pattern) >= 220);
    m_scene->resize(1400, 600);
    QTRY_VERIFY(!m_table->isColumnHidden(Model::Kind));
    QVERIFY(m_table->columnWidth(Model::Note) >= 180);
}

void TstRuleTable::aNoteWithoutItsColumnIsMarked()
{
    const EgressRule rule = allowRule(u"files.example.net"_s);
    m_scene->load({{rule}});
    m_scene->document.setNote(rule, u"Uploads"_s);
    m_scene->resize(480, 600);
    QTRY_VERIFY(m_table->marksNotes());
    const QRect name = cell(0, Model::Pattern);
    const QPoint mark = RuleMetrics::noteMarkRect(name, *m_table).center();
    QVERIFY(m_table->toolTipAt(m_table->model()->index(0, Model::Pattern), mark).contains(u"Uploads"_s));
    QTest::mouseClick(m_table->viewport(), Qt::LeftButton, {}, mark);
    QTRY_COMPARE(focus()->objectName(), u"ruleNoteEditor"_s);
    QVERIFY(focus()->width() > 60);
    type(u"Downloads"_s);
    press(Qt::Key_Return);
    QCOMPARE(m_scene->document.noteOf(rule), u"Downloads"_s);
    QTRY_VERIFY(m_table->marksNotes());
}

void TstRuleTable::theOfferNeverCoversTheName()
{
    m_scene->resize(660, 600);
    for (const QString &name :
         {u"files.example.net"_s, u"a-rather-long-name-of-a-host.files.example.net"_s}) {
        m_scene->load(NetworkPolicy::unrestricted());
        m_table->setFocus();
        press(Qt::Key_Insert);
        type(name);
        press(Qt::Key_Return);
        auto *offer = m_scene->find<QWidget>(u"companionChip"_s);
        QTRY_VERIFY(offer->isVisible());
        settle();
        QVERIFY2(!offer->geometry().intersects(nameAt(0)), qPrintable(name));
        QVERIFY(m_table->viewport()->rect().contains(offer->geometry()));
        m_scene->document.undoStack()->undo();
    }
}

void TstRuleTable::whatWasToldGoesWithTheNextStep()
{
    m_scene->load(NetworkPolicy::unrestricted());
    const auto tell = [&] {
        m_table->setFocus();
        press(Qt::Key_Insert);
        type(u"https://api.example.com:443/v1"_s);
        press(Qt::Key_Return);
        return note()->isVisible();
    };
    QVERIFY(tell());
    press(Qt::Key_Up);
    QVERIFY(!note()->isVisible());
    QVERIFY(tell());
    m_scene->document.undoStack()->undo();
    QVERIFY(!note()->isVisible());
    QVERIFY(tell());
    m_scene->panel->focusFilter();
    QVERIFY(!note()->isVisible());
    QVERIFY(tell());
    click(0, Model::Pattern);
    QVERIFY(!note()->isVisible());
}

void TstRuleTable::aRefusedTextOutlivesArrangementAndFilter()
{
    m_scene->load({{allowRule(u"a.example"_s), allowRule(u"b.example"_s)}});
    typeRefused();
    QSignalSpy blocked(m_table, &RuleTable::blocked);
    m_table->setArrangement(Model::Arrangement::AsEvaluated);
    QCOMPARE(m_scene->model.arrangement(), Model::Arrangement::AsSaved);
    QCOMPARE(blocked.size(), 1);
    QCOMPARE(newField()->text(), u"10.0.0.1"_s);
    m_table->setFilterText(u"b.ex"_s);
    settle();
    QVERIFY(newField()->isVisible());
    QCOMPARE(newField()->text(), u"10.0.0.1"_s);
    m_table->addRule();
    QCOMPARE(newField()->text(), u"10.0.0.1"_s);
    m_table->setFilterText({});
    newField()->setFocus();
    press(Qt::Key_Escape);
    m_table->selectRule(0);
    press(Qt::Key_F2);
    type(u"10.0.0.2"_s);
    press(Qt::Key_Return);
    m_table->setFilterText(u"b.ex"_s);
    settle();
    auto *editor = m_scene->find<RuleLineEdit>(u"rulePatternEditor"_s);
    QVERIFY(editor != nullptr && editor->isVisible());
    QCOMPARE(editor->text(), u"10.0.0.2"_s);
}

void TstRuleTable::aRefusedTextWaitsForItsSprite()
{
    const SpriteKey mine = m_scene->document.key();
    m_scene->load({{allowRule(u"a.example"_s)}});
    m_table->selectRule(0);
    typeRefused();
    m_scene->document.open({AccountId(u"acme"_s), SpriteName(u"brisk-heron"_s)});
    m_scene->load({{allowRule(u"other.example"_s)}});
    settle();
    QVERIFY(!newField()->isVisible());
    m_scene->document.open(mine);
    m_scene->load({{allowRule(u"a.example"_s)}});
    QTRY_VERIFY(newField()->isVisible());
    QCOMPARE(newField()->text(), u"10.0.0.1"_s);
    QVERIFY(note()->isVisible());
    QVERIFY(!m_scene->document.isModified());
}

void TstRuleTable::aRefusedTextOutlivesItsRule()
{
    m_scene->load({{denyRule(u"a.example"_s), allowRule(u"b.example"_s)}});
    m_table->selectRule(0);
    m_table->setFocus();
    press(Qt::Key_F2);
    type(u"10.0.0.1"_s);
    press(Qt::Key_Return);
    m_scene->document.removeRules({0});
    QTRY_VERIFY(newField()->isVisible());
    QCOMPARE(newField()->text(), u"10.0.0.1"_s);
    QVERIFY(m_table->newRule()->denies());
}

void TstRuleTable::thePresetGivesTheFocusBack()
{
    m_scene->load({{presetRule(u"defaults"_s), allowRule(u"a.example"_s)}});
    for (const QString &part : {u"presetSearch"_s, u"presetNames"_s}) {
        m_table->selectRule(0);
        m_table->setFocus();
        press(Qt::Key_Return);
        auto *list = QApplication::activePopupWidget();
        QVERIFY(list != nullptr);
        auto *inside = list->findChild<QWidget *>(part);
        inside->setFocus();
        QTest::keyClick(inside, Qt::Key_Escape);
        QTRY_VERIFY(QApplication::activePopupWidget() == nullptr);
        QTRY_VERIFY(m_table->hasFocus());
    }
    press(Qt::Key_Return);
    QVERIFY(QApplication::activePopupWidget() != nullptr);
    click(1, Model::Pattern);
    QTRY_VERIFY(QApplication::activePopupWidget() == nullptr);
    QCOMPARE(m_table->selectedRules(), QList<int>{1});
}

void TstRuleTable::thePresetLeavesItsRowVisible()
{
    QList<EgressRule> rules;
    for (int i = 0; i < 14; ++i)
        rules << presetRule(u"defaults"_s);
    m_scene->load({rules});
    for (int row = 0; row < 14; row += 3) {
        m_table->showPreset(row);
        const QWidget *list = QApplication::activePopupWidget();
        QVERIFY(list != nullptr);
        const QRect shown(m_table->viewport()->mapToGlobal(cell(row, Model::Pattern).topLeft()),
                          cell(row, Model::Pattern).size());
        QVERIFY2(!list->geometry().intersects(shown), qPrintable(QString::number(row)));
    }
    QApplication::activePopupWidget()->close();
}

void TstRuleTable::targetsGrowWithTheFont()
{
    m_scene->load({{allowRule(u"a.example"_s), allowRule(u"b.example"_s)}});
    const auto menuTarget = [&] { return RuleMetrics::menuRect(cell(0, Model::Findings), *m_table); };
    QVERIFY(menuTarget().width() >= 28 && menuTarget().height() >= 28);
    QVERIFY(cell(0, Model::Number).width() >= 28);
    const QModelIndex number = m_table->model()->index(0, Model::Number);
    QVERIFY(!m_table->toolTipAt(number, cell(0, Model::Number).center()).isEmpty());
    const int usual = menuTarget().width();
    QFont large = m_table->font();
    large.setPointSizeF(large.pointSizeF() * 2);
    m_table->setFont(large);
    QVERIFY(menuTarget().width() > usual);
    QVERIFY(RuleMetrics::handleWidth(*m_table) > 28);
}

void TstRuleTable::theMenuOfTheCurrentRowIsAButton()
{
    m_scene->load({{allowRule(u"a.example"_s), allowRule(u"b.example"_s)}});
    m_table->selectRule(1);
    auto *button = m_scene->find<QAbstractButton>(u"ruleMenuButton"_s);
    QTRY_VERIFY(button->isVisible());
    QCOMPARE(button->accessibleName(), u"More for rule 2"_s);
    auto *accessible = QAccessible::queryAccessibleInterface(button);
    QVERIFY(accessible != nullptr && accessible->actionInterface() != nullptr);
    accessible->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QTRY_VERIFY(menu() != nullptr);
    menu()->close();
}

QTEST_MAIN(TstRuleTable)
#include "tst_ruletable.moc"
