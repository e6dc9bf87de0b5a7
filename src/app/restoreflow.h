// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/newcheckpoint.h"
#include "app/operationflow.h"
#include "domain/networkpolicy.h"
#include "domain/supervisedservice.h"

#include <QElapsedTimer>
#include <QSet>
#include <QTimer>

namespace Spritarium {

//! What a restore could change besides files, as read before and after it.
struct RestoreFacts
{
    std::optional<NetworkPolicy> policy;
    std::optional<QString> urlAuth;
    std::optional<QList<SupervisedService>> services;

    friend bool operator==(const RestoreFacts &, const RestoreFacts &) = default;
};

//! Restore: Safety checkpoint, Restore, Sprite is back, Verify (ux-spec 9.6), each believed only after a
//! read.
//!
//! The restore request goes out once. Its end is the last line of its stream; without one, the flow looks
//! until the list tells, at most FlowTiming::resolveWithin, and says Unknown meanwhile. After a lost
//! connection it looks every FlowTiming::checkAgain. The list tells only where the service names the parent
//! of Current (sprites-api 5.1); elsewhere an unknown end stays unknown.
class RestoreFlow : public OperationFlow
{
    Q_OBJECT

public:
    RestoreFlow(AccountSession &session, const SpriteKey &sprite, const CheckpointId &target, bool withSafety,
                const FlowTiming &timing, QObject *parent);
    //! Takes up a restore that was running when the program ended: sends nothing, and looks only while the
    //! sprite runs, since looking inside would wake it; else it waits for checkAgain().
    RestoreFlow(AccountSession &session, const Operation &interrupted, const FlowTiming &timing,
                QObject *parent);

    void stopWatching() override;
    void checkAgain() override;

    //! The policy before, for putting it back; empty when it could not be read.
    const std::optional<NetworkPolicy> &policyBefore() const { return m_before.policy; }
    const std::optional<NetworkPolicy> &policyAfter() const { return m_after.policy; }
    //! The highest vN that its lists showed; -1 when none did.
    int newestSeen() const { return m_newestSeen; }
    //! Read before and after, and not the same.
    bool rulesChanged() const
    {
        return m_before.policy && m_after.policy && m_before.policy != m_after.policy;
    }

protected:
    void run() override;

private:
    enum class Read { Policy, Sprite, Services };
    enum class State {
        Reopening,
        ReadingBefore,
        Safety,
        Restoring,
        Resolving,
        ComingBack,
        ReadingAfter,
        Done
    };

    void connectServices();
    void reopen(bool isRunning);
    void look();
    void lookLater();
    void lookFailed(const ApiError &error);
    void giveUp(const QString &text, const std::optional<ApiError> &error);
    bool wasSent() const;
    RestoreFacts &facts();
    void readFacts();
    void factRead(Read which);
    void begin();
    void makeSafetyCheckpoint();
    void safetyMade(const CheckpointId &id);
    void restore();
    void applyEnd(Outcome outcome, const std::optional<ApiError> &error);
    void lookForEnd();
    void applyListing(const QList<Checkpoint> &checkpoints);
    void listFailed(const ApiError &error);
    bool baseTells() const;
    void waitForSprite();
    void verified();
    QStringList differences() const;
    QStringList serviceDifferences() const;
    void applyServices(const QList<SupervisedService> &services);
    QString notRestoredText() const;

    State m_state = State::ReadingBefore;
    NewCheckpoint *m_safety = nullptr;
    bool m_withSafety = true;
    bool m_resumed = false;
    CheckpointId m_baseBefore;
    RestoreFacts m_before;
    RestoreFacts m_after;
    QSet<Read> m_reads; //!< asked for, not answered
    int m_newestSeen = -1;
    bool m_servicesFailed = false; //!< could not be read before, though the service offers them
    bool m_asking = false;         //!< whether the sprite runs, before a look that nobody clicked for
    QTimer m_again;
    QElapsedTimer m_since;
};

} // namespace Spritarium
