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
constexpr qint64 LongPortion = 64 * 1024; //!< where they are only counted
//! Of the file that tells the streams apart; a service that goes from one to the other with each byte fills
//! it eight times as fast as its log.
constexpr qint64 MostMarkers = 512 * 1024;

//! All of it, or it is as it was before.
bool writeWhole(QFile &file, const QByteArray &bytes)
{
    const qint64 before = file.size();
    if (file.write(bytes) == bytes.size())
        return true;
    file.resize(before);
    return false;
}

//! Where the last newline but so many minus one is; there are as many.
qsizetype placeOfLast(const QByteArray &bytes, qint64 newlines)
{
    qsizetype at = bytes.size();
    for (; newlines > 0; --newlines)
        at = bytes.lastIndexOf('\n', at - 1);
    return at;
}

} // namespace

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
    const bool isLong = m_file.size() + m_streams.size() + bytes.size() > m_most;
    if (m_file.size() > 0 && (isLong || m_streams.size() >= MostMarkers)) {
        rotate();
        if (!open())
            return;
    }
    const qint64 before = m_streams.size();
    if (m_isErrors != isErrors && !writeMarker(isErrors))
        return;
    if (writeWhole(m_file, bytes))
        return;
    m_streams.resize(before);
    m_isErrors.reset();
}

bool ServiceLog::writeMarker(bool isErrors)
{
    // First: of two for the same place, as a kill in between leaves them, the later one holds. What a kill
    // has torn is ended, so that it does not become one number with this.
    const QByteArray end = !m_isErrors && m_streams.size() > 0 ? "\n" : "";
    m_isErrors.reset();
    if (!writeWhole(m_streams, end + QByteArray::number(m_file.size()) + (isErrors ? " e\n" : " o\n")))
        return false;
    m_isErrors = isErrors;
    return true;
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
    if (lines == 0)
        m_at = m_parts.size();
    else if (lines > 0)
        keepLast(lines);
    for (std::size_t i = m_at; i < m_parts.size(); ++i)
        findStretches(m_parts[i]);
}

void ServiceLogReader::add(const QString &path, const QString &streams)
{
    Part part;
    part.file = std::make_unique<QFile>(path);
    part.streams = streams;
    if (!part.file->open(QIODevice::ReadOnly))
        return;
    part.to = part.file->size();
    m_parts.push_back(std::move(part));
}

void ServiceLogReader::findStretches(Part &part)
{
    QFile told(part.streams);
    QByteArray all;
    if (told.open(QIODevice::ReadOnly)) {
        const qint64 begin = std::max<qint64>(0, told.size() - MostMarkers - Portion);
        told.seek(begin);
        all = told.read(MostMarkers + Portion);
        if (begin > 0)
            all.remove(0, all.indexOf('\n') + 1);
    }
    // From the end: what is wrong, as after a kill or for a log that was removed, then spoils nothing after
    // it.
    QByteArrayView rest = QByteArrayView(all).first(all.lastIndexOf('\n') + 1);
    qint64 before = part.to;
    while (!rest.isEmpty() && before > part.from) {
        const qsizetype begin = rest.chopped(1).lastIndexOf('\n') + 1;
        const std::optional<Stretch> stretch = toStretch(rest.sliced(begin).chopped(1));
        rest = rest.first(begin);
        if (!stretch || stretch->from >= before)
            continue;
        part.stretches.push_back(*stretch);
        before = stretch->from;
    }
    // What no line tells of is output: logs were without for some time.
    if (part.stretches.empty() || before > part.from)
        part.stretches.push_back({});
    std::reverse(part.stretches.begin(), part.stretches.end());
}

std::optional<ServiceLogReader::Stretch> ServiceLogReader::toStretch(QByteArrayView line)
{
    const bool isErrors = line.endsWith(" e");
    if (!isErrors && !line.endsWith(" o"))
        return std::nullopt;
    bool isNumber = false;
    const qint64 from = line.chopped(2).toLongLong(&isNumber);
    if (!isNumber || from < 0)
        return std::nullopt;
    return Stretch{from, isErrors};
}

void ServiceLogReader::keepLast(qint64 lines)
{
    qint64 most = 0;
    for (const Part &part : m_parts)
        most += part.to;
    // As many as there can be.
    if (lines > most)
        return;
    bool isVeryEnd = true;
    for (auto part = m_parts.rbegin(); part != m_parts.rend(); ++part) {
        qint64 at = part->to;
        while (at > 0) {
            const qint64 begin = std::max<qint64>(0, at - LongPortion);
            part->file->seek(begin);
            QByteArray bytes = part->file->read(at - begin);
            // The newline of the last line ends it; each before it begins one.
            if (std::exchange(isVeryEnd, false) && bytes.endsWith('\n'))
                bytes.chop(1);
            const qint64 here = std::count(bytes.cbegin(), bytes.cend(), '\n');
            if (here >= lines) {
                part->from = begin + placeOfLast(bytes, lines) + 1;
                m_at = std::size_t(std::distance(part, m_parts.rend())) - 1;
                return;
            }
            lines -= here;
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
