// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spritepathresolver.h"

#include "playground/agent/foldertrail.h"
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

namespace {

//! As Linux counts them.
constexpr int MostLinks = 40;

const QStringList PolicyFiles{u"network.json"_s, u"privileges.json"_s, u"resources.json"_s};

struct KnownError
{
    int number;
    QLatin1StringView code;
    QLatin1StringView text;
};

constexpr KnownError KnownErrors[] = {
    {ENOENT, "ENOENT"_L1, "no such file or directory"_L1},
    {EEXIST, "EEXIST"_L1, "file exists"_L1},
    {ENOTDIR, "ENOTDIR"_L1, "not a directory"_L1},
    {EISDIR, "EISDIR"_L1, "is a directory"_L1},
    {EACCES, "EACCES"_L1, "permission denied"_L1},
    {EPERM, "EACCES"_L1, "operation not permitted"_L1},
    {EROFS, "EACCES"_L1, "read-only file system"_L1},
    {ENOTEMPTY, "ENOTEMPTY"_L1, "directory not empty"_L1},
    {EBUSY, "EBUSY"_L1, "device or resource busy"_L1},
    {EINVAL, "EINVAL"_L1, "invalid argument"_L1},
    {ELOOP, "EINVAL"_L1, "too many levels of symbolic links"_L1},
    {ENAMETOOLONG, "EINVAL"_L1, "file name too long"_L1},
    {EIO, "EIO"_L1, "input/output error"_L1},
    {ENOSPC, "EIO"_L1, "no space left on device"_L1},
    {EDQUOT, "EIO"_L1, "disk quota exceeded"_L1},
    {EMFILE, "EIO"_L1, "too many open files"_L1},
};

FileError errorOf(int number, const QString &path)
{
    for (const KnownError &known : KnownErrors) {
        if (known.number == number)
            return {known.code, path, known.text};
    }
    return {u"EIO"_s, path, u"input/output error"_s};
}

QString below(const QString &root, const QStringList &parts, qsizetype from)
{
    return from >= parts.size() ? root : root + u'/' + parts.mid(from).join(u'/');
}

FilePlace::Kind kindOf(const struct stat &info)
{
    if (S_ISLNK(info.st_mode))
        return FilePlace::Kind::Link;
    return S_ISDIR(info.st_mode) ? FilePlace::Kind::Folder : FilePlace::Kind::File;
}

//! Nothing is there any more, or something that is no folder.
bool isGone(const FileError &error)
{
    return error.code == "ENOENT"_L1 || error.code == "ENOTDIR"_L1;
}

bool mayOthers(const FilePlace &place, const struct stat &info, unsigned bits)
{
    return !place.isShared || ::geteuid() != 0 || (info.st_mode & bits) == bits;
}

} // namespace

bool mayCommandsRead(const FilePlace &place, const struct stat &info)
{
    return S_ISLNK(info.st_mode) ||
           mayOthers(place, info, S_ISDIR(info.st_mode) ? S_IROTH | S_IXOTH : S_IROTH);
}

FileError systemFileError(const QString &path)
{
    return errorOf(errno, path);
}

FileError fileError(const QString &code, const QString &path)
{
    for (const KnownError &known : KnownErrors) {
        if (known.code == code)
            return {code, path, known.text};
    }
    return {code, path, u"input/output error"_s};
}

FilePlace SpritePathResolver::locateInDotSprite(const QStringList &parts) const
{
    FilePlace place;
    place.writable = false;
    place.kind = FilePlace::Kind::Virtual;
    const QString area = parts.value(1);
    if (parts.size() == 1 || (parts.size() == 2 && (area == "checkpoints"_L1 || area == "policy"_L1)))
        return place;
    place.kind = FilePlace::Kind::Missing;
    if (area == "policy"_L1 && parts.size() == 3 && PolicyFiles.contains(parts.at(2)))
        place.host = m_view.system + u"/policy/"_s + parts.at(2);
    if (area == "logs"_L1)
        place.host = m_view.system + u'/' + parts.mid(1).join(u'/');
    if (area == "checkpoints"_L1 && parts.at(2) == "active"_L1)
        place.host = below(m_view.root, parts, 3);
    for (const SpriteView::Mount &mount : m_view.checkpoints) {
        if (area != "checkpoints"_L1 || mount.id != parts.at(2))
            continue;
        if (!mount.root.isEmpty())
            place.host = below(mount.root, parts, 3);
        else if (parts.size() == 3)
            place.kind = FilePlace::Kind::Virtual;
    }
    return place;
}

bool SpritePathResolver::isOfSystem(const QString &top) const
{
    const std::optional<SystemPart> part =
        m_view.seen && !top.isEmpty() ? m_view.seen->at(u'/' + top) : std::nullopt;
    return part ? isSeenBeside(*part, m_view.root) : systemFolders().contains(top);
}

FilePlace SpritePathResolver::locateInSystem(const QStringList &parts) const
{
    FilePlace place;
    place.writable = false;
    const std::optional<SystemPart> part =
        m_view.seen ? m_view.seen->at(u'/' + parts.join(u'/')) : std::nullopt;
    // It gives way to one of the sprite's own, that may be made.
    if (!systemFolders().contains(parts.constFirst())) {
        place.writable = true;
        place.host = below(m_view.root, parts, 0);
    }
    if (!part)
        return place;
    switch (part->kind) {
    case SystemPart::Kind::Shared:
        place.host = part->host;
        place.isShared = true;
        break;
    case SystemPart::Kind::Link:
        place.kind = FilePlace::Kind::Link;
        place.target = part->target;
        break;
    case SystemPart::Kind::Made:
        place.kind = FilePlace::Kind::File;
        place.made = part->content;
        break;
    case SystemPart::Kind::Folder:
        place.kind = FilePlace::Kind::Virtual;
        break;
    case SystemPart::Kind::Closed:
        place.kind = FilePlace::Kind::Closed;
        break;
    }
    return place;
}

FilePlace SpritePathResolver::locate(const QStringList &parts) const
{
    FilePlace place;
    if (!parts.isEmpty() && parts.at(0) == ".sprite"_L1)
        place = locateInDotSprite(parts);
    else if (isOfSystem(parts.value(0)))
        place = locateInSystem(parts);
    else
        place.host = below(m_view.root, parts, 0);
    place.path = u'/' + parts.join(u'/');
    return place;
}

FileResult<FilePlace> SpritePathResolver::resolve(const QString &path, LastLink last) const
{
    if (path.contains(QChar(0)) || !path.startsWith(u'/'))
        return errorOf(EINVAL, path);
    QStringList pending = path.split(u'/', Qt::SkipEmptyParts);
    QStringList walked;
    FilePlace place = locate(walked);
    place.kind = FilePlace::Kind::Folder;
    int links = 0;
    while (!pending.isEmpty()) {
        const QString name = pending.takeFirst();
        if (name == "."_L1)
            continue;
        if (name == ".."_L1)
            walked = walked.mid(0, walked.size() - 1);
        else
            walked.append(name);
        place = locate(walked);
        if (place.kind == FilePlace::Kind::Closed && walked.size() > 1)
            return errorOf(EACCES, path);
        if (place.isFolder())
            continue;
        QString target = place.target;
        if (place.kind == FilePlace::Kind::Missing) {
            const auto held = HeldPlace::hold(m_view, place, HeldPlace::Use::Read, path);
            const std::optional<struct stat> info =
                held && !place.host.isEmpty() ? held->look() : std::nullopt;
            if (!info) {
                const FileError why = !held                  ? held.error()
                                      : place.host.isEmpty() ? fileError(u"ENOENT"_s, path)
                                                             : systemFileError(path);
                return why.code == "ENOENT"_L1 && pending.isEmpty() ? FileResult<FilePlace>(place) : why;
            }
            place.kind = kindOf(*info);
            // A link that is gone by now leads nowhere.
            if (place.kind == FilePlace::Kind::Link)
                target = held->target();
            if (place.kind == FilePlace::Kind::Folder && !pending.isEmpty() &&
                !mayOthers(place, *info, S_IXOTH))
                return errorOf(EACCES, path);
        }
        if (place.kind == FilePlace::Kind::File && !pending.isEmpty())
            return errorOf(ENOTDIR, path);
        if (place.kind != FilePlace::Kind::Link || (pending.isEmpty() && last == LastLink::Keep))
            continue;
        if (++links > MostLinks)
            return errorOf(ELOOP, path);
        walked = target.startsWith(u'/') ? QStringList() : walked.mid(0, walked.size() - 1);
        pending = target.split(u'/', Qt::SkipEmptyParts) + pending;
        place = locate(walked);
        if (place.kind == FilePlace::Kind::Missing)
            place.kind = place.host.isEmpty() ? FilePlace::Kind::Virtual : FilePlace::Kind::Folder;
    }
    return place;
}

QStringList SpritePathResolver::virtualNames(const FilePlace &folder) const
{
    if (folder.path == "/"_L1)
        return QStringList(u".sprite"_s) + (m_view.seen ? m_view.seen->namesIn(folder.path) : QStringList());
    if (folder.path == "/.sprite"_L1)
        return QFileInfo::exists(m_view.system + u"/logs"_s)
                   ? QStringList{u"checkpoints"_s, u"logs"_s, u"policy"_s}
                   : QStringList{u"checkpoints"_s, u"policy"_s};
    if (folder.path == "/.sprite/policy"_L1) {
        QStringList stored = PolicyFiles;
        stored.removeIf(
            [this](const QString &name) { return !QFileInfo::exists(m_view.system + u"/policy/"_s + name); });
        return stored;
    }
    if (folder.path != "/.sprite/checkpoints"_L1)
        return folder.kind == FilePlace::Kind::Virtual && m_view.seen ? m_view.seen->namesIn(folder.path)
                                                                      : QStringList();
    QStringList ids{u"active"_s};
    for (const SpriteView::Mount &mount : m_view.checkpoints)
        ids.append(mount.id);
    return ids;
}

FileResult<QStringList> SpritePathResolver::hostNames(const FilePlace &folder) const
{
    if (folder.host.isEmpty())
        return QStringList();
    const auto held = HeldPlace::hold(m_view, folder, HeldPlace::Use::Read, folder.path);
    if (!held)
        return isGone(held.error()) ? FileResult<QStringList>(QStringList()) : held.error();
    const Agent::UniqueFd opened = held->open(O_RDONLY | O_DIRECTORY);
    if (!opened && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP))
        return QStringList();
    struct stat info = {};
    if (!opened || ::fstat(opened.get(), &info) != 0)
        return systemFileError(folder.path);
    if (!mayCommandsRead(folder, info))
        return fileError(u"EACCES"_s, folder.path);
    const auto found = Agent::namesIn(opened.get());
    if (!found)
        return systemFileError(folder.path);
    QStringList names;
    for (const std::string &name : *found)
        names.append(QFile::decodeName(name.c_str()));
    return names;
}

} // namespace Spritarium::Playground
