// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/glyphs.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyle>
#include <QTimer>

#include <algorithm>
#include <cmath>

namespace Spritarium {
namespace {

void paintRing(QPainter &painter, const QRectF &square, const QColor &color, qreal width)
{
    painter.setPen(QPen(color, width));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(square.adjusted(width / 2, width / 2, -width / 2, -width / 2));
}

void paintCheck(QPainter &painter, const QRectF &square, const QColor &color, qreal width)
{
    const qreal s = square.width();
    QPainterPath path(square.topLeft() + QPointF(s * 0.24, s * 0.53));
    path.lineTo(square.topLeft() + QPointF(s * 0.43, s * 0.71));
    path.lineTo(square.topLeft() + QPointF(s * 0.77, s * 0.31));
    painter.setPen(QPen(color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

void paintTriangle(QPainter &painter, const QRectF &square, const QColor &color)
{
    const qreal s = square.width();
    QPainterPath path(square.topLeft() + QPointF(s * 0.5, s * 0.1));
    path.lineTo(square.topLeft() + QPointF(s * 0.94, s * 0.88));
    path.lineTo(square.topLeft() + QPointF(s * 0.06, s * 0.88));
    path.closeSubpath();
    QPainterPath mark;
    mark.addRoundedRect(QRectF(square.left() + s * 0.445, square.top() + s * 0.38, s * 0.11, s * 0.24),
                        s * 0.05, s * 0.05);
    mark.addEllipse(QRectF(square.left() + s * 0.435, square.top() + s * 0.68, s * 0.13, s * 0.13));
    if (s < 20) { // an outline would leave no room for the mark
        painter.fillPath(path.subtracted(mark), color);
        return;
    }
    painter.setPen(QPen(color, s * 0.07, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    painter.fillPath(mark, color);
}

void paintQuestion(QPainter &painter, const QRectF &square, const QColor &color, qreal width)
{
    paintRing(painter, square, color, width);
    QFont font = painter.font();
    font.setPixelSize(std::max(6, int(square.height() * 0.68)));
    font.setWeight(QFont::Bold);
    painter.setFont(font);
    painter.setPen(color);
    painter.drawText(square, Qt::AlignCenter, QStringLiteral("?"));
}

void paintTurning(QPainter &painter, const QRectF &square, const QColor &color, qreal width, qreal turn)
{
    QColor pale = color;
    pale.setAlphaF(0.3F);
    paintRing(painter, square, pale, width);
    painter.setPen(QPen(color, width, Qt::SolidLine, Qt::FlatCap));
    const QRectF inner = square.adjusted(width / 2, width / 2, -width / 2, -width / 2);
    painter.drawArc(inner, int((90.0 - turn * 360.0) * 16), -90 * 16);
}

} // namespace

void paintGlyph(QPainter &painter, const QRectF &rect, Glyph glyph, const QColor &color, qreal turn)
{
    const qreal side = std::min(rect.width(), rect.height());
    QRectF square(0, 0, side, side);
    square.moveCenter(rect.center());
    const qreal width = std::max(1.5, side / 8);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    switch (glyph) {
    case Glyph::Disc:
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(square);
        break;
    case Glyph::Half:
        paintRing(painter, square, color, width);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawChord(square.adjusted(width / 2, width / 2, -width / 2, -width / 2), 90 * 16, 180 * 16);
        break;
    case Glyph::Ring:
        paintRing(painter, square, color, width);
        break;
    case Glyph::Question:
        paintQuestion(painter, square, color, std::max(1.0, side / 12));
        break;
    case Glyph::Turning:
        paintTurning(painter, square, color, width, turn);
        break;
    case Glyph::Triangle:
        paintTriangle(painter, square, color);
        break;
    case Glyph::SafetyBox:
        painter.setPen(QPen(color, std::max(1.25, side / 10)));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(square.adjusted(1, 1, -1, -1), side / 4, side / 4);
        paintCheck(painter, square.adjusted(side * 0.1, side * 0.1, -side * 0.1, -side * 0.1), color,
                   std::max(1.25, side / 9));
        break;
    case Glyph::Check:
        paintCheck(painter, square, color, std::max(1.75, side / 7));
        break;
    case Glyph::Cross: {
        painter.setPen(QPen(color, std::max(1.75, side / 7), Qt::SolidLine, Qt::RoundCap));
        const qreal gap = side * 0.24;
        const QRectF cross = square.adjusted(gap, gap, -gap, -gap);
        painter.drawLine(cross.topLeft(), cross.bottomRight());
        painter.drawLine(cross.topRight(), cross.bottomLeft());
        break;
    }
    }
    painter.restore();
}

Glyph glyphOf(SpriteState state)
{
    switch (state) {
    case SpriteState::Running:
        return Glyph::Disc;
    case SpriteState::Warm:
        return Glyph::Half;
    case SpriteState::Cold:
        return Glyph::Ring;
    case SpriteState::Unknown:
        break;
    }
    return Glyph::Question;
}

ColorRole roleOf(SpriteState state)
{
    switch (state) {
    case SpriteState::Running:
        return ColorRole::Good;
    case SpriteState::Warm:
        return ColorRole::Caution;
    case SpriteState::Cold:
        return ColorRole::Rest;
    case SpriteState::Unknown:
        break;
    }
    return ColorRole::Muted;
}

OutcomeMark markOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Running:
        return {Glyph::Turning, ColorRole::Info};
    case Outcome::Succeeded:
        return {Glyph::Check, ColorRole::Good};
    case Outcome::SucceededWithDifferences:
        return {Glyph::Triangle, ColorRole::Caution};
    case Outcome::Failed:
        return {Glyph::Cross, ColorRole::Danger};
    case Outcome::Unknown:
        return {Glyph::Question, ColorRole::Caution};
    case Outcome::Canceled:
        break;
    }
    return {};
}

GlyphLabel::GlyphLabel(int size, QWidget *parent)
    : QWidget(parent)
    , m_size(size)
    , m_timer(new QTimer(this))
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_timer->setInterval(40);
    connect(m_timer, &QTimer::timeout, this, [this] {
        m_turn = std::fmod(m_turn + 0.04, 1.0);
        update();
    });
}

void GlyphLabel::setGlyph(Glyph glyph, ColorRole role)
{
    m_glyph = glyph;
    m_role = role;
    updateTurning();
    update();
}

void GlyphLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintGlyph(painter, rect(), m_glyph, Appearance(palette()).color(m_role), m_turn);
}

void GlyphLabel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    updateTurning();
}

void GlyphLabel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_timer->stop();
}

void GlyphLabel::updateTurning()
{
    if (m_glyph == Glyph::Turning && isVisible() && !motionReduced(*this))
        m_timer->start();
    else
        m_timer->stop();
}

bool motionReduced(const QWidget &widget)
{
    return widget.style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, &widget) == 0;
}

} // namespace Spritarium
