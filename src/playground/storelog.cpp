// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/storelog.h"

#include "playground/treecopy.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

constexpr mode_t OwnersOnly = 0600;

QByteArray line(const QJsonArray &records)
{
    return QJsonDocument(records).toJson(QJsonDocument::Compact) + '\n';
}

QByteArray header()
{
    return line({QJsonObject{{u"format"_s, 1}}});
}

//! Whether the last line looks like one that was not written to its end: a power cut may also leave a hole
//! in it. Anything else was written whole and spoilt afterwards, or is no journal.
bool isTorn(const QByteArray &text, bool isEnded, int number)
{
    if (number == 1)
        return !isEnded && header().startsWith(text);
    return !isEnded || text.contains('\0');
}

} // namespace

StoreLog::StoreLog(const QString &path)
    : m_file(path)
{}

StoreError StoreLog::fault(const QString &what, const QString &why) const
{
    return {StoreFault::Io, u"%1 %2: %3"_s.arg(m_file.fileName(), what, why)};
}

StoreError StoreLog::damage(const QByteArray &all, qsizetype good, int number) const
{
    const qsizetype lost = all.count('\n') - number + 1;
    const QString advice = good == 0 ? u"Put a copy of it back, or choose another folder."_s
                                     : u"Put a copy of it back; or copy the whole folder, then remove this "
                                       u"line and the %1 after it, which "
                                       "loses what they tell."_s.arg(lost - 1);
    return {
        StoreFault::Io,
        u"%1: line %2 is damaged; nothing was changed. %3"_s.arg(m_file.fileName()).arg(number).arg(advice)};
}

StoreResult<Done> StoreLog::open(const std::function<void(const QJsonObject &)> &record)
{
    m_file.close();
    m_recordCount = 0;
    if (!m_file.exists())
        return rewrite({});
    if (!m_file.open(QIODevice::ReadWrite))
        return fault(u"cannot be opened"_s, m_file.errorString());
    const QByteArray all = m_file.readAll();
    // What could not be read must not be taken for an end that was never written.
    if (m_file.error() != QFileDevice::NoError || all.size() < m_file.size())
        return fault(u"cannot be read"_s, m_file.errorString());
    qsizetype good = 0;
    for (int number = 1; good < all.size(); ++number) {
        const qsizetype end = all.indexOf('\n', good);
        const QByteArray text =
            QByteArray::fromRawData(all.constData() + good, (end < 0 ? all.size() : end) - good);
        const QJsonDocument document = end < 0 ? QJsonDocument() : QJsonDocument::fromJson(text);
        if (!document.isArray()) {
            const bool isLast = end < 0 || end + 1 == all.size();
            if (isLast && isTorn(text, end >= 0, number))
                break;
            return damage(all, good, number);
        }
        const QJsonArray records = document.array();
        if (number == 1 && records.at(0).toObject().value("format"_L1).toInt() != 1)
            return fault(u"cannot be used"_s, u"this playground does not know its format"_s);
        for (const QJsonValue &value : records)
            record(value.toObject());
        m_recordCount += records.size();
        good = end + 1;
    }
    if (good == 0) {
        m_file.close();
        return rewrite({});
    }
    if (good < all.size() && !m_file.resize(good))
        return fault(u"has an unfinished end that cannot be cut off"_s, m_file.errorString());
    m_file.close();
    return openForAppending();
}

StoreResult<Done> StoreLog::openForAppending()
{
    // Unbuffered: a line must be with the system when append() returns, in one write.
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        return fault(u"cannot be opened for writing"_s, m_file.errorString());
    // Earlier versions left it to the system who may read it. Not every file system can say so.
    ::fchmod(m_file.handle(), OwnersOnly);
    return Done{};
}

StoreResult<Done> StoreLog::append(const QJsonArray &records, bool sync)
{
    const qint64 before = m_file.size();
    const QByteArray bytes = line(records);
    const bool isWritten = Agent::writeWhole(m_file.handle(), bytes.constData(), std::size_t(bytes.size()));
    if (!isWritten || (sync && ::fdatasync(m_file.handle()) != 0)) {
        const StoreError error = fault(u"cannot be written"_s, qt_error_string(errno));
        m_file.resize(before);
        return error;
    }
    m_recordCount += records.size();
    return Done{};
}

StoreResult<Done> StoreLog::rewrite(const QJsonArray &records)
{
    QSaveFile fresh(m_file.fileName());
    if (!fresh.open(QIODevice::WriteOnly))
        return fault(u"cannot be written anew"_s, fresh.errorString());
    ::fchmod(fresh.handle(), OwnersOnly);
    fresh.write(header());
    for (const QJsonValue &record : records)
        fresh.write(line({record}));
    // commit() of some versions passes over what its last flush could not write.
    if (!fresh.flush() || !fresh.commit())
        return fault(u"cannot be written anew"_s, fresh.errorString());
    m_file.close();
    m_recordCount = records.size();
    const StoreResult<Done> opened = openForAppending();
    // What is appended from now on is in a file that a power cut must not take the name from.
    if (opened && !syncFolder(QFileInfo(m_file).path()))
        return fault(u"cannot be brought to the disk"_s, qt_error_string(errno));
    return opened;
}

} // namespace Spritarium::Playground
