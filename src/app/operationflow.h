// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/accountsession.h"
#include "domain/networkpolicy.h"
#include "domain/operation.h"

#include <QObject>

#include <chrono>

namespace Spritarium {

//! Pauses of the flows; tests shorten them.
struct FlowTiming
{
    std::chrono::milliseconds listAgain = std::chrono::seconds(1); //!< between two looks for a new checkpoint
    int listTries = 8;
    std::chrono::milliseconds backAgain =
        std::chrono::seconds(2); //!< between two looks whether a sprite is back
    std::chrono::milliseconds backWithin = std::chrono::seconds(60);
    std::chrono::milliseconds checkAgain =
        std::chrono::seconds(10); //!< after a lost connection (ux-spec 9.6)
    std::chrono::milliseconds resolveWithin = std::chrono::seconds(60);
    //! A cut restore may go on for many minutes (sprites-api 5.7); after that nobody looks by himself any
    //! more.
    std::chrono::milliseconds giveUpAfter = std::chrono::minutes(10);
    //! Between two tries to put rules back whose time is over (ux-spec 10.4).
    std::chrono::milliseconds goBackAgain = std::chrono::seconds(10);
    //! What one second of such a time takes.
    std::chrono::milliseconds goBackSecond = std::chrono::seconds(1);
    //! For services to run again after a restore.
    std::chrono::milliseconds servicesWithin = std::chrono::seconds(20);
    //! For what is only read to compare it later; a restore waits no longer for it.
    std::chrono::milliseconds factsWithin = std::chrono::seconds(5);
};

//! Egress rules that a flow put in force and read back.
struct PolicyInForce
{
    NetworkPolicy policy;
    QString why; //!< a word of PolicyVersion::why

    friend bool operator==(const PolicyInForce &, const PolicyInForce &) = default;
};

//! One change from the click to what was read back: calls the services in order, keeps the Operation value
//! that the whole program shows, and ends exactly once.
//!
//! Life: made by OperationDesk with an account session it must not outlive; start() only schedules. changed()
//! comes after every step; the last one carries an outcome other than Running and `endedAt`. A flow whose
//! outcome is Unknown may go on looking and change() again until isSettled().
class OperationFlow : public QObject
{
    Q_OBJECT

public:
    OperationFlow(AccountSession &session, const Operation &operation, const FlowTiming &timing,
                  QObject *parent);

    const Operation &operation() const { return m_operation; }
    //! Nothing more will change by itself.
    bool isSettled() const { return m_settled; }
    void start();
    //! Stop listening; what the service does goes on. Ends as Canceled unless it has ended.
    virtual void stopWatching();
    //! The account's session goes: tells what is known and speaks to no service any more.
    void abandon();
    //! Look again now, after an unknown end.
    virtual void checkAgain() {}
    //! After a verified end, of flows that change egress rules.
    virtual std::optional<PolicyInForce> policyInForce() const { return std::nullopt; }

Q_SIGNALS:
    void changed(const Spritarium::Operation &operation);
    void messageReceived(const Spritarium::OperationId &operation, const Spritarium::StreamMessage &message);
    //! After the last changed(); once more after each checkAgain() of a settled flow.
    void settled(const Spritarium::OperationId &operation);

protected:
    virtual void run() = 0;

    AccountSession &session() { return m_session; }
    const FlowTiming &timing() const { return m_timing; }
    const SpriteName &sprite() const { return m_operation.sprite.sprite; }
    Operation &edit() { return m_operation; }
    //! A fresh value with all its phases waiting.
    static Operation operationOf(OperationKind kind, const SpriteKey &sprite, const QList<PhaseName> &phases);
    //! The id under which a single request of this flow runs, so that two streams of one flow stay apart.
    OperationId step(QLatin1StringView name) const;

    void setPhase(PhaseName name, PhaseState state, const QString &detail = {});
    void announce();
    void hear(const StreamMessage &message);
    void end(Outcome outcome, const QString &text, const std::optional<ApiError> &error = {});
    void settle();
    //! A person asked to look again: there will be one more settled().
    void unsettle() { m_settled = false; }

private:
    AccountSession &m_session;
    Operation m_operation;
    FlowTiming m_timing;
    bool m_settled = false;
};

} // namespace Spritarium
