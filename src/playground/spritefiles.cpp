// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spritefiles.h"

#include "playground/agent/foldertrail.h"
#include "playground/heldplace.h"
#include "playground/treecopy.h"

#include <QDateTime>
#include <QDir>
#include <QRegularExpression>
#include <QUuid>

#include <algorithm>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

//! As Linux has it.
constexpr qsizetype LongestPath = 4095;
constexpr qsizetype MostOfNames = 8 * 1024 * 1024; //!< bytes, in one report
constexpr unsigned PermissionBits = 01777;         // without set-user-id: the sprite's disk is mounted nosuid

//! What every sprite has: where its commands begin and where they put what is in between. A sprite without
//! them would be broken; on Linux nobody can take away what a running one has mounted.
bool isKept(const FilePlace &place)
{
    static const QStringList paths{u"/home"_s, u"/home/sprite"_s, u"/tmp"_s};
    return place.isFolder() && paths.contains(place.path);
}

QString nameOf(const QString &path)
{
    return path.mid(path.lastIndexOf(u'/') + 1);
}

QString childOf(const QString &folder, const QString &name)
{
    return folder.endsWith(u'/') ? folder + name : folder + u'/' + name;
}

QDateTime changeTime(const struct stat &info)
{
#ifdef Q_OS_DARWIN
    const struct timespec &time = info.st_mtimespec;
#else
    const struct timespec &time = info.st_mtim;
#endif
    return QDateTime::fromMSecsSinceEpoch(qint64(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000, Qt::UTC);
}

FileEntry virtualEntry(const QString &path)
{
    return {nameOf(path), path, u"directory"_s, 4096, u"0555"_s, QDateTime::fromSecsSinceEpoch(0, Qt::UTC),
            true};
}

FileEntry realEntry(const struct stat &info, const QString &shown)
{
    FileEntry entry;
    entry.name = nameOf(shown);
    entry.path = shown;
    entry.isDir = S_ISDIR(info.st_mode);
    entry.type = entry.isDir ? u"directory"_s : S_ISLNK(info.st_mode) ? u"symlink"_s : u"file"_s;
    entry.size = info.st_size;
    entry.mode = SpriteFiles::modeText(static_cast<int>(info.st_mode & 07777U));
    entry.modTime = changeTime(info);
    return entry;
}

//! What stands there, whether of this computer or of the view alone. Called "shown" as the sprite sees it.
FileResult<FileEntry> describe(const FilePlace &place, const QString &shown)
{
    const QDateTime always = QDateTime::fromSecsSinceEpoch(0, Qt::UTC);
    if (place.kind == FilePlace::Kind::Virtual || place.kind == FilePlace::Kind::Closed)
        return virtualEntry(shown);
    if (place.made)
        return FileEntry{nameOf(shown), shown, u"file"_s, place.made->size(), u"0644"_s, always, false};
    if (!place.target.isEmpty())
        return FileEntry{nameOf(shown), shown, u"symlink"_s, place.target.size(), u"0777"_s, always, false};
    struct stat info = {};
    if (place.host.isEmpty() || ::lstat(QFile::encodeName(place.host).constData(), &info) != 0)
        return fileError(u"ENOENT"_s, shown);
    return realEntry(info, shown);
}

FileError copyError(const Agent::CopyFault &fault, const QString &path)
{
    if (fault.isCanceled())
        return {u"EIO"_s, path, QString::fromStdString(fault.text)};
    errno = fault.error;
    return systemFileError(path);
}

//! Gathers the entries of a folder, and of the folders in it if asked to.
class Lister
{
public:
    Lister(const SpritePathResolver &resolver, bool recursive, const QString &pattern,
           const std::atomic_bool &stop)
        : m_resolver(resolver)
        , m_stop(stop)
        , m_recursive(recursive)
        , m_all(pattern.isEmpty())
        , m_pattern(QRegularExpression::wildcardToRegularExpression(pattern))
    {}

    std::optional<FileError> visit(const FilePlace &folder, const QString &shown)
    {
        if (folder.kind == FilePlace::Kind::Closed)
            return fileError(u"EACCES"_s, shown);
        QStringList names = m_resolver.virtualNames(folder);
        if (names.isEmpty())
            return walk(folder, shown);
        const FileResult<QStringList> real = m_resolver.hostNames(folder);
        if (!real)
            return FileError{real.error().code, shown, real.error().text};
        for (const QString &name : *real) {
            if (!names.contains(name))
                names.append(name);
        }
        std::sort(names.begin(), names.end());
        for (const QString &name : std::as_const(names)) {
            if (m_stop)
                break;
            if (auto error = take(childOf(folder.path, name), childOf(shown, name), shown))
                return error;
        }
        return {};
    }
    QList<FileEntry> entries() const { return m_entries; }

private:
    //! At the top of what only the sprite sees; never deep.
    std::optional<FileError> take(const QString &path, const QString &shown, const QString &folder)
    {
        const FileResult<FilePlace> place = m_resolver.resolve(path, LastLink::Keep);
        const FileResult<FileEntry> entry = place ? describe(*place, shown) : place.error();
        if (!entry)
            return {}; // gone meanwhile
        add(*entry);
        // `.sprite` and the system are other disks: seen from above they are only named, or every file would
        // come six times, and all of this computer's besides.
        if (!m_recursive || !entry->isDir || (folder == "/"_L1 && !place->writable))
            return {};
        const auto error = visit(*place, shown);
        return error && error->code != "EACCES"_L1 ? error : std::nullopt;
    }

    void add(const FileEntry &entry)
    {
        if (m_all || m_pattern.match(entry.name).hasMatch())
            m_entries.append(entry);
    }

    //! Real folders, by open ones: each level costs the same however deep it is.
    std::optional<FileError> walk(const FilePlace &folder, const QString &shown)
    {
        struct Level
        {
            std::vector<std::string> names; //!< still to take, the first of them last
            QString shown;
        };
        Agent::FolderTrail trail;
        if (folder.host.isEmpty())
            return {};
        if (!trail.start(AT_FDCWD, QFile::encodeName(folder.host).constData()))
            return systemFileError(shown);
        // Opened first and looked at then: a link may stand in its place by now.
        if (!m_resolver.holds(trail.fd()))
            return fileError(u"EACCES"_s, shown);
        std::vector<Level> levels;
        auto top = sortedNames(trail.fd());
        if (!top)
            return systemFileError(shown);
        levels.push_back({std::move(*top), shown});
        while (!levels.empty() && !m_stop) {
            if (levels.back().names.empty()) {
                levels.pop_back();
                if (levels.empty())
                    break;
                if (!trail.holdParent())
                    return systemFileError(shown);
                trail.leave();
                continue;
            }
            const std::string name = std::move(levels.back().names.back());
            levels.back().names.pop_back();
            const QString path = childOf(levels.back().shown, QFile::decodeName(name.c_str()));
            struct stat info = {};
            if (::fstatat(trail.fd(), name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
                if (isPassedOver(errno))
                    continue;
                return systemFileError(path);
            }
            // No call could use it, and all of them together would be without measure.
            if (path.size() > LongestPath)
                return tooDeep(shown);
            add(realEntry(info, path));
            if (!m_recursive || !S_ISDIR(info.st_mode))
                continue;
            const bool isEntered = trail.enter(name);
            auto names = isEntered ? sortedNames(trail.fd()) : std::nullopt;
            if (!names && !isPassedOver(errno))
                return systemFileError(path); // a list without its contents would look whole
            if (isEntered)
                levels.push_back({names ? std::move(*names) : std::vector<std::string>(), path});
        }
        return {};
    }

    //! What may not be read, is gone meanwhile or has become a link.
    static bool isPassedOver(int error)
    {
        return error == EACCES || error == ENOENT || error == ENOTDIR || error == ELOOP;
    }

    //! The first of them last. Absent with errno.
    static std::optional<std::vector<std::string>> sortedNames(int folder)
    {
        std::optional<std::vector<std::string>> names = Agent::namesIn(folder);
        if (names)
            std::sort(names->begin(), names->end(), std::greater<>());
        return names;
    }

    static FileError tooDeep(const QString &shown)
    {
        errno = ENAMETOOLONG;
        return systemFileError(shown);
    }

    const SpritePathResolver &m_resolver;
    const std::atomic_bool &m_stop;
    bool m_recursive;
    bool m_all;
    QRegularExpression m_pattern;
    QList<FileEntry> m_entries;
};

//! Copies one thing of the sprite to another place of the sprite, file by file.
class Copier
{
public:
    Copier(const SpriteView &view, bool preserve, const std::atomic_bool &stop)
        : m_view(view)
        , m_preserve(preserve)
        , m_stop(stop)
    {}

    std::optional<FileError> copy(const FilePlace &source, const QString &sourcePath, const FilePlace &dest,
                                  const QString &destPath)
    {
        if (!source.isFolder())
            return copyOne(source, sourcePath, dest, destPath);
        if (dest.kind == FilePlace::Kind::File || dest.kind == FilePlace::Kind::Link)
            return fileError(u"ENOTDIR"_s, destPath);
        if (dest.kind == FilePlace::Kind::Missing && source.kind == FilePlace::Kind::Folder)
            return copyWhole(source, sourcePath, dest, destPath);
        if (dest.kind == FilePlace::Kind::Missing) {
            const auto held = HeldPlace::hold(m_view, dest, HeldPlace::Use::Write, destPath);
            if (!held || ::mkdir(held->path().constData(), 0755) != 0)
                return held ? systemFileError(destPath) : held.error();
        }
        return copyChildren(source, sourcePath, dest, destPath);
    }
    CopyReport report() const { return m_report; }

private:
    std::optional<FileError> copyChildren(const FilePlace &source, const QString &sourcePath,
                                          const FilePlace &dest, const QString &destPath)
    {
        const SpritePathResolver resolver(m_view);
        const FileResult<QStringList> real = resolver.hostNames(source);
        if (!real)
            return FileError{real.error().code, sourcePath, real.error().text};
        // Not /.sprite, where every file would come six times.
        const bool isOfSystem = m_view.seen && m_view.seen->at(source.path);
        const QStringList names = isOfSystem ? *real + resolver.virtualNames(source) : *real;
        for (const QString &name : names) {
            const FileResult<FilePlace> from = resolver.resolve(childOf(source.path, name), LastLink::Keep);
            if (!from)
                continue; // gone meanwhile
            const FileResult<FilePlace> to = resolver.resolve(childOf(dest.path, name), LastLink::Keep);
            if (!to)
                return to.error();
            if (std::optional<FileError> error =
                    copy(*from, childOf(sourcePath, name), *to, childOf(destPath, name)))
                return error;
        }
        return {};
    }

    //! To where nothing was: made outside of the sprite's folders, and there all at once.
    std::optional<FileError> copyWhole(const FilePlace &source, const QString &sourcePath,
                                       const FilePlace &dest, const QString &destPath)
    {
        const auto from = HeldPlace::hold(m_view, source, HeldPlace::Use::Read, sourcePath);
        const auto to = HeldPlace::hold(m_view, dest, HeldPlace::Use::Write, destPath);
        if (!from || !to)
            return from ? to.error() : from.error();
        struct stat info = {};
        if (::lstat(from->path().constData(), &info) != 0)
            return systemFileError(sourcePath);
        const QByteArray incoming = QFile::encodeName(m_view.incoming) + '/' +
                                    QUuid::createUuid().toByteArray(QUuid::WithoutBraces) +
                                    QByteArrayView(NewFileSuffix).toByteArray();
        const Agent::CopyOptions options{
            m_preserve, [&](const std::string &path, std::int64_t bytes) {
                // Looked at before they are put together: each may be longer than any call takes.
                const bool isNamed = mayName(sourcePath.size() + 1 + qsizetype(path.size()),
                                             destPath.size() + 1 + qsizetype(path.size()));
                const QString below = isNamed ? QFile::decodeName(path.c_str()) : QString();
                if (isNamed)
                    m_report.copied.append({childOf(sourcePath, below), childOf(destPath, below)});
                m_report.totalBytes += bytes;
            }};
        std::optional<FileError> error;
        const auto fault = Agent::copyFolder(from->path().constData(), incoming.constData(), m_stop, options);
        if (fault)
            error = copyError(*fault, sourcePath);
        // A folder that cannot be written cannot be moved either.
        else if (::chmod(incoming.constData(), 0700) != 0 ||
                 ::rename(incoming.constData(), to->path().constData()) != 0)
            error = systemFileError(destPath);
        if (error)
            Agent::removeFolder(incoming.constData(), std::atomic_bool(false));
        else
            keepFolder(info, *to);
        return error;
    }

    void keepFolder(const struct stat &info, const HeldPlace &held) const
    {
        held.chmod(info.st_mode & PermissionBits);
#ifndef Q_OS_DARWIN
        const struct timespec times[2] = {info.st_atim, info.st_mtim};
        if (m_preserve)
            ::utimensat(AT_FDCWD, held.path().constData(), times, AT_SYMLINK_NOFOLLOW);
#endif
    }

    std::optional<FileError> copyOne(const FilePlace &source, const QString &sourcePath,
                                     const FilePlace &dest, const QString &destPath)
    {
        if (dest.isFolder())
            return fileError(u"EISDIR"_s, destPath);
        const QLatin1StringView suffix =
            dest.kind == FilePlace::Kind::Missing ? NewFileSuffix : QLatin1StringView();
        const QString incoming =
            m_view.incoming + u'/' + QUuid::createUuid().toString(QUuid::WithoutBraces) + suffix;
        const auto from = HeldPlace::hold(m_view, source, HeldPlace::Use::Read, sourcePath);
        const auto to = HeldPlace::hold(m_view, dest, HeldPlace::Use::Write, destPath);
        if (!from || !to)
            return from ? to.error() : from.error();
        if (source.made || !source.target.isEmpty())
            return copyMade(source, sourcePath, *to, destPath);
        if (const Agent::MaybeFault fault = copyFile(from->name(), incoming, m_preserve, m_stop)) {
            QFile::remove(incoming);
            return copyError(*fault, sourcePath);
        }
        struct stat info = {};
        const bool isThere = ::lstat(QFile::encodeName(incoming).constData(), &info) == 0;
        if (!isThere || ::rename(QFile::encodeName(incoming).constData(), to->path().constData()) != 0) {
            const FileError error = systemFileError(isThere ? destPath : sourcePath);
            QFile::remove(incoming);
            return error;
        }
        if (mayName(sourcePath.size(), destPath.size()))
            m_report.copied.append({sourcePath, destPath});
        m_report.totalBytes += S_ISREG(info.st_mode) ? info.st_size : 0;
        return {};
    }

    //! What is in the view alone.
    std::optional<FileError> copyMade(const FilePlace &source, const QString &sourcePath, const HeldPlace &to,
                                      const QString &destPath)
    {
        if (source.made) {
            const FileResult<WrittenFile> written = SpriteFiles(m_view).write(destPath, *source.made);
            if (!written)
                return written.error();
        } else if (::symlink(QFile::encodeName(source.target).constData(), to.path().constData()) != 0) {
            return systemFileError(destPath);
        }
        if (mayName(sourcePath.size(), destPath.size()))
            m_report.copied.append({sourcePath, destPath});
        m_report.totalBytes += source.made ? source.made->size() : 0;
        return {};
    }

    //! Whether a report has room for one more file, with paths so long. Counts it if not.
    bool mayName(qsizetype source, qsizetype dest)
    {
        const bool mayBe = source <= LongestPath && dest <= LongestPath && source + dest <= m_room;
        m_room -= mayBe ? source + dest : 0;
        m_report.unnamed += mayBe ? 0 : 1;
        return mayBe;
    }

    const SpriteView &m_view;
    bool m_preserve;
    const std::atomic_bool &m_stop;
    CopyReport m_report;
    qsizetype m_room = MostOfNames;
};

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
    return place ? describe(*place, path) : place.error();
}

FileResult<FileListing> SpriteFiles::list(const QString &path, bool recursive, const QString &pattern) const
{
    const SpritePathResolver resolver(m_view);
    const FileResult<FileEntry> self = entry(path);
    if (!self)
        return self.error();
    const FileResult<FilePlace> place = resolver.resolve(path, LastLink::Follow);
    if (!place || !place->isFolder())
        return FileListing{path, {*self}};
    Lister lister(resolver, recursive, pattern, *m_stop);
    if (const std::optional<FileError> error = lister.visit(*place, path))
        return *error;
    return FileListing{path, lister.entries()};
}

FileResult<QStringList> SpriteFiles::remove(const QString &path, bool recursive) const
{
    const FileResult<FilePlace> place = SpritePathResolver(m_view).resolve(path, LastLink::Keep);
    if (!place)
        return place.error();
    if (place->path == "/"_L1)
        return fileError(u"EINVAL"_s, path);
    if (!place->writable)
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
    if (!from->writable || !to->writable)
        return fileError(u"EACCES"_s, from->writable ? dest : source);
    if (from->kind == FilePlace::Kind::Missing)
        return fileError(u"ENOENT"_s, source);
    if (from->path == "/"_L1 || to->path == "/"_L1)
        return fileError(u"EINVAL"_s, source);
    if (isKept(*from) || isKept(*to))
        return fileError(u"EBUSY"_s, isKept(*from) ? source : dest);
    // As a server in Go words it; rename(2) itself says EISDIR.
    if (to->isFolder() && !from->isFolder())
        return fileError(u"EEXIST"_s, dest);
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
    Copier copier(m_view, preserveAttributes, *m_stop);
    if (const std::optional<FileError> error = copier.copy(*from, source, *to, target))
        return *error;
    return copier.report();
}

FileResult<QList<ModeChange>> SpriteFiles::chmod(const QString &path, int mode, bool recursive) const
{
    const FileResult<FilePlace> place = SpritePathResolver(m_view).resolve(path, LastLink::Follow);
    if (!place)
        return place.error();
    if (!place->writable)
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
        if (one->kind == FilePlace::Kind::Link || one->kind == FilePlace::Kind::Virtual || !one->writable)
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
    if (!place->writable)
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
        if (!one->writable || one->kind == FilePlace::Kind::Virtual || !one->target.isEmpty())
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
        return place->kind == FilePlace::Kind::Virtual ? makeReal(*place, path) : Done{};
    if (place->kind != FilePlace::Kind::Missing)
        return fileError(parents ? u"ENOTDIR"_s : u"EEXIST"_s, path);
    if (!place->writable)
        return fileError(u"EACCES"_s, path);
    if (const qsizetype top = path.lastIndexOf(u'/'); parents && top > 0) {
        if (FileResult<Done> above = makeFolder(path.left(top), true); !above)
            return above;
    }
    const auto held = HeldPlace::hold(m_view, *place, HeldPlace::Use::Write, path);
    if (!held || ::mkdir(held->path().constData(), 0755) != 0)
        return held ? systemFileError(path) : held.error();
    return Done{};
}

FileResult<Done> SpriteFiles::makeReal(const FilePlace &folder, const QString &path) const
{
    if (folder.host.isEmpty())
        return Done{};
    const SpritePathResolver resolver(m_view);
    QList<FilePlace> links; // looked at before they give way
    for (const QString &name : resolver.virtualNames(folder)) {
        const FileResult<FilePlace> place = resolver.resolve(childOf(folder.path, name), LastLink::Keep);
        if (place && !place->target.isEmpty())
            links.append(*place);
    }
    if (::mkdir(QFile::encodeName(folder.host).constData(), 0755) != 0)
        return systemFileError(path);
    for (const FilePlace &link : links)
        ::symlink(QFile::encodeName(link.target).constData(), QFile::encodeName(link.host).constData());
    return Done{};
}

} // namespace Spritarium::Playground
