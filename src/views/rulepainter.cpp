// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/rulepainter.h"

#include "models/policyrulemodel.h"
#include "views/egressruletext.h"
#include "views/glyphs.h"
#include "views/icons.h"
#include "views/rulemetrics.h"
#include "views/ruletable.h"

#include <QLocale>
#include <QPainter>
#include <QStyleOptionViewItem>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = PolicyRuleModel;

//! Everything that the parts of a row need to paint themselves.
struct RulePainter::Paint
{
    QPainter &painter;
    QModelIndex index;
    QRect rect;
    QFont font;
    Qt::LayoutDirection direction;
    Appearance appearance;
    QColor background;
    QColor text;
    QColor muted;
    qreal ratio;
    Model::RowType type;
    bool selected;
    bool current;
    bool dimmed;

    QRect visual(const QRect &r) const { return QStyle::visualRect(direction, rect, r); }
    QColor ink() const { return type != Model::RowType::Rule || dimmed ? muted : text; }
    int leading() const
    {
        return int(QStyle::visualAlignment(direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextSingleLine;
    }
};

ColorRole roleOf(Severity severity)
{
    switch (severity) {
    case Severity::Danger:
        return ColorRole::Danger;
    case Severity::Caution:
        return ColorRole::Caution;
    case Severity::Info:
        break;
    }
    return ColorRole::Info;
}

RulePainter::RulePainter(const RuleTable &table)
    : m_table(table)
{}

void RulePainter::paint(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem row(option);
    row.rect.setTop(row.rect.bottom() - RuleMetrics::rowHeight(m_table) +
                    1); // above it a new rule may be typed
    const auto type = static_cast<Model::RowType>(index.data(Model::RowTypeRole).toInt());
    const bool selected = row.state.testFlag(QStyle::State_Selected) && type == Model::RowType::Rule;
    const bool active = row.state.testFlag(QStyle::State_Active);
    const QColor background =
        selected ? row.palette.color(active ? QPalette::Active : QPalette::Inactive, QPalette::Highlight)
                 : row.palette.color(QPalette::Base);
    const Appearance appearance(row.palette);
    const Paint p{painter,
                  index,
                  row.rect,
                  row.font,
                  row.direction,
                  appearance,
                  background,
                  row.palette.color(active ? QPalette::Active : QPalette::Inactive,
                                    selected ? QPalette::HighlightedText : QPalette::Text),
                  appearance.isHighContrast() && selected ? row.palette.color(QPalette::HighlightedText)
                                                          : appearance.colorOn(ColorRole::Muted, background),
                  m_table.devicePixelRatioF(),
                  type,
                  selected,
                  row.state.testFlag(QStyle::State_HasFocus) && m_table.hasFocus(),
                  m_table.isGrey(index)};
    painter.save();
    painter.setFont(p.font);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(p.rect, background);
    if (!selected)
        painter.fillRect(QRect(p.rect.left(), p.rect.bottom(), p.rect.width(), 1), appearance.hairline());
    if (type == Model::RowType::Header) {
        paintHeader(p);
    } else {
        switch (index.column()) {
        case Model::Number:
            paintNumber(p);
            break;
        case Model::Action:
            paintAction(p);
            break;
        case Model::Note:
            paintNote(p);
            break;
        case Model::Findings:
            paintFindings(p);
            break;
        default:
            paintPattern(p);
            break;
        }
        if (p.current) {
            QStyleOption ring(row);
            painter.setPen(QPen(selected ? p.text : appearance.focus(), 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(p.rect).adjusted(1, 1, -1, -2), 4, 4);
        }
    }
    painter.restore();
}

void RulePainter::paintHeader(const Paint &p) const
{
    if (p.index.column() != 0)
        return;
    QFont font = fontFor(TextRole::Meta, p.font);
    font.setWeight(QFont::DemiBold);
    p.painter.setFont(font);
    p.painter.setPen(p.muted);
    p.painter.drawText(p.rect.adjusted(Space::small, 0, -Space::small, 0), p.leading(),
                       p.index.siblingAtColumn(Model::Pattern).data().toString());
}

void RulePainter::paintNumber(const Paint &p) const
{
    if (p.index.data(Model::DecidingRole).toBool()) {
        const bool denies = p.index.data(Model::DeniesRole).toBool();
        const QColor bar =
            p.appearance.colorOn(denies ? ColorRole::Danger : ColorRole::Good, p.background, 3.0);
        p.painter.fillRect(p.visual(QRect(p.rect.left(), p.rect.top(), 2, p.rect.height())), bar);
    }
    if (p.type != Model::RowType::Rule)
        return;
    if (m_table.canMove()) {
        const qreal dot = RuleMetrics::scaled(20, m_table) / 10.0;
        QRectF grip(0, 0, 3.25 * dot, 5.5 * dot);
        grip.moveCenter(QRectF(p.visual(QRect(p.rect.topLeft(),
                                              QSize(RuleMetrics::handleWidth(m_table), p.rect.height()))))
                            .center());
        p.painter.setPen(Qt::NoPen);
        p.painter.setBrush(p.muted);
        for (int y = 0; y < 3; ++y) {
            for (int x = 0; x < 2; ++x)
                p.painter.drawEllipse(
                    QRectF(grip.left() + x * 2.25 * dot, grip.top() + y * 2.25 * dot, dot, dot));
        }
    }
    p.painter.setPen(p.muted);
    const QRect room = p.visual(p.rect.adjusted(RuleMetrics::handleWidth(m_table), 0, -Space::small, 0));
    const auto align = QStyle::visualAlignment(p.direction, Qt::AlignRight | Qt::AlignVCenter);
    p.painter.drawText(room, int(align), p.index.data().toString());
}

void RulePainter::paintAction(const Paint &p) const
{
    const bool denies = p.index.data(Model::DeniesRole).toBool();
    const ColorRole role = denies ? ColorRole::Danger : ColorRole::Good;
    const QString word = p.index.data().toString();
    const Glyph glyph = denies ? Glyph::Cross : Glyph::Check;
    const int side = RuleMetrics::glyphSize(m_table);
    const int little = RuleMetrics::smallSegment(m_table);
    const int high = p.painter.fontMetrics().height() + Space::small;
    QRect box(p.rect.left() + Space::tiny, p.rect.center().y() - high / 2, p.rect.width() - 2 * Space::tiny,
              high);
    const auto mark = [&](const QRect &room, Glyph what, const QColor &color) {
        QRectF square(0, 0, side, side);
        square.moveCenter(QRectF(p.visual(QRect(room.left() + 8, room.top(), side, room.height()))).center());
        paintGlyph(p.painter, square, what, color);
    };
    if (p.type == Model::RowType::Fallback) {
        mark(box, glyph, p.muted);
        p.painter.setPen(p.muted);
        p.painter.drawText(p.visual(box.adjusted(12 + side, 0, 0, 0)), p.leading(), word);
        return;
    }
    // Two segments; the one that is on carries mark, word and tint, the other only its mark.
    const QRect small = denies ? QRect(box.left(), box.top(), little, box.height())
                               : QRect(box.right() - little + 1, box.top(), little, box.height());
    const QRect on = denies ? box.adjusted(little, 0, 0, 0) : box.adjusted(0, 0, -little, 0);
    const QColor line = mixed(p.background, p.text, p.appearance.isHighContrast() ? 1.0 : 0.3);
    p.painter.setPen(QPen(line, p.appearance.borderWidth()));
    p.painter.setBrush(p.appearance.card());
    p.painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), controlRadius, controlRadius);
    p.painter.setPen(QPen(p.appearance.onTint(role), p.appearance.borderWidth()));
    p.painter.setBrush(p.appearance.tint(role));
    p.painter.drawRoundedRect(QRectF(p.visual(on)).adjusted(0.5, 0.5, -0.5, -0.5), controlRadius,
                              controlRadius);
    mark(on, glyph, p.appearance.onTint(role));
    p.painter.setPen(p.appearance.onTint(role));
    p.painter.drawText(p.visual(on.adjusted(12 + side, 0, -Space::tiny, 0)), p.leading(), word);
    mark(small, denies ? Glyph::Check : Glyph::Cross,
         p.appearance.colorOn(ColorRole::Muted, p.appearance.card(), 3.0));
}

void RulePainter::paintPattern(const Paint &p) const
{
    const bool name = p.index.column() == Model::Pattern && p.type == Model::RowType::Rule &&
                      static_cast<RuleKind>(p.index.data(Model::RuleKindRole).toInt()) != RuleKind::Preset;
    const QString text = p.index.data().toString();
    QRect room = p.rect.adjusted(Space::small, 0, -Space::small, 0);
    if (p.type == Model::RowType::Rule && p.index.column() == Model::Pattern && paintNoteMark(p))
        room.setRight(p.rect.right() - RuleMetrics::menuSide(m_table));
    if (m_table.isPreset(p.index) && p.index.column() == Model::Pattern) {
        const QRect mark(room.right() - 15, room.center().y() - 7, 16, 16);
        p.painter.drawPixmap(p.visual(mark).topLeft(), iconPixmap(u"chevron-down"_s, 16, p.muted, p.ratio));
        room.setRight(mark.left() - Space::tiny);
    }
    p.painter.setPen(p.index.column() == Model::Kind ? p.muted : p.ink());
    if (name) {
        const QFont fixed = fontFor(TextRole::Fixed, p.font);
        p.painter.setFont(fixed);
        room = p.visual(room);
        p.painter.setLayoutDirection(Qt::LeftToRight);
        p.painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                           QFontMetrics(fixed).elidedText(text, Qt::ElideMiddle, room.width()));
        return;
    }
    // Half a sentence about a preset says less than its name.
    const bool whole = p.painter.fontMetrics().horizontalAdvance(text) <= room.width();
    const QString words = whole || !m_table.isPreset(p.index) || p.index.column() != Model::Pattern
                              ? text
                              : egressSubjectText(p.index.data(Model::RuleRole).value<EgressRule>());
    p.painter.drawText(p.visual(room), p.leading(),
                       p.painter.fontMetrics().elidedText(words, Qt::ElideRight, room.width()));
}

bool RulePainter::paintNoteMark(const Paint &p) const
{
    if (!m_table.marksNotes() || p.index.siblingAtColumn(Model::Note).data().toString().isEmpty())
        return false;
    // A sheet with lines.
    const qreal side = RuleMetrics::scaled(14, m_table);
    QRectF sheet(0, 0, side * 0.8, side);
    sheet.moveCenter(QRectF(RuleMetrics::noteMarkRect(p.rect, m_table)).center());
    p.painter.setBrush(Qt::NoBrush);
    p.painter.setPen(QPen(p.selected ? p.text : p.muted, side / 11));
    p.painter.drawRoundedRect(sheet, side / 7, side / 7);
    for (const qreal line : {0.3, 0.5, 0.7})
        p.painter.drawLine(QPointF(sheet.left() + side * 0.2, sheet.top() + side * line),
                           QPointF(sheet.right() - side * 0.2, sheet.top() + side * line));
    return true;
}

void RulePainter::paintNote(const Paint &p) const
{
    if (p.type != Model::RowType::Rule)
        return;
    QString text = p.index.data().toString();
    const bool hint = text.isEmpty() && p.selected && !m_table.isReadOnly() &&
                      p.index.row() == m_table.currentIndex().row();
    if (hint)
        text = RuleTable::tr("Only on this computer");
    p.painter.setPen(hint ? p.muted : p.ink());
    const QRect room = p.visual(p.rect.adjusted(Space::small, 0, -Space::small, 0));
    p.painter.drawText(room, p.leading(),
                       p.painter.fontMetrics().elidedText(text, Qt::ElideRight, room.width()));
}

void RulePainter::paintFindings(const Paint &p) const
{
    if (p.type != Model::RowType::Rule)
        return;
    const QRect menu = RuleMetrics::menuRect(p.rect, m_table);
    p.painter.setPen(Qt::NoPen);
    p.painter.setBrush(p.selected ? p.text : p.muted);
    const qreal dot = RuleMetrics::scaled(25, m_table) / 10.0;
    for (int i = -1; i <= 1; ++i) {
        QRectF place(0, 0, dot, dot);
        place.moveCenter(QRectF(menu).center() + QPointF(i * 2 * dot, 0));
        p.painter.drawEllipse(place);
    }
    const auto findings = p.index.data(Model::FindingsRole).value<QList<Finding>>();
    if (!findings.isEmpty())
        paintBadge(p, p.rect.adjusted(Space::tiny, 0, -RuleMetrics::menuSide(m_table) - Space::tiny, 0),
                   findings);
}

void RulePainter::paintBadge(const Paint &p, const QRect &room, const QList<Finding> &findings) const
{
    const Finding &worst = findings.first();
    const ColorRole role = roleOf(worst.severity());
    const QColor ink = p.appearance.onTint(role);
    const QFont font = fontFor(TextRole::Meta, p.font);
    const QFontMetrics metrics(font);
    const QString more =
        findings.size() > 1 ? u"+%1"_s.arg(QLocale().toString(findings.size() - 1)) : QString();
    const int moreWidth = more.isEmpty() ? 0 : metrics.horizontalAdvance(more) + Space::tiny;
    const int most = room.width() - moreWidth;
    const int around = RuleMetrics::badgeWidth(metrics, {}, m_table);
    // The whole words, one of them, or the mark alone; the tooltip and the menu say all of it.
    const int forText = most - around;
    QString text;
    for (const QString &words : {findingBadge(worst), RuleMetrics::shortBadge(worst)}) {
        if (text.isEmpty() && metrics.horizontalAdvance(words) <= forText)
            text = words;
    }
    if (text.isEmpty() && forText > metrics.averageCharWidth() * 4)
        text = metrics.elidedText(RuleMetrics::shortBadge(worst), Qt::ElideRight, forText);
    const int width = std::min(most, RuleMetrics::badgeWidth(metrics, text, m_table));
    const int high = metrics.height() + 6;
    const QRect box(room.left(), room.center().y() - high / 2, width, high);
    p.painter.setPen(p.appearance.isHighContrast() || p.selected ? QPen(ink, 1) : QPen(Qt::NoPen));
    p.painter.setBrush(p.appearance.tint(role));
    p.painter.drawRoundedRect(QRectF(p.visual(box)).adjusted(0.5, 0.5, -0.5, -0.5), high / 2.0, high / 2.0);
    const int side = RuleMetrics::scaled(14, m_table);
    const QRect mark(box.left() + Space::small, box.center().y() - side / 2 + 1, side, side);
    const QString name = worst.severity() == Severity::Info ? u"info"_s : u"warning"_s;
    p.painter.drawPixmap(p.visual(mark).topLeft(), iconPixmap(name, side, ink, p.ratio));
    p.painter.setFont(font);
    p.painter.setPen(ink);
    p.painter.drawText(p.visual(box.adjusted(side + Space::small + Space::tiny, 0, 0, 0)), p.leading(), text);
    p.painter.setPen(p.muted);
    p.painter.drawText(p.visual(QRect(box.right() + 1 + Space::tiny, room.top(), moreWidth, room.height())),
                       p.leading(), more);
}

} // namespace Spritarium
