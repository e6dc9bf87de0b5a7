// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/outcome.h"
#include "playground/storetypes.h"

#include <QFile>

#include <atomic>
#include <memory>
#include <optional>

namespace Spritarium::Playground {

class HeldPlace;
struct FilePlace;

//! Why a file call failed (sprites-api 11.2). `code` is the wire's: ENOENT, EEXIST, ENOTDIR, EISDIR, EACCES,
//! ENOTEMPTY, EINVAL or EIO, and EBUSY; `path` is the sprite's path, never one of this computer.
struct FileError
{
    QString code;
    QString path;
    QString text; //!< one line, e.g. "no such file or directory"

    friend bool operator==(const FileError &, const FileError &) = default;
};

template <typename T>
using FileResult = Outcome<T, FileError>;

//! One entry of a listing (sprites-api 11.1).
struct FileEntry
{
    QString name;
    QString path; //!< absolute, as the sprite sees it
    QString type; //!< "file", "directory" or "symlink" (of itself, not of its target)
    qint64 size = 0;
    QString mode; //!< octal text, four digits: "0644"
    QDateTime modTime;
    bool isDir = false;

    friend bool operator==(const FileEntry &, const FileEntry &) = default;
};

struct FileListing
{
    QString path;
    QList<FileEntry> entries;
};

struct CopiedFile
{
    QString source;
    QString dest;
    friend bool operator==(const CopiedFile &, const CopiedFile &) = default;
};

struct CopyReport
{
    QList<CopiedFile> copied; //!< files and symlinks, not folders
    qsizetype unnamed = 0;    //!< those that were copied as well, and are not in the list
    qint64 totalBytes = 0;
};

struct ModeChange
{
    QString path;
    QString mode;
    friend bool operator==(const ModeChange &, const ModeChange &) = default;
};

//! Who owns a file, as the sprite sees it.
struct OwnerChange
{
    QString path;
    int uid = 0;
    int gid = 0;
    friend bool operator==(const OwnerChange &, const OwnerChange &) = default;
};

struct WriteOptions
{
    std::optional<int> mode; //!< permission bits; absent keeps those of a replaced file, else 0644
    bool mkdirParents = false;
};

struct WrittenFile
{
    QString path;
    qint64 size = 0;
    QString mode;
};

//! An upload on its way: bytes gather outside the sprite's folders and appear whole, at commit, or not at
//! all. Destroying it without commit leaves no trace.
class FileUpload
{
public:
    ~FileUpload();
    FileUpload(const FileUpload &) = delete;
    FileUpload &operator=(const FileUpload &) = delete;

    FileResult<Done> append(const QByteArray &bytes);
    //! Checks the target again: it may have become a folder, or its parent may be gone since the upload
    //! began.
    FileResult<WrittenFile> commit();

private:
    friend class SpriteFiles;
    class Private;
    explicit FileUpload(std::unique_ptr<Private> state);
    std::unique_ptr<Private> d;
};

//! The file calls of sprites-api 11 on one sprite's view. A cheap value without state of its own; make one
//! per request.
//!
//! Paths are absolute inside the sprite (see absolutePath). Symlinks are followed the way the sprite would:
//! absolute targets start at its `/`, `..` stops there, so no path leaves the view.
//! `/.sprite/checkpoints/<id>` shows the files of the newest checkpoints, `/.sprite/checkpoints/active` the
//! live ones, `/.sprite/policy/network.json` the policy, `/.sprite/logs` what services wrote. With a
//! SystemView the system's files are there, too; /proc, /dev and /run, which the kernel makes for commands,
//! are only named (EACCES), and what commands may not read there is not read for the administrator either
//! (EACCES). All of `/.sprite` and of the system answers EACCES to changes. Device files,
//! sockets and pipes can be listed as files but not opened (EINVAL).
class SpriteFiles
{
public:
    //! The sprite's own user and group, for which this program's stand (sprites-api 3.5).
    static constexpr int Owner = 1001;

    //! Calls that take long give up when `stop` becomes true: copy() with EIO, the others with a part done.
    explicit SpriteFiles(SpriteView view, std::shared_ptr<const std::atomic_bool> stop = nullptr);
    // Every call may be made from any thread; copy(), and the others with recursion, take as long as there
    // are files.

    //! `path` below `workingDir` unless it is absolute; both may contain dots. Empty path: workingDir. Always
    //! clean, absolute.
    static QString absolutePath(const QString &path, const QString &workingDir);
    //! "0644", "644", "0o644"; nothing if it is no octal number up to 7777.
    static std::optional<int> parseMode(const QString &text);
    static QString modeText(int mode);

    //! An open file to stream from; it stays readable when it is replaced or deleted meanwhile. EISDIR for
    //! folders.
    FileResult<std::unique_ptr<QFile>> read(const QString &path) const;
    FileResult<std::unique_ptr<FileUpload>> beginWrite(const QString &path,
                                                       const WriteOptions &options) const;
    FileResult<WrittenFile> write(const QString &path, const QByteArray &bytes,
                                  const WriteOptions &options = {}) const;
    //! Each folder sorted by name, its contents right behind it. A file lists itself. Recursive does not
    //! follow symlinks, and does not enter `/.sprite` and the system from `/`, which are other disks there.
    //! `pattern` is a glob on the name; empty is all; folders that do not match are searched all the same.
    //! EINVAL when a path below would be longer than the system takes; EACCES for a folder that may not be
    //! read, while those below come without contents. EIO if any could not be read for another reason.
    FileResult<FileListing> list(const QString &path, bool recursive = false,
                                 const QString &pattern = {}) const;
    //! One entry, symlinks not followed.
    FileResult<FileEntry> entry(const QString &path) const;
    //! What was deleted, outermost only; a folder goes at once, however much is in it. A symlink is deleted,
    //! not its target. ENOTEMPTY without recursive; EINVAL for `/`. `/tmp`, `/home` and `/home/sprite` are
    //! emptied and stay, so that what comes back is what was in them; EBUSY without recursive.
    FileResult<QStringList> remove(const QString &path, bool recursive) const;
    //! Replaces an existing file, or an empty folder by a folder. EINVAL into itself, EEXIST for a file onto
    //! a folder, ENOTDIR the other way round, ENOTEMPTY for a folder that is not empty, EBUSY for those that
    //! stay.
    FileResult<CopiedFile> rename(const QString &source, const QString &dest) const;
    //! A folder needs `recursive` (EISDIR), and appears whole where nothing was. An existing folder as dest
    //! receives the source under its own name. The report names no file whose path is longer than the system
    //! takes, and some MiB of names at most.
    FileResult<CopyReport> copy(const QString &source, const QString &dest, bool recursive,
                                bool preserveAttributes = false) const;
    FileResult<QList<ModeChange>> chmod(const QString &path, int mode, bool recursive) const;
    //! -1 leaves the user or group. Links below the path are changed themselves. What comes back was read
    //! from the disk: the system lets only its administrator give files away (EACCES), and a checkpoint does
    //! not keep owners.
    FileResult<QList<OwnerChange>> chown(const QString &path, int uid, int gid, bool recursive) const;
    FileResult<Done> makeFolder(const QString &path, bool parents) const;

private:
    FileResult<QStringList> removeContents(const FilePlace &folder, const QString &path,
                                           bool recursive) const;
    FileResult<QStringList> removeWhole(const HeldPlace &held, const QString &path) const;
    //! The path itself and all that is below it, as far as it may be read, links not followed.
    FileResult<QStringList> withContents(const QString &path, bool recursive) const;

    SpriteView m_view;
    std::shared_ptr<const std::atomic_bool> m_stop;
};

//! What the name of a file in the incoming folder ends with when it is about to be moved to where nothing
//! was, so that who watches can tell a new file from one that was replaced.
constexpr QLatin1StringView NewFileSuffix(".new");

} // namespace Spritarium::Playground
