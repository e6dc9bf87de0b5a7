// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/treewatch.h"

#include "playground/spritefiles.h"

#include <QDir>
#include <QSocketNotifier>

#ifdef Q_OS_LINUX
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

#ifdef Q_OS_LINUX

namespace {

constexpr int FoldersAtOnce = 128;
constexpr int ReadsAtOnce = 8;
constexpr quint32 Changes = IN_CREATE | IN_DELETE | IN_MODIFY | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO |
                            IN_DELETE_SELF | IN_MOVE_SELF | IN_EXCL_UNLINK;

QString whyNot(int number)
{
    if (number == ENOSPC)
        return u"too many folders to watch on this computer"_s;
    if (number == EMFILE || number == ENFILE)
        return u"too many watches on this computer"_s;
    return QString::fromLocal8Bit(std::strerror(number)).toLower();
}

QString pathOf(int descriptor)
{
    std::array<char, 4096> target{};
    const QByteArray link = "/proc/self/fd/" + QByteArray::number(descriptor);
    const ssize_t length = ::readlink(link.constData(), target.data(), target.size());
    return length < 0 ? QString() : QFile::decodeName(QByteArray(target.data(), length));
}

} // namespace

bool TreeWatch::isSupported()
{
    return true;
}

TreeWatch::TreeWatch(const QString &incoming, QObject *parent)
    : QObject(parent)
    , m_queue(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC))
{
    if (m_queue < 0) {
        m_error = whyNot(errno);
        return;
    }
    m_incoming =
        ::inotify_add_watch(m_queue, QFile::encodeName(incoming).constData(), IN_MOVED_FROM | IN_MOVED_TO);
    m_notifier = new QSocketNotifier(m_queue, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &TreeWatch::read);
}

TreeWatch::~TreeWatch()
{
    delete m_notifier;
    if (m_queue >= 0)
        ::close(m_queue);
}

void TreeWatch::add(const QString &path, bool recursive)
{
    if (m_pending.empty())
        QMetaObject::invokeMethod(this, &TreeWatch::takePending, Qt::QueuedConnection);
    m_pending.push_back({path, recursive, true, false});
}

void TreeWatch::remove(const QString &path)
{
    const auto isBelow = [&path](const QString &other) {
        return other == path || other.startsWith(path + u'/');
    };
    m_watches.removeIf([&](const auto &entry) {
        if (!isBelow(entry.key()))
            return false;
        m_watched.remove(entry.value());
        ::inotify_rm_watch(m_queue, entry.value());
        return true;
    });
    std::erase_if(m_pending, [&](const Pending &pending) { return isBelow(pending.path); });
}

void TreeWatch::takePending()
{
    for (int i = 0; i < FoldersAtOnce && !m_pending.empty(); ++i) {
        const Pending next = m_pending.front();
        m_pending.pop_front();
        take(next);
    }
    if (m_pending.empty())
        emit settled();
    else
        QMetaObject::invokeMethod(this, &TreeWatch::takePending, Qt::QueuedConnection);
}

void TreeWatch::take(const Pending &wanted)
{
    // What runs in the sprite may put a link in the place of a folder at any moment; what is opened here is
    // looked at again before anything is told of it.
    const int opened = ::open(QFile::encodeName(wanted.path).constData(), O_PATH | O_NOFOLLOW | O_CLOEXEC);
    const QString self = u"/proc/self/fd/%1"_s.arg(opened);
    const bool isIt = opened >= 0 && pathOf(opened) == wanted.path;
    const int watch = isIt ? ::inotify_add_watch(m_queue, QFile::encodeName(self).constData(), Changes) : -1;
    const int why = isIt || opened < 0 ? errno : ENOENT;
    if (watch >= 0) {
        const Watched before = m_watched.value(watch);
        m_watches.remove(before.path);
        m_watched.insert(
            watch, {wanted.path, wanted.isRecursive || before.isRecursive, wanted.isTop || before.isTop});
        m_watches.insert(wanted.path, watch);
        struct stat info = {};
        if (::fstat(opened, &info) == 0 && S_ISDIR(info.st_mode) && (wanted.isRecursive || wanted.isNew))
            lookInto(self, wanted);
    } else if (wanted.isTop || why == ENOSPC) {
        emit failed(wanted.path, whyNot(why));
    } // else gone meanwhile
    if (opened >= 0)
        ::close(opened);
}

void TreeWatch::lookInto(const QString &opened, const Pending &wanted)
{
    const QFileInfoList entries =
        QDir(opened).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    for (const QFileInfo &entry : entries) {
        const bool isFolder = entry.isDir() && !entry.isSymLink();
        const QString path = wanted.path + u'/' + entry.fileName();
        if (wanted.isNew)
            emit changed(path, Change::Created, isFolder);
        if (isFolder && wanted.isRecursive)
            m_pending.push_back({path, true, false, wanted.isNew});
    }
}

void TreeWatch::read()
{
    alignas(inotify_event) std::array<char, 64 * 1024> buffer;
    for (int i = 0; i < ReadsAtOnce; ++i) {
        const ssize_t got = ::read(m_queue, buffer.data(), buffer.size());
        if (got <= 0)
            return;
        QList<Event> events;
        for (ssize_t at = 0; at < got;) {
            inotify_event head;
            std::memcpy(&head, buffer.data() + at, sizeof head);
            const char *name = buffer.data() + at + sizeof head;
            events.append({head.wd, head.mask, head.cookie,
                           head.len > 0 ? QFile::decodeName(QByteArray(name)) : QString()});
            at += ssize_t(sizeof head + head.len);
        }
        markRemoved(events);
        for (const Event &event : std::as_const(events))
            handle(event);
    }
}

void TreeWatch::markRemoved(QList<Event> &events) const
{
    // A folder that a call deletes leaves at once, by way of the incoming folder.
    for (qsizetype i = 1; i < events.size(); ++i) {
        const Event &to = events.at(i);
        Event &from = events[i - 1];
        const bool isGone = to.watch == m_incoming && (to.mask & IN_MOVED_TO) != 0 &&
                            (from.mask & IN_MOVED_FROM) != 0 && from.cookie == to.cookie;
        if (isGone)
            from.mask ^= IN_MOVED_FROM | IN_DELETE;
    }
}

void TreeWatch::handle(const Event &event)
{
    if ((event.mask & IN_Q_OVERFLOW) != 0)
        return overflow();
    if (event.watch == m_incoming && (event.mask & IN_MOVED_TO) != 0)
        return;
    if (event.watch == m_incoming) {
        m_upload = event.cookie;
        m_uploadIsNew = event.name.endsWith(NewFileSuffix);
        return;
    }
    const auto found = m_watched.constFind(event.watch);
    if (found == m_watched.constEnd())
        return;
    const Watched watched = *found;
    if ((event.mask & IN_IGNORED) != 0) {
        m_watched.remove(event.watch);
        if (m_watches.value(watched.path) == event.watch)
            m_watches.remove(watched.path);
    } else if (event.name.isEmpty()) {
        handleSelf(watched, event.mask);
    } else {
        handleInside(watched, event);
    }
}

void TreeWatch::handleSelf(const Watched &watched, quint32 mask)
{
    // The folder above tells the same by name, if it is watched.
    const bool isTold = m_watches.contains(watched.path.left(watched.path.lastIndexOf(u'/')));
    if (!watched.isTop || isTold)
        return;
    const bool isFolder = (mask & IN_ISDIR) != 0;
    if ((mask & IN_MODIFY) != 0)
        emit changed(watched.path, Change::Written, isFolder);
    if ((mask & IN_ATTRIB) != 0)
        emit changed(watched.path, Change::Mode, isFolder);
    if ((mask & IN_DELETE_SELF) != 0)
        emit changed(watched.path, Change::Removed, isFolder);
    if ((mask & IN_MOVE_SELF) != 0)
        emit changed(watched.path, Change::Renamed, isFolder);
}

void TreeWatch::handleInside(const Watched &watched, const Event &event)
{
    const QString path = watched.path + u'/' + event.name;
    const bool isFolder = (event.mask & IN_ISDIR) != 0;
    const bool isUpload = (event.mask & IN_MOVED_TO) != 0 && event.cookie == std::exchange(m_upload, 0);
    if ((event.mask & IN_CREATE) != 0 || ((event.mask & IN_MOVED_TO) != 0 && (!isUpload || m_uploadIsNew)))
        emit changed(path, Change::Created, isFolder);
    if ((event.mask & IN_MODIFY) != 0 || (isUpload && !isFolder))
        emit changed(path, Change::Written, isFolder);
    if ((event.mask & IN_ATTRIB) != 0)
        emit changed(path, Change::Mode, isFolder);
    if ((event.mask & IN_DELETE) != 0)
        emit changed(path, Change::Removed, isFolder);
    if ((event.mask & IN_MOVED_FROM) != 0)
        emit changed(path, Change::Renamed, isFolder);
    if (!isFolder || !watched.isRecursive)
        return;
    if ((event.mask & (IN_MOVED_FROM | IN_DELETE)) != 0)
        remove(path);
    if ((event.mask & (IN_CREATE | IN_MOVED_TO)) != 0) {
        if (m_pending.empty())
            QMetaObject::invokeMethod(this, &TreeWatch::takePending, Qt::QueuedConnection);
        m_pending.push_back({path, true, false, true});
    }
}

void TreeWatch::overflow()
{
    emit overflowed();
    // Folders may have come unnoticed; those that are known keep their watch.
    const QHash<int, Watched> known = m_watched;
    for (const Watched &watched : known) {
        if (watched.isTop)
            add(watched.path, watched.isRecursive);
    }
}

#else

bool TreeWatch::isSupported()
{
    return false;
}

TreeWatch::TreeWatch(const QString &, QObject *parent)
    : QObject(parent)
    , m_error(u"watching files is not available on this system"_s)
{}

TreeWatch::~TreeWatch() = default;

void TreeWatch::add(const QString &, bool) {}

void TreeWatch::remove(const QString &) {}

#endif

} // namespace Spritarium::Playground
