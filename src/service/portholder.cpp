// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/portholder.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#ifdef Q_OS_LINUX
#include <climits>
#include <unistd.h>
#endif

namespace Spritarium {

using namespace Qt::StringLiterals;

#ifdef Q_OS_LINUX

namespace {

QByteArray linkTarget(const QByteArray &path)
{
    char target[PATH_MAX];
    const ssize_t size = readlink(path.constData(), target, sizeof target);
    return size < 0 ? QByteArray() : QByteArray(target, qsizetype(size));
}

//! "socket:[123]" of whatever listens on the port, as a process's folder of descriptors names it.
QSet<QByteArray> socketsOn(quint16 port, const QString &table)
{
    QSet<QByteArray> sockets;
    QFile file(table);
    if (!file.open(QIODevice::ReadOnly))
        return sockets;
    const QByteArray suffix = ':' + QByteArray::number(port, 16).toUpper().rightJustified(4, '0');
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode; state 0A listens
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.size() > 9 && words.at(3) == "0A" && words.at(1).endsWith(suffix))
            sockets.insert("socket:[" + words.at(9) + ']');
    }
    return sockets;
}

bool holdsOne(const QByteArray &process, const QSet<QByteArray> &sockets)
{
    const QByteArray folder = process + "/fd/";
    const QStringList names =
        QDir(QFile::decodeName(folder)).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System);
    for (const QString &name : names) {
        if (sockets.contains(linkTarget(folder + name.toLatin1())))
            return true;
    }
    return false;
}

//! The program's file name; the kernel's short name of the process where that is not to be seen.
QString programName(const QByteArray &process)
{
    QByteArray path = linkTarget(process + "/exe");
    if (path.endsWith(" (deleted)"))
        path.chop(10);
    if (!path.isEmpty())
        return QFileInfo(QFile::decodeName(path)).fileName();
    QFile file(QFile::decodeName(process + "/comm"));
    return file.open(QIODevice::ReadOnly) ? QString::fromLocal8Bit(file.readAll()).trimmed() : QString();
}

} // namespace

QString portHolder(quint16 port, const std::atomic<bool> &isCanceled)
{
    const QSet<QByteArray> sockets =
        socketsOn(port, u"/proc/net/tcp"_s) + socketsOn(port, u"/proc/net/tcp6"_s);
    if (sockets.isEmpty())
        return {};
    const QStringList names = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        if (isCanceled)
            return {};
        if (!name.at(0).isDigit())
            continue;
        const QByteArray process = "/proc/" + name.toLatin1();
        if (holdsOne(process, sockets))
            return u"%1 (PID %2)"_s.arg(programName(process), name);
    }
    return {};
}

bool mayHoldPort(quint16 port)
{
    const QSet<QByteArray> sockets =
        socketsOn(port, u"/proc/net/tcp"_s) + socketsOn(port, u"/proc/net/tcp6"_s);
    return sockets.isEmpty() || holdsOne("/proc/self", sockets);
}

#else

QString portHolder(quint16, const std::atomic<bool> &)
{
    return {};
}

bool mayHoldPort(quint16)
{
    return true;
}

#endif

} // namespace Spritarium
