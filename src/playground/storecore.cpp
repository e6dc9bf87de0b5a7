// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/storecore.h"

#include "playground/treecopy.h"

#include <QDir>

#include <utility>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

//! So many overtaken records are not worth writing the journal anew.
constexpr qsizetype JournalSlack = 5000;

QString lockHolder(const QLockFile &lock)
{
    qint64 pid = 0;
    QString host;
    QString program;
    return lock.getLockInfo(&pid, &host, &program) ? u"%1, process %2"_s.arg(program).arg(pid)
                                                   : u"another program"_s;
}

} // namespace

StoreCore::StoreCore(const QString &folder, StoreOptions options)
    : m_folder(QDir(folder).absolutePath())
    , m_options(std::move(options))
    , m_lock(m_folder + u"/playground.lock"_s)
    , m_log(m_folder + u"/journal.jsonl"_s)
{
    if (!m_options.clock)
        m_options.clock = [] { return QDateTime::currentDateTimeUtc(); };
    // A playground may run for weeks; only a dead process makes its lock stale.
    m_lock.setStaleLockTime(0);
}

StoreResult<Done> StoreCore::lock()
{
    if (!QDir().mkpath(m_folder))
        return StoreError{StoreFault::Io, u"%1 cannot be made"_s.arg(m_folder)};
    if (m_lock.isLocked() || m_lock.tryLock(0))
        return Done{};
    if (m_lock.error() != QLockFile::LockFailedError)
        return StoreError{StoreFault::Io, u"%1 cannot be written"_s.arg(m_folder)};
    return StoreError{StoreFault::Locked,
                      u"%1 is used by another playground (%2)"_s.arg(m_folder, lockHolder(m_lock))};
}

StoreResult<Done> StoreCore::open()
{
    if (m_isOpen)
        return Done{};
    const StoreResult<Done> locked = lock();
    if (!locked)
        return locked;
    m_catalog = {};
    const StoreResult<Done> read = m_log.open([this](const QJsonObject &record) { m_catalog.apply(record); });
    if (!read) {
        m_catalog = {};
        m_lock.unlock();
        return read;
    }
    m_workshop = std::make_unique<TreeWorkshop>(m_folder + u"/trees"_s, nullptr);
    // What was on its way goes with the trees that nobody knows, in the background.
    QDir().rename(m_folder + u"/incoming"_s, m_workshop->path(TreeWorkshop::newName()));
    m_workshop->sweep(m_catalog.trees(), m_catalog.ids());
    QDir().mkpath(m_folder + u"/incoming"_s);
    m_compactAbove = 2 * m_catalog.recordCount() + JournalSlack;
    m_isOpen = true;
    return Done{};
}

bool StoreCore::isFresh() const
{
    // The header counts as a record when it was read.
    return m_isOpen && !m_batch && m_log.recordCount() <= 1 && m_catalog.count() == 0;
}

StoreError StoreCore::closedError() const
{
    return {StoreFault::Io, u"the playground's folder %1 is not open"_s.arg(m_folder)};
}

StoreResult<SpriteRecord> StoreCore::record(const QString &name) const
{
    if (!m_isOpen)
        return closedError();
    const SpriteRecord *found = m_catalog.find(name);
    if (!found)
        return StoreError{StoreFault::NotFound, u"no sprite is named %1"_s.arg(name)};
    return *found;
}

StoreResult<Done> StoreCore::write(const QJsonArray &records, bool mustSync)
{
    if (!m_batch)
        return m_log.append(records, mustSync && sync());
    for (const QJsonValue &record : records)
        m_batch->append(record);
    return Done{};
}

StoreResult<Done> StoreCore::commit(const QJsonArray &records, bool mustSync)
{
    if (!m_isOpen)
        return closedError();
    const StoreResult<Done> written = write(records, mustSync);
    if (!written)
        return written;
    for (const QJsonValue &record : records)
        m_catalog.apply(record.toObject());
    if (!m_batch && m_log.recordCount() > m_compactAbove) {
        m_compactAbove = 2 * m_catalog.recordCount() + JournalSlack;
        // The old journal says the same, only longer: failing to shorten it loses nothing.
        static_cast<void>(m_log.rewrite(m_catalog.snapshot()).isOk());
    }
    return Done{};
}

void StoreCore::discard(const QString &tree)
{
    if (m_batch)
        m_afterBatch.append(tree);
    else
        m_workshop->discard(tree);
}

void StoreCore::beginBatch()
{
    m_batch = QJsonArray();
}

StoreResult<Done> StoreCore::commitBatch()
{
    const QJsonArray records = m_batch.value_or(QJsonArray());
    m_batch.reset();
    if (records.isEmpty())
        return Done{};
    const bool isOnDisk = !sync() || syncFileSystem(m_folder);
    const StoreResult<Done> written =
        isOnDisk ? write(records, true)
                 : StoreError{StoreFault::Io, u"%1 cannot be brought to the disk"_s.arg(m_folder)};
    // What memory holds is not on disk then, and must not be built upon.
    if (!written) {
        dropBatch();
        return written;
    }
    const QStringList overtaken = std::exchange(m_afterBatch, {});
    for (const QString &tree : overtaken)
        m_workshop->discard(tree);
    return written;
}

void StoreCore::dropBatch()
{
    m_batch.reset();
    m_afterBatch.clear();
    m_isOpen = false;
}

} // namespace Spritarium::Playground
