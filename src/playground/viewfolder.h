// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritepathresolver.h"

namespace Spritarium::Playground {

//! Of a folder that only the view has, with the links in it: the sprite has its own from now on. Nothing
//! happens to one that cannot be made, or that somebody else has made meanwhile. `shown` is the path for the
//! error.
FileResult<Done> makeReal(const SpriteView &view, const FilePlace &folder, const QString &shown);
//! The same for the folder that `place` is in, if it is such a one: before anything is put there.
FileResult<Done> makeFolderAbove(const SpriteView &view, const FilePlace &place, const QString &shown);

} // namespace Spritarium::Playground
