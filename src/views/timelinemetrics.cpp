// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/timelinemetrics.h"

#include "views/appearance.h"

#include <QCoreApplication>
#include <QFontMetrics>

#include <algorithm>

namespace Spritarium {

TimelineMetrics TimelineMetrics::of(const QFont &font, bool compact)
{
    TimelineMetrics metrics;
    metrics.compact = compact;
    metrics.titleFont = font;
    metrics.metaFont = fontFor(TextRole::Meta, font);
    metrics.headerFont = metrics.metaFont;
    metrics.headerFont.setWeight(QFont::DemiBold);

    const int title = QFontMetrics(metrics.titleFont).height();
    const int meta = QFontMetrics(metrics.metaFont).height();
    const int twoLines = title + meta + 2;
    metrics.buttonHeight = std::max(28, title + 8);
    metrics.pointHeight = compact ? std::max({32, title + 10, metrics.buttonHeight + 4})
                                  : std::max({52, twoLines + 14, metrics.buttonHeight + 8});
    metrics.nowHeight = compact ? std::max(44, twoLines + 8) : std::max(64, twoLines + 22);
    metrics.restoreHeight = std::max(28, meta + 8);
    metrics.headerHeight = std::max(24, meta + 8);
    const QString label = QCoreApplication::translate("Spritarium::RowButtons", "Restore…");
    metrics.restoreButtonWidth = std::max(96, QFontMetrics(font).horizontalAdvance(label) + 32);
    return metrics;
}

int TimelineMetrics::laneCenter(int lane)
{
    return FirstLane + LanePitch * std::min(lane, MaxLanes);
}

int TimelineMetrics::gutterWidth(int laneCount)
{
    return laneCenter(std::max(laneCount, 1) - 1) + 20;
}

int TimelineMetrics::buttonsWidth() const
{
    return restoreButtonWidth + ButtonGap + buttonHeight + Padding;
}

} // namespace Spritarium
