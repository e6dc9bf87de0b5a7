// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/treecopy.h"

#include <QFile>
#include <QTemporaryFile>

#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef Q_OS_LINUX
#include <linux/fs.h>
#include <sys/ioctl.h>
#endif

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

//! Between two looks at the stop flag; large enough that looking costs nothing.
constexpr size_t ChunkBytes = 8U << 20U;

class Descriptor
{
public:
    explicit Descriptor(int fd)
        : m_fd(fd)
    {}
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    bool isOpen() const { return m_fd >= 0; }
    int get() const { return m_fd; }

private:
    int m_fd;
};

using Fault = std::optional<StoreError>;

Fault systemFault(const char *name)
{
    const int why = errno;
    return StoreError{StoreFault::Io,
                      QFile::decodeName(name) + u": "_s + QString::fromLocal8Bit(std::strerror(why))};
}

Fault canceled()
{
    return StoreError{StoreFault::Canceled, u"copying was stopped"_s};
}

bool shareBlocks([[maybe_unused]] int from, [[maybe_unused]] int to)
{
#if defined(Q_OS_LINUX) && defined(FICLONE)
    return ::ioctl(to, FICLONE, from) == 0;
#else
    return false;
#endif
}

//! Bytes moved by the kernel, at most `most`, 0 at the end, -1 when it cannot do this pair of files.
ssize_t moveChunk([[maybe_unused]] int from, [[maybe_unused]] int to, [[maybe_unused]] off_t most)
{
#ifdef Q_OS_LINUX
    return ::copy_file_range(from, nullptr, to, nullptr, size_t(std::min(off_t(ChunkBytes), most)), 0);
#else
    errno = ENOSYS;
    return -1;
#endif
}

Fault writeAll(int to, const char *bytes, ssize_t length, const char *name)
{
    while (length > 0) {
        const ssize_t written = ::write(to, bytes, static_cast<size_t>(length));
        if (written < 0 && errno != EINTR)
            return systemFault(name);
        bytes += std::max<ssize_t>(written, 0);
        length -= std::max<ssize_t>(written, 0);
    }
    return {};
}

Fault copyByHand(int from, int to, off_t left, const char *name, const std::atomic_bool &stop)
{
    std::vector<char> buffer(1U << 18U);
    while (left > 0) {
        if (stop)
            return canceled();
        const ssize_t got = ::read(from, buffer.data(), size_t(std::min(off_t(buffer.size()), left)));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return systemFault(name);
        if (got == 0)
            return {};
        if (Fault fault = writeAll(to, buffer.data(), got, name))
            return fault;
        left -= got;
    }
    return {};
}

//! The next `left` bytes from where both files are, or fewer if the first ends before.
Fault copyPart(int from, int to, off_t left, const char *name, const std::atomic_bool &stop)
{
    while (left > 0) {
        if (stop)
            return canceled();
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
Fault copyContents(int from, int to, off_t size, const char *name, const std::atomic_bool &stop)
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
        if (Fault fault = copyPart(from, to, end - begin, name, stop))
            return fault;
        at = end;
    }
    struct stat now = {};
    if (::fstat(from, &now) != 0 || ::ftruncate(to, std::min(size, now.st_size)) != 0)
        return systemFault(name);
    return {};
}

void keepTimesOf(const struct stat &info, int fd)
{
#ifdef Q_OS_DARWIN
    const struct timespec times[2] = {info.st_atimespec, info.st_mtimespec};
#else
    const struct timespec times[2] = {info.st_atim, info.st_mtim};
#endif
    ::futimens(fd, times);
}

Fault copyRegular(int fromDir, int toDir, const char *name, const char *newName, const std::atomic_bool &stop,
                  bool keepTimes)
{
    const Descriptor from(::openat(fromDir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!from.isOpen())
        return errno == ENOENT ? Fault() : systemFault(name);
    struct stat info = {};
    if (::fstat(from.get(), &info) != 0)
        return systemFault(name);
    const Descriptor to(::openat(toDir, newName, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!to.isOpen())
        return systemFault(newName);
    if (Fault fault = copyContents(from.get(), to.get(), info.st_size, name, stop))
        return fault;
    if (::fchmod(to.get(), info.st_mode & 01777U) != 0)
        return systemFault(newName);
    if (keepTimes)
        keepTimesOf(info, to.get());
    return {};
}

Fault copyLink(int fromDir, int toDir, const char *name, const char *newName, const struct stat &info)
{
    std::vector<char> target(4096 + 1, '\0');
    const ssize_t length = ::readlinkat(fromDir, name, target.data(), target.size() - 1);
    if (length < 0)
        return errno == ENOENT ? Fault() : systemFault(name);
    target[static_cast<size_t>(length)] = '\0';
    if (::symlinkat(target.data(), toDir, newName) != 0)
        return systemFault(newName);
#ifndef Q_OS_DARWIN
    const struct timespec times[2] = {info.st_atim, info.st_mtim};
    ::utimensat(toDir, newName, times, AT_SYMLINK_NOFOLLOW);
#endif
    return {};
}

Fault copyFolder(int fromParent, int toParent, const char *name, const char *newName,
                 const std::atomic_bool &stop);

Fault copyEntry(int fromDir, int toDir, const char *name, const std::atomic_bool &stop)
{
    struct stat info = {};
    if (::fstatat(fromDir, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? Fault() : systemFault(name);
    if (S_ISDIR(info.st_mode))
        return copyFolder(fromDir, toDir, name, name, stop);
    if (S_ISLNK(info.st_mode))
        return copyLink(fromDir, toDir, name, name, info);
    if (S_ISREG(info.st_mode))
        return copyRegular(fromDir, toDir, name, name, stop, true);
    return {};
}

struct CloseFolder
{
    void operator()(DIR *folder) const { ::closedir(folder); }
};
using Folder = std::unique_ptr<DIR, CloseFolder>;

//! The names in the folder, read at once so that what happens meanwhile cannot repeat or skip one. Absent,
//! with errno set, when they could not all be read.
std::optional<std::vector<QByteArray>> namesIn(int dir)
{
    std::vector<QByteArray> names;
    const int own = ::openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (own < 0)
        return std::nullopt;
    const Folder folder(::fdopendir(own));
    if (!folder) {
        const int why = errno;
        ::close(own);
        errno = why;
        return std::nullopt;
    }
    errno = 0;
    while (const dirent *entry = ::readdir(folder.get())) {
        const QByteArray name(entry->d_name);
        if (name != "." && name != "..")
            names.push_back(name);
        errno = 0;
    }
    if (errno != 0)
        return std::nullopt;
    return names;
}

Fault copyFolder(int fromParent, int toParent, const char *name, const char *newName,
                 const std::atomic_bool &stop)
{
    const Descriptor from(::openat(fromParent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!from.isOpen())
        return errno == ENOENT ? Fault() : systemFault(name);
    struct stat info = {};
    if (::fstat(from.get(), &info) != 0)
        return systemFault(name);
    if (::mkdirat(toParent, newName, 0700) != 0)
        return systemFault(newName);
    const Descriptor to(::openat(toParent, newName, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!to.isOpen())
        return systemFault(newName);
    const auto entries = namesIn(from.get());
    if (!entries)
        return systemFault(name); // a copy without them would look whole
    for (const QByteArray &entry : *entries) {
        if (stop)
            return canceled();
        if (Fault fault = copyEntry(from.get(), to.get(), entry.constData(), stop))
            return fault;
    }
    if (::fchmod(to.get(), info.st_mode & 01777U) != 0)
        return systemFault(newName);
    keepTimesOf(info, to.get());
    return {};
}

bool removeEntry(int parent, const char *name, const std::atomic_bool &stop)
{
    if (stop)
        return false;
    if (::unlinkat(parent, name, 0) == 0 || errno == ENOENT)
        return true;
    const auto openFolder = [&] {
        return ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    };
    int opened = openFolder();
    // A link that took its place meanwhile is not followed.
    if (opened < 0 && errno == EACCES && ::fchmodat(parent, name, 0700, AT_SYMLINK_NOFOLLOW) == 0)
        opened = openFolder();
    const Descriptor folder(opened);
    // It may be gone by another thread that removes what this is in.
    if (!folder.isOpen())
        return errno == ENOENT;
    ::fchmod(folder.get(), 0700);
    const auto entries = namesIn(folder.get());
    bool all = entries.has_value();
    for (const QByteArray &entry : entries.value_or(std::vector<QByteArray>()))
        all = removeEntry(folder.get(), entry.constData(), stop) && all;
    return all && (::unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT);
}

} // namespace

std::optional<StoreError> copyTree(const QString &from, const QString &to, const std::atomic_bool &stop)
{
    const QByteArray source = QFile::encodeName(from);
    const QByteArray target = QFile::encodeName(to);
    return copyFolder(AT_FDCWD, AT_FDCWD, source.constData(), target.constData(), stop);
}

std::optional<StoreError> copyFile(const QString &from, const QString &to, bool keepTimes,
                                   const std::atomic_bool &stop)
{
    const QByteArray source = QFile::encodeName(from);
    const QByteArray target = QFile::encodeName(to);
    struct stat info = {};
    if (::lstat(source.constData(), &info) != 0)
        return systemFault(source.constData());
    if (S_ISLNK(info.st_mode))
        return copyLink(AT_FDCWD, AT_FDCWD, source.constData(), target.constData(), info);
    return copyRegular(AT_FDCWD, AT_FDCWD, source.constData(), target.constData(), stop, keepTimes);
}

bool removeTree(const QString &path, const std::atomic_bool &stop)
{
    return removeEntry(AT_FDCWD, QFile::encodeName(path).constData(), stop);
}

bool copiesShareBlocks(const QString &folder)
{
    QTemporaryFile from(folder + u"/probe-XXXXXX"_s);
    QTemporaryFile to(folder + u"/probe-XXXXXX"_s);
    return from.open() && to.open() && from.write(QByteArray(4096, 'x')) == 4096 && from.flush() &&
           shareBlocks(from.handle(), to.handle());
}

void syncFileSystem(const QString &path)
{
#ifdef Q_OS_LINUX
    const Descriptor place(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC));
    if (place.isOpen() && ::syncfs(place.get()) == 0)
        return;
#else
    Q_UNUSED(path)
#endif
    ::sync();
}

} // namespace Spritarium::Playground
