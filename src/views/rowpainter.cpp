// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/rowpainter.h"

#include "models/checkpointtimelinemodel.h"
#include "views/appearance.h"

#include <QCoreApplication>
#include <QFontInfo>
#include <QPainter>
#include <QStyle>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = CheckpointTimelineModel;

namespace {

QString badgeText(const QString &key)
{
    if (key == "base"_L1)
        return QCoreApplication::translate("Spritarium::RowPainter", "Base");
    if (key == "safety"_L1)
        return QCoreApplication::translate("Spritarium::RowPainter", "Safety");
    if (key == "automatic"_L1)
        return QCoreApplication::translate("Spritarium::RowPainter", "Automatic");
    if (key == "unhealthy"_L1)
        return QCoreApplication::translate("Spritarium::RowPainter", "Unhealthy");
    return key;
}

//! `rect` as it lies in `frame` when reading goes from right to left.
QRect mirrored(const QRect &rect, const QRect &frame)
{
    return QStyle::visualRect(Qt::RightToLeft, frame, rect);
}

} // namespace

RowPainter::RowPainter(const TimelineMetrics &metrics, const TimelineColors &colors)
    : m_metrics(metrics)
    , m_colors(colors)
{}

QString RowPainter::versionText(const QModelIndex &index)
{
    return index.data(Model::CheckpointIdRole).toString();
}

void RowPainter::paintPoint(QPainter &painter, const Row &row) const
{
    const int title = QFontMetrics(m_metrics.titleFont).height();
    const int meta = QFontMetrics(m_metrics.metaFont).height();
    const QString time = row.index.data(Model::TimeTextRole).toString();
    if (m_metrics.compact) {
        const int timeWidth =
            QFontMetrics(m_metrics.metaFont).horizontalAdvance(time) + 2 * m_metrics.Padding;
        QRect words = row.rect;
        const bool showTime = words.width() > timeWidth * 2;
        if (showTime)
            words.setWidth(words.width() - timeWidth);
        paintTitleLine(painter, row, words);
        if (showTime) {
            QRect times(words.right() + 1 + m_metrics.Padding, row.rect.top(),
                        timeWidth - 2 * m_metrics.Padding + 2, row.rect.height());
            paintText(painter, times, time, m_metrics.metaFont, metaColor(row), row, Qt::ElideRight);
        }
        return;
    }
    const int top = row.rect.top() + (row.rect.height() - title - meta - 2) / 2;
    paintTitleLine(painter, row, QRect(row.rect.left(), top, row.rect.width(), title));
    paintText(painter, QRect(row.rect.left(), top + title + 2, row.rect.width(), meta), time,
              m_metrics.metaFont, metaColor(row), row, Qt::ElideRight);
}

void RowPainter::paintNow(QPainter &painter, const Row &row) const
{
    const ChipText chip{QCoreApplication::translate("Spritarium::RowPainter", "Now"), Tone::Info, false};
    const QString title = row.index.data(Model::TitleRole).toString();
    const QString second = row.index.data(Model::TimeTextRole).toString();
    const int lineHeight = QFontMetrics(m_metrics.titleFont).height();
    const int metaHeight = QFontMetrics(m_metrics.metaFont).height();
    const bool twoLines = !second.isEmpty() && second != title;
    const int block = twoLines ? lineHeight + metaHeight + 2 : lineHeight;
    const int top = row.rect.top() + (row.rect.height() - block) / 2;

    const QRect line(row.rect.left(), top, row.rect.width(), lineHeight);
    const int width = chipWidth(chip);
    const int left = width + 8;
    paintChip(painter, QRect(line.left(), line.top(), width, line.height()), chip, row);
    QFont font = m_metrics.titleFont;
    font.setWeight(QFont::DemiBold);
    paintText(painter, line.adjusted(left, 0, 0, 0), title, font, textColor(row), row, Qt::ElideRight);
    if (twoLines)
        paintText(painter, QRect(line.left(), line.bottom() + 3, line.width(), metaHeight), second,
                  m_metrics.metaFont, metaColor(row), row, Qt::ElideRight);
}

void RowPainter::paintRestore(QPainter &painter, const Row &row) const
{
    const QString title = row.index.data(Model::TitleRole).toString();
    const QString time = row.index.data(Model::TimeTextRole).toString();
    //: A restore event and when it was: "Restored v3 · 14:05 · from this computer"
    const QString text =
        time.isEmpty() ? title
                       : QCoreApplication::translate("Spritarium::RowPainter", "%1 · %2").arg(title, time);
    paintText(painter, row.rect, text, m_metrics.metaFont, metaColor(row), row, Qt::ElideRight);
}

void RowPainter::paintDayHeader(QPainter &painter, const QRect &rect, const QString &text,
                                bool rightToLeft) const
{
    Row row;
    row.rightToLeft = rightToLeft;
    row.rect = rect;
    paintText(painter, rect, text, m_metrics.headerFont, m_colors.muted, row, Qt::ElideRight);
}

QList<RowPainter::ChipText> RowPainter::chipsOf(const Row &row) const
{
    QList<ChipText> chips;
    chips.append({versionText(row.index), Tone::Plain, true});
    const QStringList badges = row.index.data(Model::BadgesRole).toStringList();
    for (const QString &badge : badges) {
        const Tone tone = badge == "base"_L1        ? Tone::Info
                          : badge == "unhealthy"_L1 ? Tone::Danger
                                                    : Tone::Plain;
        chips.append({badgeText(badge), tone, false});
    }
    if (row.collapsedBranches > 0)
        chips.append({QCoreApplication::translate("Spritarium::RowPainter", "+%n branches", nullptr,
                                                  row.collapsedBranches),
                      Tone::Plain, false});
    return chips;
}

void RowPainter::paintTitleLine(QPainter &painter, const Row &row, const QRect &line) const
{
    const QString title = row.index.data(Model::TitleRole).toString();
    const bool hasComment = row.index.data(Model::HasCommentRole).toBool();
    const QColor color = hasComment ? textColor(row) : metaColor(row);
    const QList<ChipText> chips = chipsOf(row);

    int chipsWidth = 0;
    qsizetype shown = 0;
    for (const ChipText &chip : chips) {
        const int width = chipWidth(chip) + 6;
        // The version always stands there; other chips only where the comment keeps some room.
        if (shown > 0 && chipsWidth + width > line.width() - 96)
            break;
        chipsWidth += width;
        ++shown;
    }
    QRect words = line;
    words.setWidth(std::max(0, line.width() - chipsWidth - 2));
    int x = paintText(painter, words, title, m_metrics.titleFont, color, row, Qt::ElideMiddle) + 8;
    for (qsizetype i = 0; i < shown; ++i) {
        const int width = chipWidth(chips.at(i));
        paintChip(painter, QRect(line.left() + x, line.top(), width, line.height()), chips.at(i), row);
        x += width + 6;
    }
}

int RowPainter::paintText(QPainter &painter, const QRect &rect, const QString &text, const QFont &font,
                          const QColor &color, const Row &row, Qt::TextElideMode elide) const
{
    const QFontMetrics metrics(font);
    QString line = text;
    line.replace(u'\n', u' ');
    const QString shown = metrics.elidedText(line, elide, rect.width());
    const int width = std::min(metrics.horizontalAdvance(shown) + 1, rect.width());
    const QRect place(rect.left(), rect.top(), width, rect.height());
    painter.setFont(font);
    painter.setPen(color);
    // Each text runs in its own direction; only its place is mirrored.
    painter.setLayoutDirection(Qt::LayoutDirectionAuto);
    painter.drawText(row.rightToLeft ? mirrored(place, row.rect) : place,
                     Qt::AlignVCenter | Qt::AlignAbsolute |
                         (row.rightToLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::TextSingleLine,
                     shown);
    return width;
}

QFont RowPainter::chipFont(const ChipText &chip) const
{
    QFont font = m_metrics.metaFont;
    if (chip.fixedFont) {
        font = fontFor(TextRole::Fixed, m_metrics.titleFont);
        font.setPixelSize(QFontInfo(m_metrics.metaFont).pixelSize());
    }
    return font;
}

int RowPainter::chipWidth(const ChipText &chip) const
{
    return QFontMetrics(chipFont(chip)).horizontalAdvance(chip.text) + 14;
}

void RowPainter::paintChip(QPainter &painter, const QRect &rect, const ChipText &chip, const Row &row) const
{
    const QFont font = chipFont(chip);
    const int height = std::min(QFontMetrics(font).height() + 2, rect.height() + 4);
    QRect place(rect.left(), rect.top() + (rect.height() - height) / 2, rect.width(), height);
    if (row.rightToLeft)
        place = mirrored(place, row.rect);

    QColor ink = chip.tone == Tone::Info     ? m_colors.info
                 : chip.tone == Tone::Danger ? m_colors.danger
                                             : m_colors.muted;
    if (row.selected)
        ink = m_colors.selectedText;
    QColor line = ink;
    line.setAlphaF(chip.tone == Tone::Plain ? 0.55F : 0.9F);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(line, 1));
    painter.setBrush(Qt::NoBrush);
    const qreal radius = place.height() / 2.0;
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(place, Qt::AlignCenter | Qt::TextSingleLine, chip.text);
    painter.restore();
}

QColor RowPainter::textColor(const Row &row) const
{
    return row.selected ? m_colors.selectedText : row.dimmed ? m_colors.muted : m_colors.text;
}

QColor RowPainter::metaColor(const Row &row) const
{
    return row.selected ? m_colors.selectedText : m_colors.muted;
}

} // namespace Spritarium
