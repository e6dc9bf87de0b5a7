// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/storecore.h"

#include "playground/treecopy.h"

#include <QDir>
#include <QTemporaryFile>

#include <algorithm>
#include <filesystem>
#include <utility>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

//! So many overtaken records are not worth writing the journal anew.
constexpr qsizetype JournalSlack = 5000;
constexpr qint64 JournalSlackBytes = 8 * 1024 * 1024;

constexpr QDir::Filters AnyEntry = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;
const QString LockName = u"playground.lock"_s;
const QString JournalName = u"journal.jsonl"_s;

QString lockHolder(const QLockFile &lock)
{
    qint64 pid = 0;
    QString host;
    QString program;
    return lock.getLockInfo(&pid, &host, &program) ? u"%1, process %2"_s.arg(program).arg(pid)
                                                   : u"another program"_s;
}

StoreError ioError(const QString &path, const QString &what, const QString &why)
{
    return {StoreFault::Io, u"%1 %2: %3"_s.arg(path, what, why)};
}

//! Makes the folder unless it is there; an empty text, or why it cannot be.
QString whyNotMade(const QString &folder)
{
    std::error_code error;
    std::filesystem::create_directories(QFile::encodeName(folder).toStdString(), error);
    if (!error && !QFileInfo(folder).isDir())
        error = std::make_error_code(std::errc::not_a_directory);
    return error ? QString::fromLocal8Bit(error.message().c_str()) : QString();
}

//! What sprites hold is for nobody else. Not every file system can say so.
void closeToOthers(const QString &folder)
{
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

//! The system's reason, which a lock file does not tell.
QString whyNotWritten(const QString &folder)
{
    QTemporaryFile file(folder + u"/playground.lock.XXXXXX"_s);
    if (file.open() && file.write("?") == 1 && file.flush())
        return u"the lock file cannot be made"_s;
    return file.errorString();
}

//! Something in a folder without a journal that no playground put there; empty if there is nothing.
QString strangerIn(const QString &folder)
{
    const QStringList entries = QDir(folder).entryList(AnyEntry);
    if (QFileInfo(folder + u'/' + JournalName).size() > 0)
        return {};
    // A first start that was cut short leaves what begins so; a disk of its own comes with the last one.
    const auto isHarmless = [&folder](const QString &entry) {
        const QString path = folder + u'/' + entry;
        if (entry == u"trees"_s || entry == u"incoming"_s)
            return QFileInfo(path).isDir() && QDir(path).isEmpty(AnyEntry);
        return entry == JournalName || entry.startsWith(LockName) || entry.startsWith(JournalName + u'.') ||
               entry == u"lost+found"_s;
    };
    const auto found = std::find_if_not(entries.cbegin(), entries.cend(), isHarmless);
    return found == entries.cend() ? QString() : *found;
}

} // namespace

StoreCore::StoreCore(const QString &folder, StoreOptions options)
    : m_folder(QDir(folder).absolutePath())
    , m_options(std::move(options))
    , m_lock(m_folder + u'/' + LockName)
    , m_log(m_folder + u'/' + JournalName)
{
    if (!m_options.clock)
        m_options.clock = [] { return QDateTime::currentDateTimeUtc(); };
    // A playground may run for weeks; only a dead process makes its lock stale.
    m_lock.setStaleLockTime(0);
}

StoreResult<Done> StoreCore::takeFolder()
{
    const bool isNew = !QFileInfo::exists(m_folder);
    if (const QString why = whyNotMade(m_folder); !why.isEmpty())
        return ioError(m_folder, u"cannot be made"_s, why);
    // Of a folder that was there its owner has decided.
    if (isNew)
        closeToOthers(m_folder);
    // Before anything is written: what is in there would be swept away.
    if (const QString stranger = strangerIn(m_folder); !stranger.isEmpty())
        return StoreError{
            StoreFault::Io,
            u"%1 holds other files (%2), but no playground's %3; nothing was changed. Choose an "
            "empty folder, or one that a playground made."_s.arg(m_folder, stranger, JournalName)};
    return lock();
}

StoreResult<Done> StoreCore::lock()
{
    if (m_lock.isLocked() || m_lock.tryLock(0))
        return Done{};
    if (m_lock.error() != QLockFile::LockFailedError)
        return ioError(m_folder, u"cannot be written"_s, whyNotWritten(m_folder));
    return StoreError{StoreFault::Locked,
                      u"%1 is used by another playground (%2)"_s.arg(m_folder, lockHolder(m_lock))};
}

StoreResult<Done> StoreCore::readLog()
{
    m_catalog = {};
    // The journal goes in one step; the trees it named are swept then, and after a crash in between as well.
    if (m_options.anew) {
        if (const StoreResult<Done> emptied = m_log.rewrite({}); !emptied)
            return emptied;
    }
    m_options.anew = false;
    return m_log.open([this](const QJsonObject &record) { m_catalog.apply(record); });
}

StoreResult<Done> StoreCore::openTrees()
{
    const QString trees = m_folder + u"/trees"_s;
    const QString incoming = m_folder + u"/incoming"_s;
    if (const QString why = whyNotMade(trees); !why.isEmpty())
        return ioError(trees, u"cannot be made"_s, why);
    closeToOthers(trees);
    m_workshop = std::make_unique<TreeWorkshop>(trees, nullptr);
    // What was on its way goes with the trees that nobody knows, in the background.
    QDir().rename(incoming, m_workshop->path(TreeWorkshop::newName()));
    m_workshop->sweep(m_catalog.trees(), m_catalog.ids());
    if (const QString why = whyNotMade(incoming); !why.isEmpty())
        return ioError(incoming, u"cannot be made"_s, why);
    closeToOthers(incoming);
    // Else a power cut may take all trees at once. The folder above may be one that nobody but root may open.
    if (sync() && !syncFolder(m_folder))
        return ioError(m_folder, u"cannot be brought to the disk"_s, qt_error_string());
    if (sync())
        (void)syncFolder(QFileInfo(m_folder).path());
    return Done{};
}

StoreResult<Done> StoreCore::open()
{
    if (m_isOpen)
        return Done{};
    if (const StoreResult<Done> taken = takeFolder(); !taken)
        return taken;
    StoreResult<Done> opened = readLog();
    if (opened)
        opened = openTrees();
    if (!opened) {
        m_catalog = {};
        m_lock.unlock();
        return opened;
    }
    m_compactAbove = 2 * m_catalog.recordCount() + JournalSlack;
    m_compactAboveBytes = m_log.size() + JournalSlackBytes;
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
    if (!m_batch && (m_log.recordCount() > m_compactAbove || m_log.size() > m_compactAboveBytes))
        compact();
    return Done{};
}

void StoreCore::compact()
{
    // The old journal says the same, only longer: failing to shorten it loses nothing.
    const bool isShort = m_log.rewrite(m_catalog.snapshot()).isOk();
    // What failed is not tried anew with every change from now on.
    m_compactAbove = (isShort ? 2 * m_catalog.recordCount() : m_log.recordCount()) + JournalSlack;
    m_compactAboveBytes = (isShort ? 2 : 1) * m_log.size() + JournalSlackBytes;
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
                 : ioError(m_folder, u"cannot be brought to the disk"_s, qt_error_string());
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
