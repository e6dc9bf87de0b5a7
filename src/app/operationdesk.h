// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"
#include "domain/operation.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <optional>

namespace Spritarium {

//! Every change on its way, of every account. Knows which sprite is busy, and passes on what the flows say.
//!
//! Owns the flows; keeps a flow that has ended until it is settled, and a restore until the program ends,
//! since its rules before can be put back.
class OperationDesk : public QObject
{
    Q_OBJECT

public:
    explicit OperationDesk(QObject *parent);

    //! Takes the flow and starts it.
    OperationId start(OperationFlow *flow);
    bool isBusy(const SpriteKey &sprite) const;
    //! Null when not known any more.
    OperationFlow *flow(const OperationId &id) const;
    QList<Operation> running() const;
    //! The session of an account goes: its flows end as unknown and are gone when this returns. Answers with
    //! the restores whose end is not known, to be looked after over the next session.
    QList<Operation> dropAccount(const AccountId &account);
    //! Of a request that ran: the operation on the same sprite it belongs to, if any. A listing belongs to
    //! none.
    std::optional<OperationId> operationOf(const AccountId &account, const RequestRecord &record) const;

Q_SIGNALS:
    void changed(const Spritarium::Operation &operation);
    void messageReceived(const Spritarium::OperationId &operation, const Spritarium::StreamMessage &message);
    void settled(const Spritarium::Operation &operation);
    //! Before settled(): these rules were applied and read back.
    void policyInForce(const Spritarium::SpriteKey &sprite, const Spritarium::PolicyInForce &policy);
    void busyChanged(const Spritarium::SpriteKey &sprite, bool busy);

private:
    void applyChange(const Operation &operation);

    QHash<OperationId, OperationFlow *> m_flows;
    QHash<SpriteKey, int> m_busy;
    QSet<OperationId> m_countedBusy;
};

} // namespace Spritarium
