// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/filecopier.h"

#include "playground/filepaths.h"
#include "playground/heldplace.h"
#include "playground/treecopy.h"
#include "playground/viewfolder.h"

#include <QUuid>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

constexpr unsigned PermissionBits = 01777; // without set-user-id: the sprite's disk is mounted nosuid

FileError copyError(const Agent::CopyFault &fault, const QString &path)
{
    if (fault.isCanceled())
        return {u"EIO"_s, path, QString::fromStdString(fault.text)};
    errno = fault.error;
    return systemFileError(path);
}

} // namespace

std::optional<FileError> FileCopier::copy(const FilePlace &source, const QString &sourcePath,
                                          const FilePlace &dest, const QString &destPath)
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

std::optional<FileError> FileCopier::copyChildren(const FilePlace &source, const QString &sourcePath,
                                                  const FilePlace &dest, const QString &destPath)
{
    const bool isOfView = dest.kind == FilePlace::Kind::Virtual && dest.writable;
    if (const FileResult<Done> made = isOfView ? makeReal(m_view, dest, destPath) : Done{}; !made)
        return made.error();
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

std::optional<FileError> FileCopier::copyWhole(const FilePlace &source, const QString &sourcePath,
                                               const FilePlace &dest, const QString &destPath)
{
    const auto from = HeldPlace::hold(m_view, source, HeldPlace::Use::Read, sourcePath);
    const auto to = HeldPlace::hold(m_view, dest, HeldPlace::Use::Write, destPath);
    if (!from || !to)
        return from ? to.error() : from.error();
    const std::optional<struct stat> info = from->look();
    if (!info)
        return systemFileError(sourcePath);
    if (!mayCommandsRead(source, *info))
        return fileError(u"EACCES"_s, sourcePath);
    const QByteArray incoming = QFile::encodeName(m_view.incoming) + '/' +
                                QUuid::createUuid().toByteArray(QUuid::WithoutBraces) +
                                QByteArrayView(NewFileSuffix).toByteArray();
    const Agent::CopyOptions options{
        m_preserve,
        [&](const std::string &path, std::int64_t bytes) {
            // Looked at before they are put together: each may be longer than any call takes.
            const bool isNamed = mayName(sourcePath.size() + 1 + qsizetype(path.size()),
                                         destPath.size() + 1 + qsizetype(path.size()));
            const QString below = isNamed ? QFile::decodeName(path.c_str()) : QString();
            if (isNamed)
                m_report.copied.append({childOf(sourcePath, below), childOf(destPath, below)});
            m_report.totalBytes += bytes;
        },
        [&source](const struct stat &found) { return mayCommandsRead(source, found); }};
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
        keepFolder(*info, *to);
    return error;
}

void FileCopier::keepFolder(const struct stat &info, const HeldPlace &held) const
{
    held.chmod(info.st_mode & PermissionBits);
#ifndef Q_OS_DARWIN
    const struct timespec times[2] = {info.st_atim, info.st_mtim};
    if (m_preserve)
        ::utimensat(AT_FDCWD, held.path().constData(), times, AT_SYMLINK_NOFOLLOW);
#endif
}

std::optional<FileError> FileCopier::copyOne(const FilePlace &source, const QString &sourcePath,
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
    if (const auto info = from->look(); info && !mayCommandsRead(source, *info))
        return fileError(u"EACCES"_s, sourcePath);
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

std::optional<FileError> FileCopier::copyMade(const FilePlace &source, const QString &sourcePath,
                                              const HeldPlace &to, const QString &destPath)
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

bool FileCopier::mayName(qsizetype source, qsizetype dest)
{
    const bool mayBe = source <= LongestPath && dest <= LongestPath && source + dest <= m_room;
    m_room -= mayBe ? source + dest : 0;
    m_report.unnamed += mayBe ? 0 : 1;
    return mayBe;
}

} // namespace Spritarium::Playground
