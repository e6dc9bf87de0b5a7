// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace Spritarium::Playground {

//! How much of `text` from `at` on to send next: at most `most` units (2 or more), and never half of a letter
//! that takes two, which no decoder could put together again.
inline qsizetype pieceSize(QStringView text, qsizetype at, qsizetype most)
{
    const qsizetype rest = text.size() - at;
    if (rest <= most)
        return rest;
    return text.at(at + most - 1).isHighSurrogate() ? most - 1 : most;
}

//! The last line of what a program said, without what surrounds it.
inline QString lastLine(const QByteArray &said)
{
    return QString::fromLocal8Bit(said).trimmed().section(u'\n', -1);
}

} // namespace Spritarium::Playground
