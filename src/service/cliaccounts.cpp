// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/cliaccounts.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 LargestConfig = 4 * 1024 * 1024;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    // The CLI's names may belong to folders too (sprites-api 14.3).
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return {};
    return file.read(LargestConfig);
}

//! "4711" of "4711-0123456789abcdef.json".
QString userIdOf(const QString &fileName)
{
    constexpr qsizetype TailLength = 17 + 5;
    return fileName.size() > TailLength ? fileName.chopped(TailLength) : QString();
}

void addNew(QList<CliAccount> &accounts, const QList<CliAccount> &more)
{
    for (const CliAccount &account : more) {
        const bool known = std::ranges::any_of(accounts, [&](const CliAccount &other) {
            return other.apiUrl == account.apiUrl && other.organization == account.organization;
        });
        if (!known)
            accounts.append(account);
    }
}

} // namespace

QList<CliAccount> findCliAccounts(const QString &home)
{
    const QString folder = home + "/.sprites"_L1;
    QList<CliAccount> accounts;
    const QDir users(folder + "/users"_L1);
    for (const QString &name : users.entryList({u"*.json"_s}, QDir::Files, QDir::Name)) {
        QList<CliAccount> found = parseCliConfig(contentOf(users.filePath(name)));
        for (CliAccount &account : found) {
            if (account.userId.isEmpty())
                account.userId = userIdOf(name);
        }
        addNew(accounts, found);
    }
    addNew(accounts, parseCliConfig(contentOf(folder + "/sprites.json"_L1)));
    addNew(accounts, parseCliConfig(contentOf(folder + "/config.json"_L1)));
    return accounts;
}

QList<KeyringPlace> keyringPlacesOf(const CliAccount &account)
{
    const QString address = account.apiUrl.toString();
    QString flat = address;
    flat.replace("://"_L1, "-"_L1).replace(u':', u'-').replace(u'/', u'-');
    const QString oldForm = "sprites:org:"_L1 + account.organization;
    QStringList names = {account.keyringKey, oldForm,
                         "sprites:org:"_L1 + address + u':' + account.organization,
                         flat + u':' + account.organization, account.organization};
    names.removeAll(QString());
    names.removeDuplicates();

    QStringList services;
    if (!account.userId.isEmpty())
        services << "sprites-cli:"_L1 + account.userId;
    services << u"sprites-cli"_s;

    QList<KeyringPlace> places;
    for (const QString &service : std::as_const(services)) {
        for (const QString &name : std::as_const(names))
            places.append({service, name});
    }
    return places;
}

QString keyringFileOf(const QString &home, const KeyringPlace &place)
{
    const QString root = QDir::cleanPath(home + "/.sprite/keyring"_L1);
    QString name = place.service + u'/' + place.account;
    name.replace(u':', u'-');
    const QString path = QDir::cleanPath(root + u'/' + name);
    return path.startsWith(root + u'/') ? path : QString();
}

QString tokenInKeyringValue(const QByteArray &value)
{
    const QByteArray trimmed = value.trimmed();
    for (const QByteArray prefix : {"go-keyring-base64:", "go-keyring-encoded:"}) {
        if (!trimmed.startsWith(prefix))
            continue;
        const QByteArray rest = trimmed.mid(prefix.size());
        return QString::fromUtf8(prefix.contains("base64") ? QByteArray::fromBase64(rest)
                                                           : QByteArray::fromHex(rest));
    }
    return QString::fromUtf8(trimmed);
}

} // namespace Spritarium
