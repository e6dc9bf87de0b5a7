// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/treework.h"

#include "playground/agent/foldertrail.h"

#include <cerrno>
#include <utility>
#include <vector>

#include <fcntl.h>

namespace Spritarium::Playground::Agent {

namespace {

//! Goes through a folder and copies what it meets. Each folder on the way is a part of two trails and of
//! m_open.
class TreeCopier
{
public:
    TreeCopier(const CopyOptions &options, const std::atomic_bool &stop)
        : m_options(options)
        , m_stop(stop)
    {}

    MaybeFault copy(const char *from, const char *to)
    {
        if (!m_from.start(AT_FDCWD, from))
            return errno == ENOENT ? MaybeFault() : systemFault(from);
        if (::mkdir(to, 0700) != 0 || !m_to.start(AT_FDCWD, to))
            return systemFault(to);
        MaybeFault fault = begin(from);
        while (!fault && !m_open.empty()) {
            if (m_stop)
                return canceledFault();
            fault = m_open.back().left.empty() ? finish() : copyEntry();
        }
        return fault;
    }

private:
    struct Folder
    {
        std::string name;
        std::vector<std::string> left; //!< in it, and not copied yet
        struct stat info = {};
        std::size_t pathLength = 0;
    };

    MaybeFault begin(const std::string &name)
    {
        auto names = namesIn(m_from.fd());
        if (!names)
            return systemFault(name); // a copy without them would look whole
        m_open.push_back({name, std::move(*names), m_from.info(), m_path.size()});
        return {};
    }

    MaybeFault copyEntry()
    {
        const std::string name = std::move(m_open.back().left.back());
        m_open.back().left.pop_back();
        struct stat info = {};
        if (::fstatat(m_from.fd(), name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0)
            return errno == ENOENT ? MaybeFault() : systemFault(name);
        if (m_options.mayRead && !m_options.mayRead(info)) {
            errno = EACCES;
            return systemFault(name);
        }
        if (S_ISDIR(info.st_mode))
            return enter(name);
        if (!S_ISLNK(info.st_mode) && !S_ISREG(info.st_mode))
            return {};
        const MaybeFault fault =
            S_ISLNK(info.st_mode)
                ? copyLink(m_from.fd(), m_to.fd(), name.c_str(), name.c_str(), info, m_options.keepTimes)
                : copyRegular(m_from.fd(), m_to.fd(), name.c_str(), name.c_str(), m_options.keepTimes,
                              m_stop);
        if (!fault && m_options.copied)
            m_options.copied(m_path + name, S_ISREG(info.st_mode) ? info.st_size : 0);
        return fault;
    }

    MaybeFault enter(const std::string &name)
    {
        if (!m_from.enter(name))
            return errno == ENOENT ? MaybeFault() : systemFault(name);
        if (::mkdirat(m_to.fd(), name.c_str(), 0700) != 0 || !m_to.enter(name))
            return systemFault(name);
        if (MaybeFault fault = begin(name))
            return fault;
        if (m_options.copied)
            m_path += name + '/';
        return {};
    }

    MaybeFault finish()
    {
        const Folder &done = m_open.back();
        const bool isTop = m_open.size() == 1;
        // Before it gets its mode, which may close the way up.
        if (!isTop && !m_from.holdParent())
            return CopyFault{errno, done.name + ": was moved while it was copied"};
        if (!isTop && !m_to.holdParent())
            return systemFault(done.name);
        if (::fchmod(m_to.fd(), done.info.st_mode & 01777U) != 0)
            return systemFault(done.name);
        if (m_options.keepTimes)
            keepTimesOf(done.info, m_to.fd());
        m_path.resize(done.pathLength);
        m_open.pop_back();
        if (!isTop) {
            m_from.leave();
            m_to.leave();
        }
        return {};
    }

    const CopyOptions &m_options;
    const std::atomic_bool &m_stop;
    FolderTrail m_from;
    FolderTrail m_to;
    std::vector<Folder> m_open;
    std::string m_path; //!< of the innermost below the top, if anybody is told
};

//! Goes through a folder and removes what it meets.
class TreeRemover
{
public:
    explicit TreeRemover(const std::atomic_bool &stop)
        : m_stop(stop)
    {}

    bool remove(const char *path)
    {
        if (m_stop)
            return note(ECANCELED);
        if (::unlink(path) == 0)
            return true;
        // It may be gone by another thread that removes what this is in.
        if (errno == ENOENT || !openAnyway(AT_FDCWD, path, [&] { return m_trail.start(AT_FDCWD, path); }))
            return errno == ENOENT;
        begin();
        while (!m_open.empty()) {
            if (m_stop)
                return note(ECANCELED);
            if (m_open.back().empty() ? !finish() : !removeEntry())
                return false;
        }
        if (::rmdir(path) != 0 && errno != ENOENT)
            note(errno);
        errno = m_error;
        return m_error == 0;
    }

private:
    //! False, for the caller to give back.
    bool note(int error)
    {
        m_error = m_error ? m_error : error;
        errno = m_error;
        return false;
    }

    //! A link that took its place meanwhile is not followed.
    template <typename Open>
    bool openAnyway(int parent, const char *name, Open open)
    {
        return open() ||
               (errno == EACCES && ::fchmodat(parent, name, 0700, AT_SYMLINK_NOFOLLOW) == 0 && open());
    }

    void begin()
    {
        ::fchmod(m_trail.fd(), 0700);
        auto names = namesIn(m_trail.fd());
        if (!names)
            note(errno);
        m_open.push_back(names ? std::move(*names) : std::vector<std::string>());
    }

    bool removeEntry()
    {
        const std::string name = std::move(m_open.back().back());
        m_open.back().pop_back();
        if (::unlinkat(m_trail.fd(), name.c_str(), 0) == 0 || errno == ENOENT)
            return true;
        const int why = errno;
        if (openAnyway(m_trail.fd(), name.c_str(), [&] { return m_trail.enter(name); })) {
            m_names.push_back(name);
            begin();
        } else if (errno != ENOENT) {
            note(errno == ENOTDIR || errno == ELOOP ? why : errno);
        }
        return true;
    }

    bool finish()
    {
        m_open.pop_back();
        if (m_open.empty())
            return true;
        if (!m_trail.holdParent())
            return note(errno);
        m_trail.leave();
        if (::unlinkat(m_trail.fd(), m_names.back().c_str(), AT_REMOVEDIR) != 0 && errno != ENOENT)
            note(errno);
        m_names.pop_back();
        return true;
    }

    const std::atomic_bool &m_stop;
    FolderTrail m_trail;
    std::vector<std::vector<std::string>> m_open; //!< what is left in each folder on the trail
    std::vector<std::string> m_names;             //!< of these folders, without the top
    int m_error = 0;
};

} // namespace

MaybeFault copyFolder(const char *from, const char *to, const std::atomic_bool &stop,
                      const CopyOptions &options)
{
    return TreeCopier(options, stop).copy(from, to);
}

bool removeFolder(const char *path, const std::atomic_bool &stop)
{
    return TreeRemover(stop).remove(path);
}

} // namespace Spritarium::Playground::Agent
