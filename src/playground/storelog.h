// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/outcome.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>

#include <functional>

namespace Spritarium::Playground {

//! The journal: a file of lines, each a JSON array of records that became true together. Appending a line is
//! the only way the state changes, so a line that was not written to its end never happened. Line 1 is
//! `[{"format":1}]`. What the records mean is SpriteCatalog's business. Nobody but the user may read the
//! file: some of it is secret.
class StoreLog
{
public:
    explicit StoreLog(const QString &path);

    //! Hands over every record in order. An unfinished last line is cut off; any other bad line is an
    //! error, since what follows it may build on it, and leaves the file as it is. A file that is not there
    //! or has nothing in it is an empty journal.
    StoreResult<Done> open(const std::function<void(const QJsonObject &)> &record);
    //! All records or none. If the disk refuses, the file is put back to what it was.
    StoreResult<Done> append(const QJsonArray &records, bool sync);
    //! Replaces everything by one line per record, in one step.
    StoreResult<Done> rewrite(const QJsonArray &records);
    //! Records in the file, whether still valid or overtaken.
    qsizetype recordCount() const { return m_recordCount; }
    //! Bytes of the file.
    qint64 size() const { return m_file.size(); }

private:
    StoreResult<Done> openForAppending();
    StoreError fault(const QString &what, const QString &why) const;
    StoreError damage(const QByteArray &all, qsizetype good, int number) const;

    QFile m_file;
    qsizetype m_recordCount = 0;
};

} // namespace Spritarium::Playground
