// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/verdictchip.h"

#include <QAccessible>
#include <QPainter>
#include <QStyle>

namespace Spritarium {

namespace {
constexpr int SidePadding = 10;
constexpr int GlyphSize = 12;
} // namespace

VerdictChip::VerdictChip(QWidget *parent)
    : QLabel(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void VerdictChip::setVerdict(Glyph glyph, ColorRole role, const QString &text)
{
    if (glyph == m_glyph && role == m_role && text == this->text())
        return;
    m_glyph = glyph;
    m_role = role;
    setText(text);
    setAccessibleName(text);
    QAccessibleEvent event(this, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&event);
    updateGeometry();
    update();
}

QSize VerdictChip::sizeHint() const
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(bold);
    return {metrics.horizontalAdvance(text()) + 2 * SidePadding + GlyphSize + Space::tiny + 2,
            std::max(28, metrics.height() + Space::small)};
}

void VerdictChip::paintEvent(QPaintEvent *)
{
    const Appearance appearance(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = appearance.onTint(m_role);
    painter.setPen(appearance.isHighContrast() ? QPen(ink, 2) : QPen(Qt::NoPen));
    painter.setBrush(appearance.tint(m_role));
    const QRectF pill = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    const QRect mark(SidePadding, (height() - GlyphSize) / 2, GlyphSize, GlyphSize);
    paintGlyph(painter, QRectF(QStyle::visualRect(layoutDirection(), rect(), mark)), m_glyph, ink);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(ink);
    const int lead = SidePadding + GlyphSize + Space::tiny;
    const QRect words(lead, 0, width() - lead - SidePadding + 2, height());
    painter.drawText(QStyle::visualRect(layoutDirection(), rect(), words), Qt::AlignCenter, text());
}

AccessMark markOf(Access access)
{
    return access == Access::Allowed ? AccessMark{Glyph::Check, ColorRole::Good}
                                     : AccessMark{Glyph::Cross, ColorRole::Danger};
}

AccessMark markOf(const Verdict &verdict)
{
    if (verdict.isAllowedForSure())
        return markOf(Access::Allowed);
    if (verdict.isDeniedForSure())
        return markOf(Access::Denied);
    return {};
}

} // namespace Spritarium
