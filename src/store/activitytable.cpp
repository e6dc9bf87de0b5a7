// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "store/activitytable.h"

#include "store/database.h"
#include "store/operationjson.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

constexpr int MaxEntries = 5000;
constexpr int MaxMessages = 200;

//! The program ended in the middle; what became of it is for reading to find out.
Operation asLeft(Operation operation)
{
    if (!operation.isRunning())
        return operation;
    operation.outcome = Outcome::Unknown;
    for (Phase &phase : operation.phases) {
        if (phase.state == PhaseState::Running)
            phase.state = PhaseState::Unknown;
    }
    return operation;
}

Operation operationIn(const QSqlQuery &row, int column)
{
    return operationFromJson(objectOf(row.value(column).toByteArray()));
}

} // namespace

QList<StoredActivity> readActivity(Database &database)
{
    QList<StoredActivity> entries;
    QHash<QString, qsizetype> rowOf;
    database.each(u"SELECT id, account_name, data FROM operations ORDER BY started DESC"_s, {},
                  [&](const QSqlQuery &row) {
                      rowOf.insert(row.value(0).toString(), entries.size());
                      entries << StoredActivity{asLeft(operationIn(row, 2)), row.value(1).toString(), {}, {}};
                  });
    database.each(u"SELECT operation, data FROM requests ORDER BY number"_s, {}, [&](const QSqlQuery &row) {
        if (const auto it = rowOf.constFind(row.value(0).toString()); it != rowOf.cend())
            entries[*it].requests << requestFromJson(objectOf(row.value(1).toByteArray()));
    });
    database.each(u"SELECT operation, data FROM messages ORDER BY number"_s, {}, [&](const QSqlQuery &row) {
        if (const auto it = rowOf.constFind(row.value(0).toString()); it != rowOf.cend())
            entries[*it].messages << messageFromJson(objectOf(row.value(1).toByteArray()));
    });
    return entries;
}

QList<Operation> unfinishedOf(Database &database)
{
    QList<Operation> operations;
    database.each(u"SELECT data FROM operations WHERE outcome=? ORDER BY started DESC"_s,
                  {outcomeKey(Outcome::Running)},
                  [&operations](const QSqlQuery &row) { operations << asLeft(operationIn(row, 0)); });
    return operations;
}

void writeOperation(Database &database, const Operation &operation, const QString &accountName)
{
    database.run(u"INSERT OR REPLACE INTO operations (id, started, outcome, account_name, data)"
                 " VALUES (?, ?, ?, ?, ?)"_s,
                 {operation.id.toString(), operation.startedAt.toMSecsSinceEpoch(),
                  outcomeKey(operation.outcome), accountName, toBytes(operationToJson(operation))});
}

void writeRequest(Database &database, const OperationId &operation, const RequestRecord &request)
{
    database.run(u"INSERT INTO requests (operation, data) VALUES (?, ?)"_s,
                 {operation.toString(), toBytes(requestToJson(request))});
}

void writeMessages(Database &database, const OperationId &operation, const QList<StreamMessage> &messages)
{
    QList<QVariantList> rows;
    for (const StreamMessage &message : messages)
        rows.append({operation.toString(), toBytes(messageToJson(message))});
    database.runMany(u"INSERT INTO messages (operation, data) VALUES (?, ?)"_s, rows);
    const QString id = operation.toString();
    database.run(u"DELETE FROM messages WHERE operation=? AND number <="
                 " (SELECT number FROM messages WHERE operation=? ORDER BY number DESC LIMIT 1 OFFSET ?)"_s,
                 {id, id, MaxMessages});
}

void trimActivity(Database &database, const QDateTime &before)
{
    const QString running = outcomeKey(Outcome::Running);
    database.run(
        u"DELETE FROM operations WHERE outcome<>? AND started < ?"_s,
        {running, before.isValid() ? before.toMSecsSinceEpoch() : std::numeric_limits<qint64>::max()});
    database.run(u"DELETE FROM operations WHERE outcome<>? AND id NOT IN"
                 " (SELECT id FROM operations ORDER BY started DESC LIMIT ?)"_s,
                 {running, MaxEntries});
    database.run(u"DELETE FROM requests WHERE operation NOT IN (SELECT id FROM operations)"_s);
    database.run(u"DELETE FROM messages WHERE operation NOT IN (SELECT id FROM operations)"_s);
}

} // namespace Spritarium
