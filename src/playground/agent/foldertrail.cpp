// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/foldertrail.h"

#include <cerrno>
#include <memory>

#include <dirent.h>
#include <fcntl.h>

namespace Spritarium::Playground::Agent {

namespace {

constexpr int Readable = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
#ifdef O_PATH
constexpr int Passable = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
#else
constexpr int Passable = Readable;
#endif

struct CloseFolder
{
    void operator()(DIR *folder) const { ::closedir(folder); }
};

} // namespace

bool FolderTrail::start(int parent, const char *name)
{
    UniqueFd fd(::openat(parent, name, Readable));
    if (!fd || ::fstat(fd.get(), &m_info) != 0)
        return false;
    m_levels.clear();
    m_levels.push_back({name, std::move(fd), m_info.st_dev, m_info.st_ino});
    return true;
}

bool FolderTrail::enter(const std::string &name)
{
    UniqueFd child(::openat(fd(), name.c_str(), Readable));
    if (!child || ::fstat(child.get(), &m_info) != 0)
        return false;
    m_levels.push_back({name, std::move(child), m_info.st_dev, m_info.st_ino});
    // The top stays, for the way down again.
    if (m_levels.size() > MostOpen + 1)
        m_levels[m_levels.size() - 1 - MostOpen].fd.reset();
    return true;
}

bool FolderTrail::is(int fd, const Level &level)
{
    struct stat info = {};
    return ::fstat(fd, &info) == 0 && info.st_dev == level.device && info.st_ino == level.file;
}

UniqueFd FolderTrail::walkTo(std::size_t level) const
{
    UniqueFd at(::openat(m_levels.front().fd.get(), ".", level > 0 ? Passable : Readable));
    for (std::size_t i = 1; at && i <= level; ++i) {
        at.reset(::openat(at.get(), m_levels[i].name.c_str(), i < level ? Passable : Readable));
        if (at && !is(at.get(), m_levels[i]))
            at.reset();
    }
    if (!at)
        errno = ESTALE;
    return at;
}

bool FolderTrail::holdParent()
{
    Level &parent = m_levels[m_levels.size() - 2];
    if (parent.fd)
        return true;
    // It cannot be entered when it lost its permissions, and leads elsewhere when it was moved.
    UniqueFd above(::openat(fd(), "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!above || !is(above.get(), parent))
        above = walkTo(m_levels.size() - 2);
    parent.fd = std::move(above);
    return bool(parent.fd);
}

void FolderTrail::leave()
{
    m_levels.pop_back();
}

std::optional<std::vector<std::string>> namesIn(int folder)
{
    // Opened anew it would have to be permitted anew.
    const int own = ::fcntl(folder, F_DUPFD_CLOEXEC, 0);
    if (own < 0)
        return std::nullopt;
    const std::unique_ptr<DIR, CloseFolder> open(::fdopendir(own));
    if (!open) {
        const int why = errno;
        ::close(own);
        errno = why;
        return std::nullopt;
    }
    ::rewinddir(open.get());
    std::vector<std::string> names;
    errno = 0;
    while (const dirent *entry = ::readdir(open.get())) {
        std::string name(entry->d_name);
        if (name != "." && name != "..")
            names.push_back(std::move(name));
        errno = 0;
    }
    if (errno != 0)
        return std::nullopt;
    return names;
}

} // namespace Spritarium::Playground::Agent
