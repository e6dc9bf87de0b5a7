// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "store/seentables.h"

#include "store/database.h"
#include "store/forwardtables.h"
#include "store/listcodec.h"
#include "store/policytables.h"

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

QDateTime timeAt(const QVariant &value)
{
    return value.isNull() ? QDateTime() : QDateTime::fromMSecsSinceEpoch(value.toLongLong(), Qt::UTC);
}

QVariant stored(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toMSecsSinceEpoch()) : QVariant();
}

QVariantList keyValues(const SpriteKey &key)
{
    return {key.account.toString(), key.sprite.toString()};
}

QStringList tablesBySprite()
{
    return {u"checkpoints"_s, u"policies"_s,     u"known_times"_s,     u"restores"_s,
            u"favorites"_s,   u"policy_notes"_s, u"policy_versions"_s, u"policy_timers"_s,
            u"forwards"_s,    u"forward_sets"_s, u"port_preferences"_s};
}

//! A draft's key names its account, and then its sprite, on lines of their own.
void removeDrafts(Database &database, const QString &lines)
{
    database.run(u"DELETE FROM drafts WHERE instr(place || char(10), char(10) || ? || char(10)) > 0"_s,
                 {lines});
}

} // namespace

SeenSprites readSprites(Database &database, const AccountId &account)
{
    SeenSprites seen;
    seen.account = account;
    database.each(u"SELECT counts, as_of FROM sprite_lists WHERE account=?"_s, {account.toString()},
                  [&seen](const QSqlQuery &row) {
                      seen.counts = countsOf(row.value(0).toByteArray());
                      seen.asOf = timeAt(row.value(1));
                  });
    database.each(u"SELECT data FROM sprites WHERE account=? ORDER BY name"_s, {account.toString()},
                  [&seen](const QSqlQuery &row) {
                      if (const auto sprite = spriteOf(row.value(0).toByteArray()))
                          seen.sprites << *sprite;
                  });
    return seen;
}

void writeSprites(Database &database, const SeenSprites &seen, const QHash<SpriteName, Sprite> &before)
{
    const QString account = seen.account.toString();
    QList<QVariantList> changed, gone;
    QSet<SpriteName> names;
    names.reserve(seen.sprites.size());
    for (const Sprite &sprite : seen.sprites) {
        names.insert(sprite.name);
        const auto known = before.constFind(sprite.name);
        if (known == before.cend() || *known != sprite)
            changed.append({account, sprite.name.toString(), toBytes(sprite)});
    }
    for (auto it = before.keyBegin(); it != before.keyEnd(); ++it) {
        if (!names.contains(*it))
            gone.append({account, it->toString()});
    }
    database.runMany(u"INSERT OR REPLACE INTO sprites (account, name, data) VALUES (?, ?, ?)"_s, changed);
    database.runMany(u"DELETE FROM sprites WHERE account=? AND name=?"_s, gone);
    database.run(u"INSERT OR REPLACE INTO sprite_lists (account, counts, as_of) VALUES (?, ?, ?)"_s,
                 {account, toBytes(seen.counts), stored(seen.asOf)});
}

SeenSprite readSprite(Database &database, const SpriteKey &key)
{
    SeenSprite seen;
    seen.key = key;
    database.each(u"SELECT data, as_of FROM checkpoints WHERE account=? AND sprite=?"_s, keyValues(key),
                  [&seen](const QSqlQuery &row) {
                      if (const auto checkpoints = checkpointsOf(row.value(0).toByteArray())) {
                          seen.checkpoints = *checkpoints;
                          seen.checkpointsAsOf = timeAt(row.value(1));
                      }
                  });
    database.each(u"SELECT data, as_of FROM policies WHERE account=? AND sprite=?"_s, keyValues(key),
                  [&seen](const QSqlQuery &row) {
                      if (const auto policy = parseNetworkPolicy(row.value(0).toByteArray())) {
                          seen.policy = policy.value();
                          seen.policyAsOf = timeAt(row.value(1));
                      }
                  });
    seen.policyNotes = readPolicyNotes(database, key);
    seen.portPreferences = readPortPreferences(database, key);
    database.each(u"SELECT checkpoint, at FROM known_times WHERE account=? AND sprite=?"_s, keyValues(key),
                  [&seen](const QSqlQuery &row) {
                      seen.knownTimes.insert(CheckpointId(row.value(0).toString()), timeAt(row.value(1)));
                  });
    database.each(
        u"SELECT id, restored, safety, newest, at FROM restores WHERE account=? AND sprite=? ORDER BY at"_s,
        keyValues(key), [&seen](const QSqlQuery &row) {
            seen.restores << RestoreEvent{
                OperationId(row.value(0).toString()), CheckpointId(row.value(1).toString()),
                CheckpointId(row.value(2).toString()), row.value(3).toInt(), timeAt(row.value(4))};
        });
    return seen;
}

void writeCheckpoints(Database &database, const SpriteKey &key, const QList<Checkpoint> &checkpoints,
                      const QDateTime &asOf)
{
    database.run(u"INSERT OR REPLACE INTO checkpoints (account, sprite, data, as_of) VALUES (?, ?, ?, ?)"_s,
                 keyValues(key) + QVariantList{toBytes(checkpoints), stored(asOf)});
}

void writePolicy(Database &database, const SpriteKey &key, const NetworkPolicy &policy, const QDateTime &asOf)
{
    database.run(u"INSERT OR REPLACE INTO policies (account, sprite, data, as_of) VALUES (?, ?, ?, ?)"_s,
                 keyValues(key) + QVariantList{toJson(policy), stored(asOf)});
}

void writeKnownTime(Database &database, const SpriteKey &key, const CheckpointId &checkpoint,
                    const QDateTime &time)
{
    database.run(
        u"INSERT OR REPLACE INTO known_times (account, sprite, checkpoint, at) VALUES (?, ?, ?, ?)"_s,
        keyValues(key) + QVariantList{checkpoint.toString(), stored(time)});
}

void writeRestore(Database &database, const SpriteKey &key, const RestoreEvent &event)
{
    database.run(u"INSERT OR REPLACE INTO restores (account, sprite, id, restored, safety, newest, at)"
                 " VALUES (?, ?, ?, ?, ?, ?, ?)"_s,
                 keyValues(key) + QVariantList{event.id.toString(), event.restored.toString(),
                                               event.safety.toString(), event.newestVersion,
                                               stored(event.at)});
}

void removeSprite(Database &database, const SpriteKey &key)
{
    for (const QString &table : tablesBySprite())
        database.run(u"DELETE FROM %1 WHERE account=? AND sprite=?"_s.arg(table), keyValues(key));
    removeDrafts(database, key.account.toString() + u'\n' + key.sprite.toString());
}

void removeAccount(Database &database, const AccountId &account)
{
    for (const QString &table : tablesBySprite() + QStringList{u"sprites"_s, u"sprite_lists"_s})
        database.run(u"DELETE FROM %1 WHERE account=?"_s.arg(table), {account.toString()});
    removeDrafts(database, account.toString());
    database.run(u"DELETE FROM accounts WHERE id=?"_s, {account.toString()});
}

QHash<SpriteKey, SeenPolicy> readPolicies(Database &database, const AccountId &account)
{
    QHash<SpriteKey, SeenPolicy> policies;
    database.each(u"SELECT sprite, data, as_of FROM policies WHERE account=?"_s, {account.toString()},
                  [&policies, &account](const QSqlQuery &row) {
                      if (const auto policy = parseNetworkPolicy(row.value(1).toByteArray()))
                          policies.insert({account, SpriteName(row.value(0).toString())},
                                          {policy.value(), timeAt(row.value(2))});
                  });
    return policies;
}

QHash<SpriteKey, bool> readRestricted(Database &database)
{
    QHash<SpriteKey, bool> restricted;
    database.each(u"SELECT account, sprite, data FROM policies"_s, {}, [&restricted](const QSqlQuery &row) {
        if (const auto policy = parseNetworkPolicy(row.value(2).toByteArray()))
            restricted.insert({AccountId(row.value(0).toString()), SpriteName(row.value(1).toString())},
                              !policy.value().isUnrestricted());
    });
    return restricted;
}

} // namespace Spritarium
