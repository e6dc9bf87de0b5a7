// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/lineage.h"
#include "views/timelinecolors.h"

#include <QRectF>

class QPainter;

namespace Spritarium {

//! Draws the gutter of one row: the lanes that pass, the own lane, forks, and the shape of the point.
//!
//! Everything is drawn as for left-to-right; for the other direction the gutter is mirrored as a whole.
class LanePainter
{
public:
    enum class Shape {
        None,
        Now,       //!< ring 16 with dot 6
        Manual,    //!< disc 12
        Automatic, //!< ring 8, muted, its segment dashed
        Safety,    //!< rounded square 12 with a check
        Unhealthy, //!< triangle 12
        Restore    //!< short line with a hook
    };

    struct Row
    {
        LaneRow lanes;
        Shape shape = Shape::None;
        QRectF rect;      //!< the whole row, from its leading edge
        qreal center = 0; //!< y of the point
        bool rightToLeft = false;
    };

    explicit LanePainter(const TimelineColors &colors);

    void paint(QPainter &painter, const Row &row) const;

private:
    void paintLines(QPainter &painter, const Row &row) const;
    void paintJoin(QPainter &painter, const Row &row, int lane) const;
    void paintShape(QPainter &painter, const Row &row, const QPointF &center) const;
    void paintSafety(QPainter &painter, const QPointF &center, const QColor &color) const;
    void paintUnhealthy(QPainter &painter, const QPointF &center) const;
    void paintHook(QPainter &painter, const QPointF &center, const QColor &color) const;
    QPen lanePen(int lane, bool dashed = false) const;
    QColor laneColor(int lane) const;

    TimelineColors m_colors;
};

} // namespace Spritarium
