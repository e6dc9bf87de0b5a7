// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/execquery.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <deque>

namespace Spritarium::Playground {

class ExecSession;

//! Who takes part in a session: a socket or a POST.
class ExecAttachment : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    //! Whether more output is welcome now; otherwise the process waits until drained().
    virtual bool canTake() const = 0;
    //! `stream` is 1 or 2 (sprites-api 7.2); 1 for a terminal.
    virtual void takeOutput(int stream, const QByteArray &bytes) = 0;
    //! The process has ended and this was all. `wasKilled` by the kill call.
    virtual void takeExit(int code, bool wasKilled) = 0;
    //! {"type":"port_opened",...} (sprites-api 12).
    virtual void takeNotice(const QJsonObject &message) = 0;
    //! The sprite stops: the line breaks.
    virtual void drop() = 0;

signals:
    void drained();
};

//! The last of what a process wrote, for those who attach later.
class OutputHistory
{
public:
    static constexpr qsizetype Most = 1024 * 1024;

    struct Chunk
    {
        int stream = 1;
        QByteArray bytes;
    };

    void append(int stream, const QByteArray &bytes);
    //! What was written after the first `offset` bytes of both streams, as far as it is kept.
    QList<Chunk> after(qint64 offset) const;
    const std::deque<Chunk> &chunks() const { return m_chunks; }
    qsizetype size() const { return m_size; }
    //! \name The first byte that is kept, and the one that will be written next
    //! @{
    qint64 begin() const { return m_total - m_size; }
    qint64 end() const { return m_total; }
    //! @}

private:
    std::deque<Chunk> m_chunks;
    qsizetype m_size = 0;
    qint64 m_total = 0;
};

//! One command that runs in a sprite, whoever is attached (sprites-api 7). Nobody's output is lost while it
//! is attached: the process waits for the slowest. Without anybody it runs on as long as it may, at full
//! speed, and only the last of its output is kept.
class ExecSession : public QObject
{
    Q_OBJECT

public:
    //! Takes a process that has just started.
    ExecSession(MachineProcess *process, const ExecQuery &query, const QDateTime &now, QObject *parent);

    //! The process id inside, as text.
    QString id() const { return QString::number(m_process->pid()); }
    bool isTerminal() const { return m_query.process.tty; }
    MachineProcess &process() { return *m_process; }

    //! Gives the history after its first `offset` bytes to `attachment`, then what follows, until it is
    //! destroyed or detached.
    void attach(ExecAttachment *attachment, qint64 offset = 0);
    const OutputHistory &history() const { return m_history; }
    void detach(ExecAttachment *attachment);
    bool isAttached() const { return !m_attachments.isEmpty(); }
    bool isOwner(const ExecAttachment *attachment) const { return m_attachments.value(0) == attachment; }
    //! Breaks all lines.
    void dropAttachments();
    void notify(const QJsonObject &message);
    //! Whether time passes for it; not while its sprite sleeps.
    void setClockRuns(bool runs);

    //! \name Input
    //! @{
    void write(const QByteArray &bytes);
    void closeInput();
    bool canWrite() const;
    //! @}
    //! Of a terminal. The size it has already makes its program repaint.
    void resize(quint16 rows, quint16 cols);
    //! What ends it now was asked for by the kill call.
    void markKilled() { m_wasKilled = true; }
    //! To the foreground of a terminal, else to the process group.
    void signal(int number);
    //! Asks it to end, and forces it some seconds later.
    void terminate();

    //! As a list has it (sprites-api 7.6).
    QJsonObject toJson() const;
    //! The first message for this attachment (sprites-api 7.4).
    QJsonObject info(const ExecAttachment *attachment) const;

signals:
    //! The process takes input again.
    void inputDrained();
    //! It wrote something; emitted often.
    void outputSeen();
    //! It is over, everybody was told. Once; `exitCode` as in takeExit().
    void ended(int exitCode);

private:
    void connectProcess();
    void takeOutput(int stream, const QByteArray &bytes);
    void adjustFlow();
    void waitForSomebody();
    void onFinished(const ProcessEnd &end);
    void count(qsizetype bytes);

    MachineProcess *m_process;
    ExecQuery m_query;
    QDateTime m_created;
    QDateTime m_lastActivity;
    OutputHistory m_history;
    QList<ExecAttachment *> m_attachments; //!< the owner first
    QTimer m_alone;                        //!< until it is ended because nobody is attached
    QTimer m_force;
    bool m_clockRuns = true;
    bool m_wasKilled = false;
    quint16 m_rows;
    quint16 m_cols;
    QElapsedTimer m_second; //!< in which bytes are counted
    qint64 m_bytesInSecond = 0;
    double m_bytesPerSecond = 0;
};

} // namespace Spritarium::Playground
