// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/timelinelist.h"

#include "models/checkpointtimelinemodel.h"
#include "views/operationlayer.h"
#include "views/rowbuttonlayer.h"
#include "views/spritariumstyle.h"
#include "views/stickydayheader.h"
#include "views/timelinedelegate.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QScopedValueRollback>
#include <QScrollBar>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = CheckpointTimelineModel;

TimelineList::TimelineList(QWidget *parent)
    : QListView(parent)
    , m_delegate(new TimelineDelegate(this))
    , m_buttons(new RowButtonLayer(*this, *m_delegate))
    , m_operations(new OperationLayer(*this, *m_delegate))
    , m_header(new StickyDayHeader(*this, *m_delegate))
{
    setObjectName(u"timelineList"_s);
    setAccessibleName(tr("Checkpoints"));
    setItemDelegate(m_delegate);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(false);
    verticalScrollBar()->setSingleStep(26);
    refreshLook();
    connect(m_buttons, &RowButtonLayer::createClicked, this, &TimelineList::createRequested);
    connect(m_buttons, &RowButtonLayer::restoreClicked, this, [this](const QString &key) {
        const QModelIndex index = indexOfKey(key);
        setCurrentIndex(index);
        restoreRow(index);
    });
    connect(m_buttons, &RowButtonLayer::menuClicked, this,
            [this](const QString &key, const QPoint &position) {
                const QModelIndex index = indexOfKey(key);
                setCurrentIndex(index);
                Q_EMIT menuRequested(index, position);
            });
    connect(m_operations, &OperationLayer::heightsChanged, this, [this] { scheduleDelayedItemsLayout(); });
    connect(this, &QListView::doubleClicked, this, [this](const QModelIndex &index) {
        const CheckpointId checkpoint = checkpointAt(index);
        if (!checkpoint.isEmpty())
            Q_EMIT inspectorRequested(checkpoint);
    });
}

void TimelineList::setTimeline(CheckpointTimelineModel *model)
{
    m_timeline = model;
    setModel(model);
    if (model != nullptr)
        watch(*model);
    updateLanes();
    m_operations->syncRows();
}

void TimelineList::watch(CheckpointTimelineModel &model)
{
    connect(&model, &QAbstractItemModel::rowsInserted, this, &TimelineList::syncSoon);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &TimelineList::showNewOperation);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &TimelineList::syncSoon);
    connect(&model, &QAbstractItemModel::rowsMoved, this, &TimelineList::syncSoon);
    connect(&model, &QAbstractItemModel::layoutChanged, this, &TimelineList::syncSoon);
    connect(&model, &QAbstractItemModel::modelReset, this, &TimelineList::syncSoon);
    connect(&model, &Model::summaryChanged, this, &TimelineList::updateLanes);
}

void TimelineList::showNewOperation(const QModelIndex &, int first, int last)
{
    // It was asked for on a row far below, perhaps; what happens now is to be seen.
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = m_timeline->index(row, 0);
        if (static_cast<Model::RowKind>(index.data(Model::RowKindRole).toInt()) ==
                Model::RowKind::Operation &&
            index.data(Model::OperationRole).value<Operation>().isRunning())
            scrollToTop();
    }
}

void TimelineList::syncSoon()
{
    if (m_syncing)
        return;
    m_syncing = true;
    // One look for a whole burst of row changes, after the last of them.
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_syncing = false;
            m_operations->syncRows();
            findCollapsedRow();
            placeLayers();
        },
        Qt::QueuedConnection);
}

void TimelineList::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                               const QList<int> &roles)
{
    const bool sizes =
        roles.isEmpty() || roles.contains(Model::FirstOfDayRole) || roles.contains(Model::RowKindRole);
    // QListView lays all rows out anew for any change; texts that tick do not need that.
    if (sizes)
        QListView::dataChanged(topLeft, bottomRight, roles);
    else
        QAbstractItemView::dataChanged(topLeft, bottomRight, roles);
    syncSoon();
}

void TimelineList::setDimmed(bool dimmed)
{
    m_delegate->setDimmed(dimmed);
    viewport()->update();
}

void TimelineList::setCreateDisabledReason(const QString &reason)
{
    m_buttons->setCreateDisabledReason(reason);
}

const QString &TimelineList::stickyDay() const
{
    return m_header->text();
}

QModelIndex TimelineList::indexOfKey(const QString &key) const
{
    return m_timeline != nullptr ? m_timeline->indexOfKey(key) : QModelIndex();
}

CheckpointId TimelineList::checkpointAt(const QModelIndex &index) const
{
    if (!index.data(Model::RestorableRole).toBool())
        return {};
    return CheckpointId(index.data(Model::CheckpointIdRole).toString());
}

CheckpointId TimelineList::currentCheckpoint() const
{
    return checkpointAt(currentIndex());
}

void TimelineList::restoreRow(const QModelIndex &index)
{
    const CheckpointId checkpoint = checkpointAt(index);
    if (checkpoint.isEmpty())
        return;
    const QString reason = index.data(Model::DisabledReasonRole).toString();
    if (reason.isEmpty())
        Q_EMIT restoreRequested(checkpoint);
    else
        Q_EMIT blocked(reason);
}

void TimelineList::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex index = currentIndex();
    const CheckpointId checkpoint = checkpointAt(index);
    const bool isNow =
        static_cast<Model::RowKind>(index.data(Model::RowKindRole).toInt()) == Model::RowKind::Now;
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (index.isValid() && isNow)
            Q_EMIT createRequested();
        else
            restoreRow(index);
        return;
    case Qt::Key_Delete:
        if (!checkpoint.isEmpty())
            Q_EMIT deleteRequested(checkpoint);
        return;
    default:
        break;
    }
    if (event->matches(QKeySequence::Copy) && !checkpoint.isEmpty()) {
        Q_EMIT copyRequested(checkpoint);
        return;
    }
    QListView::keyPressEvent(event);
}

void TimelineList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex index = byMouse ? indexAt(event->pos()) : currentIndex();
    if (!index.isValid())
        return;
    setCurrentIndex(index);
    const QRect row = visualRect(index);
    const QPoint corner =
        viewport()->mapToGlobal(QPoint(row.left() + m_delegate->gutterWidth(), row.bottom()));
    Q_EMIT menuRequested(index, byMouse ? event->globalPos() : corner);
}

void TimelineList::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    placeLayers();
}

void TimelineList::scrollContentsBy(int dx, int dy)
{
    QListView::scrollContentsBy(dx, dy);
    placeLayers();
}

void TimelineList::updateGeometries()
{
    QListView::updateGeometries();
    placeLayers();
}

void TimelineList::placeLayers()
{
    if (m_timeline == nullptr)
        return;
    m_operations->place();
    m_buttons->update();
    m_header->updateHeader();
}

void TimelineList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    m_buttons->update();
    Q_EMIT currentCheckpointChanged(checkpointAt(current));
}

void TimelineList::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    switch (event->type()) {
    case QEvent::FontChange:
    case QEvent::PaletteChange:
    case QEvent::StyleChange:
    case QEvent::LayoutDirectionChange:
        refreshLook();
        break;
    default:
        break;
    }
}

void TimelineList::refreshLook()
{
    const TimelineMetrics metrics = TimelineMetrics::of(font(), isCompact(*this));
    const TimelineColors colors = TimelineColors::of(palette());
    if (metrics == m_delegate->metrics() && colors == m_delegate->colors())
        return;
    m_delegate->setLook(metrics, colors);
    scheduleDelayedItemsLayout();
    viewport()->update();
}

void TimelineList::updateLanes()
{
    const int lanes = m_timeline != nullptr ? m_timeline->laneCount() : 1;
    if (lanes == m_delegate->laneCount())
        return;
    m_delegate->setLaneCount(lanes);
    findCollapsedRow();
    viewport()->update();
    placeLayers();
}

void TimelineList::findCollapsedRow()
{
    int found = -1;
    const int rows = m_delegate->laneCount() > TimelineMetrics::MaxLanes ? m_timeline->rowCount() : 0;
    for (int row = 0; row < rows && found < 0; ++row) {
        if (m_timeline->index(row).data(Model::LaneRole).value<LaneRow>().lane >= TimelineMetrics::MaxLanes)
            found = row;
    }
    m_delegate->setCollapsedRow(found);
}

} // namespace Spritarium
