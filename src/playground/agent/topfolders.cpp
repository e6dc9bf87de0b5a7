// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/topfolders.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Spritarium::Playground::Agent {

namespace {

int fail(const std::string &what)
{
    const int why = errno;
    std::fprintf(stderr, "%s: %s\n", what.c_str(), std::strerror(why));
    return EXIT_FAILURE;
}

//! Another mount of what is at `path`, seen by nobody yet, with these attributes changed.
UniqueFd detached(const char *path, std::uint64_t set, std::uint64_t clear)
{
    UniqueFd tree(::open_tree(AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_SYMLINK_NOFOLLOW));
    mount_attr attributes{};
    attributes.attr_set = set;
    attributes.attr_clr = clear;
    if (!tree || ::mount_setattr(tree.get(), "", AT_EMPTY_PATH, &attributes, sizeof attributes) != 0)
        return {};
    return tree;
}

#ifndef MOVE_MOUNT_BENEATH
constexpr unsigned MOVE_MOUNT_BENEATH = 0x200; // since Linux 6.5
#endif

//! Takes away what is mounted at `path`, however often.
void unmountAll(const std::string &path)
{
    while (::umount2(path.c_str(), MNT_DETACH | UMOUNT_NOFOLLOW) == 0) {
    }
}

bool mountAt(const UniqueFd &tree, const std::string &path, unsigned flags)
{
    return ::move_mount(tree.get(), "", AT_FDCWD, path.c_str(), MOVE_MOUNT_F_EMPTY_PATH | flags) == 0;
}

void hide(int top, const std::string &name)
{
    unmountAll('/' + name);
    if (::unlinkat(top, name.c_str(), AT_REMOVEDIR) != 0 && errno == ENOTDIR)
        ::unlinkat(top, name.c_str(), 0);
}

//! Makes a link at `name` in one step, also in place of another one.
bool showLink(int top, const char *target, const std::string &name)
{
    // Where the sandbox alone puts something.
    constexpr auto Aside = ".sprite/.next";
    ::unlinkat(top, Aside, 0);
    if (::symlinkat(target, top, Aside) == 0 && ::renameat(top, Aside, top, name.c_str()) == 0)
        return true;
    ::unlinkat(top, Aside, 0);
    hide(top, name);
    return ::symlinkat(target, top, name.c_str()) == 0 || errno == EEXIST;
}

//! Mounts `tree` at `name`, which is of the same kind, so that there is always one of them.
bool exchange(const UniqueFd &tree, const std::string &path)
{
    if (mountAt(tree, path, MOVE_MOUNT_BENEATH))
        return ::umount2(path.c_str(), MNT_DETACH | UMOUNT_NOFOLLOW) == 0;
    // Upon what was not only moved, or, for one moment without any, in its place.
    if (mountAt(tree, path, 0))
        return true;
    unmountAll(path);
    return mountAt(tree, path, 0);
}

//! Shows `name`, which stands in the folder `live`, in place of what has that name now. `top` is `/`, to be
//! written.
bool show(int top, const std::string &live, const std::string &name)
{
    const std::string from = live + '/' + name;
    const std::string to = '/' + name;
    struct stat info = {};
    if (::lstat(from.c_str(), &info) != 0)
        return errno == ENOENT; // gone again, and told later
    if (S_ISLNK(info.st_mode)) {
        std::array<char, PATH_MAX> target{};
        return ::readlink(from.c_str(), target.data(), target.size() - 1) > 0 &&
               showLink(top, target.data(), name);
    }
    const UniqueFd tree = detached(from.c_str(), MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV, MOUNT_ATTR_RDONLY);
    if (!tree)
        return errno == ENOENT;
    struct stat before = {};
    const bool isThere = ::lstat(to.c_str(), &before) == 0;
    if (isThere && S_ISDIR(before.st_mode) == S_ISDIR(info.st_mode) && !S_ISLNK(before.st_mode))
        return exchange(tree, to);
    if (isThere)
        hide(top, name);
    if (S_ISDIR(info.st_mode)) {
        if (::mkdirat(top, name.c_str(), 0755) != 0 && errno != EEXIST)
            return false;
    } else {
        const UniqueFd file(::openat(top, name.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644));
        if (!file && errno != EEXIST)
            return false;
    }
    return mountAt(tree, to, 0);
}

} // namespace

int runTopFolders(UniqueFd mounts, const std::string &live, const std::vector<std::string> &words)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::ioctl(mounts.get(), NS_GET_NSTYPE) != CLONE_NEWNS)
        return fail("this is not a sandbox");
    // Its owner's root may mount there, and on this computer nothing.
    const UniqueFd owner(::ioctl(mounts.get(), NS_GET_USERNS));
    if (!owner || ::setns(owner.get(), CLONE_NEWUSER) != 0 || ::setns(mounts.get(), CLONE_NEWNS) != 0)
        return fail("the sandbox cannot be entered");
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // changing users forgets it
    // The one that commands see stays as closed as it is.
    const UniqueFd top = detached("/", 0, MOUNT_ATTR_RDONLY);
    if (!top)
        return fail("the sandbox cannot be changed");
    int code = EXIT_SUCCESS;
    for (const std::string &word : words) {
        const std::string name = word.substr(std::min<std::size_t>(1, word.size()));
        if (name.empty() || name.find('/') != std::string::npos)
            continue;
        if (word.front() == '-')
            hide(top.get(), name);
        else if (!show(top.get(), live, name))
            code = fail(name);
    }
    return code;
}

} // namespace Spritarium::Playground::Agent
