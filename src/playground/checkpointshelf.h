// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/storetypes.h"

namespace Spritarium::Playground {

//! The host folder that a sprite's processes see at /.sprite/checkpoints (sprites-api 5.8). The folder holds
//! links into another one, /.sprite/.trees, in which new checkpoints appear by themselves; that way what runs
//! sees them without a mount for each.
namespace CheckpointShelf {

const QString Inside = QStringLiteral("/.sprite/checkpoints");
//! The name of what is live, beside the checkpoints.
const QString Active = QStringLiteral("active");
const QString TreesInside = QStringLiteral("/.sprite/.trees");
//! Where the files of a checkpoint are that does not lie in the shelf's folder; a mount of its own for each.
QString asideInside(const QString &id);

//! Whether its files are where those of all new checkpoints are. A checkpoint of an older playground may
//! lie elsewhere, and is seen from the machine's next start on.
bool isShelved(const SpriteView &view, const SpriteView::Mount &mount);

//! For the start of a machine: what `view` mounts and nothing else. False if the folders cannot be made.
bool set(const SpriteView &view);
//! While it runs: adds what is new, takes away what is no longer among the newest five or was deleted.
void update(const SpriteView &view);

} // namespace CheckpointShelf

} // namespace Spritarium::Playground
