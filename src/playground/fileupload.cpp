// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spritefiles.h"

#include "playground/agent/filecopy.h"
#include "playground/heldplace.h"
#include "playground/viewfolder.h"

#include <QUuid>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

constexpr int UsualMode = 0644;

} // namespace

class FileUpload::Private
{
public:
    SpriteView view;
    QString path;
    WriteOptions options;
    QFile file;   //!< in the incoming folder
    QString host; //!< what the file is called there now
};

FileUpload::FileUpload(std::unique_ptr<Private> state)
    : d(std::move(state))
{}

FileUpload::~FileUpload()
{
    if (d->file.isOpen())
        QFile::remove(d->host);
}

FileResult<Done> FileUpload::append(const QByteArray &bytes)
{
    // QFile does not say why only a part could be written.
    if (!Agent::writeWhole(d->file.handle(), bytes.constData(), std::size_t(bytes.size())))
        return systemFileError(d->path);
    return Done{};
}

FileResult<WrittenFile> FileUpload::commit()
{
    const FileResult<FilePlace> target = SpritePathResolver(d->view).resolve(d->path, LastLink::Follow);
    if (!target)
        return target.error();
    if (!target->writable)
        return fileError(u"EACCES"_s, d->path);
    if (target->isFolder())
        return fileError(u"EISDIR"_s, d->path);
    if (const FileResult<Done> made = makeFolderAbove(d->view, *target, d->path); !made)
        return made.error();
    const auto held = HeldPlace::hold(d->view, *target, HeldPlace::Use::Write, d->path);
    if (!held)
        return held.error();
    const std::optional<struct stat> before = held->look();
    const int mode = d->options.mode.value_or(before ? int(before->st_mode & 01777U) : UsualMode);
    if (!d->file.flush())
        return FileError{u"EIO"_s, d->path, d->file.errorString()};
    ::fchmod(d->file.handle(), static_cast<mode_t>(mode) & 01777U);
    const qint64 size = d->file.size();
    const QString renamed = d->host + NewFileSuffix;
    // QFile::rename() would close it.
    if (!before &&
        ::rename(QFile::encodeName(d->host).constData(), QFile::encodeName(renamed).constData()) == 0)
        d->host = renamed;
    if (::rename(QFile::encodeName(d->host).constData(), held->path().constData()) != 0)
        return systemFileError(d->path);
    d->file.close();
    return WrittenFile{d->path, size, SpriteFiles::modeText(mode & 01777)};
}

namespace {

FileResult<std::unique_ptr<QFile>> open(const QByteArray &content, const QString &path)
{
    Agent::UniqueFd fd = fileWith(content);
    auto file = std::make_unique<QFile>();
    if (!fd || !file->open(fd.get(), QIODevice::ReadOnly, QFileDevice::AutoCloseHandle))
        return systemFileError(path);
    fd.release();
    return file;
}

} // namespace

FileResult<std::unique_ptr<QFile>> SpriteFiles::read(const QString &path) const
{
    const FileResult<FilePlace> place = SpritePathResolver(m_view).resolve(path, LastLink::Follow);
    if (!place)
        return place.error();
    if (place->kind == FilePlace::Kind::Missing)
        return fileError(u"ENOENT"_s, path);
    if (place->isFolder())
        return fileError(u"EISDIR"_s, path);
    if (place->made)
        return open(*place->made, path);
    const auto held = HeldPlace::hold(m_view, *place, HeldPlace::Use::Read, path);
    if (!held)
        return held.error();
    // Not blocking: a pipe would wait for its other end, and is refused right below.
    Agent::UniqueFd opened = held->open(O_RDONLY | O_NONBLOCK);
    struct stat info = {};
    if (!opened || ::fstat(opened.get(), &info) != 0)
        return errno == ENXIO ? fileError(u"EINVAL"_s, path) : systemFileError(path);
    if (!S_ISREG(info.st_mode))
        return fileError(u"EINVAL"_s, path);
    auto file = std::make_unique<QFile>(place->host);
    if (!mayCommandsRead(*place, info) ||
        !file->open(opened.get(), QIODevice::ReadOnly, QFileDevice::AutoCloseHandle))
        return fileError(u"EACCES"_s, path);
    opened.release();
    return file;
}

FileResult<std::unique_ptr<FileUpload>> SpriteFiles::beginWrite(const QString &path,
                                                                const WriteOptions &options) const
{
    if (options.mkdirParents && path.lastIndexOf(u'/') > 0) {
        const FileResult<Done> parents = makeFolder(path.left(path.lastIndexOf(u'/')), true);
        if (!parents)
            return parents.error();
    }
    const FileResult<FilePlace> place = SpritePathResolver(m_view).resolve(path, LastLink::Follow);
    if (!place)
        return place.error();
    if (!place->writable)
        return fileError(u"EACCES"_s, path);
    if (place->isFolder())
        return fileError(u"EISDIR"_s, path);
    if (place->kind == FilePlace::Kind::File) {
        const auto held = HeldPlace::hold(m_view, *place, HeldPlace::Use::Write, path);
        const std::optional<struct stat> info = held ? held->look() : std::nullopt;
        if (info && !S_ISREG(info->st_mode))
            return fileError(u"EINVAL"_s, path);
        if (info &&
            ::faccessat(AT_FDCWD, held->path().constData(), W_OK, AT_EACCESS | AT_SYMLINK_NOFOLLOW) != 0)
            return fileError(u"EACCES"_s, path);
    }
    auto state = std::make_unique<FileUpload::Private>();
    state->view = m_view;
    state->path = path;
    state->options = options;
    state->host = m_view.incoming + u'/' + QUuid::createUuid().toString(QUuid::WithoutBraces);
    state->file.setFileName(state->host);
    if (!state->file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered))
        return FileError{u"EIO"_s, path, state->file.errorString()};
    return std::unique_ptr<FileUpload>(new FileUpload(std::move(state)));
}

FileResult<WrittenFile> SpriteFiles::write(const QString &path, const QByteArray &bytes,
                                           const WriteOptions &options) const
{
    const FileResult<std::unique_ptr<FileUpload>> upload = beginWrite(path, options);
    if (!upload)
        return upload.error();
    const FileResult<Done> appended = upload.value()->append(bytes);
    return appended ? upload.value()->commit() : appended.error();
}

} // namespace Spritarium::Playground
