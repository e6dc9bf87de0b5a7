// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/portrow.h"

#include <QHash>
#include <QStringList>
#include <QWidget>

class QAbstractButton;

namespace Spritarium {

//! The buttons of one visible port (ux-spec 11.2), real ones. What has no room is in the menu of More. Their
//! whole area absorbs the mouse, so that a click between two of them does nothing (ux-spec 5).
class PortRowButtons : public QWidget
{
    Q_OBJECT

public:
    explicit PortRowButtons(QWidget *parent);

    //! `room`: how wide it may be. Buttons that stay are not touched: a press and the keyboard outlast it.
    void show(const PortRow &row, int room);
    //! Only the current row's buttons are stops of the Tab key; all of them can be clicked and pressed.
    void setTabStops(bool on, QWidget &before);
    //! Under which menus of `action` open, in global coordinates.
    QPoint menuCorner(PortAction action) const;

    //! The actions that stand as buttons in `room`.
    static QList<PortAction> fitting(const PortRow &row, int room, const QWidget &view);
    static int widthFor(const PortRow &row, int room, const QWidget &view);

Q_SIGNALS:
    void pressed(const QString &rowKey, Spritarium::PortAction action);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    QAbstractButton *buttonFor(PortAction action);
    void dress(QAbstractButton &button, PortAction action);
    void place();

    PortRow m_row;
    QList<PortAction> m_actions;
    QHash<PortAction, QAbstractButton *> m_buttons;
    QString m_key;
    QStringList m_face; //!< all that is seen of the buttons
    bool m_tabStops = false;
};

} // namespace Spritarium
