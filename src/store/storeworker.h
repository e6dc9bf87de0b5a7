// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/database.h"
#include "store/storedvalues.h"

#include <QMutex>
#include <QObject>

#include <functional>

namespace Spritarium {

//! The store's other half: lives in the store's thread and owns the database. Tasks that wait together are
//! written in one transaction, so that a burst of saves costs one flush of the disk.
class StoreWorker : public QObject
{
    Q_OBJECT

public:
    struct Task
    {
        quint64 number = 0; //!< of a save; 0 for what only reads
        std::function<void(Database &)> run;
    };

    explicit StoreWorker(const QString &path);
    ~StoreWorker() override;

    //! From any thread.
    void enqueue(Task task);

    // From tasks only, in the worker's thread.
    void readBeginning(Database &database);
    void readSprites(Database &database, const AccountId &account);
    void readSprite(Database &database, const SpriteKey &key);
    void readPolicies(Database &database, const AccountId &account);
    void readPolicyVersions(Database &database, const SpriteKey &key);
    void writeSprites(Database &database, const SeenSprites &sprites);
    void forgetSprites(const AccountId &account) { m_written.remove(account); }

Q_SIGNALS:
    void loaded(const Spritarium::StoredBeginning &beginning);
    void spritesLoaded(const Spritarium::SeenSprites &sprites);
    void spriteLoaded(const Spritarium::SeenSprite &sprite);
    void policiesLoaded(const Spritarium::AccountId &account,
                        const QHash<Spritarium::SpriteKey, Spritarium::SeenPolicy> &policies);
    void policyVersionsLoaded(const Spritarium::SpriteKey &key,
                              const QList<Spritarium::PolicyVersion> &versions);
    void saved(quint64 number);
    void storageFailed(const Spritarium::ApiError &error);

private:
    void open();
    void workOff();
    //! How many of them are on the disk; the first that failed ends it.
    qsizetype runTogether(const QList<Task> &tasks);
    void runAlone(const Task &task);
    void report(const ApiError &error);

    Database m_database;
    bool m_isOpen = false;
    bool m_reported = false;
    bool m_lastTry = false;
    QMutex m_mutex;
    QList<Task> m_tasks;
    //! What the file holds, so that a refresh that changed nothing writes nothing.
    QHash<AccountId, QHash<SpriteName, Sprite>> m_written;
};

} // namespace Spritarium
