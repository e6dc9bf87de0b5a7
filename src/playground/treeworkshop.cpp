// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/treeworkshop.h"

#include "playground/treecopy.h"

#include <QDir>
#include <QFileInfo>
#include <QPointer>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

std::optional<StoreError> copyAndSync(const QString &from, const QString &to, bool sync,
                                      const std::atomic_bool &stop)
{
    QDir().mkpath(QFileInfo(to).path());
    std::optional<StoreError> error = copyTree(from, to, stop);
    if (!error && sync && !syncFileSystem(to))
        return StoreError{StoreFault::Io,
                          u"%1 cannot be brought to the disk: %2"_s.arg(to, qt_error_string())};
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

bool TreeWorkshop::makeSkeleton(const QString &tree, bool sync) const
{
    const QDir folder(path(tree));
    if (!folder.mkpath(u"root/home/sprite"_s) || !folder.mkpath(u"root/tmp"_s) ||
        !folder.mkpath(u"system/policy"_s))
        return false;
    const QStringList made{folder.filePath(u"root/home"_s), folder.filePath(u"root"_s),
                           folder.filePath(u"system"_s), folder.path(), m_folder};
    return !sync || std::all_of(made.cbegin(), made.cend(), syncFolder);
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
    if (m_holds.contains(tree)) {
        m_discardLater.insert(tree);
        return;
    }
    const QString folder = path(tree);
    const StopFlag closing = m_closing;
    m_pool.start([folder, closing] { removeTree(folder, *closing); }, -1);
}

std::shared_ptr<void> TreeWorkshop::hold(const QString &tree)
{
    ++m_holds[tree];
    // Its value is nothing; what counts is when it goes.
    return {nullptr, [self = QPointer<TreeWorkshop>(this), tree](void *) {
                if (self)
                    self->release(tree);
            }};
}

void TreeWorkshop::release(const QString &tree)
{
    if (--m_holds[tree] > 0)
        return;
    m_holds.remove(tree);
    if (m_discardLater.remove(tree))
        discard(tree);
}

void TreeWorkshop::sweepOne(const QString &tree)
{
    const QString gone = u".gone-"_s + newName();
    discard(QDir(m_folder).rename(tree, gone) ? gone : tree);
}

void TreeWorkshop::sweep(const QSet<QString> &keep, const QSet<QString> &sprites)
{
    const auto folders = [](const QString &folder) {
        return QDir(folder).entryList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
    };
    const QStringList all = folders(m_folder);
    for (const QString &entry : all) {
        if (keep.contains(entry))
            continue;
        if (!sprites.contains(entry)) {
            sweepOne(entry);
            continue;
        }
        const QStringList trees = folders(path(entry));
        for (const QString &name : trees) {
            const QString tree = entry + u'/' + name;
            if (name != ShelfName && !keep.contains(tree))
                sweepOne(tree);
        }
    }
}

} // namespace Spritarium::Playground
