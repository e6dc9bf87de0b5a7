// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"
#include "app/parts.h"
#include "domain/policyversion.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace Spritarium {

class ApplyPolicyFlow;

//! Rules that go back unless they are kept (ux-spec 10.4). A timer is on the disk before its rules are sent,
//! so that a crash in between cannot leave rules without their way back; after a restart it goes on, and what
//! is due goes back as soon as the account is signed in. Going back is tried until it is done.
//!
//! Nothing is put back over rules that somebody else wrote meanwhile.
class PolicyTimers : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Counting,
        GoingBack,
        Failed //!< tried again by itself
    };

    PolicyTimers(const Parts &parts, const FlowTiming &timing, QObject *parent);

    //! What the store remembers.
    void restore(const QList<PolicyTimer> &timers);
    //! Before `flow` starts: the rules in `before` come back `after` its end.
    void arm(ApplyPolicyFlow &flow, const NetworkPolicy &before, std::chrono::seconds after);
    std::optional<PolicyTimer> timer(const SpriteKey &sprite) const;
    State state(const SpriteKey &sprite) const;
    //! Why going back failed; empty unless it did.
    QString failure(const SpriteKey &sprite) const;
    QList<SpriteKey> sprites() const { return m_timers.keys(); }
    //! The new rules stay.
    void keep(const SpriteKey &sprite);
    void goBackNow(const SpriteKey &sprite);

Q_SIGNALS:
    //! A timer came, changed its state, or went.
    void changed(const Spritarium::SpriteKey &sprite);
    //! The old rules were read back.
    void wentBack(const Spritarium::SpriteKey &sprite);
    //! Nothing was put back: other rules than the timed ones were in force.
    void overtaken(const Spritarium::SpriteKey &sprite, const Spritarium::NetworkPolicy &theirs);

private:
    struct Entry
    {
        PolicyTimer timer;
        State state = State::Counting;
        QString failure;
        QDateTime nextTry;                  //!< UTC
        bool isApplying = false;            //!< its rules are on their way; its time is not set yet
        std::optional<PolicyTimer> earlier; //!< counts on when the rules of this one are not taken
    };

    void watchOthers();
    QDateTime dueAfter(std::chrono::seconds after) const;
    void applyEnd(const ApplyPolicyFlow &flow, std::chrono::seconds after);
    void goBack(const SpriteKey &sprite);
    void applyGoBack(const SpriteKey &sprite, const ApplyPolicyFlow &flow);
    void fail(const SpriteKey &sprite, const QString &why);
    void remove(const SpriteKey &sprite);
    void save(const PolicyTimer &timer);
    //! One clock for all: fires when the next of them is due.
    void schedule();
    void fire();

    Parts m_parts;
    FlowTiming m_timing;
    QHash<SpriteKey, Entry> m_timers;
    QSet<AccountId> m_accounts;
    QTimer m_clock;
};

} // namespace Spritarium
