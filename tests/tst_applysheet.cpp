// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/egressstory.h"
#include "support/patience.h"
#include "support/viewtesting.h"
#include "views/applysheet.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableWidget>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using EgressStory::changesOf;
using EgressStory::manyRules;
using EgressStory::policy;

class TstApplySheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_host.reset(); }

    void enterAppliesWithoutTheTimer();
    void theTimerIsTwoMinutesUnlessChosen();
    void theTimerIsChosenByKeys();
    void escapeAppliesNothing();
    void tighteningComesFirstAndSaysWhatIsCut();
    void looseningCutsNothing();
    void aLongListIsCountedAfterTwoHundred();
    void aFailingExpectationHoldsApplyBack();
    void aSleepingSpriteIsSaidToWake();
    void theFirstRuleIsSaid();
    void reviewOnlyCannotApply();
    void whileBusyNothingIsAskedTwice();
    void aConflictShowsThreeSides();
    void rebasingClosesTheSheet();
    void replacingKeepsTheChosenTimer();
    void aSecondConflictReplacesTheFirst();
    void aRefusalStaysBesideWhatWasChosen();
    void enterOnAFoldOpensItAndAppliesNothing();
    void tabGoesThroughAConflictInReadingOrder();
    void aLongNameDoesNotPushTheButtonsAway();

private:
    ApplySheet *open(bool onlyReview = false)
    {
        auto *sheet = new ApplySheet(m_review, onlyReview, m_host.get());
        sheet->open();
        return sheet;
    }
    static QPushButton *button(const QWidget *sheet, const QString &name)
    {
        return sheet->findChild<QPushButton *>(name);
    }
    static QLabel *label(const QWidget *sheet, const QString &name)
    {
        return sheet->findChild<QLabel *>(name);
    }
    static std::chrono::seconds timeOf(const QSignalSpy &spy)
    {
        return spy.last().first().value<std::chrono::seconds>();
    }
    void conflict(ApplySheet *sheet)
    {
        const NetworkPolicy base = policy({u"allow a.example.com"_s, u"allow b.example.com"_s});
        const NetworkPolicy mine = policy({u"deny a.example.com"_s, u"allow b.example.com"_s});
        const NetworkPolicy theirs = policy({u"allow b.example.com"_s, u"allow c.example.com"_s});
        const Rebase rebase{
            policy({u"deny a.example.com"_s, u"allow b.example.com"_s, u"allow c.example.com"_s}),
            {u"a.example.com"_s}};
        sheet->showConflict(base, mine, theirs, rebase);
    }

    ApplyReview m_review;
    std::unique_ptr<QWidget> m_host;
};

void TstApplySheet::init()
{
    failOnViewWarnings();
    qRegisterMetaType<std::chrono::seconds>();
    m_host = std::make_unique<QWidget>();
    m_host->resize(900, 700);
    m_host->show();
    m_review = {};
    m_review.sprite = u"calm-otter"_s;
    const NetworkPolicy before = policy({u"allow a.example.com"_s, u"allow b.example.com"_s});
    const NetworkPolicy after = policy({u"allow a.example.com"_s, u"allow c.example.com"_s});
    m_review.diff = differenceBetween(before, after);
    m_review.verdictChanges = changesOf(before, after, {u"c.example.com"_s, u"b.example.com"_s});
}

void TstApplySheet::enterAppliesWithoutTheTimer()
{
    ApplySheet *sheet = open();
    QVERIFY(sheet->width() >= 640 && sheet->height() >= 480);
    QCOMPARE(button(sheet, u"applyConfirm"_s)->text(), u"Apply to calm-otter"_s);
    QSignalSpy applied(sheet, &ApplySheet::applyConfirmed);
    QTest::keyClick(sheet, Qt::Key_Return);
    QCOMPARE(applied.size(), 1);
    QCOMPARE(timeOf(applied), std::chrono::seconds(0));
    QVERIFY(sheet->isVisible()); // the owner closes it
}

void TstApplySheet::theTimerIsTwoMinutesUnlessChosen()
{
    ApplySheet *sheet = open();
    auto *after = sheet->findChild<QComboBox *>(u"applyGoBackAfter"_s);
    QVERIFY(!after->isEnabled());
    QSignalSpy applied(sheet, &ApplySheet::applyConfirmed);
    QTest::mouseClick(sheet->findChild<QCheckBox *>(u"applyGoBack"_s), Qt::LeftButton, {}, {8, 10});
    QVERIFY(after->isEnabled());
    QTest::mouseClick(button(sheet, u"applyConfirm"_s), Qt::LeftButton);
    QCOMPARE(timeOf(applied), std::chrono::minutes(2));
    QCOMPARE(label(sheet, u"applyGoBackNote"_s)->text(), u"Spritarium must stay open and online for this."_s);
}

void TstApplySheet::theTimerIsChosenByKeys()
{
    ApplySheet *sheet = open();
    QSignalSpy applied(sheet, &ApplySheet::applyConfirmed);
    auto *box = sheet->findChild<QCheckBox *>(u"applyGoBack"_s);
    auto *after = sheet->findChild<QComboBox *>(u"applyGoBackAfter"_s);
    QTest::keyClick(box, Qt::Key_Space);
    QTest::keyClick(after, Qt::Key_Down);
    QTest::mouseClick(button(sheet, u"applyConfirm"_s), Qt::LeftButton);
    QCOMPARE(timeOf(applied), std::chrono::minutes(10));
    QTest::keyClick(after, Qt::Key_Home);
    QTest::mouseClick(button(sheet, u"applyConfirm"_s), Qt::LeftButton);
    QCOMPARE(timeOf(applied), std::chrono::seconds(30));
}

void TstApplySheet::escapeAppliesNothing()
{
    ApplySheet *sheet = open();
    QSignalSpy applied(sheet, &ApplySheet::applyConfirmed);
    const QPointer<ApplySheet> watched(sheet);
    QTest::keyClick(sheet, Qt::Key_Escape);
    QTRY_VERIFY(watched.isNull());
    QCOMPARE(applied.size(), 0);
}

void TstApplySheet::tighteningComesFirstAndSaysWhatIsCut()
{
    ApplySheet *sheet = open();
    auto *table = sheet->findChild<QTableWidget *>(u"verdictChanges"_s);
    QCOMPARE(table->rowCount(), 2);
    QCOMPARE(table->item(0, 0)->text(), u"b.example.com"_s);
    QCOMPARE(table->item(0, 1)->text(), u"Allowed"_s);
    QCOMPARE(table->item(0, 2)->text(), u"Denied"_s);
    QCOMPARE(table->item(1, 0)->text(), u"c.example.com"_s);
    QCOMPARE(label(sheet, u"applyCuts"_s)->text(), u"Connections to newly blocked names are cut at once."_s);
}

void TstApplySheet::looseningCutsNothing()
{
    m_review.verdictChanges.removeIf([](const VerdictChange &change) { return change.tightens(); });
    ApplySheet *sheet = open();
    QVERIFY(!label(sheet, u"applyCuts"_s));
    m_review.verdictChanges.clear();
    sheet = open();
    QVERIFY(label(sheet, u"applyNoVerdicts"_s));
}

void TstApplySheet::aLongListIsCountedAfterTwoHundred()
{
    QStringList names;
    for (const EgressRule &rule : manyRules(240).rules)
        names << rule.domain;
    m_review.verdictChanges = changesOf(manyRules(240), policy({u"deny *"_s}), names);
    QCOMPARE(m_review.verdictChanges.size(), 240);
    ApplySheet *sheet = open();
    QCOMPARE(sheet->findChild<QTableWidget *>(u"verdictChanges"_s)->rowCount(), 200);
    QCOMPARE(label(sheet, u"verdictChangesMore"_s)->text(), u"and 40 more"_s);
}

void TstApplySheet::aFailingExpectationHoldsApplyBack()
{
    const PolicyEvaluator after(policy({u"allow a.example.com"_s, u"deny *"_s}));
    m_review.failing = checkExpectations(after, {{u"api.example.com"_s, Access::Allowed}});
    QCOMPARE(m_review.failing.size(), 1);
    ApplySheet *sheet = open();
    const QString text = label(sheet, u"applyFailing"_s)->text();
    QVERIFY2(text.contains(u"must reach api.example.com"_s) && text.contains(u"rule 2"_s), qPrintable(text));
    QPushButton *apply = button(sheet, u"applyConfirm"_s);
    QCOMPARE(apply->text(), u"Apply anyway"_s);
    QVERIFY(!apply->isDefault());
    QSignalSpy applied(sheet, &ApplySheet::applyConfirmed);
    QTest::mouseClick(apply, Qt::LeftButton);
    QCOMPARE(applied.size(), 1);
    const QPointer<ApplySheet> watched(sheet);
    QTest::keyClick(sheet->findChild<QPushButton *>(u"sheetCancel"_s), Qt::Key_Return);
    QTRY_VERIFY(watched.isNull());
    QCOMPARE(applied.size(), 1);
}

void TstApplySheet::aSleepingSpriteIsSaidToWake()
{
    m_review.isAsleep = true;
    QCOMPARE(label(open(), u"applyAsleep"_s)->text(), u"calm-otter is asleep. Applying wakes it."_s);
    m_review.isAsleep = false;
    QVERIFY(!label(open(), u"applyAsleep"_s));
}

void TstApplySheet::theFirstRuleIsSaid()
{
    m_review.firstRule = u"With this rule, everything else is blocked."_s;
    QCOMPARE(label(open(), u"applyFirstRule"_s)->text(), m_review.firstRule);
}

void TstApplySheet::reviewOnlyCannotApply()
{
    ApplySheet *sheet = open(true);
    QVERIFY(!button(sheet, u"applyConfirm"_s));
    QVERIFY(!sheet->findChild<QCheckBox *>(u"applyGoBack"_s));
    const QPointer<ApplySheet> watched(sheet);
    QTest::keyClick(sheet, Qt::Key_Return);
    QTRY_VERIFY(watched.isNull());
}

void TstApplySheet::whileBusyNothingIsAskedTwice()
{
    ApplySheet *sheet = open();
    QSignalSpy applied(sheet, &ApplySheet::applyConfirmed);
    connect(sheet, &ApplySheet::applyConfirmed, this, [sheet] { sheet->setBusy(true, u"Applying…"_s); });
    QTest::mouseDClick(button(sheet, u"applyConfirm"_s), Qt::LeftButton);
    QTest::mouseClick(button(sheet, u"applyConfirm"_s), Qt::LeftButton);
    QTest::keyClick(sheet, Qt::Key_Return);
    QCOMPARE(applied.size(), 1);
    QCOMPARE(label(sheet, u"sheetBusy"_s)->text(), u"Applying…"_s);
}

void TstApplySheet::aConflictShowsThreeSides()
{
    ApplySheet *sheet = open();
    sheet->setBusy(true);
    conflict(sheet);
    QVERIFY(!sheet->isBusy());
    QCOMPARE(sheet->findChild<QWidget *>(u"sheetNote"_s)->accessibleName(),
             u"Somebody else changed the rules since this draft began."_s);
    QVERIFY(!button(sheet, u"applyConfirm"_s)->isVisible());
    QVERIFY(!sheet->findChild<QWidget *>(u"applyReview"_s)->isVisible());
    QVERIFY(label(sheet, u"conflictNames"_s)->text().contains(u"a.example.com"_s));
    auto *pages = sheet->findChild<QTabWidget *>(u"conflictPages"_s);
    QCOMPARE(pages->count(), 3);
    const auto lines = [&](const QString &page) {
        QString all;
        const auto *model = sheet->findChild<QWidget *>(page)->findChild<QListView *>()->model();
        for (int row = 0; row < model->rowCount(); ++row)
            all += model->index(row, 0).data().toString() + u'\n';
        return all;
    };
    QVERIFY(lines(u"conflictMine"_s).contains(u"Added as rule 1: Deny a.example.com"_s));
    QVERIFY(lines(u"conflictTheirs"_s).contains(u"Removed, was rule 1: Allow a.example.com"_s));
    QVERIFY(lines(u"conflictRebased"_s).contains(u"Added as rule 1: Deny a.example.com"_s));
    QVERIFY(button(sheet, u"applyRebase"_s)->isDefault());
    QCOMPARE(buttonRole(*button(sheet, u"applyReplaceTheirs"_s)), ButtonRole::Danger);
}

void TstApplySheet::rebasingClosesTheSheet()
{
    ApplySheet *sheet = open();
    conflict(sheet);
    QSignalSpy rebased(sheet, &ApplySheet::rebaseRequested);
    QSignalSpy applied(sheet, &ApplySheet::applyConfirmed);
    const QPointer<ApplySheet> watched(sheet);
    QTest::keyClick(sheet, Qt::Key_Return);
    QCOMPARE(rebased.size(), 1);
    QCOMPARE(applied.size(), 0);
    QTRY_VERIFY(watched.isNull());
}

void TstApplySheet::replacingKeepsTheChosenTimer()
{
    ApplySheet *sheet = open();
    sheet->findChild<QCheckBox *>(u"applyGoBack"_s)->click();
    conflict(sheet);
    QSignalSpy replaced(sheet, &ApplySheet::replaceTheirsRequested);
    QTest::mouseClick(button(sheet, u"applyReplaceTheirs"_s), Qt::LeftButton);
    QCOMPARE(replaced.size(), 1);
    QCOMPARE(timeOf(replaced), std::chrono::minutes(2));
    QVERIFY(sheet->isVisible());
}

void TstApplySheet::aSecondConflictReplacesTheFirst()
{
    ApplySheet *sheet = open();
    conflict(sheet);
    conflict(sheet);
    QCOMPARE(sheet->findChildren<QTabWidget *>(u"conflictPages"_s).size(), 1);
    QCOMPARE(sheet->findChildren<QPushButton *>(u"applyRebase"_s).size(), 1);
    QSignalSpy replaced(sheet, &ApplySheet::replaceTheirsRequested);
    QTest::mouseClick(button(sheet, u"applyReplaceTheirs"_s), Qt::LeftButton);
    QCOMPARE(replaced.size(), 1);
}

void TstApplySheet::aRefusalStaysBesideWhatWasChosen()
{
    ApplySheet *sheet = open();
    sheet->findChild<QCheckBox *>(u"applyGoBack"_s)->click();
    sheet->setBusy(true);
    sheet->setBusy(false);
    sheet->showError(ApiError::timeout(u"api.sprites.dev"_s, std::chrono::seconds(20)), u"calm-otter"_s,
                     u"Refused by the service: too many rules. Nothing changed."_s);
    QTRY_VERIFY(sheet->findChild<QPushButton *>(u"sheetErrorDetails"_s)->isVisible());
    QVERIFY(button(sheet, u"applyConfirm"_s)->isEnabled());
    QVERIFY(sheet->findChild<QCheckBox *>(u"applyGoBack"_s)->isChecked());
}

void TstApplySheet::enterOnAFoldOpensItAndAppliesNothing()
{
    NetworkPolicy after = manyRules(20);
    after.rules.removeLast();
    m_review.diff = differenceBetween(manyRules(20), after);
    ApplySheet *sheet = open();
    QSignalSpy applied(sheet, &ApplySheet::applyConfirmed);
    auto *lines = sheet->findChild<QListView *>(u"policyDiffList"_s);
    const int folded = lines->model()->rowCount();
    lines->setFocus();
    lines->setCurrentIndex(lines->model()->index(0, 0));
    QTest::keyClick(lines, Qt::Key_Return);
    QVERIFY(lines->model()->rowCount() > folded);
    QCOMPARE(applied.size(), 0);
    QTest::keyClick(lines, Qt::Key_Return); // a rule leaves Enter to the default button
    QCOMPARE(applied.size(), 1);
}

void TstApplySheet::tabGoesThroughAConflictInReadingOrder()
{
    ApplySheet *sheet = open();
    conflict(sheet);
    sheet->activateWindow();
    auto *bar = sheet->findChild<QWidget *>(u"conflictPageBar"_s);
    bar->setFocus();
    QStringList passed;
    for (int i = 0; i < 5; ++i) {
        passed << sheet->focusWidget()->objectName();
        QTest::keyClick(sheet->focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(passed, QStringList({u"conflictPageBar"_s, u"policyDiffList"_s, u"applyGoBack"_s,
                                  u"sheetCancel"_s, u"applyReplaceTheirs"_s}));
    QCOMPARE(sheet->focusWidget()->objectName(), u"applyRebase"_s);
}

void TstApplySheet::aLongNameDoesNotPushTheButtonsAway()
{
    m_review.sprite = QString(63, u'x');
    ApplySheet *sheet = open();
    const QPushButton *apply = button(sheet, u"applyConfirm"_s);
    QVERIFY(apply->text().size() < 50);
    QCOMPARE(apply->accessibleName(), u"Apply to "_s + m_review.sprite);
    QVERIFY(apply->width() < 320);
}

QTEST_MAIN(TstApplySheet)
#include "tst_applysheet.moc"
