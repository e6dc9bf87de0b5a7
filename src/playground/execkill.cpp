// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/execkill.h"

#include "playground/goduration.h"

#include <algorithm>
#include <csignal>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! A shell that shrugs off a signal gets this long before its terminal is closed.
constexpr auto BeforeHangUp = 500ms;

bool isMeantToEnd(int signal)
{
    return signal == SIGTERM || signal == SIGHUP || signal == SIGKILL || signal == SIGQUIT ||
           signal == SIGINT;
}

} // namespace

ExecKill::ExecKill(HttpExchange *exchange, ExecSession *session, int signal,
                   std::chrono::milliseconds patience)
    : QObject(exchange)
    , m_exchange(exchange)
    , m_session(session)
    , m_stream(new NdjsonStream(exchange))
    , m_signal(signal)
    , m_pid(session->process().pid())
    , m_patience(patience)
{
    m_timeout.setSingleShot(true);
    connect(&m_timeout, &QTimer::timeout, this, &ExecKill::force);
    connect(session, &ExecSession::ended, this, &ExecKill::onEnded);
    const QString whom = session->isTerminal() ? u"foreground process group"_s : u"process group"_s;
    tellSignal(signal, u"Signaling %1 to %2 %3"_s.arg(signalWords(signal), whom).arg(m_pid));
    if (isMeantToEnd(signal))
        session->markKilled();
    session->signal(signal);
    if (patience.count() == 0) {
        finish(std::nullopt);
        return;
    }
    m_timeout.start(patience);
    if (session->isTerminal() && isMeantToEnd(signal) && patience > BeforeHangUp)
        QTimer::singleShot(BeforeHangUp, this, &ExecKill::hangUp);
}

void ExecKill::tell(QJsonObject message)
{
    m_stream->line(message);
}

void ExecKill::tellSignal(int signal, const QString &text)
{
    tell({{u"type"_s, u"signal"_s},
          {u"message"_s, text},
          {u"signal"_s, signalName(signal)},
          {u"pid"_s, m_pid}});
}

void ExecKill::hangUp()
{
    if (!m_session || m_session->process().state() != MachineProcess::State::Running)
        return;
    tellSignal(SIGHUP, u"Closing PTY master"_s);
    m_session->process().hangUp();
}

void ExecKill::force()
{
    if (!m_session)
        return;
    m_isForced = true;
    tell({{u"type"_s, u"timeout"_s},
          {u"message"_s, u"Process did not exit within %1"_s.arg(goDurationText(m_patience))}});
    tellSignal(SIGKILL, u"Signaling killed to process group %1"_s.arg(m_pid));
    m_session->markKilled();
    m_session->process().signal(SIGKILL, MachineProcess::Target::Session);
}

void ExecKill::onEnded(int exitCode)
{
    if (m_exchange->hasEnded())
        return;
    if (m_isForced)
        tell({{u"type"_s, u"killed"_s}, {u"message"_s, u"Process killed"_s}});
    else
        tell({{u"type"_s, u"exited"_s}, {u"message"_s, u"Process exited"_s}});
    finish(exitCode);
}

void ExecKill::finish(std::optional<int> exitCode)
{
    m_timeout.stop();
    m_session.clear();
    QJsonObject last{{u"type"_s, u"complete"_s}};
    if (exitCode)
        last.insert(u"exit_code"_s, *exitCode);
    m_stream->finish(last);
}

} // namespace Spritarium::Playground
