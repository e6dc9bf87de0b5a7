// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace Spritarium {

//! How well a typed text fits a name, and which letters of the name it is.
struct SubsequenceMatch
{
    int score = 0; //!< higher is better; only comparable for the same typed text
    QList<int> positions;

    friend bool operator==(const SubsequenceMatch &, const SubsequenceMatch &) = default;
};

//! All letters of `typed` in their order, letter case and blanks in `typed` aside; nothing when one is
//! missing. Beginnings of words, letters in a row and the beginning of the text count more, gaps count less.
std::optional<SubsequenceMatch> subsequenceMatch(QStringView typed, QStringView text);

} // namespace Spritarium
