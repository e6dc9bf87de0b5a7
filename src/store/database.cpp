// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "store/database.h"

#include "store/schema.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::Store)
};

QString memoryName()
{
    return u":memory:"_s;
}

//! SQLITE_CORRUPT and SQLITE_NOTADB.
bool saysDamaged(const QSqlError &error)
{
    return error.nativeErrorCode() == "11"_L1 || error.nativeErrorCode() == "26"_L1;
}

} // namespace

Database::Database(const QString &path)
    : m_path(path)
    , m_connection(u"store-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces))
{}

Database::~Database()
{
    close();
}

std::optional<ApiError> Database::open()
{
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    if (openFile(m_path)) {
        if (schemaVersion(*this) > currentSchemaVersion()) {
            close();
            openFile(memoryName());
            migrate(*this);
            return ApiError::storage(m_path, Text::tr("It was written by a newer version of Spritarium."));
        }
        if (migrate(*this))
            return {};
    }
    const std::optional<ApiError> error = takeError();
    const QString why = error ? error->serverText : QString();
    if (m_damaged)
        return moveAsideAndOpen(why);
    close();
    openFile(memoryName());
    migrate(*this);
    return error.value_or(ApiError::storage(m_path, why));
}

ApiError Database::moveAsideAndOpen(const QString &why)
{
    close();
    m_damaged = false;
    m_error.reset();
    const QString aside =
        m_path + u".broken-"_s + QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmsszzz"_s);
    const bool moved = QFile::rename(m_path, aside);
    // What stands beside the file belongs to it, and would damage the next one.
    for (const QString &suffix : {u"-wal"_s, u"-shm"_s})
        QFile::rename(m_path + suffix, aside + suffix);
    if (!moved || !openFile(m_path) || !migrate(*this)) {
        close();
        openFile(memoryName());
        migrate(*this);
    }
    m_error.reset();
    return ApiError::storage(m_path, Text::tr("It was damaged (%1) and is kept as %2.").arg(why, aside));
}

bool Database::openFile(const QString &name)
{
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection);
        database.setDatabaseName(name);
        database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=3000"_s);
        if (!database.open()) {
            m_error = ApiError::storage(m_path, database.lastError().text());
            return false;
        }
    }
    if (name != memoryName())
        QFile::setPermissions(name, QFile::ReadOwner | QFile::WriteOwner);
    // FULL: what was confirmed outlives also a loss of power, not only a kill.
    return run(u"PRAGMA journal_mode=WAL"_s) && run(u"PRAGMA synchronous=FULL"_s) &&
           run(u"SELECT count(*) FROM sqlite_master"_s);
}

void Database::close()
{
    if (!QSqlDatabase::contains(m_connection))
        return;
    connection().close();
    QSqlDatabase::removeDatabase(m_connection);
}

bool Database::keep(const QSqlQuery &query)
{
    const QSqlError error = query.lastError();
    if (error.type() == QSqlError::NoError)
        return true;
    m_damaged = m_damaged || saysDamaged(error);
    if (!m_error)
        m_error = ApiError::storage(m_path, error.text());
    return false;
}

bool Database::run(const QString &sql, const QVariantList &values)
{
    return runMany(sql, {values});
}

bool Database::runMany(const QString &sql, const QList<QVariantList> &rows)
{
    QSqlQuery query(connection());
    if (!query.prepare(sql))
        return keep(query);
    for (const QVariantList &values : rows) {
        for (int i = 0; i < values.size(); ++i)
            query.bindValue(i, values[i]);
        if (!query.exec())
            return keep(query);
    }
    return true;
}

void Database::each(const QString &sql, const QVariantList &values,
                    const std::function<void(const QSqlQuery &)> &row)
{
    QSqlQuery query(connection());
    query.setForwardOnly(true);
    bool fine = query.prepare(sql);
    for (int i = 0; fine && i < values.size(); ++i)
        query.bindValue(i, values[i]);
    fine = fine && query.exec();
    while (fine && query.next())
        row(query);
    keep(query);
}

QVariant Database::value(const QString &sql, const QVariantList &values)
{
    QVariant found;
    each(sql, values, [&found](const QSqlQuery &row) { found = row.value(0); });
    return found;
}

std::optional<ApiError> Database::takeError()
{
    return std::exchange(m_error, std::nullopt);
}

} // namespace Spritarium
