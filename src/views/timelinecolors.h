// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QPalette>

#include <array>

namespace Spritarium {

//! The colours one timeline is painted with, resolved once per theme so that no row has to ask.
struct TimelineColors
{
    QColor text;
    QColor muted;
    QColor info;
    QColor danger;
    QColor infoTint;
    QColor base;
    QColor hairline;
    QColor selection;
    QColor selectedText;
    QColor focus;
    bool highContrast = false;
    std::array<QColor, 4> lanes;

    const QColor &lane(int number) const { return lanes[static_cast<size_t>(number) % lanes.size()]; }

    static TimelineColors of(const QPalette &palette);

    friend bool operator==(const TimelineColors &, const TimelineColors &) = default;
};

} // namespace Spritarium
