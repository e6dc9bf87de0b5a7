// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "store/policytables.h"

#include "store/database.h"
#include "store/operationjson.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

QVariant stored(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toMSecsSinceEpoch()) : QVariant();
}

QDateTime timeAt(const QVariant &value)
{
    return value.isNull() ? QDateTime() : QDateTime::fromMSecsSinceEpoch(value.toLongLong(), Qt::UTC);
}

QVariantList keyValues(const SpriteKey &key)
{
    return {key.account.toString(), key.sprite.toString()};
}

QJsonObject notesToJson(const PolicyNotes &notes)
{
    QJsonObject texts;
    for (auto it = notes.notes.cbegin(); it != notes.notes.cend(); ++it)
        texts.insert(it.key(), it.value());
    QJsonArray expectations;
    for (const Expectation &expectation : notes.expectations) {
        const bool allowed = expectation.wanted == Access::Allowed;
        expectations.append(
            QJsonObject{{u"name"_s, expectation.name}, {u"wanted"_s, allowed ? u"allowed"_s : u"denied"_s}});
    }
    return {{u"notes"_s, texts},
            {u"expectations"_s, expectations},
            {u"tested"_s, QJsonArray::fromStringList(notes.tested)}};
}

PolicyNotes notesFromJson(const QJsonObject &object)
{
    PolicyNotes notes;
    const QJsonObject texts = object.value("notes"_L1).toObject();
    for (auto it = texts.constBegin(); it != texts.constEnd(); ++it)
        notes.notes.insert(it.key(), it.value().toString());
    const QJsonArray expectations = object.value("expectations"_L1).toArray();
    for (const QJsonValue &value : expectations) {
        const QString wanted = value["wanted"_L1].toString();
        // A wish of a later version must not be turned into its opposite.
        if (wanted != "allowed"_L1 && wanted != "denied"_L1)
            continue;
        notes.expectations << Expectation{value["name"_L1].toString(),
                                          wanted == "denied"_L1 ? Access::Denied : Access::Allowed};
    }
    const QJsonArray tested = object.value("tested"_L1).toArray();
    for (const QJsonValue &name : tested)
        notes.tested << name.toString();
    return notes;
}

//! One policy a line; the compact form holds no line breaks.
QByteArray toLines(const QList<NetworkPolicy> &policies)
{
    QByteArrayList lines;
    for (const NetworkPolicy &policy : policies)
        lines << toJson(policy);
    return lines.join('\n');
}

QList<NetworkPolicy> policiesOf(const QByteArray &lines)
{
    QList<NetworkPolicy> policies;
    const QByteArrayList each = lines.split('\n');
    for (const QByteArray &line : each) {
        if (const auto policy = parseNetworkPolicy(line))
            policies << policy.value();
    }
    return policies;
}

} // namespace

PolicyNotes readPolicyNotes(Database &database, const SpriteKey &key)
{
    PolicyNotes notes;
    database.each(
        u"SELECT data FROM policy_notes WHERE account=? AND sprite=?"_s, keyValues(key),
        [&notes](const QSqlQuery &row) { notes = notesFromJson(objectOf(row.value(0).toByteArray())); });
    return notes;
}

void writePolicyNotes(Database &database, const SpriteKey &key, const PolicyNotes &notes)
{
    if (notes == PolicyNotes())
        database.run(u"DELETE FROM policy_notes WHERE account=? AND sprite=?"_s, keyValues(key));
    else
        database.run(u"INSERT OR REPLACE INTO policy_notes (account, sprite, data) VALUES (?, ?, ?)"_s,
                     keyValues(key) + QVariantList{toBytes(notesToJson(notes))});
}

QList<PolicyVersion> readPolicyVersions(Database &database, const SpriteKey &key)
{
    QList<PolicyVersion> versions;
    database.each(u"SELECT id, data, at, why FROM policy_versions WHERE account=? AND sprite=?"
                  " ORDER BY at DESC, number DESC"_s,
                  keyValues(key), [&versions](const QSqlQuery &row) {
                      if (const auto policy = parseNetworkPolicy(row.value(1).toByteArray()))
                          versions << PolicyVersion{row.value(0).toString(), policy.value(),
                                                    timeAt(row.value(2)), row.value(3).toString()};
                  });
    return versions;
}

void writePolicyVersion(Database &database, const SpriteKey &key, const PolicyVersion &version)
{
    database.run(u"INSERT OR REPLACE INTO policy_versions (account, sprite, id, data, at, why)"
                 " VALUES (?, ?, ?, ?, ?, ?)"_s,
                 keyValues(key) +
                     QVariantList{version.id, toJson(version.policy), stored(version.at), version.why});
}

QList<PolicyTimer> readPolicyTimers(Database &database)
{
    QList<PolicyTimer> timers;
    database.each(u"SELECT account, sprite, prior, posted, due_at, operation, also_posted, was_verified"
                  " FROM policy_timers"
                  " ORDER BY due_at, account, sprite"_s,
                  {}, [&timers](const QSqlQuery &row) {
                      const auto before = parseNetworkPolicy(row.value(2).toByteArray());
                      const auto posted = parseNetworkPolicy(row.value(3).toByteArray());
                      if (before && posted)
                          timers << PolicyTimer{
                              {AccountId(row.value(0).toString()), SpriteName(row.value(1).toString())},
                              before.value(),
                              posted.value(),
                              timeAt(row.value(4)),
                              OperationId(row.value(5).toString()),
                              policiesOf(row.value(6).toByteArray()),
                              row.value(7).toBool()};
                  });
    return timers;
}

void writePolicyTimer(Database &database, const PolicyTimer &timer)
{
    database.run(u"INSERT OR REPLACE INTO policy_timers (account, sprite, prior, posted, due_at, operation,"
                 " also_posted, was_verified) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s,
                 keyValues(timer.sprite) + QVariantList{toJson(timer.before), toJson(timer.posted),
                                                        stored(timer.dueAt), timer.operation.toString(),
                                                        toLines(timer.alsoPosted), timer.wasVerified});
}

void removePolicyTimer(Database &database, const SpriteKey &key)
{
    database.run(u"DELETE FROM policy_timers WHERE account=? AND sprite=?"_s, keyValues(key));
}

} // namespace Spritarium
