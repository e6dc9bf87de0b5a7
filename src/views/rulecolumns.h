// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

class QWidget;

namespace Spritarium {

//! Which columns of the rule table are there and how wide, for the room there is (ux-spec 10.2). The name is
//! what a rule is about: the kind, then an empty column of notes, then the words of the findings give way
//! before it does. A width of 0 is a hidden column.
struct RuleColumns
{
    enum class Notes {
        None,   //!< no rule has one: the column is there where there is room
        Some,   //!< it stays while the name has its least width
        Editing //!< it is there, whatever it costs
    };

    static RuleColumns fitted(int room, Notes notes, const QWidget &view);

    int number = 0;
    int action = 0;
    int pattern = 0;
    int kind = 0;
    int note = 0;
    int findings = 0;

    friend bool operator==(const RuleColumns &, const RuleColumns &) = default;
};

} // namespace Spritarium
