// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/portforwarder.h"

#include "domain/account.h"
#include "service/apirequest.h"
#include "service/forwardrun.h"
#include "service/logging.h"
#include "service/portholder.h"
#include "service/requestfactory.h"
#include "service/tunnelthread.h"

#include <QHash>
#include <QSet>
#include <QThreadPool>

#include <algorithm>
#include <vector>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

//! Whether a forward that runs would have to be started anew to become the other.
bool isSameListener(const PortForward &a, const PortForward &b)
{
    return a.sprite == b.sprite && a.host == b.host && a.port == b.port && a.localPort == b.localPort &&
           a.onNetwork == b.onNetwork;
}

bool isRunning(ForwardState state)
{
    switch (state) {
    case ForwardState::Starting:
    case ForwardState::Forwarding:
    case ForwardState::NothingListens:
    case ForwardState::Waiting:
        return true;
    case ForwardState::Stopped:
    case ForwardState::PortBusy:
    case ForwardState::NotPermitted:
    case ForwardState::Failed:
        return false;
    }
    return false;
}

//! Refusals that trying again does not mend: the forward says so, though its port stays.
bool isFinal(const ApiError &error)
{
    return error.kind == ApiError::Kind::Unauthorized || error.kind == ApiError::Kind::Forbidden ||
           error.kind == ApiError::Kind::NotFound || error.code == u"1003"_s;
}

} // namespace

struct PortForwarder::Private
{
    struct Entry
    {
        PortForward forward;
        ForwardStatus status;
        std::shared_ptr<ForwardRun> run; //!< none: its port is closed
        quint64 serial = 0;              //!< of the launch; what an earlier one still says is not heard
    };

    PortForwarder *q;
    TunnelOrigin origin;
    TunnelThread thread; // outlives what runs on it
    QHash<ForwardId, Entry> entries;
    QSet<SpriteName> asleep;
    QSet<SpriteName> waiting;
    std::vector<std::weak_ptr<ForwardRun>> runs; //!< all whose port may still be open
    std::atomic<bool> isEnding = false;
    QThreadPool finders;
    std::size_t mostHeld = 0;
    quint64 launches = 0;

    Private(const TunnelOrigin &origin, PortForwarder *q)
        : q(q)
        , origin(origin)
    {}

    QString problemWith(const PortForward &forward) const;
    TunnelTarget targetOf(const PortForward &forward) const;
    void launch(Entry &entry);
    void close(Entry &entry);
    ForwardRunEvents eventsOf(const ForwardId &id, quint64 serial);
    //! Does `work` on the interface thread with the entry, if that launch still is its last.
    template <typename Work>
    void later(const ForwardId &id, quint64 serial, Work work);

    void listened(Entry &entry, ListenProblem problem, quint16 port, const QString &text);
    void counted(Entry &entry, const TunnelCounts &counts);
    void failed(Entry &entry, const TunnelEnd &end);
    void nameHolder(const Entry &entry, quint16 port);

    ForwardRefusal refusalOf(const PortForward &forward) const;
    ForwardState restingState(const Entry &entry) const;
    //! Whether its status changed by it.
    bool refreshRefusal(Entry &entry);
    void refreshRefusals(const SpriteName &sprite);
    void setState(Entry &entry, ForwardState state);
};

QString PortForwarder::Private::problemWith(const PortForward &forward) const
{
    const QString scheme = origin.endpoint.scheme();
    const bool isPlain = scheme == "http"_L1 && isLoopbackHost(origin.endpoint.host());
    if (scheme != "https"_L1 && !isPlain)
        return PortForwarder::tr("Without TLS, forwards go to this computer only.");
    const auto isControl = [](QChar c) { return c < u' ' || c == u'\x7f'; };
    if (std::any_of(origin.token.begin(), origin.token.end(), isControl))
        return PortForwarder::tr("The token holds characters that cannot be sent.");
    if (forward.port == 0)
        return PortForwarder::tr("A port inside the sprite is needed.");
    return pathOf("v1", "sprites", forward.sprite.sprite, "proxy").isEmpty()
               ? PortForwarder::tr("This sprite's name cannot be asked for.")
               : QString();
}

TunnelTarget PortForwarder::Private::targetOf(const PortForward &forward) const
{
    const QByteArray path = pathOf("v1", "sprites", forward.sprite.sprite, "proxy");
    const QUrl url = RequestFactory(origin.endpoint, {}).url(ApiRequest::get(Reach::InsideSprite, path));
    return TunnelTarget{origin, url, forward.host.isEmpty() ? u"localhost"_s : forward.host, forward.port};
}

void PortForwarder::Private::launch(Entry &entry)
{
    entry.serial = ++launches;
    entry.status = ForwardStatus{};
    entry.status.id = entry.forward.id;
    if (const QString problem = problemWith(entry.forward); !problem.isEmpty()) {
        entry.status.error = ApiError::invalid(problem);
        entry.status.detail = problem;
        return setState(entry, ForwardState::Failed);
    }
    entry.run = std::make_shared<ForwardRun>(thread.loop(), targetOf(entry.forward),
                                             eventsOf(entry.forward.id, entry.serial));
    std::erase_if(runs, [](const std::weak_ptr<ForwardRun> &known) { return known.expired(); });
    runs.push_back(entry.run);
    refreshRefusal(entry);
    thread.post([run = entry.run, port = entry.forward.localPort, onNetwork = entry.forward.onNetwork] {
        run->listen(port, onNetwork);
    });
    setState(entry, ForwardState::Starting);
}

void PortForwarder::Private::close(Entry &entry)
{
    entry.serial = ++launches;
    entry.status.refuses = false;
    if (!entry.run)
        return;
    entry.run->setRefusal(ForwardRefusal::Stopped);
    thread.post([run = std::exchange(entry.run, {})] { run->stop(); });
}

template <typename Work>
void PortForwarder::Private::later(const ForwardId &id, quint64 serial, Work work)
{
    const auto call = [this, id, serial, work] {
        const auto entry = entries.find(id);
        if (entry != entries.end() && entry->serial == serial)
            work(*entry);
    };
    QMetaObject::invokeMethod(q, call, Qt::QueuedConnection);
}

ForwardRunEvents PortForwarder::Private::eventsOf(const ForwardId &id, quint64 serial)
{
    ForwardRunEvents events;
    events.listened = [=, this](ListenProblem problem, quint16 port, const QString &text) {
        later(id, serial, [=, this](Entry &entry) { listened(entry, problem, port, text); });
    };
    events.counted = [=, this](const TunnelCounts &counts) {
        later(id, serial, [=, this](Entry &entry) { counted(entry, counts); });
    };
    events.connected = [=, this] {
        later(id, serial, [this](Entry &entry) {
            entry.status.error.reset();
            entry.status.detail.clear();
            setState(entry, restingState(entry));
        });
    };
    events.failed = [=, this](const TunnelEnd &end) {
        later(id, serial, [=, this](Entry &entry) { failed(entry, end); });
    };
    events.refused = [=, this](ForwardRefusal why) {
        const ApiError error =
            ApiError::invalid(why == ForwardRefusal::Asleep
                                  ? PortForwarder::tr("The sprite sleeps, and this forward does not wake it.")
                                  : PortForwarder::tr("Waiting for the sprite."));
        later(id, serial, [=, this](Entry &entry) { emit q->connectionFailed(entry.forward.id, error); });
    };
    return events;
}

void PortForwarder::Private::listened(Entry &entry, ListenProblem problem, quint16 port, const QString &text)
{
    if (problem == ListenProblem::None) {
        entry.status.localPort = port;
        qCInfo(lcProxy).noquote() << "forward listens on" << port;
        return setState(entry, restingState(entry));
    }
    qCInfo(lcProxy).noquote() << "forward cannot listen on" << port << text;
    const quint64 serial = entry.serial;
    close(entry);
    entry.serial = serial; // its holder is still to be named
    entry.status.detail = text;
    switch (problem) {
    case ListenProblem::Busy:
        entry.status.detail.clear();
        setState(entry, ForwardState::PortBusy);
        return nameHolder(entry, port);
    case ListenProblem::NotPermitted:
        return setState(entry, ForwardState::NotPermitted);
    default:
        entry.status.error = ApiError::invalid(text);
        return setState(entry, ForwardState::Failed);
    }
}

void PortForwarder::Private::nameHolder(const Entry &entry, quint16 port)
{
    finders.start([this, id = entry.forward.id, serial = entry.serial, port] {
        const QString holder = portHolder(port, isEnding);
        if (holder.isEmpty())
            return;
        later(id, serial, [this, holder](Entry &entry) {
            if (entry.status.state != ForwardState::PortBusy)
                return;
            entry.status.detail = holder;
            emit q->statusChanged(entry.status);
        });
    });
}

void PortForwarder::Private::counted(Entry &entry, const TunnelCounts &counts)
{
    mostHeld = std::max(mostHeld, counts.mostHeld);
    const bool moved = counts.up != entry.status.bytesUp || counts.down != entry.status.bytesDown;
    if (moved || counts.open > entry.status.connections)
        entry.status.lastActivity = QDateTime::currentDateTimeUtc();
    entry.status.bytesUp = counts.up;
    entry.status.bytesDown = counts.down;
    entry.status.connections = counts.open;
    emit q->statusChanged(entry.status);
}

void PortForwarder::Private::failed(Entry &entry, const TunnelEnd &end)
{
    const ApiError error = end.error.value_or(ApiError());
    qCInfo(lcProxy).noquote() << "connection to" << entry.forward.sprite.sprite.toString()
                              << entry.forward.port << "failed:" << error.httpStatus << error.serverText;
    entry.status.error = error;
    entry.status.detail = error.serverText;
    // What was under way when a restore began says nothing of the sprite behind it.
    const bool isOvertaken = restingState(entry) == ForwardState::Waiting;
    if (end.why == TunnelEnd::Why::NothingListens)
        setState(entry, isOvertaken ? ForwardState::Waiting : ForwardState::NothingListens);
    else if (isFinal(error))
        setState(entry, ForwardState::Failed);
    else
        emit q->statusChanged(entry.status);
    emit q->connectionFailed(entry.forward.id, error);
}

ForwardRefusal PortForwarder::Private::refusalOf(const PortForward &forward) const
{
    if (waiting.contains(forward.sprite.sprite))
        return ForwardRefusal::Waiting;
    const bool isGuarded = forward.guarded && asleep.contains(forward.sprite.sprite);
    return isGuarded ? ForwardRefusal::Asleep : ForwardRefusal::None;
}

//! What a forward that listens says of itself when nothing is wrong.
ForwardState PortForwarder::Private::restingState(const Entry &entry) const
{
    return waiting.contains(entry.forward.sprite.sprite) ? ForwardState::Waiting : ForwardState::Forwarding;
}

bool PortForwarder::Private::refreshRefusal(Entry &entry)
{
    const ForwardRefusal refusal = refusalOf(entry.forward);
    entry.run->setRefusal(refusal);
    const bool refused = std::exchange(entry.status.refuses, refusal != ForwardRefusal::None);
    return refused != entry.status.refuses;
}

void PortForwarder::Private::refreshRefusals(const SpriteName &sprite)
{
    for (Entry &entry : entries) {
        if (entry.forward.sprite.sprite != sprite || !entry.run)
            continue;
        const bool isNews = refreshRefusal(entry);
        const ForwardState state = entry.status.state;
        // A refusal by the service outlasts a restore.
        const bool isItsOwn = state == ForwardState::Starting || state == ForwardState::Failed;
        if (!isItsOwn && waiting.contains(sprite) != (state == ForwardState::Waiting))
            setState(entry, restingState(entry));
        else if (isNews)
            emit q->statusChanged(entry.status);
    }
}

void PortForwarder::Private::setState(Entry &entry, ForwardState state)
{
    entry.status.state = state;
    emit q->statusChanged(entry.status);
}

PortForwarder::PortForwarder(const TunnelOrigin &origin, QObject *parent)
    : QObject(parent)
    , d(new Private(origin, this))
{
    d->finders.setMaxThreadCount(1);
}

PortForwarder::~PortForwarder()
{
    d->isEnding = true;
    d->finders.clear();
    d->thread.stop();
    // The loop itself may outlive this; ports and connections do not.
    for (const std::weak_ptr<ForwardRun> &known : std::as_const(d->runs)) {
        if (const std::shared_ptr<ForwardRun> run = known.lock())
            run->stop();
    }
    d->finders.waitForDone();
}

void PortForwarder::start(const PortForward &forward)
{
    Private::Entry &entry = d->entries[forward.id];
    const bool isSame = isRunning(entry.status.state) && isSameListener(entry.forward, forward);
    entry.forward = forward;
    if (isSame) {
        if (d->refreshRefusal(entry))
            emit statusChanged(entry.status);
        return;
    }
    d->close(entry);
    d->launch(entry);
}

void PortForwarder::stop(const ForwardId &id)
{
    const auto entry = d->entries.find(id);
    if (entry == d->entries.end() || entry->status.state == ForwardState::Stopped)
        return;
    d->close(*entry);
    entry->status.connections = 0;
    entry->status.localPort = 0;
    entry->status.detail.clear();
    entry->status.error.reset();
    d->setState(*entry, ForwardState::Stopped);
}

void PortForwarder::stopAll()
{
    const QList<ForwardId> ids = d->entries.keys();
    for (const ForwardId &id : ids)
        stop(id);
}

void PortForwarder::setAsleep(const SpriteName &sprite, bool asleep)
{
    if (asleep)
        d->asleep.insert(sprite);
    else
        d->asleep.remove(sprite);
    d->refreshRefusals(sprite);
}

void PortForwarder::setWaiting(const SpriteName &sprite, bool waiting)
{
    if (waiting)
        d->waiting.insert(sprite);
    else
        d->waiting.remove(sprite);
    d->refreshRefusals(sprite);
}

ForwardStatus PortForwarder::status(const ForwardId &id) const
{
    const auto entry = d->entries.constFind(id);
    if (entry != d->entries.constEnd())
        return entry->status;
    ForwardStatus none;
    none.id = id;
    return none;
}

int PortForwarder::openConnections() const
{
    int open = 0;
    for (const Private::Entry &entry : std::as_const(d->entries))
        open += entry.status.connections;
    return open;
}

qsizetype PortForwarder::mostBytesHeld() const
{
    return qsizetype(d->mostHeld);
}

} // namespace Spritarium
