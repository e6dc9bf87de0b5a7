// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/timelinecolors.h"

#include "views/appearance.h"

namespace Spritarium {

TimelineColors TimelineColors::of(const QPalette &palette)
{
    const Appearance appearance(palette);
    TimelineColors colors;
    colors.text = palette.color(QPalette::Text);
    colors.muted = appearance.color(ColorRole::Muted);
    colors.info = appearance.color(ColorRole::Info);
    colors.danger = appearance.color(ColorRole::Danger);
    colors.infoTint = appearance.tint(ColorRole::Info);
    colors.base = palette.color(QPalette::Base);
    colors.hairline = appearance.hairline();
    colors.selection = palette.color(QPalette::Highlight);
    colors.selectedText = palette.color(QPalette::HighlightedText);
    colors.focus = appearance.focus();
    colors.highContrast = appearance.isHighContrast();
    for (size_t i = 0; i < colors.lanes.size(); ++i)
        colors.lanes[i] = appearance.lane(static_cast<int>(i));
    return colors;
}

} // namespace Spritarium
