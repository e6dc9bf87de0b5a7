// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spritefiles.h"

#include "playground/filecopier.h"
#include "playground/filelister.h"
#include "playground/filepaths.h"
#include "playground/heldplace.h"
#include "playground/treecopy.h"
#include "playground/viewfolder.h"

#include <QDir>
#include <QRegularExpression>
#include <QUuid>

#include <algorithm>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

constexpr unsigned PermissionBits = 01777; // without set-user-id: the sprite's disk is mounted nosuid

//! Whether it can be changed: it is the sprite's, or could be, and not in its view alone.
bool isReal(const FilePlace &place)
{
    return place.writable && place.kind != FilePlace::Kind::Virtual && place.target.isEmpty();
}

//! What every sprite has: where its commands begin and where they put what is in between. A sprite without
//! them would be broken; on Linux nobody can take away what a running one has mounted.
bool isKept(const FilePlace &place)
{
    static const QStringList paths{u"/home"_s, u"/home/sprite"_s, u"/tmp"_s};
    return place.isFolder() && paths.contains(place.path);
}

} // namespace

SpriteFiles::SpriteFiles(SpriteView view, std::shared_ptr<const std::atomic_bool> stop)
    : m_view(std::move(view))
    , m_stop(stop ? std::move(stop) : std::make_shared<const std::atomic_bool>(false))
{}

QString SpriteFiles::absolutePath(const QString &path, const QString &workingDir)
{
    const QString base = workingDir.startsWith(u'/') ? workingDir : u'/' + workingDir;
    const QString whole = QDir::cleanPath(path.startsWith(u'/') ? path : base + u'/' + path);
    // cleanPath leaves "/.." alone, where the kernel stays at the top.
    QStringList parts = whole.split(u'/', Qt::SkipEmptyParts);
    while (!parts.isEmpty() && parts.constFirst() == ".."_L1)
        parts.removeFirst();
    return u'/' + parts.join(u'/');
}

std::optional<int> SpriteFiles::parseMode(const QString &text)
{
    static const QRegularExpression shape(QRegularExpression::anchoredPattern(u"(0o)?([0-7]{1,11})"_s));
    // Go's own kinds of files and special bits, which its SDK sends along, begin here.
    constexpr uint GoBits = ~0U << 19;
    const QRegularExpressionMatch match = shape.match(text);
    bool isNumber = false;
    const uint mode = match.capturedView(2).toUInt(&isNumber, 8);
    if (!match.hasMatch() || !isNumber)
        return std::nullopt;
    if ((mode & GoBits) != 0 && (mode & ~GoBits) <= 0777)
        return int(mode & 0777);
    return mode <= 07777 ? std::optional<int>(int(mode)) : std::nullopt;
}

QString SpriteFiles::modeText(int mode)
{
    return u"%1"_s.arg(mode & 07777, 4, 8, QLatin1Char('0'));
}

FileResult<FileEntry> SpriteFiles::entry(const QString &path) const
{
    const FileResult<FilePlace> place = SpritePathResolver(m_view).resolve(path, LastLink::Keep);
    return place ? FileLister::describe(m_view, *place, path) : place.error();
}

FileResult<FileListing> SpriteFiles::list(const QString &path, bool recursive, const QString &pattern) const
{
    if (!FileLister::isPattern(pattern))
        return FileError{u"EINVAL"_s, path, u"invalid pattern: %1"_s.arg(pattern)};
    const SpritePathResolver resolver(m_view);
    const FileResult<FileEntry> self = entry(path);
    if (!self)
        return self.error();
    const FileResult<FilePlace> place = resolver.resolve(path, LastLink::Follow);
    if (!place || !place->isFolder())
        return FileListing{path, {*self}};
    const FileResult<QList<FileEntry>> entries =
        FileLister::entriesIn(resolver, *place, path, {recursive, pattern}, *m_stop);
    return entries ? FileResult<FileListing>(FileListing{path, *entries}) : entries.error();
}

FileResult<QStringList> SpriteFiles::remove(const QString &path, bool recursive) const
{
    const FileResult<FilePlace> place = SpritePathResolver(m_view).resolve(path, LastLink::Keep);
    if (!place)
        return place.error();
    if (place->path == "/"_L1)
        return fileError(u"EINVAL"_s, path);
    if (!isReal(*place))
        return fileError(u"EACCES"_s, path);
    if (place->kind == FilePlace::Kind::Missing)
        return fileError(u"ENOENT"_s, path);
    if (isKept(*place))
        return removeContents(*place, path, recursive);
    const auto held = HeldPlace::hold(m_view, *place, HeldPlace::Use::Write, path);
    if (!held)
        return held.error();
    const bool isFolder = place->isFolder();
    if (isFolder && recursive)
        return removeWhole(*held, path);
    if (isFolder && !recursive && ::rmdir(held->path().constData()) != 0)
        return systemFileError(path);
    if (!isFolder && ::unlink(held->path().constData()) != 0)
        return systemFileError(path);
    return QStringList{path};
}

FileResult<QStringList> SpriteFiles::removeContents(const FilePlace &folder, const QString &path,
                                                    bool recursive) const
{
    const FileResult<QStringList> names = SpritePathResolver(m_view).hostNames(folder);
    if (!names)
        return FileError{names.error().code, path, names.error().text};
    if (!recursive)
        return fileError(names->isEmpty() ? u"EBUSY"_s : u"ENOTEMPTY"_s, path);
    QStringList removed;
    for (const QString &name : *names) {
        const FileResult<QStringList> one = remove(childOf(path, name), true);
        if (!one && one.error().code != "ENOENT"_L1) // gone meanwhile
            return one.error();
        removed += one ? *one : QStringList();
    }
    return removed;
}

FileResult<QStringList> SpriteFiles::removeWhole(const HeldPlace &held, const QString &path) const
{
    if (*m_stop)
        return FileError{u"EIO"_s, path, u"removing was stopped"_s};
    // It goes all at once; what is left of it when this program ends is removed with its next start.
    const QString aside = m_view.incoming + u'/' + QUuid::createUuid().toString(QUuid::WithoutBraces);
    if (::rename(held.path().constData(), QFile::encodeName(aside).constData()) == 0)
        removeTree(aside, *m_stop);
    // A folder that its owner may not write cannot be moved.
    else if (errno != EACCES || !removeTree(held.name(), *m_stop))
        return systemFileError(path);
    return QStringList{path};
}

FileResult<CopiedFile> SpriteFiles::rename(const QString &source, const QString &dest) const
{
    const SpritePathResolver resolver(m_view);
    const FileResult<FilePlace> from = resolver.resolve(source, LastLink::Keep);
    if (!from)
        return from.error();
    const FileResult<FilePlace> to = resolver.resolve(dest, LastLink::Keep);
    if (!to)
        return to.error();
    if (!isReal(*from) || !to->writable)
        return fileError(u"EACCES"_s, isReal(*from) ? dest : source);
    if (from->kind == FilePlace::Kind::Missing)
        return fileError(u"ENOENT"_s, source);
    if (from->path == "/"_L1 || to->path == "/"_L1)
        return fileError(u"EINVAL"_s, source);
    if (isKept(*from) || isKept(*to))
        return fileError(u"EBUSY"_s, isKept(*from) ? source : dest);
    // As a server in Go words it; rename(2) itself says EISDIR.
    if (to->isFolder() && !from->isFolder())
        return fileError(u"EEXIST"_s, dest);
    if (const FileResult<Done> above = makeFolderAbove(m_view, *to, dest); !above)
        return above.error();
    const auto heldFrom = HeldPlace::hold(m_view, *from, HeldPlace::Use::Write, source);
    const auto heldTo = HeldPlace::hold(m_view, *to, HeldPlace::Use::Write, dest);
    if (!heldFrom || !heldTo)
        return heldFrom ? heldTo.error() : heldFrom.error();
    if (::rename(heldFrom->path().constData(), heldTo->path().constData()) != 0)
        return systemFileError(dest);
    return CopiedFile{source, dest};
}

FileResult<CopyReport> SpriteFiles::copy(const QString &source, const QString &dest, bool recursive,
                                         bool preserveAttributes) const
{
    const SpritePathResolver resolver(m_view);
    const FileResult<FilePlace> from = resolver.resolve(source, LastLink::Follow);
    if (!from)
        return from.error();
    if (from->kind == FilePlace::Kind::Missing)
        return fileError(u"ENOENT"_s, source);
    if (from->kind == FilePlace::Kind::Closed)
        return fileError(u"EACCES"_s, source);
    if (from->isFolder() && !recursive)
        return fileError(u"EISDIR"_s, source);
    QString target = dest;
    FileResult<FilePlace> to = resolver.resolve(target, LastLink::Follow);
    if (to && to->isFolder()) {
        target = childOf(dest, nameOf(source));
        to = resolver.resolve(childOf(to->path, nameOf(source)), LastLink::Follow);
    }
    if (!to)
        return FileError{to.error().code, target, to.error().text};
    if (!to->writable)
        return fileError(u"EACCES"_s, target);
    if (to->path == from->path || to->path.startsWith(childOf(from->path, {})))
        return fileError(u"EINVAL"_s, target);
    if (const FileResult<Done> above = makeFolderAbove(m_view, *to, target); !above)
        return above.error();
    FileCopier copier(m_view, preserveAttributes, *m_stop);
    if (const std::optional<FileError> error = copier.copy(*from, source, *to, target))
        return *error;
    return copier.report();
}

FileResult<QList<ModeChange>> SpriteFiles::chmod(const QString &path, int mode, bool recursive) const
{
    const FileResult<FilePlace> place = SpritePathResolver(m_view).resolve(path, LastLink::Follow);
    if (!place)
        return place.error();
    if (!isReal(*place))
        return fileError(u"EACCES"_s, path);
    if (place->kind == FilePlace::Kind::Missing)
        return fileError(u"ENOENT"_s, path);
    const FileResult<QStringList> paths = withContents(path, recursive && place->isFolder());
    if (!paths)
        return paths.error();
    QList<ModeChange> changes;
    const mode_t bits = static_cast<mode_t>(mode) & PermissionBits;
    // Innermost first: a folder that loses its x would hide what is in it.
    for (auto at = paths->crbegin(); at != paths->crend() && !*m_stop; ++at) {
        const LastLink last = *at == path ? LastLink::Follow : LastLink::Keep;
        const FileResult<FilePlace> one = SpritePathResolver(m_view).resolve(*at, last);
        if (!one)
            return one.error();
        // Links have no permissions of their own; what is not the sprite's is another disk.
        if (one->kind == FilePlace::Kind::Link || !isReal(*one))
            continue;
        const auto held = HeldPlace::hold(m_view, *one, HeldPlace::Use::Write, *at);
        if (!held || held->chmod(bits) != 0)
            return held ? systemFileError(*at) : held.error();
        changes.prepend({*at, modeText(static_cast<int>(bits))});
    }
    return changes;
}

FileResult<QStringList> SpriteFiles::withContents(const QString &path, bool recursive) const
{
    QStringList paths{path};
    const FileResult<FileListing> inside = recursive ? list(path, true) : FileListing{};
    if (!inside && inside.error().code != "EACCES"_L1)
        return inside.error();
    for (const FileEntry &entry : inside ? inside->entries : QList<FileEntry>())
        paths.append(entry.path);
    return paths;
}

FileResult<QList<OwnerChange>> SpriteFiles::chown(const QString &path, int uid, int gid, bool recursive) const
{
    const SpritePathResolver resolver(m_view);
    const FileResult<FilePlace> place = resolver.resolve(path, LastLink::Follow);
    if (!place)
        return place.error();
    if (!isReal(*place))
        return fileError(u"EACCES"_s, path);
    if (place->kind == FilePlace::Kind::Missing)
        return fileError(u"ENOENT"_s, path);
    const auto hostId = [](int id, unsigned own) { return id == Owner ? own : static_cast<unsigned>(id); };
    const auto shownId = [](unsigned id, unsigned own) { return id == own ? Owner : static_cast<int>(id); };
    QList<OwnerChange> changes;
    const FileResult<QStringList> paths = withContents(path, recursive && place->isFolder());
    if (!paths)
        return paths.error();
    for (const QString &at : *paths) {
        if (*m_stop)
            break;
        const FileResult<FilePlace> one =
            resolver.resolve(at, at == path ? LastLink::Follow : LastLink::Keep);
        if (!one)
            return one.error();
        if (!isReal(*one))
            continue;
        const auto held = HeldPlace::hold(m_view, *one, HeldPlace::Use::Write, at);
        if (!held)
            return held.error();
        const char *host = held->path().constData();
        struct stat now = {};
        if (::lchown(host, hostId(uid, ::geteuid()), hostId(gid, ::getegid())) != 0 ||
            ::lstat(host, &now) != 0)
            return systemFileError(at);
        changes.append({at, shownId(now.st_uid, ::geteuid()), shownId(now.st_gid, ::getegid())});
    }
    return changes;
}

FileResult<Done> SpriteFiles::makeFolder(const QString &path, bool parents) const
{
    const FileResult<FilePlace> place = SpritePathResolver(m_view).resolve(path, LastLink::Follow);
    if (!place && place.error().code == "ENOENT"_L1 && parents && path.lastIndexOf(u'/') > 0) {
        const FileResult<Done> above = makeFolder(path.left(path.lastIndexOf(u'/')), true);
        return above ? makeFolder(path, false) : FileError{above.error().code, path, above.error().text};
    }
    if (!place)
        return place.error();
    if (place->isFolder() && parents)
        return place->kind == FilePlace::Kind::Virtual ? makeReal(m_view, *place, path) : Done{};
    if (place->kind != FilePlace::Kind::Missing)
        return fileError(parents ? u"ENOTDIR"_s : u"EEXIST"_s, path);
    if (!place->writable)
        return fileError(u"EACCES"_s, path);
    if (const qsizetype top = path.lastIndexOf(u'/'); parents && top > 0) {
        if (FileResult<Done> above = makeFolder(path.left(top), true); !above)
            return above;
    }
    if (FileResult<Done> above = makeFolderAbove(m_view, *place, path); !above)
        return above;
    const auto held = HeldPlace::hold(m_view, *place, HeldPlace::Use::Write, path);
    if (!held || ::mkdir(held->path().constData(), 0755) != 0)
        return held ? systemFileError(path) : held.error();
    return Done{};
}

} // namespace Spritarium::Playground
