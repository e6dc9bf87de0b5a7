// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/execsession.h"

#include "playground/sandbox.h"
#include "playground/websocketlink.h"

#include <QFileInfo>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <utility>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto ForceAfter = 5s;
constexpr qsizetype JoinBelow = 64 * 1024;
//! What was written within this makes a session active.
constexpr qint64 ActiveSeconds = 5;

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

} // namespace

void OutputHistory::append(int stream, const QByteArray &bytes)
{
    // Small pieces join, and none keeps the room it was read into: what is bounded is memory, not letters.
    if (!m_chunks.empty() && m_chunks.back().stream == stream && m_chunks.back().bytes.size() < JoinBelow)
        m_chunks.back().bytes.append(bytes);
    else
        m_chunks.push_back({stream, QByteArray(bytes.constData(), bytes.size())});
    m_size += bytes.size();
    m_total += bytes.size();
    while (m_size > Most) {
        Chunk &oldest = m_chunks.front();
        const qsizetype excess = std::min(m_size - Most, oldest.bytes.size());
        m_size -= excess;
        if (excess == oldest.bytes.size())
            m_chunks.pop_front();
        else
            oldest.bytes.remove(0, excess);
    }
}

QList<OutputHistory::Chunk> OutputHistory::after(qint64 offset) const
{
    QList<Chunk> missed;
    qint64 at = begin();
    for (const Chunk &chunk : m_chunks) {
        const qint64 known = std::clamp<qint64>(offset - at, 0, chunk.bytes.size());
        if (known < chunk.bytes.size())
            missed.append({chunk.stream, chunk.bytes.mid(known)});
        at += chunk.bytes.size();
    }
    return missed;
}

ExecSession::ExecSession(MachineProcess *process, const ExecQuery &query, const QDateTime &now,
                         QObject *parent)
    : QObject(parent)
    , m_process(process)
    , m_query(query)
    , m_created(now)
    , m_rows(query.process.rows)
    , m_cols(query.process.cols)
{
    process->setParent(this);
    m_alone.setSingleShot(true);
    m_force.setSingleShot(true);
    connect(&m_alone, &QTimer::timeout, this, &ExecSession::terminate);
    connect(&m_force, &QTimer::timeout, this,
            [this] { m_process->signal(SIGKILL, MachineProcess::Target::Session); });
    connectProcess();
    waitForSomebody();
}

void ExecSession::connectProcess()
{
    connect(m_process->output(), &PipeReader::received, this,
            [this](const QByteArray &bytes) { takeOutput(1, bytes); });
    if (PipeReader *errors = m_process->errors())
        connect(errors, &PipeReader::received, this,
                [this](const QByteArray &bytes) { takeOutput(2, bytes); });
    if (PipeWriter *input = m_process->input()) {
        connect(input, &PipeWriter::drained, this, &ExecSession::inputDrained);
        connect(input, &PipeWriter::broken, this, &ExecSession::inputDrained);
    }
    connect(m_process, &MachineProcess::finished, this, &ExecSession::onFinished);
}

void ExecSession::attach(ExecAttachment *attachment, qint64 offset)
{
    m_attachments.append(attachment);
    connect(attachment, &ExecAttachment::drained, this, &ExecSession::adjustFlow);
    connect(attachment, &QObject::destroyed, this, [this, attachment] { detach(attachment); });
    m_alone.stop();
    const QList<OutputHistory::Chunk> missed = m_history.after(offset);
    for (const OutputHistory::Chunk &chunk : missed)
        attachment->takeOutput(chunk.stream, chunk.bytes);
    adjustFlow();
}

void ExecSession::detach(ExecAttachment *attachment)
{
    if (!m_attachments.removeOne(attachment))
        return;
    disconnect(attachment, nullptr, this, nullptr);
    waitForSomebody();
    adjustFlow();
}

void ExecSession::dropAttachments()
{
    const auto attachments = m_attachments;
    for (ExecAttachment *attachment : attachments) {
        detach(attachment);
        attachment->drop();
    }
}

void ExecSession::notify(const QJsonObject &message)
{
    const auto attachments = m_attachments;
    for (ExecAttachment *attachment : attachments)
        attachment->takeNotice(message);
}

void ExecSession::setClockRuns(bool runs)
{
    m_clockRuns = runs;
    m_alone.stop();
    waitForSomebody();
}

void ExecSession::waitForSomebody()
{
    if (m_attachments.isEmpty() && m_query.runAfterDisconnect && m_clockRuns)
        m_alone.start(*m_query.runAfterDisconnect);
}

void ExecSession::takeOutput(int stream, const QByteArray &bytes)
{
    m_history.append(stream, bytes);
    count(bytes.size());
    const auto attachments = m_attachments;
    for (ExecAttachment *attachment : attachments)
        attachment->takeOutput(stream, bytes);
    adjustFlow();
    emit outputSeen();
}

void ExecSession::adjustFlow()
{
    const bool mustWait = std::any_of(m_attachments.cbegin(), m_attachments.cend(),
                                      [](const ExecAttachment *each) { return !each->canTake(); });
    for (PipeReader *reader : {m_process->output(), m_process->errors()}) {
        if (reader)
            reader->setPaused(mustWait);
    }
}

void ExecSession::onFinished(const ProcessEnd &end)
{
    m_alone.stop();
    m_force.stop();
    const auto attachments = std::exchange(m_attachments, {});
    for (ExecAttachment *attachment : attachments) {
        disconnect(attachment, nullptr, this, nullptr);
        if (end.isLost)
            attachment->drop();
        else
            attachment->takeExit(end.exitCode(), m_wasKilled);
    }
    emit ended(end.exitCode());
}

void ExecSession::write(const QByteArray &bytes)
{
    if (m_process->input())
        m_process->input()->write(bytes);
}

void ExecSession::closeInput()
{
    if (m_process->input() && !isTerminal())
        m_process->input()->close();
}

bool ExecSession::canWrite() const
{
    return !m_process->input() || m_process->input()->bytesToWrite() < WebSocketLink::HighWater;
}

void ExecSession::resize(quint16 rows, quint16 cols)
{
    // The kernel says nothing of a size that is there already, but clients send it again to have all
    // repainted.
    const bool isSame = m_rows == rows && m_cols == cols;
    m_rows = rows;
    m_cols = cols;
    if (isSame && isTerminal())
        return signal(SIGWINCH);
    m_process->resize(rows, cols);
}

void ExecSession::signal(int number)
{
    m_process->signal(number,
                      isTerminal() ? MachineProcess::Target::Foreground : MachineProcess::Target::Group);
}

void ExecSession::terminate()
{
    m_process->signal(isTerminal() ? SIGHUP : SIGTERM, MachineProcess::Target::Session);
    m_force.start(ForceAfter);
}

void ExecSession::count(qsizetype bytes)
{
    m_lastActivity = QDateTime::currentDateTimeUtc();
    if (!m_second.isValid())
        m_second.start();
    m_bytesInSecond += bytes;
    const qint64 elapsed = m_second.elapsed();
    if (elapsed < 1000)
        return;
    m_bytesPerSecond = double(m_bytesInSecond) * 1000 / double(elapsed);
    m_bytesInSecond = 0;
    m_second.restart();
}

QJsonObject ExecSession::toJson() const
{
    const bool isActive =
        m_lastActivity.isValid() && m_lastActivity.secsTo(QDateTime::currentDateTimeUtc()) < ActiveSeconds;
    QStringList words{m_process->program()};
    words += m_query.process.argv.mid(1);
    QJsonObject object{
        {u"id"_s, id()},
        {u"command"_s, words.join(u' ')},
        {u"workdir"_s, m_query.process.dir.isEmpty() ? Sandbox::Home : m_query.process.dir},
        {u"created"_s, timeText(m_created)},
        {u"tty"_s, isTerminal()},
        {u"bytes_per_second"_s, isActive ? m_bytesPerSecond : 0.0},
        {u"is_active"_s, isActive},
    };
    if (m_lastActivity.isValid())
        object.insert(u"last_activity"_s, timeText(m_lastActivity));
    return object;
}

QJsonObject ExecSession::info(const ExecAttachment *attachment) const
{
    QStringList words{QFileInfo(m_query.process.argv.constFirst()).fileName()};
    words += m_query.process.argv.mid(1);
    return {{u"type"_s, u"session_info"_s},
            {u"session_id"_s, id()},
            {u"command"_s, words.join(u' ')},
            {u"created"_s, m_created.toSecsSinceEpoch()},
            {u"cols"_s, isTerminal() ? m_cols : 0},
            {u"rows"_s, isTerminal() ? m_rows : 0},
            {u"is_owner"_s, m_attachments.isEmpty() || isOwner(attachment)},
            {u"tty"_s, isTerminal()}};
}

} // namespace Spritarium::Playground
