// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/filelister.h"

#include "playground/agent/foldertrail.h"
#include "playground/filepaths.h"
#include "playground/heldplace.h"

#include <QRegularExpression>

#include <algorithm>

#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

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

QRegularExpression expressionOf(const QString &pattern)
{
    return QRegularExpression(QRegularExpression::wildcardToRegularExpression(pattern));
}

//! Gathers the entries of a folder, and of the folders in it if asked to.
class Lister
{
public:
    Lister(const SpritePathResolver &resolver, const FileLister::Wanted &wanted, const std::atomic_bool &stop)
        : m_resolver(resolver)
        , m_stop(stop)
        , m_recursive(wanted.recursive)
        , m_all(wanted.pattern.isEmpty())
        , m_pattern(expressionOf(wanted.pattern))
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
        const FileResult<FileEntry> entry =
            place ? FileLister::describe(m_resolver.view(), *place, shown) : place.error();
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
        const auto held = HeldPlace::hold(m_resolver.view(), folder, HeldPlace::Use::Read, shown);
        if (!held)
            return held.error();
        if (!trail.start(AT_FDCWD, held->path().constData()))
            return systemFileError(shown);
        if (!mayCommandsRead(folder, trail.info()))
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
            if (!m_recursive || !S_ISDIR(info.st_mode) || !mayCommandsRead(folder, info))
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

} // namespace

bool FileLister::isPattern(const QString &pattern)
{
    return pattern.isEmpty() || expressionOf(pattern).isValid();
}

FileResult<FileEntry> FileLister::describe(const SpriteView &view, const FilePlace &place,
                                           const QString &shown)
{
    const QDateTime always = QDateTime::fromSecsSinceEpoch(0, Qt::UTC);
    if (place.kind == FilePlace::Kind::Virtual || place.kind == FilePlace::Kind::Closed)
        return virtualEntry(shown);
    if (place.made)
        return FileEntry{nameOf(shown), shown, u"file"_s, place.made->size(), u"0644"_s, always, false};
    if (!place.target.isEmpty())
        return FileEntry{nameOf(shown), shown, u"symlink"_s, place.target.size(), u"0777"_s, always, false};
    const auto held = HeldPlace::hold(view, place, HeldPlace::Use::Read, shown);
    const std::optional<struct stat> info = held && !place.host.isEmpty() ? held->look() : std::nullopt;
    return info ? FileResult<FileEntry>(realEntry(*info, shown)) : fileError(u"ENOENT"_s, shown);
}

FileResult<QList<FileEntry>> FileLister::entriesIn(const SpritePathResolver &resolver,
                                                   const FilePlace &folder, const QString &shown,
                                                   const Wanted &wanted, const std::atomic_bool &stop)
{
    Lister lister(resolver, wanted, stop);
    if (const std::optional<FileError> error = lister.visit(folder, shown))
        return *error;
    return lister.entries();
}

} // namespace Spritarium::Playground
