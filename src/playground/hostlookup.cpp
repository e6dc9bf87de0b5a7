// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/hostlookup.h"

#include <QHostAddress>
#include <QRegularExpression>

#include <chrono>
#include <csignal>
#include <utility>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

//! As long as clients wait for a tunnel (sprites-api 2.6).
constexpr auto Patience = std::chrono::seconds(10);
constexpr qsizetype MostOutput = 64 * 1024;

//! What may be asked for: no option of a program, and nothing that no name has.
bool isName(const QString &name)
{
    static const QRegularExpression pattern(
        QRegularExpression::anchoredPattern(u"[A-Za-z0-9_:][A-Za-z0-9_.:-]{0,252}"_s));
    return pattern.match(name).hasMatch();
}

void end(MachineProcess *process)
{
    process->signal(SIGKILL, MachineProcess::Target::Group);
}

} // namespace

void HostLookup::ask(SpriteMachine *machine, const QString &name, QObject *context, Then then)
{
    auto *lookup = new HostLookup(machine, context, std::move(then));
    if (isName(name))
        return lookup->start(name);
    QMetaObject::invokeMethod(
        lookup, [lookup] { lookup->finish(u"no such host"_s); }, Qt::QueuedConnection);
}

bool HostLookup::isAddress(const QString &host)
{
    return QHostAddress().setAddress(host);
}

QStringList HostLookup::addressesIn(const QByteArray &output)
{
    QStringList addresses;
    const QByteArrayList lines = output.split('\n');
    for (const QByteArray &line : lines) {
        const QString address = QString::fromLatin1(line.simplified().split(' ').constFirst());
        if (isAddress(address) && !addresses.contains(address))
            addresses.append(address);
    }
    return addresses;
}

HostLookup::HostLookup(SpriteMachine *machine, QObject *context, Then then)
    : QObject(context)
    , m_machine(machine)
    , m_then(std::move(then))
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] { finish(u"i/o timeout"_s); });
}

HostLookup::~HostLookup()
{
    if (!m_process)
        return;
    m_process->disconnect(this);
    end(m_process);
    if (m_process->state() != MachineProcess::State::Starting || !m_machine)
        return;
    // It cannot be told yet.
    MachineProcess *process = m_process;
    process->setParent(m_machine);
    connect(process, &MachineProcess::failed, process, &QObject::deleteLater);
    connect(process, &MachineProcess::started, process, [process] {
        end(process);
        process->deleteLater();
    });
}

void HostLookup::start(const QString &name)
{
    ProcessRequest request;
    request.argv = {u"getent"_s, u"ahosts"_s, name};
    m_process = m_machine->spawn(request, this);
    // Until then it is the machine's time, which has an end of its own.
    connect(m_process, &MachineProcess::started, this, [this] {
        m_patience.start(Patience);
        connect(m_process->output(), &PipeReader::received, this,
                [this](const QByteArray &bytes) { m_output = (m_output + bytes).left(MostOutput); });
    });
    connect(m_process, &MachineProcess::failed, this, [this](const QString &text) { finish(text); });
    connect(m_process, &MachineProcess::finished, this, &HostLookup::readEnd);
}

void HostLookup::readEnd(const ProcessEnd &end)
{
    if (end.isLost)
        return finish(u"connection refused"_s);
    if (QStringList addresses = addressesIn(m_output); !addresses.isEmpty())
        return finish(std::move(addresses));
    finish(u"no such host"_s);
}

void HostLookup::finish(const Found &found)
{
    m_patience.stop();
    if (m_process)
        m_process->disconnect(this);
    deleteLater();
    if (const Then then = std::exchange(m_then, nullptr))
        then(found);
}

} // namespace Spritarium::Playground
