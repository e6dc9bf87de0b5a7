// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QCryptographicHash>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QString>

#include <unistd.h>

namespace Spritarium {

inline bool writeFile(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

inline QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

//! As it is written in the link, where QFile would make it absolute.
inline QString rawLinkTarget(const QString &path)
{
    QByteArray target(4096, '\0');
    const auto length =
        ::readlink(QFile::encodeName(path).constData(), target.data(), static_cast<size_t>(target.size()));
    return length < 0 ? QString() : QFile::decodeName(target.first(length));
}

//! How many trees a playground has in its state folder: live ones, and those of checkpoints.
inline qsizetype countTrees(const QString &state)
{
    constexpr auto Folders = QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot;
    const QDir trees(state + QStringLiteral("/trees"));
    qsizetype count = 0;
    for (const QString &name : trees.entryList(Folders)) {
        if (name.startsWith(QStringLiteral("sprite-")))
            count += QDir(trees.filePath(name)).entryList(Folders).count() -
                     QFileInfo::exists(trees.filePath(name + QStringLiteral("/checkpoints")));
        else
            ++count;
    }
    return count;
}

//! One value for everything below a folder: names, kinds, permissions, link targets and contents.
inline QByteArray treeHash(const QString &folder)
{
    QStringList lines;
    QDirIterator at(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                    QDirIterator::Subdirectories);
    while (at.hasNext()) {
        const QFileInfo info(at.next());
        const QString name = info.filePath().mid(folder.size());
        if (info.isSymLink()) {
            lines.append(name + QStringLiteral(" -> ") + rawLinkTarget(info.filePath()));
            continue;
        }
        const QByteArray contents =
            info.isFile()
                ? QCryptographicHash::hash(readFile(info.filePath()), QCryptographicHash::Sha1).toHex()
                : QByteArray("folder");
        lines.append(QStringLiteral("%1 %2 %3")
                         .arg(name)
                         .arg(int(info.permissions()), 0, 16)
                         .arg(QString::fromLatin1(contents)));
    }
    lines.sort();
    return QCryptographicHash::hash(lines.join(QLatin1Char('\n')).toUtf8(), QCryptographicHash::Sha1).toHex();
}

} // namespace Spritarium
