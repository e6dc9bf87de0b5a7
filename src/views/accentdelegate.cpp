// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/accentdelegate.h"

#include "views/appearance.h"
#include "views/glyphs.h"

#include <QPainter>
#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace Spritarium {

namespace {

int glyphSize(const QFontMetrics &metrics)
{
    return std::max(12, metrics.height() * 3 / 4);
}

} // namespace

AccentDelegate::AccentDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{}

void AccentDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.data(FixedRole).toBool()) {
        // A name is read from the left in every language, and its end says as much as its start.
        option->textElideMode = Qt::ElideMiddle;
        option->displayAlignment = Qt::AlignLeft | Qt::AlignAbsolute | Qt::AlignVCenter;
        option->font = fontFor(TextRole::Fixed, option->font);
        option->fontMetrics = QFontMetrics(option->font);
    }
    const QVariant accent = index.data(AccentRole);
    const QVariant glyph = index.data(GlyphRole);
    if (accent.isValid() && !glyph.isValid()) {
        const QColor color = Appearance(option->palette).color(static_cast<ColorRole>(accent.toInt()));
        option->palette.setColor(QPalette::Text, color);
    }
    if (glyph.isValid()) {
        // The glyph takes the place of an icon, so that focus and selection stay one frame around both.
        option->features |= QStyleOptionViewItem::HasDecoration;
        const int side = glyphSize(option->fontMetrics) + 4;
        option->decorationSize = QSize(side, side);
    }
}

QSize AccentDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(std::max(32, size.height() + Space::small));
    size.setWidth(size.width() + Space::medium);
    return size;
}

void AccentDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    const QVariant glyph = index.data(GlyphRole);
    if (!glyph.isValid() || !option.widget) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem own(option);
    initStyleOption(&own, index);
    const QStyle *style = own.widget->style();
    style->drawControl(QStyle::CE_ItemViewItem, &own, painter, own.widget);
    const QRect place = style->subElementRect(QStyle::SE_ItemViewItemDecoration, &own, own.widget);
    const int side = glyphSize(own.fontMetrics);
    QRectF square(0, 0, side, side);
    square.moveCenter(QRectF(place).center());
    const auto role = static_cast<ColorRole>(index.data(AccentRole).toInt());
    const QColor color = own.state.testFlag(QStyle::State_Selected)
                             ? own.palette.color(QPalette::HighlightedText)
                             : Appearance(own.palette).color(role);
    paintGlyph(*painter, square, static_cast<Glyph>(glyph.toInt()), color, 0.1);
}

} // namespace Spritarium
