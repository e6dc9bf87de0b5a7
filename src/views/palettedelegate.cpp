// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/palettedelegate.h"

#include "models/palettemodel.h"
#include "views/appearance.h"
#include "views/icons.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QKeySequence>
#include <QPainter>
#include <QTextLayout>

#include <cmath>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Role = PaletteModel::Role;
using EntryKind = PaletteModel::EntryKind;

namespace {

QString iconFor(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Sprite:
        return u"sprite"_s;
    case EntryKind::Action:
        return u"chevron-right"_s;
    case EntryKind::Offer:
        return u"shield"_s;
    case EntryKind::Setting:
        break;
    }
    return u"gear"_s;
}

//! Draws one line with the matched letters strong; answers how wide it was.
int drawMatched(QPainter &painter, const QRect &rect, const QFont &font, const QString &text,
                const QVariantList &matches, const QColor &color, const QColor &strong, bool rtl)
{
    QTextLayout layout(text, font);
    QList<QTextLayout::FormatRange> formats;
    QTextCharFormat format;
    format.setFontWeight(QFont::Bold);
    format.setForeground(strong);
    for (const QVariant &at : matches)
        formats.append({at.toInt(), 1, format});
    layout.setFormats(formats);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(rect.width());
    layout.endLayout();
    const int width = int(std::ceil(line.naturalTextWidth()));
    painter.setPen(color);
    layout.draw(&painter, QPointF(rtl ? rect.right() + 1 - width : rect.left(),
                                  rect.top() + (rect.height() - line.height()) / 2));
    return width;
}

} // namespace

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {320, std::max(36, option.fontMetrics.height() + 16)};
}

void PaletteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    painter->save();
    QStyleOptionViewItem row(option);
    initStyleOption(&row, index);
    const QWidget *widget = option.widget;
    const QStyle *style = widget ? widget->style() : QApplication::style();
    row.state |= QStyle::State_Active;
    // A disabled row cannot be selected, but one must see that Enter would mean it.
    if (const auto *view = qobject_cast<const QAbstractItemView *>(widget);
        view && view->currentIndex() == index)
        row.state |= QStyle::State_Selected;
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &row, painter, widget);

    const bool selected = row.state.testFlag(QStyle::State_Selected);
    const QColor ground =
        row.palette.color(QPalette::Active, selected ? QPalette::Highlight : QPalette::Base);
    const Appearance appearance(row.palette);
    const QString reason = index.data(Role::DisabledReasonRole).toString();
    const QColor muted = appearance.colorOn(ColorRole::Muted, ground);
    const QColor text = reason.isEmpty() ? row.palette.color(QPalette::Active, QPalette::Text) : muted;
    const bool rtl = row.direction == Qt::RightToLeft;
    const auto visual = [&](const QRect &rect) { return QStyle::visualRect(row.direction, row.rect, rect); };

    QRect room = row.rect.adjusted(Space::medium, 0, -Space::medium, 0);
    const QRect mark(room.left(), room.center().y() - 8, 16, 16);
    const qreal ratio = widget ? widget->devicePixelRatioF() : 1.0;
    painter->drawPixmap(
        visual(mark),
        iconPixmap(iconFor(static_cast<EntryKind>(index.data(Role::KindRole).toInt())), 16, muted, ratio));
    room.setLeft(mark.right() + Space::medium);

    const QFont metaFont = fontFor(TextRole::Meta, row.font);
    const QString keys =
        QKeySequence(index.data(Role::ShortcutRole).toString()).toString(QKeySequence::NativeText);
    if (!keys.isEmpty()) {
        const int width = QFontMetrics(metaFont).horizontalAdvance(keys);
        painter->setFont(metaFont);
        painter->setPen(muted);
        painter->drawText(visual(QRect(room.right() - width, room.top(), width + 1, room.height())),
                          Qt::AlignCenter, keys);
        room.setRight(room.right() - width - Space::panel);
    }
    const int used = drawMatched(*painter, visual(room), row.font, index.data(Role::TextRole).toString(),
                                 index.data(Role::MatchPositionsRole).toList(), text,
                                 reason.isEmpty() ? appearance.colorOn(ColorRole::Info, ground) : muted, rtl);
    const QString detail = reason.isEmpty() ? index.data(Role::DetailRole).toString() : reason;
    room.setLeft(room.left() + used + Space::medium);
    if (!detail.isEmpty() && room.width() > 40) {
        painter->setFont(metaFont);
        painter->setPen(muted);
        painter->drawText(visual(room),
                          int(QStyle::visualAlignment(row.direction, Qt::AlignLeft | Qt::AlignVCenter)),
                          QFontMetrics(metaFont).elidedText(detail, Qt::ElideRight, room.width()));
    }
    painter->restore();
}

} // namespace Spritarium
