// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/storedvalues.h"

#include <QObject>
#include <QThread>
#include <QTimer>

#include <functional>

namespace Spritarium {

class Database;
class StoreWorker;

//! What this computer remembers, in one SQLite file (design.md 4.7). Never a token.
//!
//! Calls return at once; a thread of its own works them off in their order, so a load sees every save before
//! it. A save is confirmed by saved() when it is on the disk: a kill at any later moment cannot lose it. A
//! file that is broken is moved aside, one from a newer version is left alone; both are told by
//! storageFailed() and the program goes on, in the second case without remembering. Destroying the store
//! finishes what was asked before.
class Store : public QObject
{
    Q_OBJECT

public:
    //! `path` is created with its folder when missing. Reading begins at once: loaded() follows.
    explicit Store(const QString &path, QObject *parent = nullptr);
    ~Store() override;

    //! Answers with spritesLoaded(), also for an account never seen (asOf invalid then).
    void loadSprites(const AccountId &account);
    //! Answers with spriteLoaded().
    void loadSprite(const SpriteKey &key);

    // Each save returns its number for saved().
    quint64 saveAccounts(const QList<Account> &accounts);
    //! Everything of this account goes: sprites, checkpoints, restores, favorites. Activity stays.
    quint64 forgetAccount(const AccountId &account);
    //! Only rows that differ from the last save are written.
    quint64 saveSprites(const SeenSprites &sprites);
    quint64 saveCheckpoints(const SpriteKey &key, const QList<Checkpoint> &checkpoints,
                            const QDateTime &asOf);
    quint64 savePolicy(const SpriteKey &key, const NetworkPolicy &policy, const QDateTime &asOf);
    //! Answers with policiesLoaded(): those of every sprite of the account whose rules were seen.
    void loadPolicies(const AccountId &account);
    quint64 savePolicyNotes(const SpriteKey &key, const PolicyNotes &notes);
    //! Kept until the sprite is forgotten.
    quint64 addPolicyVersion(const SpriteKey &key, const PolicyVersion &version);
    //! Answers with policyVersionsLoaded(), newest first.
    void loadPolicyVersions(const SpriteKey &key);
    //! One a sprite; the next one replaces it.
    quint64 savePolicyTimer(const PolicyTimer &timer);
    quint64 removePolicyTimer(const SpriteKey &key);
    //! New or changed, by its id. It stays until it is removed or its sprite is forgotten.
    quint64 saveForward(const PortForward &forward);
    quint64 removeForward(const ForwardId &id);
    //! The set of that name becomes this one.
    quint64 saveForwardSet(const SpriteKey &key, const QString &name, const QList<PortForward> &forwards);
    quint64 removeForwardSet(const SpriteKey &key, const QString &name);
    //! All of them; what was ignored before is not any more.
    quint64 saveIgnoredPorts(const SpriteKey &key, const QList<quint16> &ports);
    quint64 savePortChoice(const SpriteKey &key, int choice);
    quint64 saveKnownTime(const SpriteKey &key, const CheckpointId &checkpoint, const QDateTime &time);
    quint64 saveRestore(const SpriteKey &key, const RestoreEvent &event);
    //! A sprite was deleted: nothing of it may show up in one that gets its name later.
    quint64 forgetSprite(const SpriteKey &key);

    quint64 saveOperation(const Operation &operation, const QString &accountName);
    quint64 addRequest(const OperationId &operation, const RequestRecord &request);
    //! Messages are written a few times a second, and before the next saveOperation(); not confirmed one by
    //! one.
    void addMessage(const OperationId &operation, const StreamMessage &message);
    //! Removes what has ended.
    quint64 clearActivity();

    quint64 setFavorite(const SpriteKey &key, bool favorite);
    quint64 saveFilters(const QList<SavedFilter> &filters);
    //! Typed text that must survive; empty removes it. `key` names the place, such as
    //! "comment/<account>/<sprite>".
    quint64 saveDraft(const QString &key, const QString &text);
    //! Moves it to the front; the last 12 are kept.
    quint64 addRecentComment(const QString &comment);

Q_SIGNALS:
    //! Once, when the file is open and read.
    void loaded(const Spritarium::StoredBeginning &beginning);
    void spritesLoaded(const Spritarium::SeenSprites &sprites);
    void spriteLoaded(const Spritarium::SeenSprite &sprite);
    void policiesLoaded(const Spritarium::AccountId &account,
                        const QHash<Spritarium::SpriteKey, Spritarium::SeenPolicy> &policies);
    void policyVersionsLoaded(const Spritarium::SpriteKey &key,
                              const QList<Spritarium::PolicyVersion> &versions);
    //! The save of this number, and every earlier one that storageFailed() did not tell of, is on the disk.
    void saved(quint64 number);
    //! Kind Storage. At most one per kind of trouble until something worked again.
    void storageFailed(const Spritarium::ApiError &error);

private:
    quint64 save(std::function<void(Database &)> task);
    void flushMessages();

    QThread m_thread;
    StoreWorker *m_worker; // lives in m_thread, deleted when it ends
    QTimer m_messageTimer;
    QHash<OperationId, QList<StreamMessage>> m_messages;
    quint64 m_number = 0;
};

} // namespace Spritarium
