// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <sys/stat.h>

//! Real copies of single files, by open folders and names in them. No Qt, no shared state.
namespace Spritarium::Playground::Agent {

//! Why files could not be copied. `error` is the errno, 0 when it was stopped.
struct CopyFault
{
    int error = 0;
    std::string text; //!< one line: the name and why

    bool isCanceled() const { return error == 0; }
    //! The permissions of something in the sprite are the reason.
    bool isDenied() const;

    friend bool operator==(const CopyFault &, const CopyFault &) = default;
};
using MaybeFault = std::optional<CopyFault>;

//! The current errno, said of `name`.
CopyFault systemFault(const std::string &name);
CopyFault canceledFault();

//! False, with errno, when they could not all be written.
bool writeWhole(int fd, const char *bytes, std::size_t size);

//! Whether the second open file now shares the blocks of the first.
bool shareBlocks(int from, int to);

//! Copies the regular file `name` to `newName`, which must not exist. One that is gone is left out.
MaybeFault copyRegular(int fromDir, int toDir, const char *name, const char *newName, bool keepTimes,
                       const std::atomic_bool &stop);
//! The symlink itself, of which `info` was read.
MaybeFault copyLink(int fromDir, int toDir, const char *name, const char *newName, const struct stat &info,
                    bool keepTimes);
//! The times of last use and change.
void keepTimesOf(const struct stat &info, int fd);

} // namespace Spritarium::Playground::Agent
