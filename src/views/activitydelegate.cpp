// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/activitydelegate.h"

#include "models/activitymodel.h"
#include "views/appearance.h"
#include "views/glyphs.h"
#include "views/operationlogview.h"

#include <QPainter>
#include <QStyle>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr int GlyphSize = 12;

bool hasGlyph(const QModelIndex &index)
{
    return index.column() == 0 && !index.parent().isValid();
}

} // namespace

ActivityDelegate::ActivityDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{}

void ActivityDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->text = visibleControls(option->text);
    option->textElideMode = Qt::ElideMiddle;
    if (!index.parent().isValid())
        return;
    const QString kind = index.siblingAtColumn(0).data(ActivityModel::ChildKindRole).toString();
    if (kind != "phase"_L1)
        option->font = fontFor(TextRole::Fixed, option->font);
}

QSize ActivityDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int padding = index.parent().isValid() ? 6 : 12;
    return {80, std::max(index.parent().isValid() ? 24 : 32, option.fontMetrics.height() + padding)};
}

void ActivityDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    if (!hasGlyph(index)) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem own(option);
    initStyleOption(&own, index);
    const QStyle *style = own.widget != nullptr ? own.widget->style() : nullptr;
    if (style == nullptr)
        return;
    // The glyph takes the place of an icon, so that focus and selection stay one frame around both.
    own.features |= QStyleOptionViewItem::HasDecoration;
    own.decorationSize = QSize(GlyphSize + 4, GlyphSize + 4);
    own.icon = QIcon();
    style->drawControl(QStyle::CE_ItemViewItem, &own, painter, own.widget);
    const QRect place = style->subElementRect(QStyle::SE_ItemViewItemDecoration, &own, own.widget);
    const Appearance appearance(own.palette);
    const OutcomeMark mark = markOf(static_cast<Outcome>(index.data(ActivityModel::OutcomeRole).toInt()));
    const bool selected = own.state.testFlag(QStyle::State_Selected);
    const QColor color =
        selected ? own.palette.color(QPalette::HighlightedText) : appearance.color(mark.role);
    const QRectF square(place.center().x() + 0.5 - GlyphSize / 2.0,
                        place.center().y() + 0.5 - GlyphSize / 2.0, GlyphSize, GlyphSize);
    paintGlyph(*painter, square, mark.glyph, color, 0.1);
}

} // namespace Spritarium
