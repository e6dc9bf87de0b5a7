// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/stylecontrols.h"

#include "views/appearance.h"
#include "views/buttonrole.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>
#include <QWidget>

namespace Spritarium::StyleControls {
namespace {

constexpr qreal ring = 2.0;

void paintRounded(QPainter &painter, const QRectF &rect, const QColor &fill, const QColor &border,
                  qreal width)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(width > 0 ? QPen(border, width) : QPen(Qt::NoPen));
    painter.setBrush(fill.alpha() == 0 ? QBrush(Qt::NoBrush) : QBrush(fill));
    const qreal inset = width / 2;
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), controlRadius, controlRadius);
    painter.restore();
}

bool isOn(const QStyleOption &option, QStyle::StateFlag flag)
{
    return option.state.testFlag(flag);
}

struct Panel
{
    QColor fill, border;
};

Panel panelFor(const QStyleOptionButton &option, ButtonRole role, const Appearance &appearance)
{
    const bool enabled = isOn(option, QStyle::State_Enabled);
    const QColor window = option.palette.color(QPalette::Window);
    const QColor text = option.palette.color(QPalette::WindowText);
    if (role == ButtonRole::Primary || role == ButtonRole::Danger) {
        const QColor full =
            role == ButtonRole::Danger ? appearance.color(ColorRole::Danger) : appearance.accent();
        if (!enabled)
            return {mixed(window, text, 0.1), mixed(window, text, 0.1)};
        const qreal shift = isOn(option, QStyle::State_Sunken)      ? 0.2
                            : isOn(option, QStyle::State_MouseOver) ? 0.1
                                                                    : 0;
        const QColor fill = mixed(full, appearance.isDark() ? Qt::white : Qt::black, shift);
        return {fill, fill};
    }
    const bool active = isOn(option, QStyle::State_Sunken) || isOn(option, QStyle::State_On);
    if (role == ButtonRole::Quiet || role == ButtonRole::Link) {
        const bool hover = isOn(option, QStyle::State_MouseOver) && role == ButtonRole::Quiet;
        return {enabled && (hover || (active && role == ButtonRole::Quiet)) ? appearance.hover()
                                                                            : QColor(Qt::transparent),
                Qt::transparent};
    }
    QColor fill = option.palette.color(QPalette::Button);
    if (!enabled)
        return {window, appearance.hairline()};
    if (active)
        fill = mixed(fill, text, 0.14);
    else if (isOn(option, QStyle::State_MouseOver))
        fill = mixed(fill, text, 0.06);
    return {fill, appearance.controlBorder()};
}

} // namespace

void paintButtonPanel(QPainter &painter, const QStyleOptionButton &option, const QWidget *widget)
{
    const Appearance appearance(option.palette);
    ButtonRole role = widget ? buttonRole(*widget) : ButtonRole::Plain;
    if (role == ButtonRole::Plain && option.features.testFlag(QStyleOptionButton::DefaultButton))
        role = ButtonRole::Primary;
    const Panel panel = panelFor(option, role, appearance);
    const QRectF rect(option.rect);
    paintRounded(painter, rect, panel.fill, panel.border, appearance.borderWidth());
    if (isOn(option, QStyle::State_HasFocus)) {
        const bool filled = role == ButtonRole::Primary || role == ButtonRole::Danger;
        // On a filled button the ring needs a gap to be seen.
        if (filled) {
            paintRounded(painter, rect, Qt::transparent, appearance.focus(), ring);
            paintRounded(painter, rect.adjusted(2, 2, -2, -2), Qt::transparent,
                         option.palette.color(QPalette::Window), 1.5);
        } else {
            paintRounded(painter, rect, Qt::transparent, appearance.focus(), ring);
        }
    }
}

void paintIconAndText(QPainter &painter, const QStyleOptionButton &option)
{
    const QSize icon = option.iconSize;
    const QRect room = option.rect;
    const QString shown = option.fontMetrics.elidedText(
        option.text, Qt::ElideRight, room.width() - icon.width() - Space::small - Space::medium,
        Qt::TextShowMnemonic);
    const int text = option.fontMetrics.size(Qt::TextHideMnemonic, shown).width();
    const int left = room.left() + (room.width() - icon.width() - Space::small - text) / 2;
    const QRect mark(QPoint(left, room.center().y() - icon.height() / 2), icon);
    const QRect words(mark.right() + 1 + Space::small, room.top(), text + 2, room.height());
    const auto mode = isOn(option, QStyle::State_Enabled) ? QIcon::Normal : QIcon::Disabled;
    option.icon.paint(&painter, QStyle::visualRect(option.direction, room, mark), Qt::AlignCenter, mode);
    painter.save();
    painter.setPen(option.palette.color(QPalette::ButtonText));
    painter.drawText(QStyle::visualRect(option.direction, room, words),
                     Qt::AlignCenter | Qt::TextHideMnemonic, shown);
    painter.restore();
}

void paintToolButtonPanel(QPainter &painter, const QStyleOption &option)
{
    const Appearance appearance(option.palette);
    const bool enabled = isOn(option, QStyle::State_Enabled);
    if (isOn(option, QStyle::State_On)) {
        paintRounded(painter, option.rect, appearance.tint(ColorRole::Info),
                     appearance.isHighContrast() ? appearance.controlBorder()
                                                 : appearance.tint(ColorRole::Info),
                     appearance.borderWidth());
    } else if (enabled && (isOn(option, QStyle::State_MouseOver) || isOn(option, QStyle::State_Sunken))) {
        const QColor text = option.palette.color(QPalette::WindowText);
        const QColor fill =
            isOn(option, QStyle::State_Sunken) ? mixed(appearance.hover(), text, 0.08) : appearance.hover();
        paintRounded(painter, option.rect, fill, fill, 0);
    }
}

void paintFieldPanel(QPainter &painter, const QStyleOption &option)
{
    const Appearance appearance(option.palette);
    const bool enabled = isOn(option, QStyle::State_Enabled);
    const QColor border = enabled ? appearance.controlBorder() : appearance.hairline();
    paintRounded(painter, option.rect, option.palette.color(QPalette::Base), border,
                 appearance.borderWidth());
    if (isOn(option, QStyle::State_HasFocus))
        paintRounded(painter, option.rect, Qt::transparent, appearance.focus(), ring);
}

void paintFocusRing(QPainter &painter, const QStyleOption &option)
{
    paintRounded(painter, option.rect, Qt::transparent, Appearance(option.palette).focus(), ring);
}

void paintCheckIndicator(QPainter &painter, const QStyleOption &option)
{
    const Appearance appearance(option.palette);
    const bool enabled = isOn(option, QStyle::State_Enabled);
    const bool on = isOn(option, QStyle::State_On) || isOn(option, QStyle::State_NoChange);
    const QColor line = enabled ? appearance.controlBorder() : appearance.hairline();
    const QColor full =
        enabled ? appearance.accent() : option.palette.color(QPalette::Disabled, QPalette::Text);
    const QRectF box = QRectF(option.rect).adjusted(0.75, 0.75, -0.75, -0.75);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(on ? full : line, 1.25));
    painter.setBrush(on ? full : option.palette.color(QPalette::Base));
    painter.drawRoundedRect(box, 4, 4);
    if (on) {
        painter.setPen(QPen(enabled ? appearance.onAccent() : option.palette.color(QPalette::Window), 2,
                            Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        QPainterPath mark;
        if (isOn(option, QStyle::State_NoChange)) {
            mark.moveTo(box.left() + box.width() * 0.28, box.center().y());
            mark.lineTo(box.left() + box.width() * 0.72, box.center().y());
        } else {
            mark.moveTo(box.left() + box.width() * 0.25, box.top() + box.height() * 0.53);
            mark.lineTo(box.left() + box.width() * 0.43, box.top() + box.height() * 0.7);
            mark.lineTo(box.left() + box.width() * 0.76, box.top() + box.height() * 0.32);
        }
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(mark);
    }
    painter.restore();
}

void paintRadioIndicator(QPainter &painter, const QStyleOption &option)
{
    const Appearance appearance(option.palette);
    const bool enabled = isOn(option, QStyle::State_Enabled);
    const bool on = isOn(option, QStyle::State_On);
    const QColor full =
        enabled ? appearance.accent() : option.palette.color(QPalette::Disabled, QPalette::Text);
    const QColor line = enabled ? appearance.controlBorder() : appearance.hairline();
    const QRectF box = QRectF(option.rect).adjusted(0.75, 0.75, -0.75, -0.75);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(on ? full : line, 1.25));
    painter.setBrush(on ? full : option.palette.color(QPalette::Base));
    painter.drawEllipse(box);
    if (on) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(enabled ? appearance.onAccent() : option.palette.color(QPalette::Window));
        const qreal dot = box.width() * 0.4;
        QRectF inner(0, 0, dot, dot);
        inner.moveCenter(box.center());
        painter.drawEllipse(inner);
    }
    painter.restore();
}

void paintComboBox(QPainter &painter, const QStyleOptionComboBox &option, const QRect &arrow)
{
    const Appearance appearance(option.palette);
    const bool enabled = isOn(option, QStyle::State_Enabled);
    QColor fill =
        option.editable ? option.palette.color(QPalette::Base) : option.palette.color(QPalette::Button);
    if (!enabled)
        fill = option.palette.color(QPalette::Window);
    else if (!option.editable && isOn(option, QStyle::State_MouseOver))
        fill = mixed(fill, option.palette.color(QPalette::WindowText), 0.06);
    paintRounded(painter, option.rect, fill, enabled ? appearance.controlBorder() : appearance.hairline(),
                 appearance.borderWidth());
    if (isOn(option, QStyle::State_HasFocus))
        paintRounded(painter, option.rect, Qt::transparent, appearance.focus(), ring);
    QStyleOption chevron(option);
    chevron.rect = arrow;
    paintChevron(painter, chevron, Qt::DownArrow);
}

void paintChevron(QPainter &painter, const QStyleOption &option, Qt::ArrowType direction)
{
    const bool enabled = isOn(option, QStyle::State_Enabled);
    const QPointF c = QRectF(option.rect).center();
    const qreal half = std::min({4.0, option.rect.width() / 2.0, option.rect.height() / 2.0});
    const qreal flat = half * 0.55;
    QPolygonF line;
    switch (direction) {
    case Qt::DownArrow:
        line << c + QPointF(-half, -flat) << c + QPointF(0, flat) << c + QPointF(half, -flat);
        break;
    case Qt::UpArrow:
        line << c + QPointF(-half, flat) << c + QPointF(0, -flat) << c + QPointF(half, flat);
        break;
    case Qt::LeftArrow:
        line << c + QPointF(flat, -half) << c + QPointF(-flat, 0) << c + QPointF(flat, half);
        break;
    default:
        line << c + QPointF(-flat, -half) << c + QPointF(flat, 0) << c + QPointF(-flat, half);
        break;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor text =
        option.palette.color(enabled ? QPalette::Active : QPalette::Disabled, QPalette::WindowText);
    painter.setPen(QPen(mixed(option.palette.color(QPalette::Window), text, 0.75), 1.5, Qt::SolidLine,
                        Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
    painter.restore();
}

void paintTabShape(QPainter &painter, const QStyleOptionTab &option)
{
    const Appearance appearance(option.palette);
    const QRectF rect(option.rect);
    const bool selected = isOn(option, QStyle::State_Selected);
    if (!selected && isOn(option, QStyle::State_MouseOver))
        paintRounded(painter, rect.adjusted(2, 4, -2, -4), appearance.hover(), appearance.hover(), 0);
    if (!selected)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(appearance.accent());
    painter.drawRoundedRect(QRectF(rect.left() + 8, rect.bottom() - 3, rect.width() - 16, 3), 1.5, 1.5);
    painter.restore();
}

void paintHeaderSection(QPainter &painter, const QStyleOptionHeader &option)
{
    const Appearance appearance(option.palette);
    painter.fillRect(option.rect, isOn(option, QStyle::State_MouseOver) && isOn(option, QStyle::State_Enabled)
                                      ? appearance.hover()
                                      : option.palette.color(QPalette::Window));
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                     appearance.hairline());
}

void paintScrollBar(QPainter &painter, const QStyleOptionSlider &option, const QRect &slider,
                    const QColor &ground)
{
    const bool active = isOn(option, QStyle::State_MouseOver) || isOn(option, QStyle::State_Sunken);
    painter.fillRect(option.rect, ground);
    if (option.maximum <= option.minimum)
        return;
    const bool vertical = option.orientation == Qt::Vertical;
    const qreal inset = active ? 2 : 3;
    QRectF thumb = QRectF(slider).adjusted(vertical ? inset : 2, vertical ? 2 : inset, vertical ? -inset : -2,
                                           vertical ? -2 : -inset);
    const Appearance appearance(option.palette);
    QColor color = appearance.controlBorder();
    if (active)
        color = mixed(color, option.palette.color(QPalette::WindowText), 0.3);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const qreal radius = std::min(thumb.width(), thumb.height()) / 2;
    painter.drawRoundedRect(thumb, radius, radius);
    painter.restore();
}

void paintRowSelection(QPainter &painter, const QStyleOption &option, bool hovered)
{
    const bool selected = isOn(option, QStyle::State_Selected);
    if (selected) {
        const auto group = isOn(option, QStyle::State_Active) ? QPalette::Active : QPalette::Inactive;
        painter.fillRect(option.rect, option.palette.color(group, QPalette::Highlight));
    } else if (hovered) {
        const QColor base = option.palette.color(QPalette::Base);
        painter.fillRect(option.rect, mixed(base, option.palette.color(QPalette::WindowText), 0.05));
    }
}

} // namespace Spritarium::StyleControls
