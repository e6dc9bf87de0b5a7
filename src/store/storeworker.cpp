// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "store/storeworker.h"

#include "store/activitytable.h"
#include "store/forwardtables.h"
#include "store/policytables.h"
#include "store/seentables.h"
#include "store/typedtables.h"

#include <algorithm>
#include <utility>

namespace Spritarium {

namespace {

constexpr int KeepDays = 30;

} // namespace

StoreWorker::StoreWorker(const QString &path)
    : m_database(path)
{}

StoreWorker::~StoreWorker()
{
    workOff();
}

void StoreWorker::enqueue(Task task)
{
    const QMutexLocker lock(&m_mutex);
    m_tasks.append(std::move(task));
    if (m_tasks.size() == 1)
        QMetaObject::invokeMethod(
            this, [this] { workOff(); }, Qt::QueuedConnection);
}

void StoreWorker::open()
{
    m_isOpen = true;
    if (const std::optional<ApiError> error = m_database.open())
        Q_EMIT storageFailed(*error);
    trimActivity(m_database, QDateTime::currentDateTimeUtc().addDays(-KeepDays));
    if (const std::optional<ApiError> error = m_database.takeError())
        report(*error);
}

void StoreWorker::workOff()
{
    if (!m_isOpen)
        open();
    QList<Task> tasks;
    {
        const QMutexLocker lock(&m_mutex);
        tasks = std::exchange(m_tasks, {});
    }
    const qsizetype done = tasks.isEmpty() ? 0 : runTogether(tasks);
    // One of them failed and took its neighbours with it: each for itself, so that only the bad one is lost.
    for (const Task &task : tasks.mid(done))
        runAlone(task);
}

qsizetype StoreWorker::runTogether(const QList<Task> &tasks)
{
    qsizetype done = 0;
    const auto commitUpTo = [this, &tasks, &done](qsizetype end) {
        if (m_database.hasError() || !m_database.commit())
            return false;
        quint64 last = 0;
        for (; done < end; ++done)
            last = std::max(last, tasks[done].number);
        m_reported = false;
        if (last > 0)
            Q_EMIT saved(last);
        return true;
    };
    bool fine = m_database.begin();
    for (qsizetype i = 0; fine && i < tasks.size(); ++i) {
        // An answer must not show what a failure may still take back.
        if (tasks[i].number == 0)
            fine = commitUpTo(i) && m_database.begin();
        if (fine)
            tasks[i].run(m_database);
        fine = fine && !m_database.hasError();
    }
    if (!fine || !commitUpTo(tasks.size())) {
        m_database.takeError();
        m_database.rollback();
        m_database.takeError();
        m_written.clear();
    }
    return done;
}

void StoreWorker::runAlone(const Task &task)
{
    if (runTogether({task}) == 1)
        return;
    if (m_database.isDamaged()) {
        Q_EMIT storageFailed(m_database.moveAsideAndOpen(tr("found while it was used")));
        if (runTogether({task}) == 1)
            return;
    }
    m_lastTry = true; // whoever waits for an answer gets what there is
    m_database.begin();
    task.run(m_database);
    const std::optional<ApiError> error = m_database.takeError();
    m_database.rollback();
    m_database.takeError();
    m_written.clear();
    m_lastTry = false;
    if (error)
        report(*error);
}

void StoreWorker::report(const ApiError &error)
{
    if (!std::exchange(m_reported, true))
        Q_EMIT storageFailed(error);
}

void StoreWorker::readBeginning(Database &database)
{
    StoredBeginning beginning;
    beginning.accounts = readAccounts(database);
    beginning.favorites = readFavorites(database);
    beginning.filters = readFilters(database);
    beginning.drafts = readDrafts(database);
    beginning.recentComments = readRecentComments(database);
    beginning.restricted = readRestricted(database);
    beginning.policyTimers = readPolicyTimers(database);
    beginning.forwards = readForwards(database);
    beginning.activity = readActivity(database);
    beginning.unfinished = unfinishedOf(database);
    if (m_lastTry || !database.hasError())
        Q_EMIT loaded(beginning);
}

void StoreWorker::readSprites(Database &database, const AccountId &account)
{
    const SeenSprites seen = Spritarium::readSprites(database, account);
    QHash<SpriteName, Sprite> &written = m_written[account];
    written.clear();
    for (const Sprite &sprite : seen.sprites)
        written.insert(sprite.name, sprite);
    if (m_lastTry || !database.hasError())
        Q_EMIT spritesLoaded(seen);
}

void StoreWorker::readSprite(Database &database, const SpriteKey &key)
{
    const SeenSprite seen = Spritarium::readSprite(database, key);
    if (m_lastTry || !database.hasError())
        Q_EMIT spriteLoaded(seen);
}

void StoreWorker::readPolicies(Database &database, const AccountId &account)
{
    const QHash<SpriteKey, SeenPolicy> policies = Spritarium::readPolicies(database, account);
    if (m_lastTry || !database.hasError())
        Q_EMIT policiesLoaded(account, policies);
}

void StoreWorker::readPolicyVersions(Database &database, const SpriteKey &key)
{
    const QList<PolicyVersion> versions = Spritarium::readPolicyVersions(database, key);
    if (m_lastTry || !database.hasError())
        Q_EMIT policyVersionsLoaded(key, versions);
}

void StoreWorker::writeSprites(Database &database, const SeenSprites &seen)
{
    QHash<SpriteName, Sprite> &written = m_written[seen.account];
    if (written.isEmpty()) {
        const QList<Sprite> known = Spritarium::readSprites(database, seen.account).sprites;
        for (const Sprite &sprite : known)
            written.insert(sprite.name, sprite);
    }
    Spritarium::writeSprites(database, seen, written);
    written.clear();
    for (const Sprite &sprite : seen.sprites)
        written.insert(sprite.name, sprite);
}

} // namespace Spritarium
