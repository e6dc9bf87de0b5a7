// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/portforwardrow.h"

#include <QCoreApplication>
#include <QLocale>

#include <chrono>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::PortForwardModel)
};

using State = PortForwardRow::State;

//! What the forward says itself is corrected by what is known of its sprite.
State stateOf(const PortForward &forward, const ForwardStatus &status, SpriteState sprite)
{
    if (forward.isStopped)
        return State::Stopped;
    switch (status.state) {
    case ForwardState::Stopped:
        return State::Stopped;
    case ForwardState::Starting:
        return State::Starting;
    case ForwardState::Waiting:
        return State::Waiting;
    case ForwardState::PortBusy:
        return State::PortBusy;
    case ForwardState::NotPermitted:
        return State::NotPermitted;
    case ForwardState::Failed:
        return State::Failed;
    case ForwardState::Forwarding:
    case ForwardState::NothingListens:
        break;
    }
    // A guard refuses also where nobody knows yet whether the sprite sleeps.
    if (forward.guarded && status.refuses)
        return State::Guarded;
    // The state of the list lags; an open connection proves that the sprite is awake.
    const bool sleeps =
        (sprite == SpriteState::Warm || sprite == SpriteState::Cold) && status.connections == 0;
    if (sleeps)
        return forward.guarded ? State::Guarded : State::Asleep;
    return status.state == ForwardState::Forwarding ? State::Forwarding : State::NothingListens;
}

QString spokenLocal(const PortForwardRow &row)
{
    if (row.localPort() == 0)
        return Text::tr("any free local port");
    const QString address = row.forward.onNetwork ? u"0.0.0.0"_s : u"127.0.0.1"_s;
    return Text::tr("%1 port %2").arg(address).arg(row.localPort());
}

QString spokenPort(const PortForwardRow &row)
{
    if (row.type == PortForwardRow::Type::Listening)
        return Text::tr("Port %1").arg(row.port.port);
    if (isSpriteItself(row.forward.host))
        return Text::tr("Port %1").arg(row.forward.port);
    return Text::tr("Port %1 of %2").arg(row.forward.port).arg(row.forward.host);
}

} // namespace

PortForwardRow PortForwardRow::header(Group group)
{
    PortForwardRow row;
    row.type = Type::Header;
    row.group = group;
    return row;
}

PortForwardRow PortForwardRow::note()
{
    PortForwardRow row;
    row.type = Type::Note;
    row.group = Group::Listening;
    return row;
}

PortForwardRow PortForwardRow::ofForward(const PortForward &forward, const ForwardStatus &status,
                                         SpriteState sprite)
{
    PortForwardRow row;
    row.type = Type::Forward;
    row.state = stateOf(forward, status, sprite);
    row.group = row.state == State::Stopped ? Group::Stopped : Group::Forwarded;
    row.forward = forward;
    row.status = status;
    return row;
}

PortForwardRow PortForwardRow::ofPort(const ListeningPort &port)
{
    PortForwardRow row;
    row.type = Type::Listening;
    row.group = Group::Listening;
    row.state = State::Listening;
    row.port = port;
    return row;
}

void PortForwardRow::setReached(const ListeningPort &reached)
{
    port = reached;
    if (state == State::NothingListens)
        state = State::Forwarding;
}

QString PortForwardRow::key() const
{
    switch (type) {
    case Type::Header:
        return u"header %1"_s.arg(int(group));
    case Type::Note:
        return u"note"_s;
    case Type::Forward:
        return u"forward "_s + forward.id.toString();
    case Type::Listening:
        return u"port %1"_s.arg(port.port);
    }
    return {};
}

quint16 PortForwardRow::localPort() const
{
    return state != State::Stopped && status.localPort != 0 ? status.localPort : forward.localPort;
}

QString PortForwardRow::localText() const
{
    if (type != Type::Forward)
        return {};
    if (localPort() == 0)
        return Text::tr("any free port");
    return (forward.onNetwork ? u"0.0.0.0:%1"_s : u"127.0.0.1:%1"_s).arg(localPort());
}

QString PortForwardRow::metaText() const
{
    const quint16 wanted = forward.wantedPort != 0 ? forward.wantedPort : forward.localPort;
    if (type != Type::Forward || wanted == 0 || localPort() == wanted)
        return {};
    return Text::tr("wanted %1", "local port").arg(wanted);
}

QString PortForwardRow::nameText() const
{
    if (!forward.name.isEmpty())
        return forward.name;
    if (!port.service.isEmpty())
        return port.service;
    if (!port.command.isEmpty())
        return port.command;
    return wellKnownService(type == Type::Listening ? port.port : forward.port);
}

QString PortForwardRow::spritePortText() const
{
    if (type == Type::Forward)
        return Spritarium::spritePortText(forward);
    return type == Type::Listening ? QString::number(port.port) : QString();
}

QString PortForwardRow::stateText() const
{
    switch (state) {
    case State::Forwarding:
        return Text::tr("Forwarding");
    case State::Starting:
        return Text::tr("Starting");
    case State::Asleep:
        return Text::tr("Asleep");
    case State::Guarded:
        return Text::tr("Guarded");
    case State::NothingListens:
        return Text::tr("Nothing listens");
    case State::Waiting:
        return Text::tr("Waiting");
    case State::PortBusy:
        return Text::tr("Port busy");
    case State::NotPermitted:
        return Text::tr("Not permitted");
    case State::Failed:
        return Text::tr("Failed");
    case State::Stopped:
        return Text::tr("Stopped");
    case State::Listening:
        return Text::tr("Listening");
    }
    return {};
}

QString PortForwardRow::message() const
{
    if (type != Type::Forward)
        return {};
    switch (state) {
    case State::Asleep:
        return Text::tr("Connecting wakes the sprite.");
    case State::Guarded:
        return Text::tr("Refuses while asleep.");
    case State::NothingListens:
        // The service says in the same way that a name is not known or a host not reached.
        return status.detail.isEmpty() || status.detail.contains("refused"_L1, Qt::CaseInsensitive)
                   ? Text::tr("Nothing listens on %1.").arg(spritePortText())
                   : status.detail;
    case State::Waiting:
        // What went wrong with a connection before is not what it waits for.
        return status.detail.isEmpty() || status.error ? Text::tr("Waiting for the sprite") : status.detail;
    case State::PortBusy:
        return status.detail.isEmpty()
                   ? Text::tr("%1 is used by another program.").arg(forward.localPort)
                   : Text::tr("%1 is used by %2.").arg(forward.localPort).arg(status.detail);
    case State::NotPermitted:
        return Text::tr("Ports under 1024 need privileges.");
    case State::Failed:
        // What the service refuses is said whole; its own word alone, such as "forbidden", helps nobody.
        if (status.error && status.error->httpStatus > 0)
            return status.error->userText();
        if (!status.detail.isEmpty())
            return status.detail;
        return status.error ? status.error->userText() : Text::tr("The forward could not be started.");
    case State::Forwarding:
        // It goes on, and the next connection may do better: this is said until one does.
        if (status.error && status.connections == 0)
            return Text::tr("The last connection failed: %1").arg(status.error->userText());
        break;
    case State::Starting:
    case State::Stopped:
    case State::Listening:
        break;
    }
    return {};
}

QString PortForwardRow::trafficText(const QDateTime &now) const
{
    if (type != Type::Forward || state == State::Stopped || status.localPort == 0)
        return {};
    if (status.connections > 0) {
        const QString open = Text::tr("%n open", "connections", status.connections);
        const qint64 bytes = status.bytesUp + status.bytesDown;
        const QString size = QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
        return Text::tr("%1 · %2", "open connections, bytes").arg(open, size);
    }
    if (!status.lastActivity.isValid())
        return Text::tr("not used yet");
    const auto minutes = int(status.lastActivity.secsTo(now) / 60);
    if (minutes < 1)
        return Text::tr("idle");
    if (minutes < 60)
        return Text::tr("idle %n min", nullptr, minutes);
    const int hours = minutes / 60;
    return hours < 48 ? Text::tr("idle %n h", nullptr, hours) : Text::tr("idle %n d", nullptr, hours / 24);
}

QString PortForwardRow::title() const
{
    if (type == Type::Note)
        return Text::tr("Not known while asleep.");
    if (type != Type::Header)
        return {};
    switch (group) {
    case Group::Forwarded:
        return Text::tr("Forwarded");
    case Group::Listening:
        return Text::tr("Listening, not forwarded");
    case Group::Stopped:
        return Text::tr("Saved, stopped");
    }
    return {};
}

QString PortForwardRow::toolTip() const
{
    QStringList lines;
    if (port.pid != 0) {
        const QString process = port.command.isEmpty() ? nameText() : port.command;
        lines << (process.isEmpty() ? Text::tr("PID %1").arg(port.pid)
                                    : Text::tr("%1, PID %2").arg(process).arg(port.pid));
    }
    if (!message().isEmpty())
        lines << message();
    if (type == Type::Forward && forward.onNetwork)
        lines << Text::tr("Any computer that reaches this one can connect.");
    const bool isSaid = state == State::Failed || state == State::Stopped ||
                        (state == State::Forwarding && status.connections == 0);
    if (status.error && !isSaid)
        lines << Text::tr("The last connection failed: %1").arg(status.error->userText());
    return lines.join(u'\n');
}

QString PortForwardRow::spokenText() const
{
    if (type == Type::Header || type == Type::Note)
        return title();
    QStringList parts{spokenPort(*this)};
    if (!nameText().isEmpty())
        parts << nameText();
    if (type == Type::Listening) {
        parts << Text::tr("listening, not forwarded");
    } else if (state == State::Forwarding) {
        parts << Text::tr("forwarded to %1").arg(spokenLocal(*this));
    } else {
        parts << QLocale().toLower(stateText()) << spokenLocal(*this);
    }
    if (!metaText().isEmpty())
        parts << metaText();
    if (status.connections > 0 || state == State::Forwarding)
        parts << Text::tr("%n connection(s)", nullptr, status.connections);
    return parts.join(u", "_s);
}

QString PortForwardRow::searchText() const
{
    if (type == Type::Header || type == Type::Note)
        return {};
    return QStringList{nameText(),       port.command, port.service,
                       spritePortText(), localText(),  forward.id.isEmpty() ? QString() : forward.host,
                       stateText()}
        .join(u'\n');
}

bool PortForwardRow::isIdle() const
{
    return type == Type::Forward && state != State::Stopped && status.connections == 0 &&
           status.lastActivity.isValid();
}

} // namespace Spritarium
