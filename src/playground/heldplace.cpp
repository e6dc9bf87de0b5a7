// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/heldplace.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

FileResult<HeldPlace> HeldPlace::hold(const SpriteView &view, const FilePlace &place, Use use,
                                      const QString &shown)
{
    HeldPlace held;
    held.m_path = QFile::encodeName(place.host);
#ifdef Q_OS_LINUX
    // The top of a tree, or of what is shared, hangs in a folder that nothing in a sprite can change.
    const auto isTop = [&](const SpriteView::Mount &mount) { return mount.root == place.host; };
    const bool isShared = use == Use::Read && view.seen && view.seen->isShared(place.host);
    if (place.host.isEmpty() || place.host == view.root || isShared ||
        (use == Use::Read && std::any_of(view.checkpoints.cbegin(), view.checkpoints.cend(), isTop)))
        return held;
    const QFileInfo where(place.host);
    const int folder = ::open(QFile::encodeName(where.path()).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return systemFileError(shown);
    held.m_folder = std::shared_ptr<const int>(new int(folder), [](const int *descriptor) {
        ::close(*descriptor);
        delete descriptor;
    });
    const SpritePathResolver resolver(view);
    if (!(use == Use::Write ? resolver.holdsLive(folder) : resolver.holds(folder)))
        return fileError(u"EACCES"_s, shown);
    held.m_path = "/proc/self/fd/" + QByteArray::number(folder) + '/' + QFile::encodeName(where.fileName());
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
