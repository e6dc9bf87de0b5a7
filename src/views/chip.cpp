// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/chip.h"

#include <QPainter>
#include <QPainterPath>

namespace Spritarium {
namespace {
constexpr int sidePadding = 8;
constexpr int checkWidth = 16;
} // namespace

Chip::Chip(const QString &text, Kind kind, QWidget *parent)
    : QAbstractButton(parent)
    , m_kind(kind)
{
    setText(text);
    setAccessibleName(text);
    setCheckable(kind == Kind::Toggle);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFont(fontFor(TextRole::Meta, font()));
    if (kind == Kind::Mark) {
        setFocusPolicy(Qt::NoFocus);
        setAttribute(Qt::WA_TransparentForMouseEvents);
    } else {
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
    }
}

void Chip::setColorRole(ColorRole role)
{
    m_role = role;
    update();
}

QSize Chip::sizeHint() const
{
    QSize size = sizeFor(text(), font());
    if (m_kind == Kind::Mark)
        return size;
    if (m_kind == Kind::Toggle)
        size.rwidth() += checkWidth;
    return {size.width() + 8, std::max(28, size.height() + 6)};
}

QSize Chip::sizeFor(const QString &text, const QFont &font)
{
    const QFontMetrics metrics(font);
    return {metrics.horizontalAdvance(text) + 2 * sidePadding, std::max(20, metrics.height() + 4)};
}

void Chip::paint(QPainter &painter, const QRectF &rect, const QString &text, ColorRole role,
                 const QPalette &palette)
{
    const Appearance appearance(palette);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(appearance.isHighContrast() ? QPen(appearance.onTint(role), 2) : QPen(Qt::NoPen));
    painter.setBrush(appearance.tint(role));
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2);
    painter.setPen(appearance.onTint(role));
    painter.drawText(rect, Qt::AlignCenter, text);
    painter.restore();
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF rect = QRectF(this->rect());
    if (m_kind == Kind::Mark) {
        paint(painter, rect, text(), m_role, palette());
        return;
    }
    const Appearance appearance(palette());
    const bool on = isChecked();
    const QColor text = !isEnabled() ? palette().color(QPalette::Disabled, QPalette::WindowText)
                        : on         ? appearance.onTint(ColorRole::Info)
                                     : palette().color(QPalette::WindowText);
    QColor fill = on ? appearance.tint(ColorRole::Info) : palette().color(QPalette::Base);
    if (m_hovered && isEnabled())
        fill = mixed(fill, text, 0.06);
    const QRectF pill = rect.adjusted(1, 2, -1, -2);
    painter.setPen(hasFocus() ? QPen(appearance.focus(), 2)
                              : QPen(on ? text : appearance.controlBorder(), appearance.borderWidth()));
    painter.setBrush(fill);
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    QRectF label = pill.adjusted(sidePadding + 2, 0, -sidePadding - 2, 0);
    painter.setPen(text);
    if (m_kind == Kind::Toggle) {
        // The check says "on" where colour cannot; its place is kept so that the width stands still.
        const bool rtl = layoutDirection() == Qt::RightToLeft;
        const QRectF mark(rtl ? label.right() - 10 : label.left(), label.center().y() - 5, 10, 10);
        if (on) {
            QPainterPath check(mark.topLeft() + QPointF(1, 5.5));
            check.lineTo(mark.topLeft() + QPointF(4, 8.5));
            check.lineTo(mark.topLeft() + QPointF(9, 2));
            painter.setPen(QPen(text, 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter.setBrush(Qt::NoBrush);
            painter.drawPath(check);
        } else {
            painter.setPen(QPen(appearance.controlBorder(), 1.25));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(mark.adjusted(1, 1, -1, -1));
        }
        rtl ? label.setRight(label.right() - checkWidth) : label.setLeft(label.left() + checkWidth);
        painter.setPen(text);
    }
    painter.drawText(label, Qt::AlignCenter, this->text());
}

void Chip::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    m_hovered = true;
    update();
}

void Chip::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    m_hovered = false;
    update();
}

} // namespace Spritarium
