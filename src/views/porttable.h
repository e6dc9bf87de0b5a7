// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/sprite.h"
#include "views/portrow.h"

#include <QBasicTimer>
#include <QTableView>

namespace Spritarium {

class PortButtonLayer;
class PortDelegate;
class PortFilter;
class RuleNote;

//! The ports of one sprite as a table (ux-spec 11.2): a click on the local address copies it, F2 edits the
//! local port, Enter opens, Space starts and stops, Delete removes; each row has real buttons and a menu.
class PortTable : public QTableView
{
    Q_OBJECT

public:
    explicit PortTable(PortForwardModel &model, QWidget *parent = nullptr);

    PortForwardModel &ports() const { return m_ports; }
    //! For its state and for command lines.
    void setSprite(const Sprite &sprite);
    const Sprite &sprite() const { return m_sprite; }
    void setFilterText(const QString &text);
    bool isFiltered() const;

    void perform(PortAction action, const QModelIndex &index);
    void editLocalPort(const QModelIndex &index);
    void rename(const QModelIndex &index);
    void change(const PortForward &forward) { Q_EMIT editRequested(forward); }
    //! Puts `text` on the clipboard; `what` names it for the toast.
    void copyText(const QString &text, const QString &what);
    void openMenu(const QModelIndex &index, const QPoint &globalPosition);
    void openCopyMenu(const QModelIndex &index, const QPoint &globalPosition);
    //! False when it is filtered out or not there.
    bool selectForward(const ForwardId &id);
    //! Where the buttons of a row may stand: its last cell, and the one before where that is empty.
    QRect buttonRoom(const QModelIndex &index) const;
    //! What they take of it.
    QRect buttonRect(const QModelIndex &index) const;
    //! 0 to 1, of what is working.
    qreal turn() const { return m_turn; }

Q_SIGNALS:
    void forwardPortRequested(const Spritarium::ListeningPort &port);
    void startRequested(const Spritarium::ForwardId &id);
    void stopRequested(const Spritarium::ForwardId &id);
    //! All that were selected, together.
    void removeRequested(const QList<Spritarium::ForwardId> &ids);
    void editRequested(const Spritarium::PortForward &forward);
    void openRequested(const Spritarium::ForwardId &id);
    void ignoreRequested(const QList<quint16> &ports);
    //! Nothing was asked yet.
    void networkWanted(const Spritarium::PortForward &forward, bool onNetwork);
    void detailsRequested(const Spritarium::ApiError &error);
    void copied(const QString &what);
    //! Why a key did nothing.
    void blocked(const QString &text);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void focusInEvent(QFocusEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void build();
    void watchModel();
    void refreshLook();
    void arrangeColumns();
    void refreshRowsSoon();
    void refreshRows();
    void setTurning(bool working);
    bool actionKey(const QKeyEvent &event);
    void activateCurrent();
    void startOrStop();
    void removeSelected();
    void copySelected();
    QList<QModelIndex> selectedPorts() const;
    QPoint menuCorner(const QModelIndex &index, PortAction action) const;
    void showRefusal(const QString &reason);

    PortForwardModel &m_ports;
    PortFilter *m_filter;
    PortDelegate *m_delegate;
    PortButtonLayer *m_buttons;
    RuleNote *m_note;
    Sprite m_sprite;
    QPersistentModelIndex m_pressed;
    QBasicTimer m_turning;
    qreal m_turn = 0.1;
    bool m_rowsQueued = false;
    bool m_arranging = false;
};

} // namespace Spritarium
