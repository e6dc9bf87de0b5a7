// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/uniquefd.h"

#include <optional>
#include <string>
#include <vector>

#include <sys/stat.h>

namespace Spritarium::Playground::Agent {

//! The way from a folder to one below it, however deep: of all folders on it only the top and the nearest are
//! open. Links are not followed, and what was moved elsewhere meanwhile is not mistaken for what it was.
class FolderTrail
{
public:
    //! Open at a time, besides the top.
    static constexpr std::size_t MostOpen = 32;

    //! Begins at `name` in the open folder `parent`, or AT_FDCWD. False with errno.
    bool start(int parent, const char *name);
    //! One down. False with errno, and nothing has changed.
    bool enter(const std::string &name);
    //! Makes sure that leave() is possible, whatever becomes of where we are: the folder above is open
    //! afterwards. False with errno, ESTALE if it is not there any more. Not at the top.
    bool holdParent();
    //! One up, after holdParent() said yes.
    void leave();

    //! The folder we are in.
    int fd() const { return m_levels.back().fd.get(); }
    const struct stat &info() const { return m_info; } //!< of it, when it was entered
    std::size_t depth() const { return m_levels.size(); }

private:
    struct Level
    {
        std::string name;
        UniqueFd fd;
        dev_t device = 0;
        ino_t file = 0;
    };

    static bool is(int fd, const Level &level);
    UniqueFd walkTo(std::size_t level) const;

    std::vector<Level> m_levels;
    struct stat m_info = {};
};

//! The names in the open folder, read at once so that what happens meanwhile cannot repeat or skip one.
//! Absent, with errno set, when they could not all be read.
std::optional<std::vector<std::string>> namesIn(int folder);

} // namespace Spritarium::Playground::Agent
