// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariantList>

#include <functional>
#include <optional>

namespace Spritarium {

//! One SQLite file under a connection of its own; used by one thread only, the one that made it.
//!
//! Statements never throw and never stop the program: the first failure since takeError() is kept, and later
//! statements still run, so that a caller decides once per task.
class Database
{
public:
    explicit Database(const QString &path);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    //! Opens or makes the file, brings it to the current schema. A broken file is moved aside and a new one
    //! begun; one from a newer version is left alone and memory used instead. The error tells either; the
    //! database works in any case.
    std::optional<ApiError> open();
    //! For damage found later; the same as a broken file at open().
    ApiError moveAsideAndOpen(const QString &why);

    bool run(const QString &sql, const QVariantList &values = {});
    //! One statement for many rows, prepared once.
    bool runMany(const QString &sql, const QList<QVariantList> &rows);
    void each(const QString &sql, const QVariantList &values,
              const std::function<void(const QSqlQuery &)> &row);
    QVariant value(const QString &sql, const QVariantList &values = {});

    bool begin() { return run(QStringLiteral("BEGIN IMMEDIATE")); }
    bool commit() { return run(QStringLiteral("COMMIT")); }
    void rollback() { run(QStringLiteral("ROLLBACK")); }

    bool hasError() const { return m_error.has_value(); }
    //! Whether the kept failure says that the file itself is damaged.
    bool isDamaged() const { return m_damaged; }
    std::optional<ApiError> takeError();

private:
    bool openFile(const QString &name);
    void close();
    bool keep(const QSqlQuery &query);
    QSqlDatabase connection() const { return QSqlDatabase::database(m_connection, false); }

    const QString m_path;
    const QString m_connection;
    std::optional<ApiError> m_error;
    bool m_damaged = false;
};

} // namespace Spritarium
