// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/pipestreams.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>

namespace Spritarium::Playground {

//! A program to start inside a sprite.
struct ProcessRequest
{
    QStringList argv;               //!< not empty
    QString path;                   //!< the program, searched in PATH; empty is argv's first
    std::optional<QStringList> env; //!< K=V; replaces the default environment (sprites-api 7.1)
    QString dir;                    //!< empty is the home folder
    bool tty = false;
    bool takesInput = false; //!< without it input is at its end at once; a terminal always takes some
    quint16 rows = 24;
    quint16 cols = 80;
};

//! How a process ended.
struct ProcessEnd
{
    int code = 0;        //!< 0 to 255, if it ended by itself
    int signal = 0;      //!< that ended it, or 0
    bool isLost = false; //!< its sprite stopped under it

    //! As a shell says it: 128 and the signal (sprites-api 7.4).
    int exitCode() const { return signal > 0 ? 128 + signal : code; }

    friend bool operator==(const ProcessEnd &, const ProcessEnd &) = default;
};

//! One process inside a sprite that the playground started, leader of its own session. Made by
//! SpriteMachine::spawn(). Destroying it closes its streams and leaves the process alone.
class MachineProcess : public QObject
{
    Q_OBJECT

public:
    //! Whom a signal reaches: the process; its process group; the one its terminal listens to (its own
    //! without one); all of its session.
    enum class Target { Process, Group, Foreground, Session };
    enum class State { Starting, Running, Ended };

    State state() const { return m_state; }
    qint64 pid() const { return m_pid; }          //!< as seen inside; 0 before started()
    QString program() const { return m_program; } //!< absolute path inside of what runs
    bool isTerminal() const { return m_isTerminal; }

    //! \name Its streams, from started() on until this object is gone
    //! @{
    PipeReader *output() const { return m_output; }
    PipeReader *errors() const { return m_errors; } //!< nullptr for a terminal
    PipeWriter *input() const { return m_input; }   //!< nullptr if it takes none
    //! @}

    //! Nothing happens unless it runs.
    void signal(int number, Target target);
    void resize(quint16 rows, quint16 cols);
    //! Closes the terminal under it, which hangs it up.
    void hangUp();

signals:
    //! It runs. Never before spawn() has returned; connect to the streams here.
    void started();
    //! It could not be started: nothing follows. `isRunner` tells that the sprite's sandbox is the reason.
    void failed(const QString &text, bool isRunner);
    //! It has ended; output may follow.
    void exited(const Spritarium::Playground::ProcessEnd &end);
    //! It has ended and all it wrote was delivered. Once, after exited(); waits for paused
    //! streams. What a lost one wrote last is lost, too.
    void finished(const Spritarium::Playground::ProcessEnd &end);

private:
    friend class SpriteMachine;
    using Signaller = std::function<void(int number, Target target)>;

    MachineProcess(Signaller signaller, bool isTerminal, QObject *parent);
    void keepPipes(SharedFd input, SharedFd output, SharedFd errors);
    void start(qint64 pid, const QString &program, SharedFd master);
    void fail(const QString &text, bool isRunner);
    void end(const ProcessEnd &end);
    void checkFinished();

    Signaller m_signaller;
    State m_state = State::Starting;
    qint64 m_pid = 0;
    QString m_program;
    bool m_isTerminal;
    bool m_isFinished = false;
    ProcessEnd m_end;
    SharedFd m_master;
    PipeReader *m_output = nullptr;
    PipeReader *m_errors = nullptr;
    PipeWriter *m_input = nullptr;
};

} // namespace Spritarium::Playground

Q_DECLARE_METATYPE(Spritarium::Playground::ProcessEnd)
