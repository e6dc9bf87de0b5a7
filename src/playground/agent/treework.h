// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/filecopy.h"

#include <functional>

//! Copies and removes whole folders. Neither the stack nor the number of open files grows with their depth.
namespace Spritarium::Playground::Agent {

struct CopyOptions
{
    bool keepTimes = true;
    //! Told of each file and symlink that was copied: its path below the folder, and its size.
    std::function<void(const std::string &path, std::int64_t bytes)> copied;
    //! Says of each file and folder in it whether it may be read; one that may not is a fault, EACCES.
    std::function<bool(const struct stat &info)> mayRead;
};

//! Copies the folder `from` to `to`, which must not exist. On a fault `to` is left half done.
MaybeFault copyFolder(const char *from, const char *to, const std::atomic_bool &stop,
                      const CopyOptions &options = {});

//! Removes it and all below it, read-only folders included. True if nothing is left, else errno says why the
//! first thing stayed.
bool removeFolder(const char *path, const std::atomic_bool &stop);

} // namespace Spritarium::Playground::Agent
