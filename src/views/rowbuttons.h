// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QPushButton;
class QToolButton;

namespace Spritarium {

//! The buttons of one visible timeline row: Restore… and ⋯, or Checkpoint now… on the row of Now.
//! Its whole area absorbs the mouse, so that a click between two buttons does nothing (ux-spec 5).
class RowButtons : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Point, Now };

    struct Facts
    {
        Kind kind = Kind::Point;
        QString key;            //!< of the row
        QString version;        //!< "v5"
        QString disabledReason; //!< of Restore… or Checkpoint now…; empty: enabled
        bool unhealthy = false;

        friend bool operator==(const Facts &, const Facts &) = default;
    };

    explicit RowButtons(QWidget *parent);

    void setFacts(const Facts &facts);
    const Facts &facts() const { return m_facts; }
    void setSizes(int primaryWidth, int height);
    //! Only the current row's buttons are stops of the Tab key; all of them can be clicked and pressed.
    void setTabStops(bool on);

Q_SIGNALS:
    //! Restore… of a point, Checkpoint now… of Now.
    void primaryClicked(const QString &rowKey);
    //! `position` is global, under the ⋯ button.
    void menuClicked(const QString &rowKey, const QPoint &position);

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    void describe();

    Facts m_facts;
    QPushButton *m_primary;
    QToolButton *m_more;
};

} // namespace Spritarium
