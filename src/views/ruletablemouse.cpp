// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/appearance.h"
#include "views/presetlist.h"
#include "views/rulefilter.h"
#include "views/rulehints.h"
#include "views/rulemetrics.h"
#include "views/ruletable.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

namespace Spritarium {

using Model = PolicyRuleModel;

namespace {
constexpr int ScrollZone = 24;
constexpr int ScrollTick = 30;
} // namespace

void RuleTable::mousePressEvent(QMouseEvent *event)
{
    m_hints->withdrawNews();
    if (m_preset)
        m_preset->close();
    const QModelIndex index = indexAt(event->position().toPoint());
    m_pressed = event->button() == Qt::LeftButton ? index : QModelIndex();
    m_pressedAt = event->position().toPoint();
    // Several rows can be dragged by the handle of one of them.
    const bool handle = isRule(index) && index.column() == Model::Number && canMove() &&
                        event->modifiers() == Qt::NoModifier && event->button() == Qt::LeftButton;
    if (handle && selectionModel()->isRowSelected(index.row())) {
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
        return;
    }
    QTableView::mousePressEvent(event);
}

void RuleTable::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    const bool held = event->buttons().testFlag(Qt::LeftButton) && m_pressed.isValid();
    if (m_dropRow >= 0) {
        updateDrop(position);
        return;
    }
    if (held && m_pressed.column() == Model::Number && isRule(m_pressed) && canMove()) {
        if ((position - m_pressedAt).manhattanLength() >= QApplication::startDragDistance()) {
            viewport()->setCursor(Qt::ClosedHandCursor);
            m_autoScroll.start(ScrollTick, this);
            updateDrop(position);
        }
        return;
    }
    const QModelIndex under = indexAt(position);
    const bool grip = !held && isRule(under) && under.column() == Model::Number && canMove();
    if (!held)
        viewport()->setCursor(grip ? Qt::OpenHandCursor : Qt::ArrowCursor);
    QTableView::mouseMoveEvent(event);
}

void RuleTable::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_dropRow >= 0) {
        endDrag(true);
        return;
    }
    const QPersistentModelIndex pressed = m_pressed;
    m_pressed = QModelIndex();
    QTableView::mouseReleaseEvent(event);
    const QPoint position = event->position().toPoint();
    if (event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier && pressed.isValid() &&
        indexAt(position) == pressed)
        click(pressed, position);
}

void RuleTable::click(const QModelIndex &index, const QPoint &position)
{
    if (!isRule(index))
        return;
    switch (index.column()) {
    case Model::Number:
        setCurrentIndex(index); // a handle that was not dragged
        break;
    case Model::Action:
        if (mayEdit())
            m_edits.flip(documentRow(index));
        break;
    case Model::Pattern:
        if (marksNotes() && RuleMetrics::noteMarkRect(cellRect(index), *this).contains(position) &&
            !index.siblingAtColumn(Model::Note).data().toString().isEmpty())
            editNote(documentRow(index));
        else if (isPreset(index))
            showPreset(documentRow(index));
        break;
    case Model::Findings:
        if (RuleMetrics::menuRect(visualRect(index), *this).contains(position))
            openRowMenu(index, viewport()->mapToGlobal(position));
        else
            showFindings(index);
        break;
    default:
        break;
    }
}

void RuleTable::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    m_pressed = index.column() == Model::Action ? index : QModelIndex(); // two clicks flip twice
    if (event->button() != Qt::LeftButton || !isRule(index))
        return;
    if (index.column() == Model::Note)
        editNote(documentRow(index));
    else if (index.column() == Model::Pattern && !isPreset(index))
        editPattern(documentRow(index));
}

void RuleTable::contextMenuEvent(QContextMenuEvent *event)
{
    const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = keyboard ? currentIndex() : indexAt(event->pos());
    if (!keyboard && isRule(index) && !selectionModel()->isRowSelected(index.row()))
        setCurrentIndex(index);
    openRowMenu(index,
                keyboard ? viewport()->mapToGlobal(visualRect(index).bottomLeft()) : event->globalPos());
}

void RuleTable::updateDrop(const QPoint &position)
{
    const int rowHeight = RuleMetrics::rowHeight(*this);
    const QModelIndex under = indexAt(QPoint(viewport()->width() / 2, position.y() + rowHeight / 2));
    int row = position.y() < 0 ? 0 : m_edits.ruleCount();
    if (isRule(under))
        row = documentRow(under);
    else if (position.y() < 0)
        row = documentRow(indexAt(QPoint(viewport()->width() / 2, 1)));
    m_dropRow = std::clamp(row, 0, m_edits.ruleCount());
    viewport()->update();
}

void RuleTable::endDrag(bool drop)
{
    const int row = m_dropRow;
    m_dropRow = -1;
    m_pressed = QModelIndex();
    m_autoScroll.stop();
    viewport()->unsetCursor();
    viewport()->update();
    const QList<int> rows = selectedRules();
    if (drop && !rows.isEmpty() && canMove())
        m_edits.move(rows, row);
}

void RuleTable::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_autoScroll.timerId()) {
        QTableView::timerEvent(event);
        return;
    }
    const QPoint position = viewport()->mapFromGlobal(QCursor::pos());
    const int step = position.y() < ScrollZone                          ? -1
                     : position.y() > viewport()->height() - ScrollZone ? 1
                                                                        : 0;
    if (step != 0 && m_dropRow >= 0) {
        verticalScrollBar()->setValue(verticalScrollBar()->value() + step * ScrollZone / 2);
        updateDrop(position);
    }
}

void RuleTable::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (m_dropRow < 0)
        return;
    const int rows = m_filter->rowCount();
    const QModelIndex before = m_dropRow < m_edits.ruleCount() ? viewIndex(m_dropRow, Model::Pattern)
                                                               : m_filter->index(rows - 1, Model::Pattern);
    const int y = std::max(0, rowViewportPosition(before.row()) - 1);
    QPainter painter(viewport());
    painter.fillRect(0, y, viewport()->width(), 2, Appearance(palette()).focus());
}

} // namespace Spritarium
