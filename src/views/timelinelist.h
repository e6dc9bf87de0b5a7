// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"

#include <QListView>

namespace Spritarium {

class CheckpointTimelineModel;
class OperationLayer;
class RowButtonLayer;
class StickyDayHeader;
class TimelineDelegate;

//! The list of the timeline: painted rows, real buttons over the visible ones, operation rows, the day that
//! sticks. A click selects, a double click and Enter ask; nothing starts by a single click (ux-spec 9.2).
class TimelineList : public QListView
{
    Q_OBJECT

public:
    explicit TimelineList(QWidget *parent = nullptr);

    void setTimeline(CheckpointTimelineModel *model);
    void setDimmed(bool dimmed);
    void setCreateDisabledReason(const QString &reason);
    CheckpointId currentCheckpoint() const;
    CheckpointId checkpointAt(const QModelIndex &index) const;
    OperationLayer &operations() const { return *m_operations; }
    TimelineDelegate &look() const { return *m_delegate; }
    const QString &stickyDay() const;

Q_SIGNALS:
    void createRequested();
    void restoreRequested(const Spritarium::CheckpointId &checkpoint);
    void deleteRequested(const Spritarium::CheckpointId &checkpoint);
    void copyRequested(const Spritarium::CheckpointId &checkpoint);
    void inspectorRequested(const Spritarium::CheckpointId &checkpoint);
    //! The current row is another one; empty when it is not a point.
    void currentCheckpointChanged(const Spritarium::CheckpointId &checkpoint);
    //! Right click, Menu key, or ⋯; the row is current by then.
    void menuRequested(const QModelIndex &index, const QPoint &globalPosition);
    //! Something asked for by key cannot be done now; for the status bar.
    void blocked(const QString &reason);

public Q_SLOTS:
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles = {}) override;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void updateGeometries() override;
    void changeEvent(QEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void watch(CheckpointTimelineModel &model);
    void showNewOperation(const QModelIndex &parent, int first, int last);
    void refreshLook();
    void updateLanes();
    void findCollapsedRow();
    void placeLayers();
    void syncSoon();
    void restoreRow(const QModelIndex &index);
    QModelIndex indexOfKey(const QString &key) const;

    CheckpointTimelineModel *m_timeline = nullptr;
    TimelineDelegate *m_delegate;
    RowButtonLayer *m_buttons;
    OperationLayer *m_operations;
    StickyDayHeader *m_header;
    bool m_syncing = false;
};

} // namespace Spritarium
