// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/checkpointshelf.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace Spritarium::Playground::CheckpointShelf {

using namespace Qt::StringLiterals;

namespace {

QStringList entries(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

void takeAway(const QString &entry)
{
    // A link, or the empty folder of a checkpoint without files.
    if (!QFile::remove(entry))
        QDir().rmdir(entry);
}

void add(const SpriteView &view, const SpriteView::Mount &mount)
{
    const QString entry = view.shelf + u'/' + mount.id;
    if (mount.root.isEmpty())
        QDir().mkdir(entry);
    else if (isShelved(view, mount))
        QFile::link(TreesInside + mount.root.mid(view.shelvedTrees.size()), entry);
    else
        QFile::link(asideInside(mount.id), entry);
}

} // namespace

QString asideInside(const QString &id)
{
    return u"/.sprite/.aside/"_s + id;
}

bool isShelved(const SpriteView &view, const SpriteView::Mount &mount)
{
    return mount.root.startsWith(view.shelvedTrees + u'/');
}

bool set(const SpriteView &view)
{
    if (!QDir().mkpath(view.shelf))
        return false;
    for (const QString &name : entries(view.shelf))
        takeAway(view.shelf + u'/' + name);
    for (const SpriteView::Mount &mount : view.checkpoints)
        add(view, mount);
    return QFile::link(asideInside(Active), view.shelf + u'/' + Active);
}

void update(const SpriteView &view)
{
    const QStringList there = entries(view.shelf);
    for (const QString &name : there) {
        const bool isWanted = std::any_of(view.checkpoints.cbegin(), view.checkpoints.cend(),
                                          [&](const SpriteView::Mount &mount) { return mount.id == name; });
        if (!isWanted && name != Active)
            takeAway(view.shelf + u'/' + name);
    }
    for (const SpriteView::Mount &mount : view.checkpoints) {
        const bool isWithinReach = mount.root.isEmpty() || isShelved(view, mount);
        if (isWithinReach && !there.contains(mount.id))
            add(view, mount);
    }
}

} // namespace Spritarium::Playground::CheckpointShelf
