// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/lanepainter.h"
#include "views/timelinecolors.h"
#include "views/timelinemetrics.h"

#include <QHash>
#include <QStyledItemDelegate>

namespace Spritarium {

//! Paints one row of the timeline by its roles: background, gutter, words. Buttons are real widgets, see
//! RowButtonLayer.
class TimelineDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit TimelineDelegate(QObject *parent = nullptr);

    void setLook(const TimelineMetrics &metrics, const TimelineColors &colors);
    void setLaneCount(int count);
    //! The row that says how many branches share one lane; -1: none.
    void setCollapsedRow(int row);
    //! Last seen content of a sleeping sprite: words in muted text (ux-spec 6).
    void setDimmed(bool dimmed);
    //! An operation's row is as high as its widget.
    void setOperationHeight(const QString &rowKey, int height);
    void forgetOperation(const QString &rowKey);

    const TimelineMetrics &metrics() const { return m_metrics; }
    const TimelineColors &colors() const { return m_colors; }
    int laneCount() const { return m_laneCount; }
    int gutterWidth() const;
    //! The part of a row under its day header.
    QRect bodyRect(const QRect &row, const QModelIndex &index) const;

    //! Constant time: no text is measured.
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    void paintBackground(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                         const QRect &body) const;
    void paintSelection(QPainter &painter, const QStyleOptionViewItem &option, const QRect &body) const;
    void paintGutter(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                     const QRect &body) const;
    void paintWords(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                    const QRect &body) const;
    QString toolTip(const QPoint &position, const QStyleOptionViewItem &option,
                    const QModelIndex &index) const;

    TimelineMetrics m_metrics;
    TimelineColors m_colors;
    QHash<QString, int> m_operationHeights;
    int m_laneCount = 1;
    int m_collapsedRow = -1;
    bool m_dimmed = false;
};

} // namespace Spritarium
