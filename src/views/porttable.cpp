// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/porttable.h"

#include "views/appearance.h"
#include "views/glyphs.h"
#include "views/portbuttonlayer.h"
#include "views/portdelegate.h"
#include "views/portfilter.h"
#include "views/portmenus.h"
#include "views/portrowbuttons.h"
#include "views/rulenote.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = PortForwardModel;

namespace {
constexpr int TurnTick = 80;
} // namespace

PortTable::PortTable(Model &model, QWidget *parent)
    : QTableView(parent)
    , m_ports(model)
    , m_filter(new PortFilter(this))
    , m_delegate(new PortDelegate(*this))
    , m_buttons(new PortButtonLayer(*this))
    , m_note(new RuleNote(viewport()))
{
    setObjectName(u"portTable"_s);
    setAccessibleName(tr("Ports"));
    m_note->setObjectName(u"portNote"_s);
    build();
    m_filter->setSourceModel(&model);
    setModel(m_filter);
    setItemDelegate(m_delegate);
    watchModel();
    refreshLook();
    refreshRowsSoon();
}

void PortTable::build()
{
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setMouseTracking(true);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    horizontalHeader()->setMinimumSectionSize(16);
}

void PortTable::watchModel()
{
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_filter, signal, this, &PortTable::refreshRowsSoon);
    connect(m_filter, &QAbstractItemModel::rowsMoved, this, &PortTable::refreshRowsSoon);
    connect(m_filter, &QAbstractItemModel::layoutChanged, this, &PortTable::refreshRowsSoon);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &PortTable::refreshRowsSoon);
    connect(m_filter, &QAbstractItemModel::dataChanged, this, &PortTable::refreshRowsSoon);
    connect(&m_ports, &Model::refused, this,
            [this](const QModelIndex &, const QString &, const QString &why) { showRefusal(why); });
    connect(m_delegate, &PortDelegate::committed, this, [this] {
        m_note->hide();
        setFocus();
    });
    connect(m_buttons, &PortButtonLayer::pressed, this, [this](const QModelIndex &index, PortAction action) {
        setCurrentIndex(index);
        perform(action, index);
    });
    connect(&m_ports, &Model::editRequested, this, &PortTable::editRequested);
}

void PortTable::refreshRowsSoon()
{
    if (m_rowsQueued)
        return;
    m_rowsQueued = true;
    // One look for a whole burst of changes, after the last of them.
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_rowsQueued = false;
            refreshRows();
        },
        Qt::QueuedConnection);
}

void PortTable::refreshRows()
{
    bool working = false;
    for (int row = 0; row < m_filter->rowCount(); ++row) {
        // Only what is needed of a row: counters of every forward come here four times a second.
        const QModelIndex index = m_filter->index(row, 0);
        const auto type = static_cast<Model::RowType>(index.data(Model::RowTypeRole).toInt());
        const bool isPort = type == Model::RowType::Forward || type == Model::RowType::Listening;
        const int columns = isPort ? 1 : int(Model::ColumnCount);
        if (columnSpan(row, 0) != columns)
            setSpan(row, 0, 1, columns);
        const int height = PortDelegate::rowHeight(*this, isPort);
        if (rowHeight(row) != height)
            setRowHeight(row, height);
        const auto state = static_cast<Model::RowState>(index.data(Model::RowStateRole).toInt());
        working = working || (type == Model::RowType::Forward &&
                              (state == Model::RowState::Starting || state == Model::RowState::Waiting));
    }
    m_buttons->update();
    setTurning(working);
    viewport()->update();
}

void PortTable::setTurning(bool working)
{
    const bool turning = working && isVisible() && !motionReduced(*this);
    if (turning && !m_turning.isActive())
        m_turning.start(TurnTick, this);
    else if (!turning)
        m_turning.stop();
}

void PortTable::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_turning.timerId()) {
        QTableView::timerEvent(event);
        return;
    }
    m_turn += 0.08;
    if (m_turn >= 1)
        m_turn -= 1;
    const int column = columnViewportPosition(Model::State);
    viewport()->update(QRect(column, 0, columnWidth(Model::State), viewport()->height()));
}

void PortTable::refreshLook()
{
    verticalHeader()->setMinimumSectionSize(16);
    verticalHeader()->setDefaultSectionSize(PortDelegate::rowHeight(*this, true));
    verticalScrollBar()->setSingleStep(PortDelegate::rowHeight(*this, true) / 2);
    arrangeColumns();
}

void PortTable::arrangeColumns()
{
    if (m_arranging || model() == nullptr)
        return;
    m_arranging = true;
    const auto wish = [this](int column) { return PortDelegate::widthOf(column, *this); };
    const auto least = [this](int column) { return PortDelegate::leastWidthOf(column, *this); };
    const int room = viewport()->width();
    int fixed = wish(Model::State) + wish(Model::SpritePort) + wish(Model::Local) + wish(Model::Actions);
    // The air behind addresses and names goes first, then traffic, then buttons go into their menu.
    const bool traffic =
        room >= fixed - wish(Model::Local) + least(Model::Local) + wish(Model::Traffic) + least(Model::Name);
    if (traffic)
        fixed += wish(Model::Traffic);
    setColumnHidden(Model::Traffic, !traffic);
    const int name = std::max(least(Model::Name), room - fixed);
    const int over = std::max(0, fixed + name - room);
    const int local = std::max(least(Model::Local), wish(Model::Local) - over);
    const int stillOver = over - (wish(Model::Local) - local);
    const int actions = std::max(least(Model::Actions), wish(Model::Actions) - stillOver);
    for (const int column : {Model::State, Model::SpritePort})
        setColumnWidth(column, wish(column));
    setColumnWidth(Model::Local, local);
    setColumnWidth(Model::Actions, actions);
    if (traffic)
        setColumnWidth(Model::Traffic, wish(Model::Traffic));
    setColumnWidth(Model::Name, name);
    m_arranging = false;
    m_buttons->update();
}

QRect PortTable::buttonRoom(const QModelIndex &index) const
{
    QRect room = visualRect(index.siblingAtColumn(Model::Actions));
    const QModelIndex traffic = index.siblingAtColumn(Model::Traffic);
    const PortRow row = PortRow::of(index);
    // How long a forward was idle is worth less than what can be done for it.
    const bool isIdle = row.state == Model::RowState::Asleep || row.state == Model::RowState::Guarded ||
                        (row.state == Model::RowState::Failed && row.status.connections == 0);
    if (!isColumnHidden(Model::Traffic) && (isIdle || traffic.data().toString().isEmpty()))
        room = room.united(visualRect(traffic));
    return room.adjusted(Space::tiny, 1, -Space::tiny, -1);
}

QRect PortTable::buttonRect(const QModelIndex &index) const
{
    const PortRow row = PortRow::of(index);
    if (!row.isPort())
        return {};
    const QRect room = buttonRoom(index);
    const int width = std::min(PortRowButtons::widthFor(row, room.width(), *this), room.width());
    const QRect place(room.right() + 1 - width, room.top(), width, room.height());
    return QStyle::visualRect(layoutDirection(), room, place);
}

void PortTable::setSprite(const Sprite &sprite)
{
    m_sprite = sprite;
    viewport()->update();
}

void PortTable::setFilterText(const QString &text)
{
    m_filter->setText(text);
    refreshRowsSoon();
}

bool PortTable::isFiltered() const
{
    return m_filter->isActive();
}

void PortTable::perform(PortAction action, const QModelIndex &index)
{
    const PortRow row = PortRow::of(index);
    if (!row.isPort())
        return;
    PortForward changed = row.forward;
    switch (action) {
    case PortAction::Open:
        Q_EMIT openRequested(row.forward.id);
        break;
    case PortAction::Copy:
        openCopyMenu(index, menuCorner(index, action));
        break;
    case PortAction::Start:
    case PortAction::TryAgain:
        Q_EMIT startRequested(row.forward.id);
        break;
    case PortAction::Stop:
        Q_EMIT stopRequested(row.forward.id);
        break;
    case PortAction::Forward:
        Q_EMIT forwardPortRequested(row.port);
        break;
    case PortAction::UseFree:
        if (changed.wantedPort == 0)
            changed.wantedPort = changed.localPort;
        changed.localPort = row.freePort;
        Q_EMIT editRequested(changed);
        break;
    case PortAction::Choose:
        editLocalPort(index);
        break;
    case PortAction::Guard:
    case PortAction::RemoveGuard:
        changed.guarded = action == PortAction::Guard;
        Q_EMIT editRequested(changed);
        break;
    case PortAction::Details:
        if (row.status.error)
            Q_EMIT detailsRequested(*row.status.error);
        break;
    case PortAction::Remove:
        Q_EMIT removeRequested({row.forward.id});
        break;
    case PortAction::More:
        openMenu(index, menuCorner(index, action));
        break;
    }
}

QPoint PortTable::menuCorner(const QModelIndex &index, PortAction action) const
{
    const PortRowButtons *buttons = m_buttons->buttonsOf(PortRow::of(index).key);
    return buttons != nullptr ? buttons->menuCorner(action)
                              : viewport()->mapToGlobal(visualRect(index).bottomLeft());
}

void PortTable::editLocalPort(const QModelIndex &index)
{
    if (!PortRow::of(index).isForward())
        return;
    m_note->hide();
    const QModelIndex cell = index.siblingAtColumn(Model::Local);
    setCurrentIndex(cell);
    scrollTo(cell);
    QTableView::edit(cell);
}

void PortTable::rename(const QModelIndex &index)
{
    if (!PortRow::of(index).isForward())
        return;
    const QModelIndex cell = index.siblingAtColumn(Model::Name);
    setCurrentIndex(cell);
    scrollTo(cell);
    QTableView::edit(cell);
}

void PortTable::showRefusal(const QString &reason)
{
    QLineEdit *field = m_delegate->openEditor();
    if (field == nullptr)
        return;
    field->setAccessibleDescription(reason);
    connect(field, &QObject::destroyed, m_note, &QWidget::hide, Qt::UniqueConnection);
    connect(field, &QLineEdit::textEdited, m_note, &QWidget::hide, Qt::UniqueConnection);
    m_note->showAt(field->geometry(), ColorRole::Danger, reason);
}

void PortTable::copyText(const QString &text, const QString &what)
{
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT copied(what);
}

void PortTable::openMenu(const QModelIndex &index, const QPoint &globalPosition)
{
    if (PortRow::of(index).isPort())
        PortMenus::rowMenu(*this, index)->popup(globalPosition);
}

void PortTable::openCopyMenu(const QModelIndex &index, const QPoint &globalPosition)
{
    if (PortRow::of(index).isPort())
        PortMenus::copyMenu(*this, index)->popup(globalPosition);
}

bool PortTable::selectForward(const ForwardId &id)
{
    for (int row = 0; row < m_filter->rowCount(); ++row) {
        const QModelIndex index = m_filter->index(row, 0);
        const PortRow port = PortRow::of(index);
        if (port.isForward() && port.forward.id == id) {
            setCurrentIndex(index);
            scrollTo(index);
            return true;
        }
    }
    return false;
}

void PortTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    arrangeColumns();
}

void PortTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange ||
        event->type() == QEvent::LayoutDirectionChange) {
        refreshLook();
        refreshRowsSoon();
    }
}

void PortTable::showEvent(QShowEvent *event)
{
    QTableView::showEvent(event);
    refreshRowsSoon();
}

void PortTable::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    m_buttons->update();
}

void PortTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    m_buttons->update();
}

} // namespace Spritarium
