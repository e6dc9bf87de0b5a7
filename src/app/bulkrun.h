// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"
#include "app/parts.h"
#include "views/bulkapplysheet.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QSet>

#include <optional>

namespace Spritarium {

class ApplyPolicyFlow;

//! The work of one BulkApplySheet (ux-spec 10.4): reads the rules of the targets that run, then writes, a few
//! at a time. Nothing is written over rules that the sheet did not show, and nothing is woken that the person
//! did not agree to wake.
//!
//! It speaks to its own sheet only. Without the sheet it goes on, tells its end by a toast, and deletes
//! itself.
class BulkRun : public QObject
{
    Q_OBJECT

public:
    //! All targets are of one account.
    BulkRun(const Parts &parts, const FlowTiming &timing, BulkApplySheet &sheet,
            const QList<BulkApplySheet::Target> &targets, QObject *parent);

private:
    struct Job
    {
        SpriteKey key;
        NetworkPolicy policy;
        std::optional<NetworkPolicy> base; //!< what the sheet showed
        bool mayWake = false;
    };

    void watchSession(AccountSession *session);
    void applyRules(const SpriteKey &key, const NetworkPolicy &policy);

    void readNext();
    void read(const SpriteKey &key);
    void readInside(const SpriteKey &key);

    void enqueue(const QList<SpriteKey> &keys, const NetworkPolicy &policy, const QList<SpriteKey> &waking);
    void startNext();
    void start(const Job &job);
    void begin(const Job &job);
    void readOnly(const Job &job);
    void write(const Job &job);
    void ended(const Job &job, const ApplyPolicyFlow &flow);
    void askToLook(const SpriteKey &key, const QString &text);
    void skip(const SpriteKey &key, SpriteState state);
    void tell(const SpriteKey &key, Outcome outcome, const QString &text);
    void finish();
    void forgetSheet();
    void leaveIfDone();
    void dropAccount(const AccountId &account);
    AccountSession *session() const;

    Parts m_parts;
    FlowTiming m_timing;
    QPointer<BulkApplySheet> m_sheet;
    AccountId m_account;
    QSet<SpriteKey> m_targets;
    QHash<SpriteKey, NetworkPolicy> m_shown; //!< rules as the sheet shows them
    QList<SpriteKey> m_toRead;
    QSet<SpriteKey> m_reading;
    QList<Job> m_queue;
    QSet<SpriteKey> m_asking; //!< jobs that wait for a look, before any flow
    int m_running = 0;
    // Ends that no sheet shows.
    int m_applied = 0;
    int m_others = 0;
};

} // namespace Spritarium
