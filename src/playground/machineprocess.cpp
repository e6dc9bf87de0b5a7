// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/machineprocess.h"

#include <utility>

#include <sys/ioctl.h>

namespace Spritarium::Playground {

MachineProcess::MachineProcess(Signaller signaller, bool isTerminal, QObject *parent)
    : QObject(parent)
    , m_signaller(std::move(signaller))
    , m_isTerminal(isTerminal)
{}

void MachineProcess::keepPipes(SharedFd input, SharedFd output, SharedFd errors)
{
    if (input)
        m_input = new PipeWriter(std::move(input), this);
    m_output = new PipeReader(std::move(output), false, this);
    m_errors = new PipeReader(std::move(errors), false, this);
    for (PipeReader *reader : {m_output, m_errors}) {
        // Nobody listens yet.
        reader->setPaused(true);
        connect(reader, &PipeReader::ended, this, &MachineProcess::checkFinished);
    }
}

void MachineProcess::start(qint64 pid, const QString &program, SharedFd master)
{
    m_pid = pid;
    m_program = program;
    m_state = State::Running;
    if (master) {
        m_master = master;
        m_input = new PipeWriter(master, this);
        m_output = new PipeReader(std::move(master), true, this);
        connect(m_output, &PipeReader::ended, this, &MachineProcess::checkFinished);
    } else {
        m_output->setPaused(false);
        m_errors->setPaused(false);
    }
    emit started();
}

void MachineProcess::fail(const QString &text, bool isRunner)
{
    if (std::exchange(m_state, State::Ended) == State::Starting)
        emit failed(text, isRunner);
}

void MachineProcess::end(const ProcessEnd &end)
{
    if (std::exchange(m_state, State::Ended) != State::Running)
        return;
    m_end = end;
    emit exited(end);
    for (PipeReader *reader : {m_output, m_errors}) {
        if (reader && end.isLost)
            reader->close();
        else if (reader)
            reader->finish();
    }
    checkFinished();
}

void MachineProcess::checkFinished()
{
    const bool isOver =
        m_state == State::Ended && m_output->hasEnded() && (!m_errors || m_errors->hasEnded());
    if (isOver && !std::exchange(m_isFinished, true))
        emit finished(m_end);
}

void MachineProcess::signal(int number, Target target)
{
    if (m_state == State::Running)
        m_signaller(number, target);
}

void MachineProcess::resize(quint16 rows, quint16 cols)
{
    if (!m_master || m_state != State::Running)
        return;
    winsize size{};
    size.ws_row = rows;
    size.ws_col = cols;
    ::ioctl(m_master->get(), TIOCSWINSZ, &size);
}

void MachineProcess::hangUp()
{
    if (!m_master)
        return;
    m_master.reset();
    m_input->abandon();
    m_output->close();
}

} // namespace Spritarium::Playground
