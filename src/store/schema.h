// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QStringList>

namespace Spritarium {

class Database;

//! What leads from one schema to the next: step n makes version n + 1 of version n. Steps are never changed
//! once they were given out, only added.
const QList<QStringList> &schemaSteps();
int currentSchemaVersion();
int schemaVersion(Database &database);
//! Every missing step with its number in one transaction: done or not begun. False when the database failed.
bool migrate(Database &database, const QList<QStringList> &steps = schemaSteps());

} // namespace Spritarium
