// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/treework.h"
#include "playground/outcome.h"

#include <QString>

#include <atomic>
#include <optional>

namespace Spritarium::Playground {

//! Real copies of folders of real files. No Qt event loop, no shared state: safe to call from any thread.
//! Kept: contents, permission bits, times of last change, symlinks as they are. Not kept: owners, hard links
//! (each name becomes a file of its own), extended attributes; sockets, pipes and devices are left out.
//! However deep folders are, neither stack nor open files grow with it.

//! Copies what is in `from` into `to`, which must not exist; its parent must. Blocks are shared where the
//! file system can (FICLONE), else copied. Files that vanish meanwhile are left out. Files without
//! permissions are copied like all others (see copyDeniedFolder). Canceled if `stop` became true. On failure
//! `to` is left half done: the caller removes it.
std::optional<StoreError> copyTree(const QString &from, const QString &to, const std::atomic_bool &stop);

//! One regular file or symlink; `to` must not exist.
Agent::MaybeFault copyFile(const QString &from, const QString &to, bool keepTimes,
                           const std::atomic_bool &stop);

//! Removes the folder and all below it, read-only folders included; symlinks are not followed. True if
//! nothing is left, else errno says why. Stops early, with false, when `stop` becomes true.
bool removeTree(const QString &path, const std::atomic_bool &stop);

//! Everything written to the file system of `path` so far is on the disk when this returns true.
bool syncFileSystem(const QString &path);
//! What was made, renamed or removed in the folder is on the disk when this returns true.
bool syncFolder(const QString &folder);

//! Whether copies inside this folder share their blocks with what they were made from until one of both
//! changes (btrfs, XFS, bcachefs). Tries it with a small file.
bool copiesShareBlocks(const QString &folder);

} // namespace Spritarium::Playground
