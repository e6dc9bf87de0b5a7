// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/timelinedelegate.h"

#include "models/checkpointtimelinemodel.h"
#include "views/rowpainter.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = CheckpointTimelineModel;

namespace {

Model::RowKind kindOf(const QModelIndex &index)
{
    return static_cast<Model::RowKind>(index.data(Model::RowKindRole).toInt());
}

LanePainter::Shape shapeOf(const QModelIndex &index)
{
    switch (kindOf(index)) {
    case Model::RowKind::Now:
        return LanePainter::Shape::Now;
    case Model::RowKind::Restore:
        return LanePainter::Shape::Restore;
    case Model::RowKind::Operation:
        return LanePainter::Shape::None;
    case Model::RowKind::Point:
        break;
    }
    if (!index.data(Model::HealthyRole).toBool())
        return LanePainter::Shape::Unhealthy;
    switch (static_cast<Model::PointKind>(index.data(Model::PointKindRole).toInt())) {
    case Model::PointKind::Automatic:
        return LanePainter::Shape::Automatic;
    case Model::PointKind::Safety:
        return LanePainter::Shape::Safety;
    case Model::PointKind::Manual:
        break;
    }
    return LanePainter::Shape::Manual;
}

//! An operation stands on the way from Now to the points, so that way passes it.
LaneRow lanesOf(const QModelIndex &index)
{
    if (kindOf(index) != Model::RowKind::Operation)
        return index.data(Model::LaneRole).value<LaneRow>();
    LaneRow lanes;
    if (index.siblingAtRow(0).data(Model::LaneRole).value<LaneRow>().lineBelow)
        lanes.through.append(0);
    return lanes;
}

bool isRightToLeft(const QStyleOptionViewItem &option)
{
    return option.direction == Qt::RightToLeft;
}

} // namespace

TimelineDelegate::TimelineDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{}

void TimelineDelegate::setLook(const TimelineMetrics &metrics, const TimelineColors &colors)
{
    m_metrics = metrics;
    m_colors = colors;
}

void TimelineDelegate::setLaneCount(int count)
{
    m_laneCount = std::max(1, count);
}

void TimelineDelegate::setCollapsedRow(int row)
{
    m_collapsedRow = row;
}

void TimelineDelegate::setDimmed(bool dimmed)
{
    m_dimmed = dimmed;
}

void TimelineDelegate::setOperationHeight(const QString &rowKey, int height)
{
    m_operationHeights.insert(rowKey, height);
}

void TimelineDelegate::forgetOperation(const QString &rowKey)
{
    m_operationHeights.remove(rowKey);
}

int TimelineDelegate::gutterWidth() const
{
    return TimelineMetrics::gutterWidth(std::min(m_laneCount, TimelineMetrics::MaxLanes + 1));
}

QRect TimelineDelegate::bodyRect(const QRect &row, const QModelIndex &index) const
{
    return index.data(Model::FirstOfDayRole).toBool() ? row.adjusted(0, m_metrics.headerHeight, 0, 0) : row;
}

QSize TimelineDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    int height = m_metrics.pointHeight;
    switch (kindOf(index)) {
    case Model::RowKind::Now:
        return {0, m_metrics.nowHeight};
    case Model::RowKind::Operation:
        return {0, m_operationHeights.value(index.data(Model::RowKeyRole).toString(), 72)};
    case Model::RowKind::Restore:
        height = m_metrics.restoreHeight;
        break;
    case Model::RowKind::Point:
        break;
    }
    return {0, height + (index.data(Model::FirstOfDayRole).toBool() ? m_metrics.headerHeight : 0)};
}

void TimelineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    painter->save();
    const QRect body = bodyRect(option.rect, index);
    paintBackground(*painter, option, index, body);
    if (option.state.testFlag(QStyle::State_Selected) || option.state.testFlag(QStyle::State_HasFocus))
        paintSelection(*painter, option, body);
    paintGutter(*painter, option, index, body);
    paintWords(*painter, option, index, body);
    painter->restore();
}

void TimelineDelegate::paintBackground(QPainter &painter, const QStyleOptionViewItem &option,
                                       const QModelIndex &index, const QRect &body) const
{
    painter.fillRect(option.rect, m_colors.base);
    if (kindOf(index) != Model::RowKind::Now)
        return;
    if (!m_colors.highContrast)
        painter.fillRect(body, m_colors.infoTint);
    painter.fillRect(QRect(body.left(), body.bottom(), body.width(), 1), m_colors.hairline);
}

void TimelineDelegate::paintSelection(QPainter &painter, const QStyleOptionViewItem &option,
                                      const QRect &body) const
{
    if (option.widget == nullptr || body.height() <= 0)
        return;
    // The gutter stays free, so that lanes keep their colours and selection never looks like "current".
    const QRect area =
        QStyle::visualRect(option.direction, body, body.adjusted(gutterWidth() - 8, 1, -4, -1));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_colors.selection);
        const qreal inset = option.state.testFlag(QStyle::State_HasFocus) ? 3.5 : 0;
        painter.drawRoundedRect(QRectF(area).adjusted(inset, inset, -inset, -inset), 5, 5);
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter.setPen(QPen(m_colors.focus, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), 6, 6);
    }
    painter.restore();
}

void TimelineDelegate::paintGutter(QPainter &painter, const QStyleOptionViewItem &option,
                                   const QModelIndex &index, const QRect &body) const
{
    LanePainter::Row row;
    row.lanes = lanesOf(index);
    row.shape = shapeOf(index);
    row.rect = option.rect;
    row.center = body.top() + (kindOf(index) == Model::RowKind::Operation ? 24 : body.height() / 2.0);
    row.rightToLeft = isRightToLeft(option);
    LanePainter(m_colors).paint(painter, row);
    if (index.data(Model::IsBaseRole).toBool()) {
        const QRect bar(body.left(), body.top() + 4, m_colors.highContrast ? 4 : 2, body.height() - 8);
        painter.fillRect(QStyle::visualRect(option.direction, body, bar), m_colors.lane(row.lanes.lane));
    }
}

void TimelineDelegate::paintWords(QPainter &painter, const QStyleOptionViewItem &option,
                                  const QModelIndex &index, const QRect &body) const
{
    const RowPainter words(m_metrics, m_colors);
    if (index.data(Model::FirstOfDayRole).toBool()) {
        QRect header(option.rect.left() + gutterWidth(), option.rect.top(),
                     option.rect.width() - gutterWidth() - m_metrics.Padding, m_metrics.headerHeight);
        header = QStyle::visualRect(option.direction, option.rect, header);
        words.paintDayHeader(painter, header, index.data(Model::DayHeaderRole).toString(),
                             isRightToLeft(option));
    }
    RowPainter::Row row;
    row.index = index;
    row.selected = option.state.testFlag(QStyle::State_Selected);
    row.dimmed = m_dimmed;
    row.rightToLeft = isRightToLeft(option);
    const Model::RowKind kind = kindOf(index);
    const int trailing = kind == Model::RowKind::Restore ? m_metrics.Padding : m_metrics.buttonsWidth() + 8;
    row.rect = QStyle::visualRect(option.direction, body, body.adjusted(gutterWidth(), 0, -trailing, 0));
    if (index.row() == m_collapsedRow)
        row.collapsedBranches = m_laneCount - TimelineMetrics::MaxLanes;
    switch (kind) {
    case Model::RowKind::Now:
        words.paintNow(painter, row);
        break;
    case Model::RowKind::Point:
        words.paintPoint(painter, row);
        break;
    case Model::RowKind::Restore:
        words.paintRestore(painter, row);
        break;
    case Model::RowKind::Operation:
        break;
    }
}

QString TimelineDelegate::toolTip(const QPoint &position, const QStyleOptionViewItem &option,
                                  const QModelIndex &index) const
{
    const QRect body = bodyRect(option.rect, index);
    const bool lowerHalf = position.y() > body.center().y();
    const QString time = index.data(Model::TimeToolTipRole).toString();
    if (kindOf(index) == Model::RowKind::Point && lowerHalf && !time.isEmpty())
        return time;
    if (kindOf(index) == Model::RowKind::Point && !index.data(Model::HasCommentRole).toBool())
        return time;
    const QString title = index.data(Model::TitleRole).toString();
    return title.isEmpty() ? time : title;
}

bool TimelineDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                                 const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const QString text = toolTip(event->pos(), option, index);
    // A comment is somebody's text: it must not be read as markup.
    QToolTip::showText(event->globalPos(),
                       text.isEmpty() ? QString() : u"<p>%1</p>"_s.arg(text.toHtmlEscaped()), view,
                       option.rect);
    return true;
}

} // namespace Spritarium
