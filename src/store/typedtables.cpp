// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "store/typedtables.h"

#include "store/database.h"

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

constexpr int RecentComments = 12;

QString storageWord(Account::Storage storage)
{
    switch (storage) {
    case Account::Storage::Keychain:
        return u"keychain"_s;
    case Account::Storage::Session:
        return u"session"_s;
    case Account::Storage::File:
        return u"file"_s;
    }
    return {};
}

Account::Storage storageOf(const QString &word)
{
    for (const Account::Storage storage : {Account::Storage::Session, Account::Storage::File}) {
        if (word == storageWord(storage))
            return storage;
    }
    return Account::Storage::Keychain;
}

} // namespace

QList<Account> readAccounts(Database &database)
{
    QList<Account> accounts;
    database.each(u"SELECT id, organization, api_url, storage, playground FROM accounts ORDER BY position"_s,
                  {}, [&accounts](const QSqlQuery &row) {
                      accounts << Account{AccountId(row.value(0).toString()), row.value(1).toString(),
                                          QUrl(row.value(2).toString()), storageOf(row.value(3).toString()),
                                          row.value(4).toBool()};
                  });
    return accounts;
}

void writeAccounts(Database &database, const QList<Account> &accounts)
{
    QList<QVariantList> rows;
    for (const Account &account : accounts) {
        rows.append({account.id.toString(), int(rows.size()), account.organization,
                     account.apiUrl.toString(QUrl::RemoveUserInfo), storageWord(account.storage),
                     account.isPlayground});
    }
    database.run(u"DELETE FROM accounts"_s);
    database.runMany(
        u"INSERT OR REPLACE INTO accounts (id, position, organization, api_url, storage, playground)"
        " VALUES (?, ?, ?, ?, ?, ?)"_s,
        rows);
}

QList<SpriteKey> readFavorites(Database &database)
{
    QList<SpriteKey> keys;
    database.each(
        u"SELECT account, sprite FROM favorites ORDER BY account, sprite"_s, {},
        [&keys](const QSqlQuery &row) {
            keys << SpriteKey{AccountId(row.value(0).toString()), SpriteName(row.value(1).toString())};
        });
    return keys;
}

void writeFavorite(Database &database, const SpriteKey &key, bool favorite)
{
    const QVariantList values{key.account.toString(), key.sprite.toString()};
    if (favorite)
        database.run(u"INSERT OR REPLACE INTO favorites (account, sprite) VALUES (?, ?)"_s, values);
    else
        database.run(u"DELETE FROM favorites WHERE account=? AND sprite=?"_s, values);
}

QList<SavedFilter> readFilters(Database &database)
{
    QList<SavedFilter> filters;
    database.each(u"SELECT name, text FROM filters ORDER BY position"_s, {},
                  [&filters](const QSqlQuery &row) {
                      filters << SavedFilter{row.value(0).toString(), row.value(1).toString()};
                  });
    return filters;
}

void writeFilters(Database &database, const QList<SavedFilter> &filters)
{
    QList<QVariantList> rows;
    for (const SavedFilter &filter : filters)
        rows.append({int(rows.size()), filter.name, filter.text});
    database.run(u"DELETE FROM filters"_s);
    database.runMany(u"INSERT INTO filters (position, name, text) VALUES (?, ?, ?)"_s, rows);
}

QHash<QString, QString> readDrafts(Database &database)
{
    QHash<QString, QString> drafts;
    database.each(u"SELECT place, text FROM drafts"_s, {}, [&drafts](const QSqlQuery &row) {
        drafts.insert(row.value(0).toString(), row.value(1).toString());
    });
    return drafts;
}

void writeDraft(Database &database, const QString &key, const QString &text)
{
    if (text.isEmpty())
        database.run(u"DELETE FROM drafts WHERE place=?"_s, {key});
    else
        database.run(u"INSERT OR REPLACE INTO drafts (place, text) VALUES (?, ?)"_s, {key, text});
}

QStringList readRecentComments(Database &database)
{
    QStringList comments;
    database.each(u"SELECT comment FROM recent_comments ORDER BY number DESC"_s, {},
                  [&comments](const QSqlQuery &row) { comments << row.value(0).toString(); });
    return comments;
}

void addRecentComment(Database &database, const QString &comment)
{
    database.run(u"DELETE FROM recent_comments WHERE comment=?"_s, {comment});
    database.run(u"INSERT INTO recent_comments (comment) VALUES (?)"_s, {comment});
    database.run(u"DELETE FROM recent_comments WHERE number NOT IN"
                 " (SELECT number FROM recent_comments ORDER BY number DESC LIMIT ?)"_s,
                 {RecentComments});
}

} // namespace Spritarium
