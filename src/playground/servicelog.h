// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace Spritarium::Playground {

//! The log file of one service, which keeps a piece of older output beside it (`<name>.log.1`) when it has
//! become too long, or went from one stream to the other too often. Both streams stand in it as they came;
//! what was written to which is in `.<name>.streams` beside it: lines of an offset and a letter, o or e, from
//! which on it is that one. Written by the playground alone; inside the sprite it is there to read.
class ServiceLog
{
public:
    //! `folder` is the host's folder behind /.sprite/logs/services; made when missing. The log and what
    //! belongs to it never take more than twice `mostBytes` and what one append() brought.
    ServiceLog(QString folder, QString service, qint64 mostBytes);

    //! All of it or, on a disk that is full, nothing: that loses output, not the service.
    void append(bool isErrors, const QByteArray &bytes);
    //! Where it is inside the sprite.
    static QString insidePath(const QString &service);

private:
    friend class ServiceLogReader;

    QString path() const { return m_folder + u'/' + m_service + QStringLiteral(".log"); }
    QString streamsPath() const
    {
        return m_folder + QStringLiteral("/.") + m_service + QStringLiteral(".streams");
    }
    bool open();
    bool writeMarker(bool isErrors);
    void rotate();

    QString m_folder;
    QString m_service;
    qint64 m_most;
    QFile m_file;
    QFile m_streams;
    std::optional<bool> m_isErrors; //!< what is written now, if anything was
};

//! Reads what a log holds at this moment, piece by piece; what is rotated away meanwhile stays readable.
class ServiceLogReader
{
public:
    struct Piece
    {
        bool isErrors = false;
        QByteArray bytes;
        friend bool operator==(const Piece &, const Piece &) = default;
    };

    //! The last `lines` lines, all if that is negative.
    ServiceLogReader(const ServiceLog &log, qint64 lines);

    //! Of one stream. Ends with a line where it can, some 8 KiB; nothing at the end.
    std::optional<Piece> next();

private:
    struct Stretch
    {
        qint64 from = 0; //!< to where the next one begins
        bool isErrors = false;
    };
    struct Part
    {
        std::unique_ptr<QFile> file;
        QString streams; //!< where the file is that tells them apart
        qint64 from = 0;
        qint64 to = 0;
        std::vector<Stretch> stretches;
        std::size_t at = 0; //!< in them
    };
    void add(const QString &path, const QString &streams);
    void keepLast(qint64 lines);
    //! Those that are shown.
    static void findStretches(Part &part);
    static std::optional<Stretch> toStretch(QByteArrayView line);

    std::vector<Part> m_parts; //!< older first
    std::size_t m_at = 0;
};

} // namespace Spritarium::Playground
