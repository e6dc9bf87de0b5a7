// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/storelog.h"

#include "playground/treecopy.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

QByteArray line(const QJsonArray &records)
{
    return QJsonDocument(records).toJson(QJsonDocument::Compact) + '\n';
}

QByteArray header()
{
    return line({QJsonObject{{u"format"_s, 1}}});
}

} // namespace

StoreLog::StoreLog(const QString &path)
    : m_file(path)
{}

StoreError StoreLog::fault(const QString &what) const
{
    return {StoreFault::Io, u"%1: %2 (%3)"_s.arg(m_file.fileName(), what, m_file.errorString())};
}

StoreResult<Done> StoreLog::open(const std::function<void(const QJsonObject &)> &record)
{
    m_file.close();
    m_recordCount = 0;
    if (!m_file.exists())
        return rewrite({});
    if (!m_file.open(QIODevice::ReadWrite))
        return fault(u"cannot be opened"_s);
    const QByteArray all = m_file.readAll();
    qsizetype good = 0;
    for (int number = 1; good < all.size(); ++number) {
        const qsizetype end = all.indexOf('\n', good);
        const QByteArray text =
            end < 0 ? QByteArray() : QByteArray::fromRawData(all.constData() + good, end - good);
        const QJsonDocument document = QJsonDocument::fromJson(text);
        if (!document.isArray() && end >= 0 && end + 1 < all.size())
            return fault(u"line %1 is damaged"_s.arg(number));
        if (!document.isArray())
            break;
        const QJsonArray records = document.array();
        if (number == 1 && records.at(0).toObject().value("format"_L1).toInt() != 1)
            return fault(u"is of a format that this playground does not know"_s);
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
        return fault(u"its unfinished end cannot be cut off"_s);
    m_file.close();
    return openForAppending();
}

StoreResult<Done> StoreLog::openForAppending()
{
    // Unbuffered: a line must be with the system when append() returns, in one write.
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        return fault(u"cannot be opened for writing"_s);
    return Done{};
}

StoreResult<Done> StoreLog::append(const QJsonArray &records, bool sync)
{
    const qint64 before = m_file.size();
    const QByteArray bytes = line(records);
    const bool written = m_file.write(bytes) == bytes.size();
    if (!written || (sync && ::fdatasync(m_file.handle()) != 0)) {
        const StoreError error = fault(u"cannot be written"_s);
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
        return fault(u"cannot be rewritten"_s);
    fresh.write(header());
    for (const QJsonValue &record : records)
        fresh.write(line({record}));
    // What is appended from now on is in a file that a power cut must not take the name from.
    if (!fresh.commit() || !syncFolder(QFileInfo(m_file).path()))
        return fault(u"cannot be rewritten"_s);
    m_file.close();
    m_recordCount = records.size();
    return openForAppending();
}

} // namespace Spritarium::Playground
