// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/policydiffdelegate.h"

#include "views/codetext.h"
#include "views/egressruletext.h"
#include "views/policydiffmodel.h"

#include <QAbstractItemView>
#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Kind = RuleDifference::Kind;

namespace {

ColorRole roleOf(Kind kind)
{
    switch (kind) {
    case Kind::Removed:
        return ColorRole::Danger;
    case Kind::Added:
        return ColorRole::Good;
    case Kind::Moved:
        return ColorRole::Info;
    case Kind::Same:
        break;
    }
    return ColorRole::Muted;
}

bool isSelected(const QStyleOptionViewItem &row)
{
    return row.state.testFlag(QStyle::State_Selected);
}

//! Hands out columns from the leading edge; mirrored where the window is.
class Columns
{
public:
    Columns(const QStyleOptionViewItem &row)
        : m_row(row)
        , m_rest(row.rect.adjusted(Space::small, 0, -Space::small, 0))
    {}

    QRect take(int width)
    {
        const QRect logical(m_rest.left(), m_rest.top(), width, m_rest.height());
        m_rest.setLeft(m_rest.left() + width + Space::small);
        return QStyle::visualRect(m_row.direction, m_row.rect, logical);
    }
    QRect rest() const { return QStyle::visualRect(m_row.direction, m_row.rect, m_rest); }

private:
    const QStyleOptionViewItem &m_row;
    QRect m_rest;
};

} // namespace

PolicyDiffDelegate::PolicyDiffDelegate(const PolicyDiffModel &model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
{}

int PolicyDiffDelegate::rowHeight(const QFont &font)
{
    const int fixed = QFontMetrics(fontFor(TextRole::Fixed, font)).height();
    return std::max(28, std::max(QFontMetrics(font).height(), fixed) + 8);
}

QSize PolicyDiffDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {160, rowHeight(option.font)};
}

void PolicyDiffDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                               const QModelIndex &index) const
{
    QStyleOptionViewItem row(option);
    initStyleOption(&row, index);
    const QWidget *widget = option.widget;
    if (!widget)
        return;
    painter->save();
    painter->setLayoutDirection(row.direction);
    const RuleDifference *line = m_model.lineAt(index.row());
    if (line && line->kind != Kind::Same)
        painter->fillRect(row.rect, Appearance(row.palette).tint(roleOf(line->kind)));
    widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &row, painter, widget);
    if (line)
        paintLine(*painter, row, *line);
    else
        paintFold(*painter, row, m_model.foldedAt(index.row()));
    if (row.state.testFlag(QStyle::State_HasFocus)) {
        QStyleOption ring;
        ring.rect = row.rect.adjusted(1, 1, -1, -1);
        ring.palette = row.palette;
        widget->style()->drawPrimitive(QStyle::PE_FrameFocusRect, &ring, painter, widget);
    }
    painter->restore();
}

void PolicyDiffDelegate::paintFold(QPainter &painter, const QStyleOptionViewItem &row, int count) const
{
    Columns columns(row);
    const QFontMetrics metrics(row.font);
    const QRect sign = columns.take(metrics.horizontalAdvance(u"↕"_s) + Space::tiny);
    painter.setPen(isSelected(row) ? row.palette.color(QPalette::HighlightedText)
                                   : Appearance(row.palette).color(ColorRole::Muted));
    painter.drawText(sign, Qt::AlignCenter, u"⋯"_s);
    const QRect place = columns.rest();
    const QString text = PolicyDiffModel::tr("%n rule(s) unchanged", nullptr, count);
    painter.drawText(place, Qt::AlignLeading | Qt::AlignVCenter,
                     metrics.elidedText(text, Qt::ElideRight, place.width()));
}

void PolicyDiffDelegate::paintLine(QPainter &painter, const QStyleOptionViewItem &row,
                                   const RuleDifference &line) const
{
    const Appearance appearance(row.palette);
    const QFontMetrics metrics(row.font);
    // Fractional advances are rounded down; without the two pixels a word that fits would be cut.
    const auto width = [&](const QString &text) { return metrics.horizontalAdvance(text) + 2; };
    const QString highest = QLocale().toString(m_model.highestRow());
    const int signWidth = width(u"↕"_s) + Space::tiny;
    const int wordWidth = std::max(
        {width(PolicyDiffModel::wordText(Kind::Removed)), width(PolicyDiffModel::wordText(Kind::Added)),
         width(PolicyDiffModel::wordText(Kind::Moved)), width(PolicyDiffModel::wordText(Kind::Same))});
    const int rowsWidth = width(u"%1 → %1"_s.arg(highest));
    const int actionWidth =
        std::max({width(egressActionText(denyRule({}))), width(egressActionText(allowRule({}))),
                  std::min(width(egressActionText(line.rule)), 12 * metrics.averageCharWidth())});
    const int forPattern =
        row.rect.width() - signWidth - wordWidth - rowsWidth - actionWidth - 6 * Space::small;
    const bool roomForWord = forPattern >= 18 * metrics.averageCharWidth();

    const bool same = line.kind == Kind::Same;
    const QColor plain = isSelected(row) ? row.palette.color(QPalette::HighlightedText)
                         : same          ? appearance.color(ColorRole::Muted)
                                         : row.palette.color(QPalette::Text);
    const QColor accent = isSelected(row) || same ? plain : appearance.onTint(roleOf(line.kind));
    const auto write = [&](const QRect &rect, const QString &text, Qt::Alignment alignment) {
        painter.drawText(rect, alignment | Qt::AlignVCenter,
                         metrics.elidedText(text, Qt::ElideRight, rect.width()));
    };
    Columns columns(row);
    painter.setPen(accent);
    QFont bold(row.font);
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    write(columns.take(signWidth), PolicyDiffModel::signText(line.kind), Qt::AlignHCenter);
    painter.setFont(row.font);
    if (roomForWord)
        write(columns.take(wordWidth), PolicyDiffModel::wordText(line.kind), Qt::AlignLeading);
    painter.setPen(plain);
    write(columns.take(rowsWidth), isolated(PolicyDiffModel::rowsText(line)), Qt::AlignLeading);
    write(columns.take(actionWidth), egressActionText(line.rule), Qt::AlignLeading);

    const QRect place = columns.rest();
    const bool isPattern = line.rule.include.isEmpty();
    const QFont font = isPattern ? fontFor(TextRole::Fixed, row.font) : row.font;
    painter.setFont(font);
    const QString subject =
        QFontMetrics(font).elidedText(egressSubjectText(line.rule), Qt::ElideMiddle, place.width());
    if (!isPattern) {
        painter.drawText(place, Qt::AlignLeading | Qt::AlignVCenter, subject);
        return;
    }
    // A name is read from the left in every language (ux-spec 19).
    painter.setLayoutDirection(Qt::LeftToRight);
    painter.drawText(place, int(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextForceLeftToRight, subject);
}

} // namespace Spritarium
