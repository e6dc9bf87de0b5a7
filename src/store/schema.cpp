// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "store/schema.h"

#include "store/database.h"

using namespace Qt::StringLiterals;

namespace Spritarium {

const QList<QStringList> &schemaSteps()
{
    // Times are milliseconds since 1970, UTC.
    static const QList<QStringList> steps{
        {
            u"CREATE TABLE accounts (id TEXT PRIMARY KEY, position INTEGER, organization TEXT, api_url TEXT,"
            " storage TEXT, playground INTEGER) WITHOUT ROWID"_s,
            u"CREATE TABLE sprite_lists (account TEXT PRIMARY KEY, counts BLOB, as_of INTEGER) WITHOUT ROWID"_s,
            u"CREATE TABLE sprites (account TEXT, name TEXT, data BLOB, PRIMARY KEY (account, name)) WITHOUT ROWID"_s,
            u"CREATE TABLE checkpoints (account TEXT, sprite TEXT, data BLOB, as_of INTEGER,"
            " PRIMARY KEY (account, sprite))"_s,
            u"CREATE TABLE policies (account TEXT, sprite TEXT, data BLOB, as_of INTEGER,"
            " PRIMARY KEY (account, sprite)) WITHOUT ROWID"_s,
            u"CREATE TABLE known_times (account TEXT, sprite TEXT, checkpoint TEXT, at INTEGER,"
            " PRIMARY KEY (account, sprite, checkpoint)) WITHOUT ROWID"_s,
            u"CREATE TABLE restores (id TEXT PRIMARY KEY, account TEXT, sprite TEXT, restored TEXT, safety "
            u"TEXT,"
            " newest INTEGER, at INTEGER) WITHOUT ROWID"_s,
            u"CREATE INDEX restores_of_sprite ON restores (account, sprite)"_s,
            u"CREATE TABLE operations (id TEXT PRIMARY KEY, started INTEGER, outcome TEXT, account_name TEXT,"
            " data BLOB) WITHOUT ROWID"_s,
            u"CREATE INDEX operations_by_start ON operations (started)"_s,
            u"CREATE TABLE requests (number INTEGER PRIMARY KEY, operation TEXT, data BLOB)"_s,
            u"CREATE INDEX requests_of_operation ON requests (operation)"_s,
            u"CREATE TABLE messages (number INTEGER PRIMARY KEY, operation TEXT, data BLOB)"_s,
            u"CREATE INDEX messages_of_operation ON messages (operation)"_s,
            u"CREATE TABLE favorites (account TEXT, sprite TEXT, PRIMARY KEY (account, sprite)) WITHOUT ROWID"_s,
            u"CREATE TABLE filters (position INTEGER PRIMARY KEY, name TEXT, text TEXT)"_s,
            u"CREATE TABLE drafts (place TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID"_s,
            u"CREATE TABLE recent_comments (number INTEGER PRIMARY KEY, comment TEXT UNIQUE)"_s,
        },
        {
            u"CREATE TABLE policy_notes (account TEXT, sprite TEXT, data BLOB,"
            " PRIMARY KEY (account, sprite)) WITHOUT ROWID"_s,
            u"CREATE TABLE policy_versions (number INTEGER PRIMARY KEY, account TEXT, sprite TEXT, id TEXT,"
            " data BLOB, at INTEGER, why TEXT, UNIQUE (account, sprite, id))"_s,
            u"CREATE TABLE policy_timers (account TEXT, sprite TEXT, prior BLOB, posted BLOB,"
            " due_at INTEGER, operation TEXT, PRIMARY KEY (account, sprite)) WITHOUT ROWID"_s,
        },
        {
            u"CREATE TABLE forwards (number INTEGER PRIMARY KEY, account TEXT, sprite TEXT, id TEXT UNIQUE,"
            " data BLOB)"_s,
            u"CREATE INDEX forwards_of_sprite ON forwards (account, sprite)"_s,
            u"CREATE TABLE forward_sets (account TEXT, sprite TEXT, name TEXT, data BLOB,"
            " PRIMARY KEY (account, sprite, name)) WITHOUT ROWID"_s,
            u"CREATE TABLE port_preferences (account TEXT, sprite TEXT, ignored BLOB, choice INTEGER,"
            " PRIMARY KEY (account, sprite)) WITHOUT ROWID"_s,
        },
        {
            u"ALTER TABLE policy_timers ADD COLUMN also_posted BLOB"_s,
            u"ALTER TABLE policy_timers ADD COLUMN was_verified INTEGER"_s,
        },
    };
    return steps;
}

int currentSchemaVersion()
{
    return int(schemaSteps().size());
}

int schemaVersion(Database &database)
{
    return database.value(u"PRAGMA user_version"_s).toInt();
}

bool migrate(Database &database, const QList<QStringList> &steps)
{
    for (int version = schemaVersion(database); version < steps.size(); ++version) {
        bool fine = database.begin();
        for (const QString &statement : steps[version])
            fine = fine && database.run(statement);
        fine = fine && database.run(u"PRAGMA user_version=%1"_s.arg(version + 1)) && database.commit();
        if (!fine) {
            database.rollback();
            return false;
        }
    }
    return !database.hasError();
}

} // namespace Spritarium
