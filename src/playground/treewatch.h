// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QObject>
#include <QStringList>

#include <deque>

class QSocketNotifier;

namespace Spritarium::Playground {

//! Watches folders of this computer, and what is in them, through the kernel's own queue (inotify), one event
//! at a time and in order. Linux only. Folders are taken in portions, so that a large tree does not hold up
//! the event loop; settled() says when all are.
class TreeWatch : public QObject
{
    Q_OBJECT

public:
    enum class Change { Created, Written, Removed, Renamed, Mode };
    Q_ENUM(Change)

    static bool isSupported();

    //! `incoming`: the folder from which finished uploads are moved into place; they count as written.
    TreeWatch(const QString &incoming, QObject *parent);
    ~TreeWatch() override;

    //! Empty, or why nothing can be watched at all, in one line.
    QString error() const { return m_error; }
    //! `path` is absolute and without links. A file watches itself. failed() and settled() follow from the
    //! event loop.
    void add(const QString &path, bool recursive);
    //! Forgets it and what is below it.
    void remove(const QString &path);
    //! Folders and files that are watched now.
    qsizetype count() const { return m_watched.size(); }

signals:
    //! Once per change in the order of the kernel. A renamed thing is Renamed under its old path and Created
    //! under its new one; what a new folder already holds is Created after it (and may be so twice).
    void changed(const QString &path, Spritarium::Playground::TreeWatch::Change change, bool isFolder);
    //! More happened than the queue holds: changes are missing. Watching goes on.
    void overflowed();
    //! `path` cannot be watched, and why in one line.
    void failed(const QString &path, const QString &why);
    //! Everything that was added is watched from now on.
    void settled();

private:
    struct Watched
    {
        QString path;
        bool isRecursive = false;
        bool isTop = false; //!< added by name, not found in another
    };
    struct Pending
    {
        QString path;
        bool isRecursive = false;
        bool isTop = false;
        bool isNew = false; //!< what it holds is told
    };
    struct Event
    {
        int watch = 0;
        quint32 mask = 0;
        quint32 cookie = 0;
        QString name;
    };

    void takePending();
    void take(const Pending &wanted);
    void lookInto(const QString &opened, const Pending &wanted);
    void read();
    void handle(const Event &event);
    void markRemoved(QList<Event> &events) const;
    void handleSelf(const Watched &watched, quint32 mask);
    void handleInside(const Watched &watched, const Event &event);
    void overflow();

    int m_queue = -1;
    int m_incoming = -1;
    QString m_error;
    QSocketNotifier *m_notifier = nullptr;
    QHash<int, Watched> m_watched;
    QHash<QString, int> m_watches; //!< by path
    std::deque<Pending> m_pending;
    quint32 m_upload = 0; //!< cookie of the file that is leaving the incoming folder
    bool m_uploadIsNew = false;
};

} // namespace Spritarium::Playground
