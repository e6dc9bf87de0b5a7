// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "store/activitytable.h"
#include "store/forwardtables.h"
#include "store/policytables.h"
#include "store/seentables.h"
#include "store/storeworker.h"
#include "store/typedtables.h"

#include <chrono>
#include <utility>

using namespace std::chrono_literals;

namespace Spritarium {

namespace {

constexpr qsizetype MaxMessages = 200;

} // namespace

Store::Store(const QString &path, QObject *parent)
    : QObject(parent)
    , m_worker(new StoreWorker(path))
{
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &StoreWorker::loaded, this, &Store::loaded);
    connect(m_worker, &StoreWorker::spritesLoaded, this, &Store::spritesLoaded);
    connect(m_worker, &StoreWorker::spriteLoaded, this, &Store::spriteLoaded);
    connect(m_worker, &StoreWorker::policiesLoaded, this, &Store::policiesLoaded);
    connect(m_worker, &StoreWorker::policyVersionsLoaded, this, &Store::policyVersionsLoaded);
    connect(m_worker, &StoreWorker::saved, this, &Store::saved);
    connect(m_worker, &StoreWorker::storageFailed, this, &Store::storageFailed);

    m_messageTimer.setInterval(250ms);
    m_messageTimer.setSingleShot(true);
    connect(&m_messageTimer, &QTimer::timeout, this, &Store::flushMessages);

    StoreWorker *worker = m_worker;
    worker->enqueue({0, [worker](Database &database) { worker->readBeginning(database); }});
    m_thread.setObjectName(QStringLiteral("store"));
    m_thread.start();
}

Store::~Store()
{
    flushMessages();
    m_thread.quit(); // the worker works off what is left when it is deleted, still in its thread
    m_thread.wait();
}

quint64 Store::save(std::function<void(Database &)> task)
{
    m_worker->enqueue({++m_number, std::move(task)});
    return m_number;
}

void Store::loadSprites(const AccountId &account)
{
    StoreWorker *worker = m_worker;
    worker->enqueue({0, [worker, account](Database &database) { worker->readSprites(database, account); }});
}

void Store::loadSprite(const SpriteKey &key)
{
    StoreWorker *worker = m_worker;
    worker->enqueue({0, [worker, key](Database &database) { worker->readSprite(database, key); }});
}

quint64 Store::saveAccounts(const QList<Account> &accounts)
{
    return save([accounts](Database &database) { writeAccounts(database, accounts); });
}

quint64 Store::forgetAccount(const AccountId &account)
{
    StoreWorker *worker = m_worker;
    return save([worker, account](Database &database) {
        removeAccount(database, account);
        worker->forgetSprites(account);
    });
}

quint64 Store::saveSprites(const SeenSprites &sprites)
{
    StoreWorker *worker = m_worker;
    return save([worker, sprites](Database &database) { worker->writeSprites(database, sprites); });
}

quint64 Store::saveCheckpoints(const SpriteKey &key, const QList<Checkpoint> &checkpoints,
                               const QDateTime &asOf)
{
    return save([=](Database &database) { writeCheckpoints(database, key, checkpoints, asOf); });
}

quint64 Store::savePolicy(const SpriteKey &key, const NetworkPolicy &policy, const QDateTime &asOf)
{
    return save([=](Database &database) { writePolicy(database, key, policy, asOf); });
}

quint64 Store::savePolicyNotes(const SpriteKey &key, const PolicyNotes &notes)
{
    return save([=](Database &database) { writePolicyNotes(database, key, notes); });
}

quint64 Store::addPolicyVersion(const SpriteKey &key, const PolicyVersion &version)
{
    return save([=](Database &database) { writePolicyVersion(database, key, version); });
}

void Store::loadPolicies(const AccountId &account)
{
    StoreWorker *worker = m_worker;
    worker->enqueue({0, [worker, account](Database &database) { worker->readPolicies(database, account); }});
}

void Store::loadPolicyVersions(const SpriteKey &key)
{
    StoreWorker *worker = m_worker;
    worker->enqueue({0, [worker, key](Database &database) { worker->readPolicyVersions(database, key); }});
}

quint64 Store::savePolicyTimer(const PolicyTimer &timer)
{
    return save([timer](Database &database) { writePolicyTimer(database, timer); });
}

quint64 Store::removePolicyTimer(const SpriteKey &key)
{
    return save([key](Database &database) { Spritarium::removePolicyTimer(database, key); });
}

quint64 Store::saveForward(const PortForward &forward)
{
    return save([forward](Database &database) { writeForward(database, forward); });
}

quint64 Store::removeForward(const ForwardId &id)
{
    return save([id](Database &database) { Spritarium::removeForward(database, id); });
}

quint64 Store::saveForwardSet(const SpriteKey &key, const QString &name, const QList<PortForward> &forwards)
{
    return save([=](Database &database) { writeForwardSet(database, key, {name, forwards}); });
}

quint64 Store::removeForwardSet(const SpriteKey &key, const QString &name)
{
    return save([=](Database &database) { Spritarium::removeForwardSet(database, key, name); });
}

quint64 Store::saveIgnoredPorts(const SpriteKey &key, const QList<quint16> &ports)
{
    return save([=](Database &database) { writeIgnoredPorts(database, key, ports); });
}

quint64 Store::savePortChoice(const SpriteKey &key, int choice)
{
    return save([=](Database &database) { writePortChoice(database, key, choice); });
}

quint64 Store::saveKnownTime(const SpriteKey &key, const CheckpointId &checkpoint, const QDateTime &time)
{
    return save([=](Database &database) { writeKnownTime(database, key, checkpoint, time); });
}

quint64 Store::saveRestore(const SpriteKey &key, const RestoreEvent &event)
{
    return save([=](Database &database) { writeRestore(database, key, event); });
}

quint64 Store::forgetSprite(const SpriteKey &key)
{
    return save([key](Database &database) { removeSprite(database, key); });
}

quint64 Store::saveOperation(const Operation &operation, const QString &accountName)
{
    flushMessages();
    return save([=](Database &database) { writeOperation(database, operation, accountName); });
}

quint64 Store::addRequest(const OperationId &operation, const RequestRecord &request)
{
    return save([=](Database &database) { writeRequest(database, operation, request); });
}

void Store::addMessage(const OperationId &operation, const StreamMessage &message)
{
    QList<StreamMessage> &messages = m_messages[operation];
    messages.append(message);
    if (messages.size() > MaxMessages)
        messages.removeFirst();
    if (!m_messageTimer.isActive())
        m_messageTimer.start();
}

void Store::flushMessages()
{
    m_messageTimer.stop();
    const auto waiting = std::exchange(m_messages, {});
    for (auto it = waiting.cbegin(); it != waiting.cend(); ++it)
        save([operation = it.key(), messages = it.value()](Database &database) {
            writeMessages(database, operation, messages);
        });
}

quint64 Store::clearActivity()
{
    return save([](Database &database) { trimActivity(database, {}); });
}

quint64 Store::setFavorite(const SpriteKey &key, bool favorite)
{
    return save([=](Database &database) { writeFavorite(database, key, favorite); });
}

quint64 Store::saveFilters(const QList<SavedFilter> &filters)
{
    return save([filters](Database &database) { writeFilters(database, filters); });
}

quint64 Store::saveDraft(const QString &key, const QString &text)
{
    return save([=](Database &database) { writeDraft(database, key, text); });
}

quint64 Store::addRecentComment(const QString &comment)
{
    return save([comment](Database &database) { Spritarium::addRecentComment(database, comment); });
}

} // namespace Spritarium
