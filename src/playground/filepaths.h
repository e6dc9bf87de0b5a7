// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace Spritarium::Playground {

//! As Linux has it.
constexpr qsizetype LongestPath = 4095;

inline QString nameOf(const QString &path)
{
    return path.mid(path.lastIndexOf(u'/') + 1);
}

inline QString childOf(const QString &folder, const QString &name)
{
    return folder.endsWith(u'/') ? folder + name : folder + u'/' + name;
}

} // namespace Spritarium::Playground
