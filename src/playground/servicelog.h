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
//! become too long. Written by the playground alone; inside the sprite it is there to read.
class ServiceLog
{
public:
    //! `folder` is the host's folder behind /.sprite/logs/services; made when missing.
    ServiceLog(QString folder, QString service, qint64 mostBytes);

    //! A disk that is full loses output, not the service.
    void append(const QByteArray &bytes);
    //! Where it is inside the sprite.
    static QString insidePath(const QString &service);

private:
    friend class ServiceLogReader;

    QString path() const { return m_folder + u'/' + m_service + QStringLiteral(".log"); }
    void rotate();

    QString m_folder;
    QString m_service;
    qint64 m_most;
    QFile m_file;
};

//! Reads what a log holds at this moment, piece by piece; what is rotated away meanwhile stays readable.
class ServiceLogReader
{
public:
    //! The last `lines` lines, all if that is negative.
    ServiceLogReader(const ServiceLog &log, qint64 lines);

    //! Ends with a line where it can, some 8 KiB; nothing at the end.
    std::optional<QByteArray> next();

private:
    struct Part
    {
        std::unique_ptr<QFile> file;
        qint64 from = 0;
        qint64 to = 0;
    };
    void add(const QString &path);
    void keepLast(qint64 lines);

    std::vector<Part> m_parts; //!< older first
    std::size_t m_at = 0;
};

} // namespace Spritarium::Playground
