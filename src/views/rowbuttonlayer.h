// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/rowbuttons.h"

#include <QHash>
#include <QObject>
#include <QPersistentModelIndex>

class QListView;

namespace Spritarium {

class TimelineDelegate;

//! Puts real buttons over the visible rows of the timeline, and only over those: widgets leave with their row
//! and come back for another one, so that 5,000 rows need two dozen (ux-spec 18: real child buttons).
class RowButtonLayer : public QObject
{
    Q_OBJECT

public:
    RowButtonLayer(QListView &list, TimelineDelegate &delegate);

    //! After scrolling, resizing, or any change of rows; cheap when nothing moved.
    void update();
    //! Checkpoint now… is off with this reason; empty switches it on.
    void setCreateDisabledReason(const QString &reason);

Q_SIGNALS:
    void restoreClicked(const QString &rowKey);
    void createClicked();
    void menuClicked(const QString &rowKey, const QPoint &position);

private:
    void placeVisible();
    RowButtons *buttonsFor(const QString &key);
    void place(const QModelIndex &index);
    RowButtons::Facts factsOf(const QModelIndex &index) const;

    QListView &m_list;
    TimelineDelegate &m_delegate;
    QHash<QString, RowButtons *> m_shown;
    QHash<QString, RowButtons *> m_leaving;
    QList<RowButtons *> m_spare;
    QString m_createDisabledReason;
    bool m_updating = false;
};

} // namespace Spritarium
