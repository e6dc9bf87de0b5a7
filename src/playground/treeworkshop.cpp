// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/treeworkshop.h"

#include "playground/treecopy.h"

#include <QDir>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

std::optional<StoreError> copyAndSync(const QString &from, const QString &to, bool sync,
                                      const std::atomic_bool &stop)
{
    std::optional<StoreError> error = copyTree(from, to, stop);
    if (!error && sync)
        syncFileSystem(to);
    return error;
}

} // namespace

TreeWorkshop::TreeWorkshop(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_folder(folder)
    , m_closing(std::make_shared<std::atomic_bool>(false))
{
    // Two: one long copy must not hold up another sprite's short one, and more only makes the disk seek.
    m_pool.setMaxThreadCount(2);
    QDir().mkpath(m_folder);
}

TreeWorkshop::~TreeWorkshop()
{
    *m_closing = true;
    m_pool.clear();
}

QString TreeWorkshop::path(const QString &tree) const
{
    return m_folder + u'/' + tree;
}

QString TreeWorkshop::newName()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

bool TreeWorkshop::makeSkeleton(const QString &tree) const
{
    const QDir folder(path(tree));
    return folder.mkpath(u"root/home/sprite"_s) && folder.mkpath(u"root/tmp"_s) &&
           folder.mkpath(u"system/policy"_s);
}

std::optional<StoreError> TreeWorkshop::copy(const QString &from, const QString &to, bool sync) const
{
    return copyAndSync(path(from), path(to), sync, *m_closing);
}

void TreeWorkshop::copyLater(const QString &from, const QString &to, bool sync, const StopFlag &stop,
                             const Finished &finished)
{
    const QString source = path(from);
    const QString target = path(to);
    m_pool.start([this, source, target, sync, stop, finished] {
        const std::optional<StoreError> error = copyAndSync(source, target, sync, *stop);
        QMetaObject::invokeMethod(
            this, [finished, error] { finished(error); }, Qt::QueuedConnection);
    });
}

void TreeWorkshop::discard(const QString &tree)
{
    if (tree.isEmpty())
        return;
    const QString folder = path(tree);
    const StopFlag closing = m_closing;
    m_pool.start([folder, closing] { removeTree(folder, *closing); }, -1);
}

void TreeWorkshop::sweep(const QSet<QString> &keep)
{
    const QStringList trees = QDir(m_folder).entryList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
    for (const QString &tree : trees) {
        if (!keep.contains(tree))
            discard(tree);
    }
}

} // namespace Spritarium::Playground
