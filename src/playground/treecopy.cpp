// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/treecopy.h"

#include "playground/agent/uniquefd.h"
#include "playground/deniedcopy.h"

#include <QFile>
#include <QTemporaryFile>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

std::optional<StoreError> storeError(const Agent::MaybeFault &fault)
{
    if (!fault)
        return {};
    return StoreError{fault->isCanceled() ? StoreFault::Canceled : StoreFault::Io,
                      QString::fromLocal8Bit(fault->text.c_str())};
}

} // namespace

std::optional<StoreError> copyTree(const QString &from, const QString &to, const std::atomic_bool &stop)
{
    const QByteArray source = QFile::encodeName(from);
    const QByteArray target = QFile::encodeName(to);
    const Agent::MaybeFault fault = Agent::copyFolder(source.constData(), target.constData(), stop);
    if (!fault || !fault->isDenied())
        return storeError(fault);
    // Rare, so it may begin anew.
    if (!Agent::removeFolder(target.constData(), stop))
        return storeError(fault);
    return storeError(copyDeniedFolder(source, target, *fault, stop));
}

Agent::MaybeFault copyFile(const QString &from, const QString &to, bool keepTimes,
                           const std::atomic_bool &stop)
{
    const QByteArray source = QFile::encodeName(from);
    const QByteArray target = QFile::encodeName(to);
    struct stat info = {};
    if (::lstat(source.constData(), &info) != 0)
        return Agent::systemFault(source.toStdString());
    if (S_ISLNK(info.st_mode))
        return Agent::copyLink(AT_FDCWD, AT_FDCWD, source.constData(), target.constData(), info, keepTimes);
    return Agent::copyRegular(AT_FDCWD, AT_FDCWD, source.constData(), target.constData(), keepTimes, stop);
}

bool removeTree(const QString &path, const std::atomic_bool &stop)
{
    return Agent::removeFolder(QFile::encodeName(path).constData(), stop);
}

bool copiesShareBlocks(const QString &folder)
{
    QTemporaryFile from(folder + u"/probe-XXXXXX"_s);
    QTemporaryFile to(folder + u"/probe-XXXXXX"_s);
    return from.open() && to.open() && from.write(QByteArray(4096, 'x')) == 4096 && from.flush() &&
           Agent::shareBlocks(from.handle(), to.handle());
}

bool syncFileSystem(const QString &path)
{
#ifdef Q_OS_LINUX
    const Agent::UniqueFd place(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC));
    return place && ::syncfs(place.get()) == 0;
#else
    Q_UNUSED(path)
    ::sync();
    return true;
#endif
}

bool syncFolder(const QString &folder)
{
    const Agent::UniqueFd place(
        ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return place && ::fsync(place.get()) == 0;
}

} // namespace Spritarium::Playground
