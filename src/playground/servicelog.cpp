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

bool ServiceLog::open()
{
    if (m_file.isOpen() && m_streams.isOpen())
        return true;
    QDir().mkpath(m_folder);
    m_isErrors.reset();
    for (QFile *file : {&m_file, &m_streams}) {
        file->close();
        file->setFileName(file == &m_file ? path() : streamsPath());
        if (!file->open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
            return false;
    }
    return true;
}

void ServiceLog::append(bool isErrors, const QByteArray &bytes)
{
    if (!open())
        return;
    if (m_file.size() > 0 && m_file.size() + m_streams.size() + bytes.size() > m_most) {
        rotate();
        if (!open())
            return;
    }
    if (m_isErrors != isErrors) {
        m_isErrors = isErrors;
        // First: of two for the same place, as a kill in between leaves them, the later one holds.
        m_streams.write(QByteArray::number(m_file.size()) + (isErrors ? " e\n" : " o\n"));
    }
    m_file.write(bytes);
}

void ServiceLog::rotate()
{
    m_file.close();
    m_streams.close();
    for (const QString &now : {path(), streamsPath()}) {
        const QString older = now + u".1"_s;
        QFile::remove(older);
        // It must not grow on.
        if (!QFile::rename(now, older))
            QFile::remove(now);
    }
}

ServiceLogReader::ServiceLogReader(const ServiceLog &log, qint64 lines)
{
    add(log.path() + u".1"_s, log.streamsPath() + u".1"_s);
    add(log.path(), log.streamsPath());
    if (lines >= 0)
        keepLast(lines);
}

void ServiceLogReader::add(const QString &path, const QString &streams)
{
    Part part;
    part.file = std::make_unique<QFile>(path);
    if (!part.file->open(QIODevice::ReadOnly))
        return;
    part.to = part.file->size();
    // What no line tells of is output: logs were without for some time.
    part.stretches.push_back({});
    QFile told(streams);
    const QByteArray all = told.open(QIODevice::ReadOnly) ? told.readAll() : QByteArray();
    for (const QByteArray &line : all.left(all.lastIndexOf('\n') + 1).split('\n')) {
        bool isNumber = false;
        const Stretch next{line.left(line.indexOf(' ')).toLongLong(&isNumber), line.endsWith(" e")};
        if (!isNumber || next.from < part.stretches.back().from)
            continue;
        if (next.from == part.stretches.back().from)
            part.stretches.back() = next;
        else
            part.stretches.push_back(next);
    }
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

std::optional<ServiceLogReader::Piece> ServiceLogReader::next()
{
    while (m_at < m_parts.size()) {
        Part &part = m_parts[m_at];
        while (part.at + 1 < part.stretches.size() && part.stretches[part.at + 1].from <= part.from)
            ++part.at;
        const qint64 end = part.at + 1 < part.stretches.size()
                               ? std::min(part.to, part.stretches[part.at + 1].from)
                               : part.to;
        part.file->seek(part.from);
        QByteArray bytes = part.file->read(std::min(Portion, end - part.from));
        if (bytes.isEmpty()) {
            ++m_at;
            continue;
        }
        const qsizetype newline = bytes.lastIndexOf('\n');
        if (newline >= 0 && part.from + bytes.size() < end)
            bytes.truncate(newline + 1);
        part.from += bytes.size();
        return Piece{part.stretches[part.at].isErrors, bytes};
    }
    return std::nullopt;
}

} // namespace Spritarium::Playground
