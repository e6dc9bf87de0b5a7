// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/childprocess.h"

#include <QMap>
#include <QObject>
#include <QTimer>

#include <memory>
#include <utility>

namespace Spritarium::Playground {

//! What stands directly below the `/` of a running sprite. A sandbox mounts each of these when it starts;
//! what comes or goes afterwards, by calls on files, is mounted or taken away by a process of the agent's
//! program.
class TopFolders : public QObject
{
    Q_OBJECT

public:
    //! `root` is the sprite's folder, of which a sandbox is about to mount what is there now.
    TopFolders(const QString &root, QObject *parent);

    //! It runs: `sandbox` is bubblewrap's process, and remains one until this is destroyed.
    void begin(pid_t sandbox);
    //! Looks for changes, and starts to show them.
    void update();
    bool isBusy() const { return m_helper != nullptr; }

signals:
    //! What update() started is done, or cannot be done; not if it started nothing.
    void settled();

private:
    using Seen = QMap<QByteArray, std::pair<quint64, quint64>>; //!< device and number of what has the name

    Seen look() const;
    QByteArrayList changesTo(const Seen &now) const;
    bool start(const QByteArrayList &words);
    void finish();

    QString m_root;
    Seen m_seen;
    pid_t m_sandbox = 0;
    ChildProcess *m_helper = nullptr;
    QTimer m_patience;
};

} // namespace Spritarium::Playground
