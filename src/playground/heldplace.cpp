// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/heldplace.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>
#ifdef Q_OS_LINUX
#include <linux/openat2.h>
#include <sys/syscall.h>
#endif

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

QString linkTarget(const QByteArray &link)
{
    QByteArray target(4096, '\0');
    const ssize_t length = ::readlink(link.constData(), target.data(), std::size_t(target.size()));
    return length < 0 ? QString() : QFile::decodeName(target.first(length));
}

#ifdef Q_OS_LINUX
constexpr int Passable = O_PATH | O_DIRECTORY | O_CLOEXEC;

//! One after the other, where the kernel does not take them all at once.
Agent::UniqueFd openEach(Agent::UniqueFd folder, const QByteArrayList &names)
{
    for (const QByteArray &name : names) {
        if (folder)
            folder.reset(::openat(folder.get(), name.constData(), Passable | O_NOFOLLOW));
    }
    if (!folder && errno == ENOTDIR)
        errno = ELOOP; // of a link, here
    return folder;
}

//! The folder `path`, which is `root` or below it, without passing a link on the way from there.
Agent::UniqueFd openBelow(const QString &root, const QString &path)
{
    Agent::UniqueFd top(::open(QFile::encodeName(root).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!top || path == root)
        return top;
    const QByteArray rest = QFile::encodeName(path.mid(root.size() + 1));
    open_how how{};
    how.flags = Passable;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
    const auto found = ::syscall(SYS_openat2, top.get(), rest.constData(), &how, sizeof how);
    if (found < 0 && (errno == ENOSYS || errno == EPERM)) // some containers know nothing of it
        return openEach(std::move(top), rest.split('/'));
    return Agent::UniqueFd(int(found));
}

//! The tree of the sprite's that `path` is in, or is; empty for what is elsewhere.
QString treeOf(const SpriteView &view, const QString &path, HeldPlace::Use use)
{
    QStringList trees{view.root};
    if (use == HeldPlace::Use::Read) {
        trees.append(view.system);
        for (const SpriteView::Mount &mount : view.checkpoints)
            trees.append(mount.root);
    }
    const auto found = std::find_if(trees.cbegin(), trees.cend(), [&path](const QString &tree) {
        return !tree.isEmpty() && (path == tree || path.startsWith(tree + u'/'));
    });
    return found == trees.cend() ? QString() : *found;
}
#endif

} // namespace

FileResult<HeldPlace> HeldPlace::hold(const SpriteView &view, const FilePlace &place, Use use,
                                      const QString &shown)
{
    HeldPlace held;
    held.m_path = QFile::encodeName(place.host);
#ifdef Q_OS_LINUX
    const QString tree = treeOf(view, place.host, use);
    // The top of a tree hangs in a folder that nothing in a sprite can change; what is shared is all so.
    if (place.host.isEmpty() || place.host == tree || (use == Use::Read && place.isShared))
        return held;
    if (tree.isEmpty())
        return fileError(u"EACCES"_s, shown);
    const QFileInfo where(place.host);
    Agent::UniqueFd folder = openBelow(tree, where.path());
    if (!folder)
        return errno == ELOOP || errno == EXDEV ? fileError(u"EACCES"_s, shown) : systemFileError(shown);
    held.m_path =
        "/proc/self/fd/" + QByteArray::number(folder.get()) + '/' + QFile::encodeName(where.fileName());
    held.m_folder = std::make_shared<const Agent::UniqueFd>(std::move(folder));
#else
    Q_UNUSED(view)
    Q_UNUSED(use)
    Q_UNUSED(shown)
#endif
    return held;
}

QString HeldPlace::name() const
{
    return QFile::decodeName(m_path);
}

std::optional<struct stat> HeldPlace::look() const
{
    struct stat info = {};
    return ::lstat(m_path.constData(), &info) == 0 ? std::optional(info) : std::nullopt;
}

Agent::UniqueFd HeldPlace::open(int flags) const
{
    return Agent::UniqueFd(::open(m_path.constData(), flags | O_NOFOLLOW | O_CLOEXEC));
}

QString HeldPlace::target() const
{
    return linkTarget(m_path);
}

QString HeldPlace::realName() const
{
#ifdef Q_OS_LINUX
    const Agent::UniqueFd thing = open(O_PATH);
    return thing ? linkTarget("/proc/self/fd/" + QByteArray::number(thing.get())) : QString();
#else
    return QFileInfo(name()).canonicalFilePath();
#endif
}

int HeldPlace::chmod(unsigned mode) const
{
#ifdef Q_OS_LINUX
    const int thing = ::open(m_path.constData(), O_PATH | O_NOFOLLOW | O_CLOEXEC);
    struct stat info = {};
    if (thing < 0)
        return -1;
    const bool isLink = ::fstat(thing, &info) == 0 && S_ISLNK(info.st_mode);
    const QByteArray self = "/proc/self/fd/" + QByteArray::number(thing);
    const int changed = isLink ? -1 : ::chmod(self.constData(), mode);
    const int why = isLink ? ELOOP : errno;
    ::close(thing);
    errno = why;
    return changed;
#else
    return ::chmod(m_path.constData(), mode_t(mode));
#endif
}

} // namespace Spritarium::Playground
