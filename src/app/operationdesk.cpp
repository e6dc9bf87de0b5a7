// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/operationdesk.h"

#include <QUrl>

namespace Spritarium {

using namespace Qt::StringLiterals;

OperationDesk::OperationDesk(QObject *parent)
    : QObject(parent)
{}

OperationId OperationDesk::start(OperationFlow *flow)
{
    flow->setParent(this);
    const OperationId id = flow->operation().id;
    m_flows.insert(id, flow);
    connect(flow, &OperationFlow::changed, this, &OperationDesk::applyChange);
    connect(flow, &OperationFlow::messageReceived, this, &OperationDesk::messageReceived);
    connect(flow, &OperationFlow::settled, this, [this, flow](const OperationId &settledId) {
        const Operation operation = flow->operation();
        if (const std::optional<PolicyInForce> policy = flow->policyInForce())
            Q_EMIT policyInForce(operation.sprite, *policy);
        if (operation.kind != OperationKind::RestoreCheckpoint) {
            m_flows.remove(settledId);
            flow->deleteLater();
        }
        Q_EMIT settled(operation);
    });
    applyChange(flow->operation());
    flow->start();
    return id;
}

bool OperationDesk::isBusy(const SpriteKey &sprite) const
{
    return m_busy.value(sprite) > 0;
}

OperationFlow *OperationDesk::flow(const OperationId &id) const
{
    return m_flows.value(id);
}

QList<Operation> OperationDesk::running() const
{
    QList<Operation> operations;
    for (const OperationFlow *flow : m_flows) {
        if (flow->operation().isRunning())
            operations << flow->operation();
    }
    return operations;
}

QList<Operation> OperationDesk::dropAccount(const AccountId &account)
{
    QList<Operation> unknown;
    const QList<OperationFlow *> flows = m_flows.values();
    for (OperationFlow *flow : flows) {
        const Operation operation = flow->operation();
        if (operation.sprite.account != account)
            continue;
        if (!flow->isSettled()) {
            if (operation.kind == OperationKind::RestoreCheckpoint)
                unknown << operation;
            flow->abandon();
        }
        m_flows.remove(operation.id);
        delete flow; // before the session it speaks through goes
    }
    return unknown;
}

std::optional<OperationId> OperationDesk::operationOf(const AccountId &account,
                                                      const RequestRecord &record) const
{
    std::optional<OperationId> found;
    for (auto it = m_flows.begin(); it != m_flows.end(); ++it) {
        const Operation &operation = it.value()->operation();
        if (operation.sprite.account != account || it.value()->isSettled())
            continue;
        const QString own = u"/v1/sprites/"_s +
                            QString::fromLatin1(QUrl::toPercentEncoding(operation.sprite.sprite.toString()));
        const bool isItsOwn = record.path.endsWith(own) || record.path.contains(own + u'/');
        const bool isCreate = operation.kind == OperationKind::CreateSprite && record.method == "POST"_L1 &&
                              record.path.endsWith("/v1/sprites"_L1);
        if (!isItsOwn && !isCreate)
            continue;
        // One that only looks after an unknown end gives way to one that runs.
        if (!found || operation.isRunning())
            found = it.key();
    }
    return found;
}

void OperationDesk::applyChange(const Operation &operation)
{
    // An end that is not known keeps the sprite busy no longer: looking on changes nothing.
    const bool busy = operation.isRunning();
    if (m_countedBusy.contains(operation.id) != busy) {
        if (busy)
            m_countedBusy.insert(operation.id);
        else
            m_countedBusy.remove(operation.id);
        int &count = m_busy[operation.sprite];
        count += busy ? 1 : -1;
        if (count == (busy ? 1 : 0))
            Q_EMIT busyChanged(operation.sprite, busy);
    }
    Q_EMIT changed(operation);
}

} // namespace Spritarium
