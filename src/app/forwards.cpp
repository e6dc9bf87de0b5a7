// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/forwards.h"

#include "app/accounts.h"
#include "app/operationdesk.h"
#include "app/stores.h"
#include "models/spritetreemodel.h"

#include <algorithm>

namespace Spritarium {

Forwards::Forwards(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    connect(&parts.accounts, &Accounts::sessionOpened, this, &Forwards::watchSession);
    connect(&parts.accounts, &Accounts::sessionClosing, this, [this](AccountSession *session) {
        const AccountId account = session->account().id;
        m_listed.remove(account);
        if (PortForwarder *forwarder = session->forwarderIfAny()) {
            forwarder->disconnect(this);
            forwarder->stopAll();
        }
        for (const PortForward &forward : std::as_const(m_forwards)) {
            if (forward.sprite.account != account || !m_statuses.remove(forward.id))
                continue;
            if (!forward.isStopped)
                m_interrupted.insert(forward.id);
            Q_EMIT statusChanged(forward.sprite, status(forward.id));
        }
    });
    connect(&parts.stores, &Stores::spriteForgotten, this, [this](const SpriteKey &key) { forget(of(key)); });
    connect(&parts.stores, &Stores::accountForgotten, this, [this](const AccountId &account) {
        QList<PortForward> gone;
        std::copy_if(m_forwards.begin(), m_forwards.end(), std::back_inserter(gone),
                     [&account](const PortForward &forward) { return forward.sprite.account == account; });
        forget(gone);
    });
    watchSprites();
}

void Forwards::watchSprites()
{
    // Guards and waiting follow what the list and the flows tell; nothing is asked for it.
    const auto refresh = [this] {
        QList<SpriteKey> seen;
        for (const PortForward &forward : std::as_const(m_forwards)) {
            if (!seen.contains(forward.sprite))
                updateAsleep(forward.sprite);
            seen << forward.sprite;
        }
        haltUnlisted();
    };
    connect(&m_parts.tree, &QAbstractItemModel::dataChanged, this, refresh);
    connect(&m_parts.tree, &QAbstractItemModel::rowsInserted, this, refresh);
    connect(&m_parts.tree, &QAbstractItemModel::rowsRemoved, this, refresh);
    connect(&m_parts.desk, &OperationDesk::changed, this, [this](const Operation &operation) {
        AccountSession *session = m_parts.accounts.session(operation.sprite.account);
        if (operation.kind == OperationKind::RestoreCheckpoint && session && session->forwarderIfAny())
            session->forwarder().setWaiting(operation.sprite.sprite, operation.isRunning());
    });
}

void Forwards::updateAsleep(const SpriteKey &sprite)
{
    AccountSession *session = m_parts.accounts.session(sprite.account);
    const std::optional<Sprite> known = m_parts.tree.sprite(sprite);
    if (!session || !session->forwarderIfAny())
        return;
    // A guard trusts no "running" from the disk: it may be hours old.
    const bool runs = known && known->isRunning() && wasListed(sprite.account);
    session->forwarder().setAsleep(sprite.sprite, !runs);
}

bool Forwards::wasListed(const AccountId &account)
{
    const auto state =
        m_parts.tree.indexOf(account).data(SpriteTreeModel::AccountStateRole).value<ViewState>();
    if (state.kind == ViewState::Kind::Ready)
        m_listed.insert(account);
    else if (state.kind == ViewState::Kind::Offline || state.kind == ViewState::Kind::Failed)
        m_listed.remove(account); // what was running may sleep by the time somebody answers again
    return m_listed.contains(account);
}

void Forwards::watchSession(AccountSession *session)
{
    const AccountId account = session->account().id;
    const QList<PortForward> forwards = m_forwards;
    for (const PortForward &forward : forwards) {
        if (forward.sprite.account != account || forward.isStopped)
            continue;
        if (m_interrupted.remove(forward.id) || forward.startWithProgram)
            run(forward);
    }
}

void Forwards::haltUnlisted()
{
    for (const PortForward &forward : std::as_const(m_forwards)) {
        const auto account = m_parts.tree.indexOf(forward.sprite.account);
        const auto state = account.data(SpriteTreeModel::AccountStateRole).value<ViewState>();
        const bool isKnown = state.kind != ViewState::Kind::Ready || m_parts.tree.sprite(forward.sprite);
        if (isKnown || !m_statuses.contains(forward.id))
            continue;
        // Saved all the same: with the sprite it is there again.
        halt(forward);
        m_statuses.remove(forward.id);
        Q_EMIT statusChanged(forward.sprite, status(forward.id));
    }
}

void Forwards::restore(const QList<PortForward> &forwards)
{
    for (const PortForward &forward : forwards) {
        if (this->forward(forward.id))
            continue;
        m_forwards << forward;
        Q_EMIT changed(forward.sprite);
        if (forward.startWithProgram && !forward.isStopped)
            run(forward);
    }
}

QList<PortForward> Forwards::of(const SpriteKey &sprite) const
{
    QList<PortForward> found;
    std::copy_if(m_forwards.begin(), m_forwards.end(), std::back_inserter(found),
                 [&sprite](const PortForward &forward) { return forward.sprite == sprite; });
    return found;
}

std::optional<PortForward> Forwards::forward(const ForwardId &id) const
{
    const auto it = std::find_if(m_forwards.begin(), m_forwards.end(),
                                 [&id](const PortForward &forward) { return forward.id == id; });
    return it == m_forwards.end() ? std::nullopt : std::optional(*it);
}

ForwardStatus Forwards::status(const ForwardId &id) const
{
    ForwardStatus stopped;
    stopped.id = id;
    return m_statuses.value(id, stopped);
}

void Forwards::run(const PortForward &forward)
{
    AccountSession *session = m_parts.accounts.session(forward.sprite.account);
    if (!session) {
        m_interrupted.insert(forward.id);
        return;
    }
    const bool isFirst = !session->forwarderIfAny();
    PortForwarder &forwarder = session->forwarder();
    if (isFirst)
        connect(&forwarder, &PortForwarder::statusChanged, this, &Forwards::takeStatus);
    // A restore may have begun before there was anything to forward.
    const QList<Operation> running = m_parts.desk.running();
    for (const Operation &operation : running) {
        if (operation.kind == OperationKind::RestoreCheckpoint && operation.sprite == forward.sprite)
            forwarder.setWaiting(forward.sprite.sprite, true);
    }
    updateAsleep(forward.sprite);
    forwarder.start(forward);
}

void Forwards::takeStatus(const ForwardStatus &told)
{
    const std::optional<PortForward> known = forward(told.id);
    if (!known)
        return;
    ForwardStatus status = told;
    if (status.state == ForwardState::PortBusy) {
        // "spritarium (PID 4711)" would be true and of no use: it is a forward of another sprite.
        for (const PortForward &other : std::as_const(m_forwards)) {
            const quint16 held = m_statuses.value(other.id).localPort;
            if (other.id != known->id && held != 0 && held == known->localPort)
                status.detail = tr("the forward of %1").arg(other.sprite.sprite.toString());
        }
    }
    m_statuses.insert(status.id, status);
    Q_EMIT statusChanged(known->sprite, status);
}

void Forwards::halt(const PortForward &forward)
{
    m_interrupted.remove(forward.id);
    AccountSession *session = m_parts.accounts.session(forward.sprite.account);
    if (session && session->forwarderIfAny())
        session->forwarder().stop(forward.id);
}

void Forwards::forget(const QList<PortForward> &forwards)
{
    for (const PortForward &forward : forwards) {
        halt(forward);
        m_forwards.removeOne(forward);
        m_statuses.remove(forward.id);
        Q_EMIT changed(forward.sprite);
    }
}

void Forwards::add(const PortForward &forward, std::optional<int> at)
{
    qsizetype place = m_forwards.size();
    const QList<PortForward> known = of(forward.sprite);
    if (at && *at < known.size())
        place = m_forwards.indexOf(known.at(*at));
    m_forwards.insert(place, forward);
    save(forward);
    if (!forward.isStopped)
        run(forward);
}

void Forwards::change(const PortForward &forward)
{
    const auto it = std::find_if(m_forwards.begin(), m_forwards.end(),
                                 [&forward](const PortForward &old) { return old.id == forward.id; });
    if (it == m_forwards.end() || *it == forward)
        return;
    *it = forward;
    save(forward);
    if (status(forward.id).state != ForwardState::Stopped && !forward.isStopped)
        run(forward);
}

void Forwards::remove(const ForwardId &id)
{
    const std::optional<PortForward> gone = forward(id);
    if (!gone)
        return;
    m_parts.stores.of(gone->sprite.account).removeForward(id);
    forget({*gone});
}

void Forwards::start(const ForwardId &id)
{
    setStopped(id, false);
    if (const std::optional<PortForward> known = forward(id))
        run(*known);
}

void Forwards::stop(const ForwardId &id)
{
    setStopped(id, true);
    if (const std::optional<PortForward> known = forward(id))
        halt(*known);
}

void Forwards::setStopped(const ForwardId &id, bool stopped)
{
    const auto it = std::find_if(m_forwards.begin(), m_forwards.end(),
                                 [&id](const PortForward &forward) { return forward.id == id; });
    if (it == m_forwards.end() || it->isStopped == stopped)
        return;
    it->isStopped = stopped;
    save(*it);
}

void Forwards::save(const PortForward &forward)
{
    m_parts.stores.of(forward.sprite.account).saveForward(forward);
    Q_EMIT changed(forward.sprite);
}

int Forwards::busyCount() const
{
    return int(std::count_if(m_statuses.begin(), m_statuses.end(),
                             [](const ForwardStatus &status) { return status.connections > 0; }));
}

} // namespace Spritarium
