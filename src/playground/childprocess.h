// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/uniquefd.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QSocketNotifier>

#include <memory>
#include <vector>

#include <sys/types.h>

namespace Spritarium::Playground {

//! A program of this computer that the playground started: without a terminal, with no file but those given.
//! Starting returns at once, its end is a signal. Killed when destroyed. What it started
//! in its process group ends with it.
class ChildProcess : public QObject
{
    Q_OBJECT

public:
    struct Plan
    {
        QByteArrayList arguments; //!< absolute path first
        QByteArrayList environment;
        int errors = -1;        //!< its stderr; -1: nothing
        std::vector<int> files; //!< become its descriptors 3, 4 and so on
    };

    //! nullptr if it cannot be started; errno says why.
    static ChildProcess *start(const Plan &plan, QObject *parent);
    ~ChildProcess() override;

    pid_t pid() const { return m_pid; }
    bool hasEnded() const { return m_pid == 0; }
    //! It has ended by itself, and says that all went well.
    bool hasSucceeded() const { return m_hasSucceeded; }
    //! Lets go of this when the process has ended and this object is destroyed.
    void keep(std::shared_ptr<void> thing) { m_kept = std::move(thing); }
    //! Ends it; ended() follows.
    void kill();
    //! It is expected to end by itself soon: gives it two seconds, then kills it, and deletes itself.
    void retire();
    //! For the end of everything: returns when it has ended, killed if it takes longer than this.
    void endWithin(int milliseconds);

signals:
    //! Once; not if destroyed before.
    void ended();

private:
    ChildProcess(pid_t pid, Agent::UniqueFd handle, QObject *parent);
    bool reap();
    void finish();

    std::shared_ptr<void> m_kept; //!< first: destroyed last
    pid_t m_pid;
    bool m_hasSucceeded = false;
    Agent::UniqueFd m_handle; //!< becomes readable when it has ended
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace Spritarium::Playground
