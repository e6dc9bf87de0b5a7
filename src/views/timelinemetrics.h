// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFont>

namespace Spritarium {

//! Heights and distances of the timeline in device-independent pixels: the minimums of ux-spec 9.1 and 9.2,
//! grown with the font. Computed once per font, so that asking for the height of a row costs nothing.
struct TimelineMetrics
{
    static constexpr int MaxLanes = 4; //!< more collapse into one (ux-spec 9.2)
    static constexpr int FirstLane = 20;
    static constexpr int LanePitch = 16;
    static constexpr int ButtonGap = 4;
    static constexpr int Padding = 12;

    QFont titleFont;
    QFont metaFont;
    QFont headerFont;
    bool compact = false;
    int nowHeight = 64;
    int pointHeight = 52;
    int restoreHeight = 28;
    int headerHeight = 24;
    int buttonHeight = 28;
    int restoreButtonWidth = 96;

    static TimelineMetrics of(const QFont &font, bool compact);

    //! Distance of a lane's centre from the leading edge; collapsed lanes share one place.
    static int laneCenter(int lane);
    //! From the leading edge to where text begins.
    static int gutterWidth(int laneCount);
    //! Room that is kept free for the row's buttons at the trailing edge.
    int buttonsWidth() const;

    friend bool operator==(const TimelineMetrics &, const TimelineMetrics &) = default;
};

} // namespace Spritarium
