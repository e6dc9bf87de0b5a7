// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/execsessions.h"

#include <QElapsedTimer>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype RememberedEnds = 256;
//! Output that nobody takes keeps a sprite awake; so often it says so.
constexpr qint64 TouchEvery = 1000;

} // namespace

ExecSessions::ExecSessions(SpriteMachines &machines, SleepKeeper &sleep, const SpriteUptime &uptime,
                           const PortPoller &poller, QObject *parent)
    : QObject(parent)
    , m_machines(machines)
    , m_sleep(sleep)
{
    connect(&uptime, &SpriteUptime::stopped, this, [this](const QString &sprite) {
        const QList<ExecSession *> sessions = this->sessions(sprite);
        for (ExecSession *session : sessions) {
            session->setClockRuns(false);
            session->dropAttachments();
        }
    });
    connect(&uptime, &SpriteUptime::started, this, [this](const QString &sprite) {
        const QList<ExecSession *> sessions = this->sessions(sprite);
        for (ExecSession *session : sessions)
            session->setClockRuns(true);
    });
    connect(&machines, &SpriteMachines::made, this, [this](SpriteMachine *machine) {
        // Numbers begin anew.
        connect(machine, &SpriteMachine::started, this,
                [this, machine] { m_over.remove(machine->sprite()); });
    });
    connect(&poller, &PortPoller::sessionPortOpened, this,
            [this](const QString &sprite, qint64 id, const SpritePort &port) {
                tellPort(u"port_opened"_s, sprite, id, port);
            });
    connect(&poller, &PortPoller::sessionPortClosed, this,
            [this](const QString &sprite, qint64 id, const SpritePort &port) {
                tellPort(u"port_closed"_s, sprite, id, port);
            });
}

void ExecSessions::start(const QString &sprite, const ExecQuery &query, QObject *context,
                         std::function<void(const Started &)> then)
{
    SpriteMachine *machine = m_machines.machine(sprite);
    if (!machine)
        return then(u"failed to create runner: sprite not found"_s);
    MachineProcess *process = machine->spawn(query.process, this);
    const QPointer<QObject> asking(context);
    connect(process, &MachineProcess::started, this, [this, sprite, query, process, asking, then] {
        auto *session = new ExecSession(process, query, QDateTime::currentDateTimeUtc(), this);
        add(sprite, session);
        if (asking)
            then(session);
    });
    connect(process, &MachineProcess::failed, this,
            [process, asking, then](const QString &text, bool isRunner) {
                process->deleteLater();
                if (asking)
                    then((isRunner ? u"failed to create runner: "_s : u"failed to start process: "_s) + text);
            });
}

void ExecSessions::tellPort(const QString &type, const QString &sprite, qint64 id, const SpritePort &port)
{
    ExecSession *session = m_sessions.value(sprite).value(id);
    if (!session)
        return;
    QJsonObject message = port.wireObject();
    message.insert(u"type"_s, type);
    session->notify(message);
}

ExecSession *ExecSessions::find(const QString &sprite, const QString &id) const
{
    ExecSession *session = m_sessions.value(sprite).value(id.toLongLong());
    return session && session->id() == id ? session : nullptr;
}

void ExecSessions::add(const QString &sprite, ExecSession *session)
{
    m_sessions[sprite].insert(session->process().pid(), session);
    connect(session, &ExecSession::ended, this, [this, sprite, session] { remove(sprite, session); });
    connect(session, &ExecSession::outputSeen, this,
            [this, sprite, session, last = QElapsedTimer()]() mutable {
                if (session->isAttached() || (last.isValid() && last.elapsed() < TouchEvery))
                    return; // who is attached holds it anyway
                last.start();
                if (SleepClock *clock = m_sleep.clock(sprite))
                    clock->holdFor(std::chrono::milliseconds::zero());
            });
    emit changed(sprite);
}

void ExecSessions::remove(const QString &sprite, ExecSession *session)
{
    m_sessions[sprite].remove(session->process().pid());
    QStringList &over = m_over[sprite];
    over.append(session->id());
    if (over.size() > RememberedEnds)
        over.removeFirst();
    session->deleteLater();
    emit changed(sprite);
}

} // namespace Spritarium::Playground
