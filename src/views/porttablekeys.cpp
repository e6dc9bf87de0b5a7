// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portbuttonlayer.h"
#include "views/portdelegate.h"
#include "views/portfilter.h"
#include "views/porttable.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = PortForwardModel;
using RowState = PortForwardModel::RowState;

void PortTable::keyPressEvent(QKeyEvent *event)
{
    if (actionKey(*event)) {
        event->accept();
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Tab) {
        event->ignore();
        return;
    }
    QTableView::keyPressEvent(event);
}

bool PortTable::actionKey(const QKeyEvent &event)
{
    if (event.matches(QKeySequence::Copy)) {
        copySelected();
        return true;
    }
    if ((event.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier)
        return false;
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        activateCurrent();
        return true;
    case Qt::Key_F2:
        editLocalPort(currentIndex());
        return true;
    case Qt::Key_Space:
        startOrStop();
        return true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        removeSelected();
        return true;
    case Qt::Key_Menu:
        openMenu(currentIndex(), viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft()));
        return true;
    default:
        return false;
    }
}

void PortTable::activateCurrent()
{
    const QModelIndex current = currentIndex();
    const PortRow row = PortRow::of(current);
    if (!row.isPort())
        return;
    // One key press is too little said for waking a sprite (the menu says it).
    if (row.state == RowState::Asleep)
        Q_EMIT blocked(
            tr("Opening port %1 wakes the sprite. Choose it in the menu of its row.").arg(row.portText()));
    else if (row.canOpen())
        perform(PortAction::Open, current);
    else if (row.isListening())
        perform(PortAction::Forward, current);
    else if (row.state == RowState::Stopped)
        perform(PortAction::Start, current);
    else if (row.state == RowState::PortBusy || row.state == RowState::NotPermitted)
        perform(PortAction::Choose, current);
    else if (row.state == RowState::Guarded)
        Q_EMIT blocked(tr("Port %1 refuses while the sprite is asleep.").arg(row.portText()));
    else
        Q_EMIT blocked(
            tr("Nothing is known to open port %1. Choose how in the menu of its row.").arg(row.portText()));
}

QList<QModelIndex> PortTable::selectedPorts() const
{
    QList<QModelIndex> ports;
    const QModelIndexList rows = selectionModel()->selectedRows(0);
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(ports),
                 [](const QModelIndex &index) { return PortRow::of(index).isPort(); });
    std::sort(ports.begin(), ports.end(),
              [](const QModelIndex &a, const QModelIndex &b) { return a.row() < b.row(); });
    return ports;
}

void PortTable::startOrStop()
{
    // Each answer may move rows: what was asked for is read before the first is asked.
    QList<PortRow> rows;
    for (const QModelIndex &index : selectedPorts())
        rows << PortRow::of(index);
    for (const PortRow &row : std::as_const(rows)) {
        if (row.isListening())
            Q_EMIT forwardPortRequested(row.port);
        else if (row.canStop())
            Q_EMIT stopRequested(row.forward.id);
        else
            Q_EMIT startRequested(row.forward.id);
    }
}

void PortTable::removeSelected()
{
    QList<ForwardId> ids;
    for (const QModelIndex &index : selectedPorts()) {
        if (const PortRow row = PortRow::of(index); row.isForward())
            ids << row.forward.id;
    }
    if (!ids.isEmpty())
        Q_EMIT removeRequested(ids);
    else if (!selectedPorts().isEmpty())
        Q_EMIT blocked(tr("Only forwards can be removed. This port listens in the sprite."));
}

void PortTable::copySelected()
{
    QStringList lines;
    for (const QModelIndex &index : selectedPorts()) {
        const PortRow row = PortRow::of(index);
        lines << (row.isForward() && row.localPort() != 0 ? row.address() : row.portText());
    }
    if (!lines.isEmpty())
        copyText(lines.join(u'\n'), tr("%n address(es)", nullptr, int(lines.size())));
}

void PortTable::mousePressEvent(QMouseEvent *event)
{
    m_pressed = event->button() == Qt::LeftButton ? indexAt(event->position().toPoint()) : QModelIndex();
    QTableView::mousePressEvent(event);
}

void PortTable::mouseReleaseEvent(QMouseEvent *event)
{
    const QPersistentModelIndex pressed = m_pressed;
    m_pressed = QModelIndex();
    QTableView::mouseReleaseEvent(event);
    if (event->button() != Qt::LeftButton || event->modifiers() != Qt::NoModifier || !pressed.isValid() ||
        indexAt(event->position().toPoint()) != pressed || pressed.column() != Model::Local)
        return;
    if (const PortRow row = PortRow::of(pressed); row.isForward() && row.localPort() != 0)
        copyText(row.address(), row.address());
}

void PortTable::mouseMoveEvent(QMouseEvent *event)
{
    const QModelIndex under = indexAt(event->position().toPoint());
    const PortRow row = PortRow::of(under);
    const bool copies = under.column() == Model::Local && row.isForward() && row.localPort() != 0;
    viewport()->setCursor(copies ? Qt::PointingHandCursor : Qt::ArrowCursor);
    QTableView::mouseMoveEvent(event);
}

void PortTable::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    m_pressed = QModelIndex();
    if (event->button() == Qt::LeftButton && index.column() == Model::Name)
        rename(index);
}

void PortTable::contextMenuEvent(QContextMenuEvent *event)
{
    const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = keyboard ? currentIndex() : indexAt(event->pos());
    if (!keyboard && index.isValid() && !selectionModel()->isRowSelected(index.row()))
        setCurrentIndex(index);
    openMenu(index, keyboard ? viewport()->mapToGlobal(visualRect(index).bottomLeft()) : event->globalPos());
}

void PortTable::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    if (PortRow::of(currentIndex()).isPort())
        return;
    for (int row = 0; row < m_filter->rowCount(); ++row) {
        if (const QModelIndex index = m_filter->index(row, 0); PortRow::of(index).isPort()) {
            setCurrentIndex(index);
            return;
        }
    }
}

} // namespace Spritarium
