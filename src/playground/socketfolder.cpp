// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/socketfolder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

//! The name of a unix socket has room for some hundred bytes; the state folder may lie deeper.
QDir shortFolder()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const QFileInfo info(runtime);
    const bool isGood = info.isAbsolute() && info.isDir() && info.isWritable() && runtime.size() < 50;
    return QDir(isGood ? runtime : u"/tmp"_s);
}

//! Nothing if somebody else holds it.
Agent::UniqueFd lock(const QString &folder)
{
    Agent::UniqueFd opened(
        ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!opened || ::flock(opened.get(), LOCK_EX | LOCK_NB) != 0)
        return {};
    return opened;
}

void removeLeftovers(const QDir &folder)
{
    static const QRegularExpression pattern(
        QRegularExpression::anchoredPattern(u"spritarium-([0-9]+)-[A-Za-z0-9]+"_s));
    const QFileInfoList entries = folder.entryInfoList({u"spritarium-*"_s}, QDir::Dirs | QDir::NoSymLinks);
    for (const QFileInfo &entry : entries) {
        const pid_t pid = pattern.match(entry.fileName()).captured(1).toInt();
        const bool isGone = pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH;
        if (!isGone || entry.ownerId() != ::getuid())
            continue;
        if (const Agent::UniqueFd ours = lock(entry.filePath()))
            QDir(entry.filePath()).removeRecursively();
    }
}

} // namespace

SocketFolder::SocketFolder()
{
    const QDir folder = shortFolder();
    removeLeftovers(folder);
    const QString name = u"spritarium-%1-XXXXXX"_s.arg(QCoreApplication::applicationPid());
    // Between being made and being locked it may be taken for a leftover by one that does not see us.
    for (int tries = 0; tries < 10; ++tries) {
        m_folder = std::make_unique<QTemporaryDir>(folder.filePath(name));
        m_lock = lock(m_folder->path());
        if (!m_folder->isValid() || (m_lock && QFileInfo::exists(m_folder->path())))
            return;
    }
}

} // namespace Spritarium::Playground
