// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritepathresolver.h"

#include <atomic>

namespace Spritarium::Playground {

//! What calls on files tell of a folder, see SpriteFiles::list().
namespace FileLister {

//! What stands there, whether of this computer or of the view alone. Called "shown" as the sprite sees it.
FileResult<FileEntry> describe(const SpriteView &view, const FilePlace &place, const QString &shown);

//! Which names are wanted, and how deep.
struct Wanted
{
    bool recursive = false;
    QString pattern; //!< a glob; empty is all
};
//! Whether this is a glob at all; empty is one.
bool isPattern(const QString &pattern);
//! The entries of a folder; a part of them if `stop` becomes true.
FileResult<QList<FileEntry>> entriesIn(const SpritePathResolver &resolver, const FilePlace &folder,
                                       const QString &shown, const Wanted &wanted,
                                       const std::atomic_bool &stop);

} // namespace FileLister

} // namespace Spritarium::Playground
