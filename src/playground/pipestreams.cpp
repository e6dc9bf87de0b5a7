// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/pipestreams.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

#include <fcntl.h>
#include <sys/ioctl.h>

namespace Spritarium::Playground {

using namespace std::chrono_literals;

namespace {

void makeNonBlocking(int fd)
{
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

} // namespace

PipeReader::PipeReader(SharedFd fd, bool isTerminal, QObject *parent)
    : QObject(parent)
    , m_fd(std::move(fd))
    , m_notifier(m_fd->get(), QSocketNotifier::Read)
    , m_isTerminal(isTerminal)
{
    makeNonBlocking(m_fd->get());
    m_silence.setSingleShot(true);
    m_silence.setInterval(100ms);
    connect(&m_notifier, &QSocketNotifier::activated, this, &PipeReader::read);
    connect(&m_silence, &QTimer::timeout, this, &PipeReader::end);
}

void PipeReader::setPaused(bool paused)
{
    m_isPaused = paused;
    m_notifier.setEnabled(!paused && !m_hasEnded);
    if (m_isFinishing && m_isTerminal && !m_hasEnded) {
        if (paused)
            m_silence.stop();
        else
            m_silence.start();
    }
}

void PipeReader::finish()
{
    if (m_hasEnded || std::exchange(m_isFinishing, true))
        return;
    if (m_isTerminal) {
        // What the process wrote last may still be on its way through the terminal.
        if (!m_isPaused)
            m_silence.start();
        return;
    }
    int waiting = 0;
    ::ioctl(m_fd->get(), FIONREAD, &waiting);
    m_left = waiting;
    if (m_left == 0)
        end();
}

void PipeReader::read()
{
    if (m_hasEnded || m_isPaused)
        return;
    const bool isCounted = m_isFinishing && !m_isTerminal;
    QByteArray bytes(isCounted ? qsizetype(std::min<qint64>(m_left, Portion)) : Portion, Qt::Uninitialized);
    const ssize_t size = ::read(m_fd->get(), bytes.data(), std::size_t(bytes.size()));
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (size <= 0)
        return end(); // a terminal says so by an error
    bytes.truncate(size);
    if (isCounted)
        m_left -= size;
    else if (m_isFinishing)
        m_silence.start();
    emit received(bytes);
    if (isCounted && m_left == 0)
        end();
}

void PipeReader::end()
{
    if (std::exchange(m_hasEnded, true))
        return;
    m_notifier.setEnabled(false);
    m_silence.stop();
    m_fd.reset();
    emit ended();
}

PipeWriter::PipeWriter(SharedFd fd, QObject *parent)
    : QObject(parent)
    , m_fd(std::move(fd))
    , m_notifier(m_fd->get(), QSocketNotifier::Write)
{
    makeNonBlocking(m_fd->get());
    m_notifier.setEnabled(false);
    connect(&m_notifier, &QSocketNotifier::activated, this, &PipeWriter::flush);
}

void PipeWriter::write(const QByteArray &bytes)
{
    if (!m_fd || m_isClosing)
        return;
    m_waiting += bytes;
    flush();
}

void PipeWriter::close()
{
    m_isClosing = true;
    flush();
}

void PipeWriter::abandon()
{
    m_notifier.setEnabled(false);
    m_waiting.clear();
    m_fd.reset();
}

void PipeWriter::flush()
{
    if (!m_fd)
        return;
    qsizetype written = 0;
    while (written < m_waiting.size()) {
        const ssize_t size =
            ::write(m_fd->get(), m_waiting.constData() + written, std::size_t(m_waiting.size() - written));
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0 && errno != EAGAIN) {
            abandon();
            emit broken();
            return;
        }
        if (size <= 0)
            break;
        written += size;
    }
    m_waiting.remove(0, written);
    m_notifier.setEnabled(!m_waiting.isEmpty());
    if (m_waiting.isEmpty() && m_isClosing)
        m_fd.reset();
    if (written > 0)
        emit drained();
}

} // namespace Spritarium::Playground
