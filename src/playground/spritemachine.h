// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agentlink.h"
#include "playground/machineprocess.h"
#include "playground/outcome.h"
#include "playground/outsidenetwork.h"
#include "playground/sandbox.h"
#include "playground/spritestore.h"
#include "playground/topfolders.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QTimer>

namespace Spritarium::Playground {

//! The processes of one sprite. Off until something is asked of it, then a sandbox with an agent in it, until
//! end(). Never blocks; all answers come from the event loop. Everything inside ends with it, also when the
//! playground is killed.
class SpriteMachine : public QObject
{
    Q_OBJECT

public:
    enum class State { Off, On, Paused };

    SpriteMachine(SpriteStore &store, const SandboxSettings &settings, const QString &sprite,
                  QObject *parent);
    ~SpriteMachine() override;

    State state() const { return m_state; }
    const QString &sprite() const { return m_sprite; }
    //! Those that were spawned and have not ended.
    qsizetype processCount() const { return m_processes.size(); }
    //! A file to be seen below /.sprite from the next start on; for sockets and programs.
    void addFile(const SandboxFile &file) { m_files.append(file); }

    //! Starts a process, and the machine if needed. Never nullptr; the result is owned by `parent` and tells
    //! the rest by its signals. Not while paused: wake the sprite first.
    MachineProcess *spawn(const ProcessRequest &request, QObject *parent);

    //! Connects to a TCP port inside; `address` is an IP address, empty for the sprite's own loopback (both
    //! families). Calls `then` with a connected socket, or with why not in the words of Go's net package
    //! ("connection refused"); not if `context` is gone by then. A machine that is off refuses.
    using Dialled = Outcome<SharedFd, QString>;
    void dial(const QString &address, quint16 port, QObject *context,
              std::function<void(const Dialled &)> then);

    //! What listens for TCP inside. Nothing while off or paused. Likewise.
    using Listeners = std::vector<Agent::Listener>;
    void listeners(QObject *context, std::function<void(const Listeners &)> then);

    //! The sprite has other checkpoints now: lets what runs see them.
    void showCheckpoints();
    //! Something was put directly below its `/`, or taken away there: likewise.
    void showFolders();
    //! The host folder that is `/` inside, since it was started.
    const QString &root() const { return m_root; }

    //! Stops all processes, or lets them go on.
    void pause();
    void resume();
    //! Ends everything at once. Processes are told as lost.
    void end();
    //! The same, and returns when nothing is left or after two seconds; for the end of the playground.
    void endAndWait();

signals:
    //! It was off and is on, or will be in a moment.
    void started();
    //! It is off: by end(), or because its sandbox broke.
    void ended();

private:
    struct Pending
    {
        QPointer<QObject> context;
        std::function<void(const Dialled &)> dialled;
        std::function<void(const Listeners &)> listed;
    };

    //! Empty, or why it cannot start.
    QString boot();
    void connectOutside(Sandbox::Start &box);
    void take(Agent::Packet packet);
    void takeStarted(MachineProcess *process, Agent::Packet packet);
    void takeAnswer(quint64 id, Agent::Packet packet);
    void onAgentGone();
    void readErrors();
    QString bootError() const;
    ChildProcess *shutDown();
    quint64 nextId() { return ++m_lastId; }

    SpriteStore &m_store;
    const SandboxSettings &m_settings;
    QString m_sprite;
    QString m_root;
    QList<SandboxFile> m_files;
    State m_state = State::Off;
    AgentLink *m_link = nullptr;
    ChildProcess *m_process = nullptr;
    std::unique_ptr<OutsideNetwork> m_outside; //!< if it reaches the outside
    std::unique_ptr<TopFolders> m_folders;     //!< in a sandbox
    quint64 m_turn = 0;                        //!< of the last that was started
    SharedFd m_errorPipe;
    std::unique_ptr<QSocketNotifier> m_errorNotifier;
    QByteArray m_errors; //!< what the sandbox said last
    QTimer m_patience;   //!< with a sandbox that does not come up
    quint64 m_lastId = 0;
    QHash<quint64, QPointer<MachineProcess>> m_processes;
    QHash<quint64, Pending> m_pending;
};

} // namespace Spritarium::Playground
