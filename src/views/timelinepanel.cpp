// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/timelinepanel.h"

#include "models/checkpointtimelinemodel.h"
#include "views/appearance.h"
#include "views/asleepstrip.h"
#include "views/banner.h"
#include "views/checkpointpopover.h"
#include "views/errordetails.h"
#include "views/operationlayer.h"
#include "views/statepanel.h"
#include "views/timelineinfoline.h"
#include "views/timelinelist.h"
#include "views/timelinestates.h"
#include "views/timelinetoolbar.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QPushButton>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = CheckpointTimelineModel;
using Kind = ViewState::Kind;

namespace {

constexpr int AgeTick = 10'000;

} // namespace

TimelinePanel::TimelinePanel(CheckpointTimelineModel &model, const TimelineActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_actions(actions)
    , m_toolbar(new TimelineToolbar(this))
    , m_info(new TimelineInfoLine(this))
    , m_bannerArea(new QWidget(this))
    , m_banners(new QVBoxLayout(m_bannerArea))
    , m_strip(new AsleepStrip(this))
    , m_stack(new QStackedLayout)
    , m_list(new TimelineList(this))
    , m_state(new StatePanel(this))
    , m_popover(new CheckpointPopover(this))
    , m_ages(new QTimer(this))
{
    setObjectName(u"timelinePanel"_s);
    setAccessibleName(tr("Checkpoints"));
    buildLayout();
    m_list->setTimeline(&model);
    connectActions(actions);
    connectList();
    connectStates();
    m_ages->setInterval(AgeTick);
    connect(m_ages, &QTimer::timeout, this, [this] { m_model.refreshAges(QDateTime::currentDateTimeUtc()); });
    applySummary();
    applyState();
}

void TimelinePanel::buildLayout()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_banners->setContentsMargins(Space::panel, Space::tiny, Space::panel, Space::small);
    m_banners->setSpacing(Space::tiny);
    m_bannerArea->hide();
    m_strip->setObjectName(u"asleepStrip"_s);
    m_strip->hide();
    m_state->setObjectName(u"timelineState"_s);
    column->addWidget(m_toolbar);
    column->addWidget(m_info);
    column->addWidget(m_bannerArea);
    column->addWidget(m_strip);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_state);
    column->addLayout(m_stack, 1);
    setTabOrder(m_toolbar, m_info);
    setTabOrder(m_info, m_strip);
    setTabOrder(m_strip, m_list);
}

void TimelinePanel::connectActions(const TimelineActions &actions)
{
    const auto onSelected = [this](QAction *action, auto signal) {
        if (action == nullptr)
            return;
        connect(action, &QAction::triggered, this, [this, signal] {
            const CheckpointId checkpoint = selectedCheckpoint();
            if (!checkpoint.isEmpty())
                Q_EMIT(this->*signal)(checkpoint);
        });
    };
    onSelected(actions.restore, &TimelinePanel::restoreRequested);
    onSelected(actions.remove, &TimelinePanel::deleteRequested);
    onSelected(actions.copyAsCli, &TimelinePanel::copyAsCliRequested);
    onSelected(actions.copyAsRequest, &TimelinePanel::copyAsRequestRequested);
    if (actions.create != nullptr)
        connect(actions.create, &QAction::triggered, this, &TimelinePanel::openCreate);
    if (actions.refresh != nullptr)
        connect(actions.refresh, &QAction::triggered, this, &TimelinePanel::refreshRequested);
}

void TimelinePanel::connectList()
{
    connect(m_list, &TimelineList::createRequested, this, &TimelinePanel::openCreate);
    connect(m_list, &TimelineList::restoreRequested, this, &TimelinePanel::restoreRequested);
    connect(m_list, &TimelineList::deleteRequested, this, &TimelinePanel::deleteRequested);
    connect(m_list, &TimelineList::inspectorRequested, this, &TimelinePanel::inspectorRequested);
    connect(m_list, &TimelineList::currentCheckpointChanged, this, &TimelinePanel::selectionChanged);
    connect(m_list, &TimelineList::blocked, this, &TimelinePanel::statusTextRequested);
    connect(m_list, &TimelineList::menuRequested, this, &TimelinePanel::openMenu);
    connect(m_list, &TimelineList::copyRequested, this, [](const CheckpointId &checkpoint) {
        QGuiApplication::clipboard()->setText(checkpoint.toString());
    });
    connect(&m_list->operations(), &OperationLayer::rowCreated, this,
            [this](OperationRow *row) { connectRow(*row); });
    connect(m_toolbar, &TimelineToolbar::createRequested, this, &TimelinePanel::openCreate);
    connect(m_toolbar, &TimelineToolbar::filterChanged, this, [this](const QString &text) {
        m_model.setFilterText(text);
        updateContent();
    });
    connect(m_toolbar, &TimelineToolbar::optionsChanged, this, [this](const TimelineOptions &options) {
        m_model.setOptions(options);
        Q_EMIT optionsChanged(options);
    });
    connect(m_popover, &CheckpointPopover::createRequested, this, &TimelinePanel::createRequested);
    connect(m_popover, &CheckpointPopover::draftChanged, this, &TimelinePanel::commentDraftChanged);
}

void TimelinePanel::connectStates()
{
    connect(&m_model, &Model::stateChanged, this, &TimelinePanel::applyState);
    connect(&m_model, &Model::summaryChanged, this, &TimelinePanel::applySummary);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &TimelinePanel::updateContent);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &TimelinePanel::updateContent);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &TimelinePanel::applyState);
    connect(m_strip, &AsleepStrip::wakeRequested, this, &TimelinePanel::wakeAndLoadRequested);
    connect(m_strip, &AsleepStrip::loadWithoutWakingRequested, this,
            &TimelinePanel::loadWithoutWakingRequested);
    connect(m_info, &TimelineInfoLine::refreshRequested, this, &TimelinePanel::refreshRequested);
    connect(m_state, &StatePanel::primaryTriggered, this, &TimelinePanel::pressPrimary);
    connect(m_state, &StatePanel::cancelRequested, this, &TimelinePanel::stopLoadingRequested);
}

void TimelinePanel::connectRow(OperationRow &row)
{
    connect(&row, &OperationRow::hideRequested, this, &TimelinePanel::hideRequested);
    connect(&row, &OperationRow::stopWatchingRequested, this, &TimelinePanel::stopWatchingRequested);
    connect(&row, &OperationRow::tryAgainRequested, this, &TimelinePanel::tryAgainRequested);
    connect(&row, &OperationRow::restoreWithoutSafetyRequested, this,
            &TimelinePanel::restoreWithoutSafetyRequested);
    connect(&row, &OperationRow::checkAgainRequested, this, &TimelinePanel::checkAgainRequested);
    connect(&row, &OperationRow::deleteRequested, this, &TimelinePanel::deleteRequested);
    connect(&row, &OperationRow::detailsRequested, this, [this, source = &row] {
        if (source->operation().error)
            (new ErrorDetails(*source->operation().error, window()))->open();
    });
}

void TimelinePanel::setSprite(const Sprite &sprite, bool canLoadWithoutWaking)
{
    m_spriteName = sprite.name.toString();
    m_spriteState = sprite.state;
    m_canLoadWithoutWaking = canLoadWithoutWaking;
    showStrip();
}

void TimelinePanel::setCreateDisabledReason(const QString &reason)
{
    m_toolbar->setCreateDisabledReason(reason);
    m_popover->setDisabledReason(reason);
    m_list->setCreateDisabledReason(reason);
}

void TimelinePanel::setAutomaticOffered(bool offered)
{
    m_toolbar->setAutomaticOffered(offered);
    m_info->setNote(offered ? QString()
                            : tr("Not offered by this service: %1.").arg(tr("automatic checkpoints")));
}

void TimelinePanel::addSafetyAction(QAction *action)
{
    m_toolbar->addSafetyAction(action);
}

void TimelinePanel::setRecentComments(const QStringList &comments)
{
    m_popover->setRecentComments(comments);
}

void TimelinePanel::setCommentDraft(const QString &text)
{
    m_popover->setDraft(text);
}

void TimelinePanel::setLog(const OperationId &operation, OperationLogModel *log)
{
    m_list->operations().setLog(operation, log);
}

Banner *TimelinePanel::addBanner(Banner *banner, const QString &name)
{
    banner->setObjectName(name);
    m_banners->addWidget(banner);
    banner->show();
    m_bannerArea->show();
    // The layout lets go of it only after it is destroyed.
    connect(
        banner, &QObject::destroyed, m_bannerArea,
        [area = m_bannerArea, banners = m_banners] { area->setVisible(banners->count() > 0); },
        Qt::QueuedConnection);
    return banner;
}

void TimelinePanel::showUndoRestore(const Operation &operation)
{
    delete m_undo;
    const QString text = operation.resultText.isEmpty()
                             ? tr("Restored %1. Everything checked.").arg(operation.target.toString())
                             : operation.resultText;
    const bool clean = operation.outcome == Outcome::Succeeded;
    m_undo = addBanner(new Banner(clean ? ColorRole::Good : ColorRole::Caution, text, this),
                       u"undoRestoreBanner"_s);
    connect(m_undo, &Banner::closed, this, [this, id = operation.id] { Q_EMIT undoBannerClosed(id); });
    if (operation.safety.isEmpty())
        return;
    QPushButton *undo = m_undo->addAction(tr("Undo restore"), u"undoRestoreButton"_s);
    undo->setToolTip(
        tr("Opens the restore of %1, which holds the files from before.").arg(operation.safety.toString()));
    connect(undo, &QPushButton::clicked, this,
            [this, id = operation.id] { Q_EMIT undoRestoreRequested(id); });
}

void TimelinePanel::showEgressChanged(const OperationId &operation, const QString &summary)
{
    delete m_egress;
    m_egress = addBanner(new Banner(ColorRole::Danger, summary, this), u"egressBanner"_s);
    //: Verb, on a button: show the changed rules
    QPushButton *show = m_egress->addAction(tr("Show"), u"egressShowButton"_s);
    QPushButton *putBack = m_egress->addAction(tr("Put back previous rules"), u"egressPutBackButton"_s);
    //: Verb, on a button: keep the changed rules
    QPushButton *keep = m_egress->addAction(tr("Keep"), u"egressKeepButton"_s);
    connect(show, &QPushButton::clicked, this, [this, operation] { Q_EMIT egressShowRequested(operation); });
    connect(putBack, &QPushButton::clicked, this,
            [this, operation] { Q_EMIT egressPutBackRequested(operation); });
    connect(keep, &QPushButton::clicked, m_egress, &QObject::deleteLater);
    connect(keep, &QPushButton::clicked, this, [this, operation] { Q_EMIT egressChangeKept(operation); });
    connect(m_egress, &Banner::closed, this, [this, operation] { Q_EMIT egressChangeKept(operation); });
}

void TimelinePanel::clearBanners()
{
    delete m_undo;
    delete m_egress;
}

void TimelinePanel::openCreate()
{
    m_popover->openUnder(*m_toolbar->createButton());
}

void TimelinePanel::showCreateError(const ApiError &error)
{
    m_popover->showError(error);
    if (isVisible() && !m_popover->isVisible())
        openCreate();
}

CheckpointId TimelinePanel::selectedCheckpoint() const
{
    return m_list->currentCheckpoint();
}

void TimelinePanel::selectCheckpoint(const CheckpointId &checkpoint)
{
    const QModelIndex index = m_model.indexOf(checkpoint);
    if (!index.isValid())
        return;
    m_list->setCurrentIndex(index);
    m_list->scrollTo(index);
}

void TimelinePanel::focusFilter()
{
    m_toolbar->focusFilter();
}

void TimelinePanel::applySummary()
{
    m_toolbar->showSummary(m_model);
    m_info->setSource(m_model.lineageSource());
    const bool onlyAutomatic =
        m_model.automaticCount() > 0 && m_model.manualCount() == 0 && m_model.safetyCount() == 0;
    if (!onlyAutomatic) {
        delete m_onlyAutomatic;
    } else if (!m_onlyAutomatic) {
        m_onlyAutomatic = addBanner(
            new Banner(
                ColorRole::Info,
                tr("Automatic checkpoints are pruned by the platform. Take your own before risky work."),
                this),
            u"onlyAutomaticBanner"_s);
        m_onlyAutomatic->setClosable(false);
    }
    updateContent();
}

void TimelinePanel::applyState()
{
    if (m_model.sprite() != m_shownSprite) {
        m_shownSprite = m_model.sprite();
        clearBanners();
    }
    const ViewState &state = m_model.state();
    m_info->setState(state);
    m_list->setDimmed(state.kind == Kind::Asleep);
    showStrip();
    showFailure();
    updateContent();
}

void TimelinePanel::showStrip()
{
    const ViewState &state = m_model.state();
    if (state.kind == Kind::Asleep)
        m_strip->show(m_spriteName, m_spriteState, state, m_canLoadWithoutWaking);
    m_strip->setVisible(state.kind == Kind::Asleep);
}

void TimelinePanel::showFailure()
{
    const ViewState &state = m_model.state();
    const bool wanted = state.kind == Kind::Failed && state.hasContent() && state.error;
    if (wanted && m_failure) {
        m_failure->setText(state.error->userText(m_spriteName)); // a countdown must not steal the focus
        return;
    }
    delete m_failure;
    if (!wanted)
        return;
    m_failure = addBanner(new Banner(ColorRole::Danger, state.error->userText(m_spriteName), this),
                          u"failureBanner"_s);
    QPushButton *retry = m_failure->addAction(tr("Retry"), u"failureRetryButton"_s);
    QPushButton *details = m_failure->addAction(tr("Details"), u"failureDetailsButton"_s);
    connect(retry, &QPushButton::clicked, this, &TimelinePanel::refreshRequested);
    connect(details, &QPushButton::clicked, this, [this] {
        if (const std::optional<ApiError> &error = m_model.state().error)
            (new ErrorDetails(*error, window()))->open();
    });
}

bool TimelinePanel::hasOperationRow() const
{
    const QModelIndex second = m_model.index(1, 0);
    return static_cast<Model::RowKind>(m_model.index(0, 0).data(Model::RowKindRole).toInt()) ==
               Model::RowKind::Operation ||
           (second.isValid() && static_cast<Model::RowKind>(second.data(Model::RowKindRole).toInt()) ==
                                    Model::RowKind::Operation);
}

bool TimelinePanel::hasPointRow() const
{
    const int last = m_model.rowCount() - 1;
    if (last < 0)
        return false;
    const auto kind = static_cast<Model::RowKind>(m_model.index(last, 0).data(Model::RowKindRole).toInt());
    return kind == Model::RowKind::Point || kind == Model::RowKind::Restore;
}

void TimelinePanel::updateContent()
{
    const ViewState &state = m_model.state();
    const QString filter = m_toolbar->filterText();
    const bool removed =
        state.kind == Kind::Denied || state.kind == Kind::NotOffered || state.kind == Kind::NoSelection;
    const bool nothingRead = !state.hasContent() && state.kind != Kind::Ready && state.kind != Kind::Empty;
    const bool nothingThere = state.kind == Kind::Empty || (!filter.isEmpty() && !hasPointRow());
    const bool listShown = hasOperationRow() || !(removed || nothingRead || nothingThere);
    m_stack->setCurrentIndex(listShown && !removed ? 0 : 1);
    m_info->setVisible(m_stack->currentIndex() == 0); // without rows there are no branches to speak of
    if (m_stack->currentIndex() == 0)
        return;
    if (state.kind == Kind::Loading)
        m_state->showLoading();
    else if (isGone())
        m_state->showMessage(
            {u"warning"_s, state.error->userText(m_spriteName), {}, tr("Remove from list"), {}});
    else if (state.kind == Kind::Failed && state.error)
        m_state->showError(*state.error, m_spriteName);
    else
        m_state->showMessage(timelineMessage(state, m_spriteName, filter));
}

bool TimelinePanel::isGone() const
{
    const ViewState &state = m_model.state();
    return state.kind == Kind::Failed && !state.hasContent() && state.error &&
           state.error->kind == ApiError::Kind::NotFound;
}

void TimelinePanel::pressPrimary()
{
    const ViewState &state = m_model.state();
    if (isGone())
        Q_EMIT removeFromListRequested();
    else if (state.wantsSignIn())
        Q_EMIT signInRequested();
    else if (state.kind == Kind::Failed || (state.kind == Kind::Offline && !state.hasContent()))
        Q_EMIT refreshRequested();
    else if (!m_toolbar->filterText().isEmpty())
        m_toolbar->clearFilter();
    else
        openCreate();
}

void TimelinePanel::openMenu(const QModelIndex &index, const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"timelineMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [menu](QAction *action) {
        if (action != nullptr)
            menu->addAction(action);
    };
    const CheckpointId checkpoint = m_list->checkpointAt(index);
    if (checkpoint.isEmpty()) {
        add(m_actions.create);
        add(m_actions.refresh);
    } else {
        add(m_actions.restore);
        add(m_actions.remove);
        menu->addSeparator();
        QAction *inspect = menu->addAction(tr("Show details"));
        inspect->setObjectName(u"inspectAction"_s);
        connect(inspect, &QAction::triggered, this,
                [this, checkpoint] { Q_EMIT inspectorRequested(checkpoint); });
        QAction *copy = menu->addAction(tr("Copy ID"));
        copy->setObjectName(u"copyIdAction"_s);
        connect(copy, &QAction::triggered, this,
                [checkpoint] { QGuiApplication::clipboard()->setText(checkpoint.toString()); });
        add(m_actions.copyAsCli);
        add(m_actions.copyAsRequest);
    }
    menu->popup(position);
}

void TimelinePanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_model.refreshAges(QDateTime::currentDateTimeUtc());
    m_ages->start();
}

void TimelinePanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_ages->stop();
}

} // namespace Spritarium
