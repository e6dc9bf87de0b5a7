// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/servicelog.h"

#include <QDir>

#include <algorithm>
#include <utility>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 Portion = 8 * 1024;
}

ServiceLog::ServiceLog(QString folder, QString service, qint64 mostBytes)
    : m_folder(std::move(folder))
    , m_service(std::move(service))
    , m_most(mostBytes)
{}

QString ServiceLog::insidePath(const QString &service)
{
    return u"/.sprite/logs/services/%1.log"_s.arg(service);
}

void ServiceLog::append(const QByteArray &bytes)
{
    if (!m_file.isOpen()) {
        QDir().mkpath(m_folder);
        m_file.setFileName(path());
        if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
            return;
    }
    if (m_file.size() > 0 && m_file.size() + bytes.size() > m_most)
        rotate();
    m_file.write(bytes);
}

void ServiceLog::rotate()
{
    m_file.close();
    const QString older = path() + u".1"_s;
    QFile::remove(older);
    QFile::rename(path(), older);
    // When it could not be moved it grows on.
    m_file.setFileName(path());
    (void)m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered);
}

ServiceLogReader::ServiceLogReader(const ServiceLog &log, qint64 lines)
{
    add(log.path() + u".1"_s);
    add(log.path());
    if (lines >= 0)
        keepLast(lines);
}

void ServiceLogReader::add(const QString &path)
{
    Part part{std::make_unique<QFile>(path)};
    if (!part.file->open(QIODevice::ReadOnly))
        return;
    part.to = part.file->size();
    m_parts.push_back(std::move(part));
}

void ServiceLogReader::keepLast(qint64 lines)
{
    bool isVeryEnd = true;
    for (auto part = m_parts.rbegin(); part != m_parts.rend(); ++part) {
        qint64 at = part->to;
        while (at > 0) {
            const qint64 begin = std::max<qint64>(0, at - Portion);
            part->file->seek(begin);
            const QByteArray bytes = part->file->read(at - begin);
            for (qsizetype i = bytes.size() - 1; i >= 0; --i) {
                // The newline of the last line ends it; each before it begins one.
                if (bytes.at(i) == '\n' && !std::exchange(isVeryEnd, false) && --lines <= 0) {
                    part->from = begin + i + 1;
                    m_at = std::size_t(std::distance(part, m_parts.rend())) - 1;
                    return;
                }
                isVeryEnd = false;
            }
            at = begin;
        }
    }
}

std::optional<QByteArray> ServiceLogReader::next()
{
    while (m_at < m_parts.size()) {
        Part &part = m_parts[m_at];
        part.file->seek(part.from);
        QByteArray bytes = part.file->read(std::min(Portion, part.to - part.from));
        if (bytes.isEmpty()) {
            ++m_at;
            continue;
        }
        const qsizetype newline = bytes.lastIndexOf('\n');
        if (newline >= 0 && part.from + bytes.size() < part.to)
            bytes.truncate(newline + 1);
        part.from += bytes.size();
        return bytes;
    }
    return std::nullopt;
}

} // namespace Spritarium::Playground
