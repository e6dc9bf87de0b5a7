// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/timelinecolors.h"
#include "views/timelinemetrics.h"

#include <QModelIndex>
#include <QRect>

class QPainter;

namespace Spritarium {

//! Writes the words of one timeline row: comment, version, badges and both times (ux-spec 9.2 Row text).
//! The gutter, the background and the selection are somebody else's.
class RowPainter
{
public:
    struct Row
    {
        QModelIndex index;
        QRect rect; //!< where words may stand, gutter and buttons taken off
        bool selected = false;
        bool dimmed = false;
        bool rightToLeft = false;
        int collapsedBranches = 0; //!< above 0: the chip "+2 branches" stands in this row
    };

    RowPainter(const TimelineMetrics &metrics, const TimelineColors &colors);

    void paintPoint(QPainter &painter, const Row &row) const;
    void paintNow(QPainter &painter, const Row &row) const;
    void paintRestore(QPainter &painter, const Row &row) const;
    void paintDayHeader(QPainter &painter, const QRect &rect, const QString &text, bool rightToLeft) const;

    //! "v5" for people; the raw id for everything else.
    static QString versionText(const QModelIndex &index);

private:
    enum class Tone { Plain, Info, Danger };
    struct ChipText
    {
        QString text;
        Tone tone = Tone::Plain;
        bool fixedFont = false;
    };

    QList<ChipText> chipsOf(const Row &row) const;
    //! Comment first, then chips as far as there is room; the comment gives way in its middle.
    void paintTitleLine(QPainter &painter, const Row &row, const QRect &line) const;
    //! Text elided to the rectangle's width at its leading edge; returns the width used.
    int paintText(QPainter &painter, const QRect &rect, const QString &text, const QFont &font,
                  const QColor &color, const Row &row, Qt::TextElideMode elide) const;
    int chipWidth(const ChipText &chip) const;
    void paintChip(QPainter &painter, const QRect &rect, const ChipText &chip, const Row &row) const;
    QFont chipFont(const ChipText &chip) const;
    QColor textColor(const Row &row) const;
    QColor metaColor(const Row &row) const;

    const TimelineMetrics &m_metrics;
    const TimelineColors &m_colors;
};

} // namespace Spritarium
