// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "store/storedvalues.h"

#include <QObject>
#include <QString>

namespace Spritarium {

//! What this computer remembers: one SQLite file, written by a thread of its own (design.md 2, store).
//!
//! Every call returns at once. Reads answer by a signal; writes are done in order, and what was written before a kill -9
//! is there afterwards. No token ever comes here. A file that cannot be read is moved aside, failed() says so, and an
//! empty one takes its place. The destructor finishes what was asked for.
class Store : public QObject
{
    Q_OBJECT

public:
    //! `path` is the file; its folder is made when missing. Opening happens in the thread.
    explicit Store(const QString &path, QObject *parent);
    ~Store() override;

    //! Ends in started(), once.
    void readStart();
    void readSprites(const AccountId &account);   //!< ends in spritesRead()
    void readTimeline(const SpriteKey &sprite);   //!< ends in timelineRead()
    void readPolicy(const SpriteKey &sprite);     //!< ends in policyRead()
    void readActivity();                          //!< ends in activityRead(), newest first

    void saveAccount(const Account &account);
    //! Forgets the account and everything kept of its sprites.
    void removeAccount(const AccountId &account);
    void saveSprites(const AccountId &account, const StoredSprites &sprites);
    void saveCheckpoints(const SpriteKey &sprite, const QList<Checkpoint> &checkpoints, const QDateTime &asOf);
    void saveKnownTime(const SpriteKey &sprite, const CheckpointId &checkpoint, const QDateTime &time);
    void saveRestore(const SpriteKey &sprite, const RestoreEvent &restore);
    //! The sprite is gone: its checkpoints, times and restores go too.
    void removeSprite(const SpriteKey &sprite);
    void savePolicy(const SpriteKey &sprite, const StoredPolicy &policy);
    //! Insert or replace. Running ones come back as StoredStart::unfinished when the program ends meanwhile.
    void saveOperation(const Operation &operation, const QString &accountName);
    void saveMessages(const OperationId &operation, const QList<StreamMessage> &messages);
    void saveRequest(const OperationId &operation, const RequestRecord &request);
    void clearActivity();
    void saveFavorite(const SpriteKey &sprite, bool favorite);
    void saveFilters(const QStringList &filters);
    void saveRecentComment(const QString &comment);
    void saveRecentActions(const QStringList &actions);
    //! An empty text forgets the draft.
    void saveDraft(const QString &key, const QString &text);

Q_SIGNALS:
    void started(const Spritarium::StoredStart &start);
    void spritesRead(const Spritarium::AccountId &account, const Spritarium::StoredSprites &sprites);
    void timelineRead(const Spritarium::SpriteKey &sprite, const Spritarium::StoredTimeline &timeline);
    void policyRead(const Spritarium::SpriteKey &sprite, const Spritarium::StoredPolicy &policy);
    void activityRead(const QList<Spritarium::StoredActivity> &entries);
    //! Disk full, file broken, folder not writable: at most once per kind of failure until one succeeds again.
    void failed(const Spritarium::ApiError &error);

private:
    class Worker;
    Worker *m_worker;
    class QThread *m_thread;
};

} // namespace Spritarium
