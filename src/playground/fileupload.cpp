// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spritefiles.h"

#include "playground/agent/filecopy.h"
#include "playground/spritepathresolver.h"

#include <QFileInfo>
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

    FileResult<Done> moveTo(const FilePlace &target);
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

FileResult<Done> FileUpload::Private::moveTo(const FilePlace &target)
{
    const QFileInfo where(target.host);
    const int parent =
        ::open(QFile::encodeName(where.path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (parent < 0)
        return systemFileError(path);
    const bool isInside = SpritePathResolver(view).holdsLive(parent);
    const int moved = isInside ? ::renameat(AT_FDCWD, QFile::encodeName(host).constData(), parent,
                                            QFile::encodeName(where.fileName()).constData())
                               : -1;
    const FileError error = isInside ? systemFileError(path) : fileError(u"EACCES"_s, path);
    ::close(parent);
    return moved == 0 ? FileResult<Done>(Done{}) : error;
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
    struct stat before = {};
    const bool replaces = ::lstat(QFile::encodeName(target->host).constData(), &before) == 0;
    const int mode = d->options.mode.value_or(replaces ? int(before.st_mode & 01777U) : UsualMode);
    if (!d->file.flush())
        return FileError{u"EIO"_s, d->path, d->file.errorString()};
    ::fchmod(d->file.handle(), static_cast<mode_t>(mode) & 01777U);
    const qint64 size = d->file.size();
    const QString renamed = d->host + NewFileSuffix;
    // QFile::rename() would close it.
    if (!replaces &&
        ::rename(QFile::encodeName(d->host).constData(), QFile::encodeName(renamed).constData()) == 0)
        d->host = renamed;
    const FileResult<Done> moved = d->moveTo(*target);
    if (!moved)
        return moved.error();
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
    const SpritePathResolver resolver(m_view);
    const FileResult<FilePlace> place = resolver.resolve(path, LastLink::Follow);
    if (!place)
        return place.error();
    if (place->kind == FilePlace::Kind::Missing)
        return fileError(u"ENOENT"_s, path);
    if (place->isFolder())
        return fileError(u"EISDIR"_s, path);
    if (place->made)
        return open(*place->made, path);
    // Not blocking: a pipe would wait for its other end, and is refused right below.
    const int descriptor =
        ::open(QFile::encodeName(place->host).constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0)
        return errno == ENXIO ? fileError(u"EINVAL"_s, path) : systemFileError(path);
    struct stat info = {};
    const bool isRegular = ::fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode);
    auto file = std::make_unique<QFile>(place->host);
    if (isRegular && resolver.holds(descriptor) &&
        file->open(descriptor, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle))
        return file;
    ::close(descriptor);
    return fileError(isRegular ? u"EACCES"_s : u"EINVAL"_s, path);
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
    const QFileInfo target(place->host);
    if (target.exists() && !target.isFile())
        return fileError(u"EINVAL"_s, path);
    if (target.exists() && !target.isWritable())
        return fileError(u"EACCES"_s, path);
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
