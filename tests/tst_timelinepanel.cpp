// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/timelinepanel.h"

#include "models/checkpointtimelinemodel.h"
#include "models/operationlogmodel.h"
#include "support/patience.h"
#include "support/timelinestory.h"
#include "support/viewtesting.h"
#include "views/checkpointpopover.h"
#include "views/operationlayer.h"
#include "views/rowbuttons.h"
#include "views/spritariumstyle.h"
#include "views/timelinedelegate.h"
#include "views/timelinelist.h"

#include <QAbstractButton>
#include <QAction>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = ViewState::Kind;

class TstTimelinePanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void everyRestorablePointHasItsRealButton();
    void nowOffersTheCheckpointAndNoRestore();
    void aClickOnRestoreAsksForThatCheckpoint();
    void aClickBetweenTwoButtonsDoesNothing();
    void aClickOnARowOnlySelects();
    void aDoubleClickOpensTheInspector();
    void enterDeleteAndCopyWorkOnTheSelectedRow();
    void disabledRestoreSaysWhyEverywhere();
    void anUnhealthyPointKeepsItsButton();
    void buttonsAreRecycledOnScroll();
    void theTabKeyReachesTheButtonsOfTheCurrentRowOnly();
    void theDaySticksWhileItsRowsPass();
    void chipsShowCountsAndChangeTheRows();
    void theFilterNarrowsAndCanBeCleared();
    void confidenceIsToldAndExplained();
    void emptyOffersTheFirstCheckpoint();
    void anOperationShowsEvenWhenNothingElseDoes();
    void onlyAutomaticPointsComeWithAHint();
    void asleepDimsAndOffersBothWays();
    void wakingIsSaidUntilItIsOver();
    void failureKeepsTheListAndSaysTheCause();
    void deniedRemovesTheContent();
    void staleContentCarriesItsAge();
    void undoStaysUntilItIsClosed();
    void anotherSpriteTakesTheBannersAway();
    void changedEgressOffersThreeWays();
    void theOperationRowIsAsHighAsItsWidget();
    void selectionSurvivesARefresh();
    void theMenuOffersTheRegisteredActions();
    void registeredActionsDoWhatButtonsDo();
    void aRefusedCreationBringsTheCommentBack();
    void rowsGrowWithTheFont();
    void compactRowsAreLower();
    void fiveThousandRowsOpen();

private:
    void show(const TimelineStory::History &history);
    void showBranches();
    QAbstractButton *button(const QString &name) const;
    QRect rowRect(int version) const;
    Operation runningOperation() const;

    QDateTime m_now;
    std::unique_ptr<CheckpointTimelineModel> m_model;
    std::unique_ptr<QWidget> m_actionOwner;
    TimelineActions m_actions;
    std::unique_ptr<TimelinePanel> m_panel;
};

void TstTimelinePanel::initTestCase()
{
    StyleOptions options;
    options.theme = Theme::Light;
    options.reducedMotion = true;
    QApplication::setStyle(new SpritariumStyle(options));
    qRegisterMetaType<CheckpointId>();
    qRegisterMetaType<OperationId>();
}

void TstTimelinePanel::init()
{
    failOnViewWarnings();
    m_now = QDateTime::currentDateTimeUtc();
    m_model = std::make_unique<CheckpointTimelineModel>();
    m_actionOwner = std::make_unique<QWidget>();
    m_actions.create = new QAction(u"Checkpoint now…"_s, m_actionOwner.get());
    m_actions.restore = new QAction(u"Restore…"_s, m_actionOwner.get());
    m_actions.remove = new QAction(u"Delete checkpoint…"_s, m_actionOwner.get());
    m_actions.refresh = new QAction(u"Refresh"_s, m_actionOwner.get());
    m_actions.copyAsCli = new QAction(u"Copy as CLI"_s, m_actionOwner.get());
    m_actions.copyAsRequest = new QAction(u"Copy as request"_s, m_actionOwner.get());
    m_panel = std::make_unique<TimelinePanel>(*m_model, m_actions);
    m_panel->resize(900, 700);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
}

void TstTimelinePanel::cleanup()
{
    m_panel.reset();
    m_actionOwner.reset();
    m_model.reset();
}

void TstTimelinePanel::show(const TimelineStory::History &history)
{
    m_model->showSprite(TimelineStory::spriteKey());
    m_model->applyKnownTimes(history.knownTimes);
    m_model->applyRestores(history.restores);
    m_model->applyListing(history.checkpoints, m_now);
    m_model->applyState({Kind::Ready, m_now, {}});
}

void TstTimelinePanel::showBranches()
{
    show(TimelineStory::branchedHistory(m_now));
    QTRY_VERIFY(button(u"restoreButton_v9"_s));
}

//! The visible one of that name: spare ones keep the name of their last row.
QAbstractButton *TstTimelinePanel::button(const QString &name) const
{
    const auto found = m_panel->findChildren<QAbstractButton *>(name);
    for (QAbstractButton *one : found) {
        if (one->isVisible())
            return one;
    }
    return nullptr;
}

QRect TstTimelinePanel::rowRect(int version) const
{
    return m_panel->list()->visualRect(m_model->indexOf(TimelineStory::version(version)));
}

Operation TstTimelinePanel::runningOperation() const
{
    return TimelineStory::runningRestore(m_now);
}

void TstTimelinePanel::everyRestorablePointHasItsRealButton()
{
    showBranches();
    for (const int version : {9, 8, 7, 6, 5}) {
        QAbstractButton *restore = button(u"restoreButton_v%1"_s.arg(version));
        QVERIFY2(restore, qPrintable(u"no button for v%1"_s.arg(version)));
        QCOMPARE(restore->accessibleName(), u"Restore v%1…"_s.arg(version));
        const QRect place(restore->mapTo(m_panel->list()->viewport(), QPoint()), restore->size());
        QVERIFY(rowRect(version).contains(place));
        QVERIFY(place.width() >= 96 && place.height() >= 28);
        QVERIFY(button(u"moreButton_v%1"_s.arg(version)));
    }
}

void TstTimelinePanel::nowOffersTheCheckpointAndNoRestore()
{
    showBranches();
    QAbstractButton *now = button(u"checkpointNowButton"_s);
    QVERIFY(now);
    QTest::mouseClick(now, Qt::LeftButton);
    auto *popover = m_panel->findChild<CheckpointPopover *>();
    QVERIFY(popover->isVisible());
    QSignalSpy created(m_panel.get(), &TimelinePanel::createRequested);
    QTest::keyClicks(popover->findChild<QLineEdit *>(u"checkpointComment"_s), u"Tests green"_s);
    QTest::keyClick(popover->findChild<QLineEdit *>(u"checkpointComment"_s), Qt::Key_Return);
    QCOMPARE(created.size(), 1);
    QCOMPARE(created.first().first().toString(), u"Tests green"_s);
}

void TstTimelinePanel::aClickOnRestoreAsksForThatCheckpoint()
{
    showBranches();
    QSignalSpy asked(m_panel.get(), &TimelinePanel::restoreRequested);
    QTest::mouseClick(button(u"restoreButton_v7"_s), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().value<CheckpointId>(), TimelineStory::version(7));
    QCOMPARE(m_panel->selectedCheckpoint(), TimelineStory::version(7));
}

void TstTimelinePanel::aClickBetweenTwoButtonsDoesNothing()
{
    showBranches();
    QSignalSpy asked(m_panel.get(), &TimelinePanel::restoreRequested);
    QSignalSpy selected(m_panel.get(), &TimelinePanel::selectionChanged);
    QSignalSpy inspected(m_panel.get(), &TimelinePanel::inspectorRequested);
    const QAbstractButton *restore = button(u"restoreButton_v7"_s);
    auto *area = qobject_cast<RowButtons *>(restore->parentWidget());
    QVERIFY(area);
    const QPoint gap(restore->geometry().right() + 2, restore->geometry().center().y());
    QVERIFY(!area->childAt(gap));
    QTest::mouseClick(area, Qt::LeftButton, {}, gap);
    QTest::mouseDClick(area, Qt::LeftButton, {}, gap);
    QTest::mouseClick(area, Qt::LeftButton, {}, QPoint(restore->geometry().center().x(), 1));
    QCOMPARE(asked.size() + selected.size() + inspected.size(), 0);
}

void TstTimelinePanel::aClickOnARowOnlySelects()
{
    showBranches();
    QSignalSpy asked(m_panel.get(), &TimelinePanel::restoreRequested);
    QSignalSpy selected(m_panel.get(), &TimelinePanel::selectionChanged);
    QTest::mouseClick(m_panel->list()->viewport(), Qt::LeftButton, {}, rowRect(6).center() - QPoint(200, 0));
    QCOMPARE(m_panel->selectedCheckpoint(), TimelineStory::version(6));
    QCOMPARE(selected.size(), 1);
    QCOMPARE(asked.size(), 0);
}

void TstTimelinePanel::aDoubleClickOpensTheInspector()
{
    showBranches();
    QSignalSpy inspected(m_panel.get(), &TimelinePanel::inspectorRequested);
    const QPoint place = rowRect(6).center() - QPoint(200, 0);
    QTest::mouseClick(m_panel->list()->viewport(), Qt::LeftButton, {}, place);
    QTest::mouseDClick(m_panel->list()->viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(inspected.size(), 1);
    QCOMPARE(inspected.first().first().value<CheckpointId>(), TimelineStory::version(6));
}

void TstTimelinePanel::enterDeleteAndCopyWorkOnTheSelectedRow()
{
    showBranches();
    m_panel->selectCheckpoint(TimelineStory::version(8));
    QSignalSpy restored(m_panel.get(), &TimelinePanel::restoreRequested);
    QSignalSpy deleted(m_panel.get(), &TimelinePanel::deleteRequested);
    QTest::keyClick(m_panel->list(), Qt::Key_Return);
    QTest::keyClick(m_panel->list(), Qt::Key_Delete);
    QTest::keyClick(m_panel->list(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(restored.size(), 1);
    QCOMPARE(restored.first().first().value<CheckpointId>(), TimelineStory::version(8));
    QCOMPARE(deleted.size(), 1);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"v8"_s);
    QTest::keyClick(m_panel->list(), Qt::Key_Down);
    QCOMPARE(m_panel->selectedCheckpoint(), TimelineStory::version(7));
}

void TstTimelinePanel::disabledRestoreSaysWhyEverywhere()
{
    showBranches();
    const QString reason = u"Another operation runs on this sprite."_s;
    m_model->setRestoreDisabledReason(reason);
    m_panel->setCreateDisabledReason(reason);
    QTRY_VERIFY(!button(u"restoreButton_v7"_s)->isEnabled());
    QCOMPARE(button(u"restoreButton_v7"_s)->toolTip(), reason);
    QCOMPARE(button(u"restoreButton_v7"_s)->accessibleDescription(), reason);
    QCOMPARE(button(u"createCheckpointButton"_s)->toolTip(), reason);
    QVERIFY(!button(u"checkpointNowButton"_s)->isEnabled());
    QSignalSpy restored(m_panel.get(), &TimelinePanel::restoreRequested);
    QSignalSpy told(m_panel.get(), &TimelinePanel::statusTextRequested);
    m_panel->selectCheckpoint(TimelineStory::version(7));
    QTest::keyClick(m_panel->list(), Qt::Key_Return);
    QCOMPARE(restored.size(), 0);
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().first().toString(), reason);
}

void TstTimelinePanel::anUnhealthyPointKeepsItsButton()
{
    showBranches();
    m_panel->selectCheckpoint(TimelineStory::version(4));
    QTRY_VERIFY(button(u"restoreButton_v4"_s));
    QVERIFY(button(u"restoreButton_v4"_s)->isEnabled());
    QCOMPARE(button(u"restoreButton_v4"_s)->toolTip(), u"The service marks this checkpoint as unhealthy."_s);
}

void TstTimelinePanel::buttonsAreRecycledOnScroll()
{
    TimelineStory::History history;
    history.checkpoints.append(TimelineStory::current(m_now));
    for (int number = 300; number > 0; --number)
        history.checkpoints.append(TimelineStory::checkpoint(number, u"Point %1"_s.arg(number),
                                                             m_now.addSecs(-60 * (301 - number))));
    show(history);
    QTRY_VERIFY(button(u"restoreButton_v300"_s));
    QScrollBar *bar = m_panel->list()->verticalScrollBar();
    for (int value = 0; value <= bar->maximum(); value += 200)
        bar->setValue(value);
    bar->setValue(bar->maximum());
    QTRY_VERIFY(button(u"restoreButton_v1"_s));
    QVERIFY(!button(u"restoreButton_v300"_s));
    const int widgets = int(m_panel->list()->viewport()->findChildren<RowButtons *>().size());
    QVERIFY2(widgets < 40, qPrintable(QString::number(widgets)));
    QSignalSpy asked(m_panel.get(), &TimelinePanel::restoreRequested);
    QTest::mouseClick(button(u"restoreButton_v1"_s), Qt::LeftButton);
    QCOMPARE(asked.first().first().value<CheckpointId>(), TimelineStory::version(1));
}

void TstTimelinePanel::theTabKeyReachesTheButtonsOfTheCurrentRowOnly()
{
    showBranches();
    m_panel->selectCheckpoint(TimelineStory::version(7));
    QCOMPARE(button(u"restoreButton_v7"_s)->focusPolicy(), Qt::TabFocus);
    QCOMPARE(button(u"restoreButton_v8"_s)->focusPolicy(), Qt::NoFocus);
}

void TstTimelinePanel::theDaySticksWhileItsRowsPass()
{
    showBranches();
    auto *header = m_panel->findChild<QWidget *>(u"stickyDayHeader"_s);
    QVERIFY(!header->isVisible()); // Now has no day
    QScrollBar *bar = m_panel->list()->verticalScrollBar();
    const QModelIndex last = m_model->indexOf(TimelineStory::version(1));
    m_panel->resize(900, 320);
    QTRY_VERIFY(bar->maximum() > 120);
    bar->setValue(120);
    QVERIFY(header->isVisible());
    QCOMPARE(
        m_panel->list()->stickyDay(),
        m_model->indexOf(TimelineStory::version(9)).data(CheckpointTimelineModel::DayHeaderRole).toString());
    m_panel->list()->scrollTo(last, QAbstractItemView::PositionAtTop);
    QTRY_VERIFY(m_panel->list()->stickyDay() != u"Today"_s);
    QVERIFY(header->isVisible());
}

void TstTimelinePanel::chipsShowCountsAndChangeTheRows()
{
    showBranches();
    QCOMPARE(button(u"chipManual"_s)->text(), u"Manual (8)"_s);
    QCOMPARE(button(u"chipSafety"_s)->text(), u"Safety (1)"_s);
    QCOMPARE(button(u"chipAutomatic"_s)->text(), u"Automatic (3)"_s);
    QVERIFY(!button(u"chipAutomatic"_s)->isChecked());
    const int rows = m_model->rowCount();
    QSignalSpy changed(m_panel.get(), &TimelinePanel::optionsChanged);
    QTest::mouseClick(button(u"chipAutomatic"_s), Qt::LeftButton);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(m_model->rowCount(), rows + 3);
    QTest::mouseClick(button(u"chipSafety"_s), Qt::LeftButton);
    QCOMPARE(m_model->rowCount(), rows + 2);
    m_panel->setAutomaticOffered(false);
    QVERIFY(!button(u"chipAutomatic"_s));
}

void TstTimelinePanel::theFilterNarrowsAndCanBeCleared()
{
    showBranches();
    m_panel->focusFilter();
    auto *filter = m_panel->findChild<QLineEdit *>(u"timelineFilter"_s);
    QTest::keyClicks(filter, u"no such thing"_s);
    auto *state = m_panel->findChild<QWidget *>(u"timelineState"_s);
    QTRY_VERIFY(state->isVisible());
    const auto labels = state->findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
        return label->text() == u"Nothing matches no such thing"_s;
    }));
    // What is remembered of a sleeping sprite is filtered as well, and not called unseen.
    m_model->applyState({Kind::Asleep, m_now.addSecs(-900), {}});
    const auto *title = state->findChild<QLabel *>(u"stateTitle"_s);
    QCOMPARE(title->text(), u"Nothing matches no such thing"_s);
    filter->clear();
    QTRY_VERIFY(m_panel->list()->isVisible());
    QVERIFY(m_model->rowCount() > 5);
}

void TstTimelinePanel::confidenceIsToldAndExplained()
{
    showBranches();
    const auto *text = m_panel->findChild<QLabel *>(u"confidenceText"_s);
    QCOMPARE(text->text(), u"Branches as seen from this computer."_s);
    QTest::mouseClick(button(u"confidenceHelp"_s), Qt::LeftButton);
    auto *popover = m_panel->findChild<QWidget *>(u"confidencePopover"_s);
    QVERIFY(popover->isVisible());
    QVERIFY(!m_panel->findChild<QLabel *>(u"confidenceExplanation"_s)->text().isEmpty());
    popover->hide();
    m_model->applyRestores({});
    QCOMPARE(text->text(), u"Listed in order; branches are not known."_s);
}

void TstTimelinePanel::emptyOffersTheFirstCheckpoint()
{
    m_model->showSprite(TimelineStory::spriteKey());
    m_model->applyListing({TimelineStory::current(m_now)}, m_now);
    m_model->applyState({Kind::Empty, m_now, {}});
    auto *state = m_panel->findChild<QWidget *>(u"timelineState"_s);
    QVERIFY(state->isVisible());
    const auto buttons = state->findChildren<QAbstractButton *>();
    const auto primary = std::find_if(buttons.begin(), buttons.end(), [](const QAbstractButton *one) {
        return one->text() == u"Checkpoint now…"_s;
    });
    QVERIFY(primary != buttons.end());
    QTest::mouseClick(*primary, Qt::LeftButton);
    QVERIFY(m_panel->findChild<CheckpointPopover *>()->isVisible());
}

void TstTimelinePanel::anOperationShowsEvenWhenNothingElseDoes()
{
    m_model->showSprite(TimelineStory::spriteKey());
    m_model->applyListing({TimelineStory::current(m_now)}, m_now);
    m_model->applyState({Kind::Empty, m_now, {}});
    Operation create = runningOperation();
    create.kind = OperationKind::CreateCheckpoint;
    m_model->applyOperation(create);
    QTRY_VERIFY(m_panel->list()->isVisible());
    QTRY_VERIFY(m_panel->list()->operations().row(create.id));
}

void TstTimelinePanel::onlyAutomaticPointsComeWithAHint()
{
    TimelineStory::History history = TimelineStory::branchedHistory(m_now);
    history.checkpoints.removeIf([](const Checkpoint &point) { return !point.isAuto && !point.isCurrent(); });
    history.restores.clear();
    show(history);
    QTRY_VERIFY(m_panel->findChild<QWidget *>(u"onlyAutomaticBanner"_s));
    show(TimelineStory::branchedHistory(m_now));
    QTRY_VERIFY(!m_panel->findChild<QWidget *>(u"onlyAutomaticBanner"_s));
}

void TstTimelinePanel::asleepDimsAndOffersBothWays()
{
    showBranches();
    Sprite sprite;
    sprite.name = TimelineStory::spriteKey().sprite;
    sprite.state = SpriteState::Cold;
    m_panel->setSprite(sprite, true);
    m_model->applyState({Kind::Asleep, m_now.addSecs(-900), {}});
    auto *strip = m_panel->findChild<QWidget *>(u"asleepStrip"_s);
    QVERIFY(strip->isVisible());
    QVERIFY(m_panel->list()->isVisible());
    QSignalSpy wake(m_panel.get(), &TimelinePanel::wakeAndLoadRequested);
    QSignalSpy load(m_panel.get(), &TimelinePanel::loadWithoutWakingRequested);
    for (QAbstractButton *one : strip->findChildren<QAbstractButton *>())
        QTest::mouseClick(one, Qt::LeftButton);
    QCOMPARE(wake.size(), 1);
    QCOMPARE(load.size(), 1);
    m_model->applyState({Kind::Ready, m_now, {}});
    QVERIFY(!strip->isVisible());
}

void TstTimelinePanel::wakingIsSaidUntilItIsOver()
{
    showBranches();
    Sprite sprite;
    sprite.name = TimelineStory::spriteKey().sprite;
    sprite.state = SpriteState::Cold;
    m_panel->setSprite(sprite, false);
    m_model->applyState({Kind::Asleep, m_now.addSecs(-900), {}});
    QAbstractButton *wake = button(u"wakeAndLoad"_s);
    QTest::mouseClick(wake, Qt::LeftButton);
    QVERIFY(wake->isEnabled()); // nobody took it up yet
    m_model->applyState({Kind::Asleep, m_now.addSecs(-900), {}, true});
    QCOMPARE(wake->text(), u"Waking…"_s);
    QVERIFY(!wake->isEnabled());
    m_panel->setSprite(sprite, false); // the list of sprites was read meanwhile
    QVERIFY(!wake->isEnabled());
    m_model->applyState({Kind::Asleep, m_now.addSecs(-900), {}}); // it is not read any more
    QVERIFY(wake->isVisible());
    QCOMPARE(wake->text(), u"Wake and load"_s);
    QVERIFY(wake->isEnabled());
}

void TstTimelinePanel::failureKeepsTheListAndSaysTheCause()
{
    showBranches();
    m_model->applyState(
        {Kind::Failed, m_now, ApiError::timeout(u"api.sprites.dev"_s, std::chrono::seconds(20))});
    QVERIFY(m_panel->list()->isVisible());
    QSignalSpy refresh(m_panel.get(), &TimelinePanel::refreshRequested);
    QTRY_VERIFY(button(u"failureRetryButton"_s));
    QTest::mouseClick(button(u"failureRetryButton"_s), Qt::LeftButton);
    QCOMPARE(refresh.size(), 1);
    m_model->applyState({Kind::Ready, m_now, {}});
    QVERIFY(!m_panel->findChild<QWidget *>(u"failureBanner"_s));
}

void TstTimelinePanel::deniedRemovesTheContent()
{
    showBranches();
    m_model->applyState({Kind::Denied, m_now, ApiError::invalid(u"This token is not allowed to do this."_s)});
    QVERIFY(!m_panel->list()->isVisible());
    QVERIFY(m_panel->findChild<QWidget *>(u"timelineState"_s)->isVisible());
}

void TstTimelinePanel::staleContentCarriesItsAge()
{
    showBranches();
    QVERIFY(!button(u"staleRefresh"_s));
    m_model->applyState({Kind::Stale, m_now.addSecs(-600), {}});
    QVERIFY(button(u"staleRefresh"_s)->text().startsWith(u"As of "_s));
    QSignalSpy refresh(m_panel.get(), &TimelinePanel::refreshRequested);
    QTRY_VERIFY(button(u"staleRefresh"_s));
    QTest::mouseClick(button(u"staleRefresh"_s), Qt::LeftButton);
    QCOMPARE(refresh.size(), 1);
}

void TstTimelinePanel::undoStaysUntilItIsClosed()
{
    showBranches();
    Operation restore = runningOperation();
    restore.outcome = Outcome::Succeeded;
    m_panel->showUndoRestore(restore);
    QSignalSpy undo(m_panel.get(), &TimelinePanel::undoRestoreRequested);
    QTRY_VERIFY(button(u"undoRestoreButton"_s));
    QTest::mouseClick(button(u"undoRestoreButton"_s), Qt::LeftButton);
    QCOMPARE(undo.size(), 1);
    QCOMPARE(undo.first().first().value<OperationId>(), restore.id);
    show(TimelineStory::branchedHistory(m_now));
    QVERIFY(m_panel->findChild<QWidget *>(u"undoRestoreBanner"_s));
}

void TstTimelinePanel::anotherSpriteTakesTheBannersAway()
{
    showBranches();
    m_panel->showUndoRestore(runningOperation());
    m_model->showSprite({AccountId(u"account"_s), SpriteName(u"other"_s)});
    QVERIFY(!m_panel->findChild<QWidget *>(u"undoRestoreBanner"_s));
}

void TstTimelinePanel::changedEgressOffersThreeWays()
{
    showBranches();
    m_panel->showEgressChanged(OperationId(u"one"_s),
                               u"Egress rules changed with this restore: 3 rules fewer."_s);
    QSignalSpy shown(m_panel.get(), &TimelinePanel::egressShowRequested);
    QSignalSpy back(m_panel.get(), &TimelinePanel::egressPutBackRequested);
    QTRY_VERIFY(button(u"egressShowButton"_s));
    QTest::mouseClick(button(u"egressShowButton"_s), Qt::LeftButton);
    QTest::mouseClick(button(u"egressPutBackButton"_s), Qt::LeftButton);
    QCOMPARE(shown.size() + back.size(), 2);
    QTRY_VERIFY(button(u"egressKeepButton"_s));
    QTest::mouseClick(button(u"egressKeepButton"_s), Qt::LeftButton);
    QTRY_VERIFY(!m_panel->findChild<QWidget *>(u"egressBanner"_s));
}

void TstTimelinePanel::theOperationRowIsAsHighAsItsWidget()
{
    showBranches();
    OperationLogModel log;
    const Operation restore = runningOperation();
    m_panel->setLog(restore.id, &log);
    m_model->applyOperation(restore);
    QTRY_VERIFY(m_panel->list()->operations().row(restore.id));
    const OperationRow *row = m_panel->list()->operations().row(restore.id);
    QTRY_VERIFY(row->isVisible());
    const int before = row->height();
    for (int i = 0; i < 4; ++i)
        log.append({StreamMessage::Kind::Info, u"info"_s, u"line %1"_s.arg(i), m_now});
    QTRY_VERIFY(row->height() > before);
    const QModelIndex index = m_model->indexOfKey(u"operation:"_s + restore.id.toString());
    QTRY_COMPARE(m_panel->list()->visualRect(index), row->geometry());
    QSignalSpy hidden(m_panel.get(), &TimelinePanel::hideRequested);
    QTest::mouseClick(button(u"hideButton"_s), Qt::LeftButton);
    QCOMPARE(hidden.size(), 1);
    m_model->removeOperation(restore.id);
    QTRY_VERIFY(!m_panel->list()->operations().row(restore.id));
}

void TstTimelinePanel::selectionSurvivesARefresh()
{
    showBranches();
    m_panel->selectCheckpoint(TimelineStory::version(7));
    TimelineStory::History history = TimelineStory::branchedHistory(m_now);
    history.checkpoints.insert(1, TimelineStory::checkpoint(10, u"Newer"_s, m_now));
    show(history);
    QCOMPARE(m_panel->selectedCheckpoint(), TimelineStory::version(7));
    QTRY_VERIFY(button(u"restoreButton_v10"_s));
}

void TstTimelinePanel::theMenuOffersTheRegisteredActions()
{
    showBranches();
    QTest::mouseClick(button(u"moreButton_v8"_s), Qt::LeftButton);
    auto *menu = m_panel->findChild<QMenu *>(u"timelineMenu"_s);
    QVERIFY(menu);
    QTRY_VERIFY(menu->isVisible());
    for (QAction *action :
         {m_actions.restore, m_actions.remove, m_actions.copyAsCli, m_actions.copyAsRequest})
        QVERIFY(menu->actions().contains(action));
    QSignalSpy copied(m_panel.get(), &TimelinePanel::copyAsCliRequested);
    m_actions.copyAsCli->trigger();
    QCOMPARE(copied.first().first().value<CheckpointId>(), TimelineStory::version(8));
    menu->close();
}

void TstTimelinePanel::registeredActionsDoWhatButtonsDo()
{
    showBranches();
    QSignalSpy restored(m_panel.get(), &TimelinePanel::restoreRequested);
    m_actions.restore->trigger();
    QCOMPARE(restored.size(), 0); // nothing selected
    m_panel->selectCheckpoint(TimelineStory::version(9));
    m_actions.restore->trigger();
    QCOMPARE(restored.size(), 1);
    m_actions.create->trigger();
    QVERIFY(m_panel->findChild<CheckpointPopover *>()->isVisible());
}

void TstTimelinePanel::aRefusedCreationBringsTheCommentBack()
{
    showBranches();
    m_panel->openCreate();
    auto *popover = m_panel->findChild<CheckpointPopover *>();
    popover->setDraft(u"Precious words"_s);
    QTest::mouseClick(popover->findChild<QAbstractButton *>(u"createCheckpointConfirm"_s), Qt::LeftButton);
    QVERIFY(!popover->isVisible());
    m_panel->showCreateError(ApiError::invalid(u"refused"_s));
    QVERIFY(popover->isVisible());
    QCOMPARE(popover->draft(), u"Precious words"_s);
}

void TstTimelinePanel::rowsGrowWithTheFont()
{
    showBranches();
    const int before = rowRect(8).height();
    QFont large = m_panel->font();
    large.setPointSizeF(large.pointSizeF() * 2);
    m_panel->setFont(large);
    QTRY_VERIFY(rowRect(8).height() > before);
    const QFontMetrics metrics(m_panel->list()->look().metrics().titleFont);
    QVERIFY(rowRect(8).height() >= metrics.height());
}

void TstTimelinePanel::compactRowsAreLower()
{
    const TimelineMetrics comfortable = TimelineMetrics::of(m_panel->font(), false);
    const TimelineMetrics compact = TimelineMetrics::of(m_panel->font(), true);
    QVERIFY(comfortable.pointHeight >= 52);
    QVERIFY(compact.pointHeight >= 32);
    QVERIFY(compact.pointHeight < comfortable.pointHeight);
}

void TstTimelinePanel::fiveThousandRowsOpen()
{
    TimelineStory::History history;
    history.checkpoints.append(TimelineStory::current(m_now));
    for (int number = 5000; number > 0; --number)
        history.checkpoints.append(TimelineStory::checkpoint(number, u"Point %1"_s.arg(number),
                                                             m_now.addSecs(-60 * (5001 - number))));
    show(history);
    QTRY_VERIFY(button(u"restoreButton_v5000"_s));
    m_panel->list()->scrollToBottom();
    QTRY_VERIFY(button(u"restoreButton_v1"_s));
    QVERIFY(m_panel->list()->viewport()->findChildren<RowButtons *>().size() < 60);
    QBENCHMARK
    {
        m_model->refreshAges(m_now.addSecs(1));
        m_panel->list()->doItemsLayout();
        m_panel->grab();
    }
}

QTEST_MAIN(TstTimelinePanel)
#include "tst_timelinepanel.moc"
