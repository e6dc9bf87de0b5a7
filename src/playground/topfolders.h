// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/childprocess.h"

#include <QMap>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>
#include <optional>

namespace Spritarium::Playground {

//! What stands directly below the `/` of a running sprite. A sandbox mounts each of these when it starts;
//! what comes or goes afterwards, by calls on files, is mounted or taken away by a process of the agent's
//! program.
class TopFolders : public QObject
{
    Q_OBJECT

public:
    //! `root` is the sprite's folder, of which a sandbox is about to mount what is there now.
    TopFolders(const QString &root, const QString &sprite, QObject *parent);

    //! It runs: `sandbox` is bubblewrap's process, and remains one until this is destroyed.
    void begin(pid_t sandbox);
    //! Looks for changes, and starts to show them.
    void update();
    //! The same for something that is about to start: the turn of shown() before which it might miss what is
    //! there now. Never less than the last one. At most what runs already is waited for, and one more.
    quint64 nextTurn();

signals:
    //! What was there at this turn is seen by all inside, or cannot be shown. In order, one after the other;
    //! also from within update() and nextTurn().
    void shown(quint64 turn);

private:
    //! What has a name.
    struct Entry
    {
        quint64 device = 0;
        quint64 number = 0; //!< 0: nothing
        QByteArray target;  //!< of a link

        friend bool operator==(const Entry &, const Entry &) = default;
    };
    using Entries = QMap<QByteArray, Entry>;

    //! Nothing if it cannot be looked at.
    std::optional<Entries> look() const;
    QByteArrayList changesTo(const Entries &now, bool isRetried) const;
    void update(bool isRetried);
    bool start(const QByteArrayList &words);
    void readErrors();
    void finish(bool isDone);
    bool hasFailed(const QByteArray &name, bool isDone) const;
    void tell(const QString &why);

    QString m_root;
    QString m_sprite;
    Entries m_seen;
    Entries m_failed; //!< could not be shown, and may be tried once more
    Entries m_lost;   //!< not even then
    Entries m_trying; //!< what the helper makes them see
    quint64 m_turn = 0;
    pid_t m_sandbox = 0;
    ChildProcess *m_helper = nullptr;
    Agent::UniqueFd m_errors; //!< what it says
    std::unique_ptr<QSocketNotifier> m_notifier;
    QByteArray m_said;
    bool m_hasTold = false;
    QTimer m_patience;
};

} // namespace Spritarium::Playground
