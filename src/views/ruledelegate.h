// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policylint.h"
#include "views/appearance.h"

#include <QStyledItemDelegate>

namespace Spritarium {

class RuleTable;

//! Paints one rule of the table: handle, number, Allow and Deny as two segments, the pattern, badges, the
//! menu mark; and makes the editors (ux-spec 10.2).
class RuleDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit RuleDelegate(RuleTable &table);

    static int rowHeight(const QWidget &view);
    //! Widths at which nothing is cut, in the font of the view.
    static int widthOf(int column, const QWidget &view);
    //! Where the row menu opens, in a cell of the last column.
    static QRect menuRect(const QRect &cell, Qt::LayoutDirection direction);
    //! Where the badges stand in it.
    static QRect badgeRect(const QRect &cell, Qt::LayoutDirection direction);

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
    struct Paint;
    bool submit(QWidget *editor);
    void paintHeader(const Paint &p) const;
    void paintNumber(const Paint &p) const;
    void paintAction(const Paint &p) const;
    void paintPattern(const Paint &p) const;
    void paintNote(const Paint &p) const;
    void paintFindings(const Paint &p) const;
    void paintBadge(const Paint &p, const QRect &room, const QList<Finding> &findings) const;

    RuleTable &m_table;
};

ColorRole roleOf(Severity severity);

} // namespace Spritarium
