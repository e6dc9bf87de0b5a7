// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/uniquefd.h"

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>

namespace Spritarium::Playground {

//! A descriptor that two streams may share: a terminal has one for both ways.
using SharedFd = std::shared_ptr<Agent::UniqueFd>;

//! What a process writes, as it comes.
class PipeReader : public QObject
{
    Q_OBJECT

public:
    //! Bytes of one received() at most.
    static constexpr qsizetype Portion = 128 * 1024;

    //! `fd` is the reading end of a pipe, or a terminal's master; made non-blocking.
    PipeReader(SharedFd fd, bool isTerminal, QObject *parent);

    //! Leaves it to wait where it is; the process waits when the pipe is full.
    void setPaused(bool paused);
    //! The process has ended: delivers what it wrote until now, also if others still hold the pipe, then
    //! ends.
    void finish();
    //! Lets go of it: what was not delivered is lost, who writes is told so.
    void close() { end(); }
    bool hasEnded() const { return m_hasEnded; }

signals:
    void received(const QByteArray &bytes);
    //! Nothing more will come. Once.
    void ended();

private:
    void read();
    void end();

    SharedFd m_fd;
    QSocketNotifier m_notifier;
    QTimer m_silence; //!< after which a terminal that others still hold has no more of the process
    bool m_isTerminal;
    bool m_isPaused = false;
    bool m_isFinishing = false;
    bool m_hasEnded = false;
    qint64 m_left = 0; //!< bytes to deliver when finishing a pipe
};

//! What a process reads.
class PipeWriter : public QObject
{
    Q_OBJECT

public:
    PipeWriter(SharedFd fd, QObject *parent);

    //! Keeps what the process does not take yet; stop calling above some bytesToWrite() until drained().
    void write(const QByteArray &bytes);
    qint64 bytesToWrite() const { return m_waiting.size(); }
    //! The end of input, after what waits. A terminal has none: send it Ctrl-D.
    void close();
    //! Lets go of it; what waits is lost.
    void abandon();

signals:
    //! Something was taken; emitted often.
    void drained();
    //! The process does not read any more. Once; what waits is lost.
    void broken();

private:
    void flush();

    SharedFd m_fd;
    QSocketNotifier m_notifier;
    QByteArray m_waiting;
    bool m_isClosing = false;
};

} // namespace Spritarium::Playground
