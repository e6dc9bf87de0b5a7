// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/portrow.h"

#include <QLineEdit>
#include <QPointer>
#include <QStyledItemDelegate>

namespace Spritarium {

class PortTable;

//! Paints a port: glyph and word of its state, its columns, and under them the sentence that says what is the
//! matter (ux-spec 11.2); makes the editors of name and local port.
class PortDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit PortDelegate(PortTable &table);

    //! Of a port, or of the lines between them.
    static int rowHeight(const QWidget &view, bool isPort);
    //! Widths at which nothing usual is cut, in the font of the view.
    static int widthOf(int column, const QWidget &view);
    //! As narrow as a column gets before the table scrolls.
    static int leastWidthOf(int column, const QWidget &view);
    //! The field in which a name or a port is being typed; none mostly.
    QLineEdit *openEditor() const { return m_editor; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *, QAbstractItemModel *, const QModelIndex &) const override {}
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

Q_SIGNALS:
    //! An editor closed with its text taken, or with Escape.
    void committed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Paint;
    bool submit(QWidget &editor);
    void close(QWidget *editor);
    QString toolTip(const QModelIndex &index) const;
    void paintLine(const Paint &p) const;
    void paintState(const Paint &p) const;
    void paintName(const Paint &p) const;
    void paintNetworkName(const Paint &p, const QString &name) const;
    void paintText(const Paint &p, const QString &text, bool fixed) const;
    void paintMessage(const Paint &p) const;
    void paintMeta(const Paint &p) const;

    PortTable &m_table;
    mutable QPointer<QLineEdit> m_editor;
};

} // namespace Spritarium
