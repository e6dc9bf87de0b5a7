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

#include <functional>

namespace Spritarium {

class AccountSession;
class ApplyPolicyFlow;

//! Rules that go back unless they are kept (ux-spec 10.4). A timer is on the disk before its rules are sent,
//! so that a crash in between cannot leave rules without their way back; after a restart it goes on, and what
//! is due goes back as soon as the account is signed in. Going back is tried until it is done.
//!
//! A timer goes only when its rules are known not to be in force. Nothing is put back over rules that
//! somebody else wrote meanwhile.
class PolicyTimers : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Counting,
        GoingBack,
        Failed, //!< tried again by itself
        Unsure  //!< sent, but not read back; tried again by itself
    };

    PolicyTimers(const Parts &parts, const FlowTiming &timing, QObject *parent);

    //! What the store remembers.
    void restore(const QList<PolicyTimer> &timers);
    //! Before `flow` starts: the rules in `before` come back `after` its end. `then` is called once: with
    //! nothing when the timer is on the disk and the flow may start, with the reason when it is not.
    void arm(ApplyPolicyFlow &flow, const NetworkPolicy &before, std::chrono::seconds after,
             const std::function<void(const std::optional<ApiError> &)> &then);
    //! Not while its rules are on their way.
    std::optional<PolicyTimer> timer(const SpriteKey &sprite) const;
    State state(const SpriteKey &sprite) const;
    //! Why going back failed; empty unless it did.
    QString failure(const SpriteKey &sprite) const;
    QList<SpriteKey> sprites(const AccountId &account) const;
    //! The new rules stay. False when they are going back already.
    bool keep(const SpriteKey &sprite);
    void goBackNow(const SpriteKey &sprite);
    //! Somebody read these rules and put them into the history.
    void setVerified(const SpriteKey &sprite, const NetworkPolicy &policy);

Q_SIGNALS:
    //! A timer came, changed its state, or went.
    void changed(const Spritarium::SpriteKey &sprite);
    //! The old rules were read back. `wereInForce`: the new ones were until then.
    void wentBack(const Spritarium::SpriteKey &sprite, bool wereInForce);
    //! Nothing was put back: other rules than the timed ones were in force.
    void overtaken(const Spritarium::SpriteKey &sprite);

private:
    struct Entry
    {
        PolicyTimer timer;
        State state = State::Counting;
        QString failure = {};
        QDateTime nextTry = {};                  //!< UTC
        bool isApplying = false;                 //!< its rules are on their way; its time is not set yet
        std::optional<PolicyTimer> earlier = {}; //!< counts on when the rules of this one are not taken
    };

    void watchOthers();
    void watchSession(AccountSession *session);
    QDateTime dueAfter(std::chrono::seconds after) const;
    void applyEnd(const ApplyPolicyFlow &flow, std::chrono::seconds after);
    void goBack(const SpriteKey &sprite);
    void applyGoBack(const SpriteKey &sprite, const ApplyPolicyFlow &flow);
    void keepVersion(const PolicyTimer &timer);
    void fail(const SpriteKey &sprite, State state, const QString &why);
    void remove(const SpriteKey &sprite);
    quint64 save(const PolicyTimer &timer);
    void whenSaved(const AccountId &account, quint64 number,
                   const std::function<void(const std::optional<ApiError> &)> &then);
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
