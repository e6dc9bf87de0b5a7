// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/filecopy.h"

#include "playground/agent/uniquefd.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include <fcntl.h>
#ifdef __linux__
#include <linux/fs.h>
#include <sys/ioctl.h>
#endif

namespace Spritarium::Playground::Agent {

namespace {

//! Between two looks at the stop flag; large enough that looking costs nothing.
constexpr std::size_t ChunkBytes = 8U << 20U;

//! Bytes moved by the kernel, at most `most`, 0 at the end, -1 when it cannot do this pair of files.
ssize_t moveChunk([[maybe_unused]] int from, [[maybe_unused]] int to, [[maybe_unused]] off_t most)
{
#ifdef __linux__
    return ::copy_file_range(from, nullptr, to, nullptr, std::size_t(std::min(off_t(ChunkBytes), most)), 0);
#else
    errno = ENOSYS;
    return -1;
#endif
}

MaybeFault copyByHand(int from, int to, off_t left, const char *name, const std::atomic_bool &stop)
{
    std::vector<char> buffer(1U << 18U);
    while (left > 0) {
        if (stop)
            return canceledFault();
        const ssize_t got = ::read(from, buffer.data(), std::size_t(std::min(off_t(buffer.size()), left)));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return systemFault(name);
        if (got == 0)
            return {};
        if (!writeWhole(to, buffer.data(), std::size_t(got)))
            return systemFault(name);
        left -= got;
    }
    return {};
}

//! The next `left` bytes from where both files are, or fewer if the first ends before.
MaybeFault copyPart(int from, int to, off_t left, const char *name, const std::atomic_bool &stop)
{
    while (left > 0) {
        if (stop)
            return canceledFault();
        const ssize_t moved = moveChunk(from, to, left);
        left -= std::max<ssize_t>(moved, 0);
        if (moved > 0 || (moved < 0 && errno == EINTR))
            continue;
        // Both offsets moved along with what was copied, so going on by hand is right after any of it; and
        // some file systems answer 0 for files that have contents.
        if (moved == 0 || errno == ENOSYS || errno == EXDEV || errno == EINVAL || errno == EOPNOTSUPP)
            return copyByHand(from, to, left, name, stop);
        return systemFault(name);
    }
    return {};
}

//! What the file holds up to `size`: one that grows meanwhile is not followed, and holes stay holes.
MaybeFault copyContents(int from, int to, off_t size, const char *name, const std::atomic_bool &stop)
{
    if (shareBlocks(from, to))
        return {};
    for (off_t at = 0; at < size;) {
        off_t begin = at;
        off_t end = size;
#ifdef SEEK_DATA
        const off_t data = ::lseek(from, at, SEEK_DATA);
        if (data < 0 && errno == ENXIO)
            break; // nothing but a hole, or the file is shorter by now
        if (data >= size)
            break;
        if (data >= 0) {
            begin = data;
            const off_t hole = ::lseek(from, data, SEEK_HOLE);
            end = hole > data ? std::min(hole, size) : size;
        }
#endif
        if (::lseek(from, begin, SEEK_SET) != begin || ::lseek(to, begin, SEEK_SET) != begin)
            return systemFault(name);
        if (MaybeFault fault = copyPart(from, to, end - begin, name, stop))
            return fault;
        at = end;
    }
    struct stat now = {};
    if (::fstat(from, &now) != 0 || ::ftruncate(to, std::min(size, now.st_size)) != 0)
        return systemFault(name);
    return {};
}

} // namespace

bool CopyFault::isDenied() const
{
    return error == EACCES || error == EPERM;
}

CopyFault systemFault(const std::string &name)
{
    const int why = errno;
    return {why, name + ": " + std::strerror(why)}; // NOLINT: glibc's is safe for threads
}

CopyFault canceledFault()
{
    return {0, "copying was stopped"};
}

bool writeWhole(int fd, const char *bytes, std::size_t size)
{
    while (size > 0) {
        const ssize_t written = ::write(fd, bytes, size);
        if (written < 0 && errno != EINTR)
            return false;
        bytes += std::max<ssize_t>(written, 0);
        size -= std::size_t(std::max<ssize_t>(written, 0));
    }
    return true;
}

bool shareBlocks([[maybe_unused]] int from, [[maybe_unused]] int to)
{
#if defined(__linux__) && defined(FICLONE)
    return ::ioctl(to, FICLONE, from) == 0;
#else
    return false;
#endif
}

void keepTimesOf(const struct stat &info, int fd)
{
#ifdef __APPLE__
    const struct timespec times[2] = {info.st_atimespec, info.st_mtimespec};
#else
    const struct timespec times[2] = {info.st_atim, info.st_mtim};
#endif
    ::futimens(fd, times);
}

MaybeFault copyRegular(int fromDir, int toDir, const char *name, const char *newName, bool keepTimes,
                       const std::atomic_bool &stop)
{
    const UniqueFd from(::openat(fromDir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!from)
        return errno == ENOENT ? MaybeFault() : systemFault(name);
    struct stat info = {};
    if (::fstat(from.get(), &info) != 0)
        return systemFault(name);
    const UniqueFd to(::openat(toDir, newName, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!to)
        return systemFault(newName);
    if (MaybeFault fault = copyContents(from.get(), to.get(), info.st_size, name, stop))
        return fault;
    if (::fchmod(to.get(), info.st_mode & 01777U) != 0)
        return systemFault(newName);
    if (keepTimes)
        keepTimesOf(info, to.get());
    return {};
}

MaybeFault copyLink(int fromDir, int toDir, const char *name, const char *newName,
                    [[maybe_unused]] const struct stat &info, [[maybe_unused]] bool keepTimes)
{
    std::vector<char> target(4096 + 1, '\0');
    const ssize_t length = ::readlinkat(fromDir, name, target.data(), target.size() - 1);
    if (length < 0)
        return errno == ENOENT ? MaybeFault() : systemFault(name);
    target[static_cast<std::size_t>(length)] = '\0';
    if (::symlinkat(target.data(), toDir, newName) != 0)
        return systemFault(newName);
#ifndef __APPLE__
    const struct timespec times[2] = {info.st_atim, info.st_mtim};
    if (keepTimes)
        ::utimensat(toDir, newName, times, AT_SYMLINK_NOFOLLOW);
#endif
    return {};
}

} // namespace Spritarium::Playground::Agent
