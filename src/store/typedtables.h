// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/storedvalues.h"

namespace Spritarium {

class Database;

// What the person chose or typed: accounts (never their tokens), favorites, filters, drafts, comments.

QList<Account> readAccounts(Database &database);
void writeAccounts(Database &database, const QList<Account> &accounts);
QList<SpriteKey> readFavorites(Database &database);
void writeFavorite(Database &database, const SpriteKey &key, bool favorite);
QList<SavedFilter> readFilters(Database &database);
void writeFilters(Database &database, const QList<SavedFilter> &filters);
QHash<QString, QString> readDrafts(Database &database);
void writeDraft(Database &database, const QString &key, const QString &text);
QStringList readRecentComments(Database &database);
void addRecentComment(Database &database, const QString &comment);

} // namespace Spritarium
