// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>

namespace Spritarium {

class RuleTable;

//! Rows of the rule table: RulePainter paints them; the editors are made here and keep what was typed until
//! it can be a rule (ux-spec 10.2).
class RuleDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit RuleDelegate(RuleTable &table);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *, QAbstractItemModel *, const QModelIndex &) const override {}
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;
    //! Takes the text of an open editor and closes it; false when it was refused.
    bool finish(QWidget *editor);
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

Q_SIGNALS:
    //! Enter in an editor whose text was taken; `below`: with Shift.
    void committed(const QModelIndex &index, bool below);

protected:
    //! An editor closes only when its text was taken, or with Escape: what was typed is never lost.
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool submit(QWidget *editor);

    RuleTable &m_table;
};

} // namespace Spritarium
