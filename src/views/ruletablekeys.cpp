// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/newrulerow.h"
#include "views/rulefilter.h"
#include "views/rulehints.h"
#include "views/rulemenus.h"
#include "views/ruletable.h"

#include <QKeyEvent>
#include <QMenu>
#include <QUndoStack>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = PolicyRuleModel;

bool undoOrRedo(QUndoStack &stack, const QKeyEvent &event)
{
    const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const bool redo = (event.key() == Qt::Key_Y && modifiers == Qt::ControlModifier) ||
                      (event.key() == Qt::Key_Z && modifiers == (Qt::ControlModifier | Qt::ShiftModifier));
    if (redo) {
        stack.redo();
        return true;
    }
    if (event.key() == Qt::Key_Z && modifiers == Qt::ControlModifier) {
        stack.undo();
        return true;
    }
    return false;
}

void RuleTable::keyPressEvent(QKeyEvent *event)
{
    const bool modifier = event->key() == Qt::Key_Shift || event->key() == Qt::Key_Control ||
                          event->key() == Qt::Key_Alt || event->key() == Qt::Key_Meta;
    if (!modifier)
        m_hints->withdrawNews();
    if (m_dropRow >= 0 && event->key() == Qt::Key_Escape) {
        endDrag(false);
        return;
    }
    const bool undone = !isReadOnly() && undoOrRedo(*m_rules.document().undoStack(), *event);
    if (undone || clipboardKey(*event) || moveKey(*event) || editKey(*event)) {
        event->accept();
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) || event->key() == Qt::Key_Tab) {
        event->ignore(); // Ctrl+Return is the window's
        return;
    }
    QTableView::keyPressEvent(event);
}

bool RuleTable::mayEdit()
{
    if (isReadOnly())
        Q_EMIT blocked(tr("These rules cannot be edited now."));
    return !isReadOnly();
}

bool RuleTable::mayMove()
{
    if (canMove())
        return true;
    Q_EMIT blocked(isReadOnly() ? tr("These rules cannot be edited now.")
                                : tr("Rules can be moved in As saved, without a filter."));
    return false;
}

bool RuleTable::editKey(const QKeyEvent &event)
{
    const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const QModelIndex current = currentIndex();
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (modifiers == Qt::ShiftModifier && mayEdit())
            startNewRule(isRule(current) ? documentRow(current) + 1 : m_edits.ruleCount());
        else if (modifiers == Qt::NoModifier)
            activateCurrent();
        return modifiers == Qt::ShiftModifier || modifiers == Qt::NoModifier;
    case Qt::Key_Insert:
        addRule();
        return true;
    case Qt::Key_F2:
        if (isRule(current) && current.column() == Model::Note)
            editNote(documentRow(current));
        else if (isRule(current))
            editPattern(documentRow(current));
        return true;
    case Qt::Key_Space:
        if (modifiers != Qt::NoModifier)
            return false;
        if (isRule(current) && mayEdit())
            m_edits.flip(documentRow(current));
        return true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        if (!selectedRules().isEmpty() && mayEdit())
            m_edits.remove(selectedRules());
        return true;
    case Qt::Key_Menu:
        openRowMenu(current, viewport()->mapToGlobal(visualRect(current).bottomLeft()));
        return true;
    default:
        return false;
    }
}

void RuleTable::activateCurrent()
{
    const QModelIndex current = currentIndex();
    if (!isRule(current)) {
        addRule();
        return;
    }
    const auto findings = current.data(Model::FindingsRole).value<QList<Finding>>();
    if (current.column() == Model::Findings && !findings.isEmpty())
        showFindings(current);
    else if (current.column() == Model::Note)
        editNote(documentRow(current));
    else if (isPreset(current))
        showPreset(documentRow(current));
    else
        editPattern(documentRow(current));
}

void RuleTable::goBelow(const QModelIndex &index)
{
    const QModelIndex below = index.siblingAtRow(index.row() + 1);
    if (isRule(below))
        setCurrentIndex(below);
}

bool RuleTable::moveKey(const QKeyEvent &event)
{
    const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const bool up = event.key() == Qt::Key_Up;
    if (modifiers != Qt::AltModifier || (!up && event.key() != Qt::Key_Down))
        return false;
    const QList<int> rows = selectedRules();
    if (!rows.isEmpty() && mayMove() && m_edits.step(rows, up))
        scrollTo(currentIndex());
    return true;
}

bool RuleTable::clipboardKey(const QKeyEvent &event)
{
    if (event.matches(QKeySequence::Paste)) {
        paste();
        return true;
    }
    if (event.matches(QKeySequence::Copy)) {
        copy();
        return true;
    }
    return false;
}

void RuleTable::openRowMenu(const QModelIndex &index, const QPoint &globalPosition)
{
    if (isRule(index))
        RuleMenus::rowMenu(*this, documentRow(index))->popup(globalPosition);
}

} // namespace Spritarium
