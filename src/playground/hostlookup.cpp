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

} // namespace

void HostLookup::ask(SpriteMachine *machine, const QString &name, QObject *context, Then then)
{
    auto *lookup = new HostLookup(context, std::move(then));
    if (isName(name))
        return lookup->start(machine, name);
    QMetaObject::invokeMethod(
        lookup, [lookup] { lookup->finish({}); }, Qt::QueuedConnection);
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

HostLookup::HostLookup(QObject *context, Then then)
    : QObject(context)
    , m_then(std::move(then))
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_process->signal(SIGKILL, MachineProcess::Target::Group);
        finish({});
    });
}

void HostLookup::start(SpriteMachine *machine, const QString &name)
{
    ProcessRequest request;
    request.argv = {u"getent"_s, u"ahosts"_s, name};
    m_process = machine->spawn(request, this);
    connect(m_process, &MachineProcess::started, this, [this] {
        connect(m_process->output(), &PipeReader::received, this,
                [this](const QByteArray &bytes) { m_output = (m_output + bytes).left(MostOutput); });
    });
    connect(m_process, &MachineProcess::failed, this, [this] { finish({}); });
    connect(m_process, &MachineProcess::finished, this, [this] { finish(addressesIn(m_output)); });
    m_patience.start(Patience);
}

void HostLookup::finish(const QStringList &addresses)
{
    m_patience.stop();
    if (m_process)
        m_process->disconnect(this);
    deleteLater();
    if (const Then then = std::exchange(m_then, nullptr))
        then(addresses);
}

} // namespace Spritarium::Playground
