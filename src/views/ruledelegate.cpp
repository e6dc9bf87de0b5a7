// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/ruledelegate.h"

#include "models/policyrulemodel.h"
#include "views/rulelineedit.h"
#include "views/rulemetrics.h"
#include "views/rulepainter.h"
#include "views/ruletable.h"

#include <QFocusEvent>
#include <QHelpEvent>
#include <QToolTip>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = PolicyRuleModel;

RuleDelegate::RuleDelegate(RuleTable &table)
    : QStyledItemDelegate(&table)
    , m_table(table)
{}

void RuleDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    RulePainter(m_table).paint(*painter, option, index);
}

QSize RuleDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {RuleMetrics::columnWidth(index.column(), m_table), RuleMetrics::rowHeight(m_table)};
}

QWidget *RuleDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &,
                                    const QModelIndex &index) const
{
    const bool note = index.column() == Model::Note;
    auto *editor =
        new RuleLineEdit(note ? RuleLineEdit::Content::Note : RuleLineEdit::Content::Pattern, parent);
    editor->setCell(index);
    return editor;
}

void RuleDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    // Only once: what is being typed must survive a change of the row.
    auto *field = qobject_cast<RuleLineEdit *>(editor);
    if (field == nullptr || field->property("filled").toBool())
        return;
    field->setProperty("filled", true);
    field->setText(index.data(Qt::EditRole).toString());
    field->selectAll();
}

void RuleDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                        const QModelIndex &) const
{
    QRect rect = option.rect;
    rect.setTop(rect.bottom() - RuleMetrics::rowHeight(m_table) + 1);
    editor->setGeometry(rect.adjusted(1, 1, -1, -1));
}

bool RuleDelegate::submit(QWidget *editor)
{
    const auto *field = qobject_cast<RuleLineEdit *>(editor);
    if (field == nullptr || !field->cell().isValid())
        return true;
    const QModelIndex cell = field->cell();
    const QString before = cell.data(Qt::EditRole).toString();
    return field->text() == before || m_table.model()->setData(cell, field->text(), Qt::EditRole);
}

bool RuleDelegate::finish(QWidget *editor)
{
    const bool taken = submit(editor);
    if (taken)
        Q_EMIT closeEditor(editor, NoHint);
    return taken;
}

bool RuleDelegate::eventFilter(QObject *watched, QEvent *event)
{
    auto *editor = qobject_cast<QWidget *>(watched);
    if (editor == nullptr)
        return false;
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const bool control = static_cast<QKeyEvent *>(event)->modifiers().testFlag(Qt::ControlModifier);
        if (control)
            return false; // Ctrl+Return is the window's
        if (key == Qt::Key_Escape || key == Qt::Key_Return || key == Qt::Key_Enter)
            event->accept();
        return false;
    }
    if (event->type() == QEvent::KeyPress) {
        const auto *press = static_cast<QKeyEvent *>(event);
        const QPersistentModelIndex cell(qobject_cast<RuleLineEdit *>(editor)->cell());
        switch (press->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (press->modifiers().testFlag(Qt::ControlModifier))
                return false;
            if (finish(editor))
                Q_EMIT committed(cell, press->modifiers().testFlag(Qt::ShiftModifier));
            return true;
        case Qt::Key_Escape:
            Q_EMIT closeEditor(editor, NoHint);
            return true;
        case Qt::Key_Tab:
        case Qt::Key_Backtab:
            finish(editor);
            return true;
        default:
            return false;
        }
    }
    if (event->type() == QEvent::FocusOut) {
        const auto reason = static_cast<QFocusEvent *>(event)->reason();
        if (reason == Qt::PopupFocusReason || reason == Qt::ActiveWindowFocusReason)
            return false;
        finish(editor);
    }
    return false;
}

bool RuleDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                             const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const QString text = m_table.toolTipAt(index, event->pos());
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPos(), text, view, option.rect);
    return true;
}

} // namespace Spritarium
