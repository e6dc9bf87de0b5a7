// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/lanepainter.h"

#include "views/timelinemetrics.h"

#include <QPainter>
#include <QPainterPath>

namespace Spritarium {

LanePainter::LanePainter(const TimelineColors &colors)
    : m_colors(colors)
{}

QColor LanePainter::laneColor(int lane) const
{
    return lane >= TimelineMetrics::MaxLanes ? m_colors.muted : m_colors.lane(lane);
}

QPen LanePainter::lanePen(int lane, bool dashed) const
{
    QPen pen(laneColor(lane), lane == 0 ? 2.0 : 1.5);
    pen.setCapStyle(Qt::FlatCap);
    if (lane >= TimelineMetrics::MaxLanes)
        pen.setDashPattern({1.5, 2.5});
    else if (dashed)
        pen.setDashPattern({2.5, 2.0});
    return pen;
}

void LanePainter::paint(QPainter &painter, const Row &row) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    Row drawn = row;
    if (row.rightToLeft) {
        painter.translate(row.rect.left() + row.rect.right(), 0);
        painter.scale(-1, 1);
    }
    paintLines(painter, drawn);
    const QPointF center(row.rect.left() + TimelineMetrics::laneCenter(row.lanes.lane), row.center);
    paintShape(painter, drawn, center);
    painter.restore();
}

void LanePainter::paintLines(QPainter &painter, const Row &row) const
{
    const auto x = [&row](int lane) { return row.rect.left() + TimelineMetrics::laneCenter(lane); };
    // A hair of overlap, so that no gap shows between rows on fractional scales.
    const qreal top = row.rect.top() - 0.25;
    const qreal bottom = row.rect.bottom() + 0.25;

    // Later lanes first: where lines cross, the one that leads to Now lies on top.
    for (auto lane = row.lanes.through.crbegin(); lane != row.lanes.through.crend(); ++lane) {
        painter.setPen(lanePen(*lane));
        painter.drawLine(QPointF(x(*lane), top), QPointF(x(*lane), bottom));
    }
    for (auto lane = row.lanes.joins.crbegin(); lane != row.lanes.joins.crend(); ++lane)
        paintJoin(painter, row, *lane);

    const bool dashed = row.shape == Shape::Automatic;
    painter.setPen(lanePen(row.lanes.lane, dashed));
    const qreal own = x(row.lanes.lane);
    if (row.lanes.lineAbove)
        painter.drawLine(QPointF(own, row.center), QPointF(own, top));
    if (row.lanes.lineBelow)
        painter.drawLine(QPointF(own, row.center), QPointF(own, bottom));
}

void LanePainter::paintJoin(QPainter &painter, const Row &row, int lane) const
{
    const qreal from = row.rect.left() + TimelineMetrics::laneCenter(lane);
    const qreal to = row.rect.left() + TimelineMetrics::laneCenter(row.lanes.lane);
    if (qFuzzyCompare(from, to))
        return;
    QPainterPath path(QPointF(from, row.rect.top() - 0.25));
    const qreal middle = (row.rect.top() + row.center) / 2;
    path.cubicTo(QPointF(from, middle + 4), QPointF(from - (from - to) * 0.15, row.center),
                 QPointF(to, row.center));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(lanePen(lane));
    painter.drawPath(path);
}

void LanePainter::paintShape(QPainter &painter, const Row &row, const QPointF &center) const
{
    const QColor color = laneColor(row.lanes.lane);
    switch (row.shape) {
    case Shape::None:
        break;
    case Shape::Now:
        painter.setPen(QPen(color, 2));
        painter.setBrush(m_colors.base);
        painter.drawEllipse(center, 7, 7);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(center, 3, 3);
        break;
    case Shape::Manual:
        painter.setPen(QPen(m_colors.base, 2));
        painter.setBrush(color);
        painter.drawEllipse(center, 7, 7);
        break;
    case Shape::Automatic:
        painter.setPen(QPen(m_colors.muted, 1.75));
        painter.setBrush(m_colors.base);
        painter.drawEllipse(center, 3.5, 3.5);
        break;
    case Shape::Safety:
        paintSafety(painter, center, color);
        break;
    case Shape::Unhealthy:
        paintUnhealthy(painter, center);
        break;
    case Shape::Restore:
        paintHook(painter, center, color);
        break;
    }
}

void LanePainter::paintSafety(QPainter &painter, const QPointF &center, const QColor &color) const
{
    painter.setPen(QPen(m_colors.base, 2));
    painter.setBrush(color);
    painter.drawRoundedRect(QRectF(center.x() - 7, center.y() - 7, 14, 14), 4, 4);
    QPen check(m_colors.base, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter.setPen(check);
    painter.setBrush(Qt::NoBrush);
    const bool mirrored = painter.transform().m11() < 0;
    if (mirrored) { // a check is a check from either side
        painter.translate(2 * center.x(), 0);
        painter.scale(-1, 1);
    }
    painter.drawPolyline(
        QPolygonF({center + QPointF(-2.9, 0.3), center + QPointF(-0.8, 2.4), center + QPointF(3.0, -2.2)}));
    if (mirrored) {
        painter.scale(-1, 1);
        painter.translate(-2 * center.x(), 0);
    }
}

void LanePainter::paintUnhealthy(QPainter &painter, const QPointF &center) const
{
    QPen outline(m_colors.base, 2);
    outline.setJoinStyle(Qt::RoundJoin);
    painter.setPen(outline);
    painter.setBrush(m_colors.danger);
    painter.drawPolygon(
        QPolygonF({center + QPointF(0, -7.2), center + QPointF(7.4, 6), center + QPointF(-7.4, 6)}));
    painter.setPen(QPen(m_colors.base, 1.6, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(center + QPointF(0, -2.2), center + QPointF(0, 1.4));
    painter.drawPoint(center + QPointF(0, 3.8));
}

void LanePainter::paintHook(QPainter &painter, const QPointF &center, const QColor &color) const
{
    // The line comes from the words and turns down into the lane, towards the point that came back.
    const qreal top = center.y() - 3.5;
    const qreal tip = center.y() + 6.5;
    QPainterPath hook(QPointF(center.x() + 13, top));
    hook.lineTo(center.x() + 5, top);
    hook.quadTo(center.x(), top, center.x(), top + 5);
    hook.lineTo(center.x(), tip - 1);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_colors.base, 5, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
    painter.drawPath(hook);
    painter.setPen(QPen(color, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(hook);
    painter.drawPolyline(QPolygonF(
        {QPointF(center.x() - 3.8, tip - 4), QPointF(center.x(), tip), QPointF(center.x() + 3.8, tip - 4)}));
}

} // namespace Spritarium
