// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "store/forwardtables.h"

#include "store/database.h"
#include "store/operationjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <limits>

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

QVariantList keyValues(const SpriteKey &key)
{
    return {key.account.toString(), key.sprite.toString()};
}

//! 0 for what is no port.
quint16 portOf(const QJsonValue &value)
{
    const int number = value.toInt();
    return number > 0 && number <= std::numeric_limits<quint16>::max() ? quint16(number) : quint16(0);
}

QString schemeKey(PortScheme scheme)
{
    switch (scheme) {
    case PortScheme::None:
        break;
    case PortScheme::Http:
        return u"http"_s;
    case PortScheme::Https:
        return u"https"_s;
    }
    return {};
}

PortScheme schemeOf(const QString &key)
{
    if (key == "http"_L1)
        return PortScheme::Http;
    return key == "https"_L1 ? PortScheme::Https : PortScheme::None;
}

QJsonObject forwardToJson(const PortForward &forward)
{
    return {{u"id"_s, forward.id.toString()},
            {u"name"_s, forward.name},
            {u"host"_s, forward.host},
            {u"port"_s, forward.port},
            {u"localPort"_s, forward.localPort},
            {u"wantedPort"_s, forward.wantedPort},
            {u"scheme"_s, schemeKey(forward.scheme)},
            {u"onNetwork"_s, forward.onNetwork},
            {u"startWithProgram"_s, forward.startWithProgram},
            {u"guarded"_s, forward.guarded},
            {u"isStopped"_s, forward.isStopped}};
}

PortForward forwardFromJson(const SpriteKey &key, const QJsonObject &object)
{
    PortForward forward;
    forward.id = ForwardId(object.value("id"_L1).toString());
    forward.sprite = key;
    forward.name = object.value("name"_L1).toString();
    forward.host = object.value("host"_L1).toString(forward.host);
    forward.port = portOf(object.value("port"_L1));
    forward.localPort = portOf(object.value("localPort"_L1));
    forward.wantedPort = portOf(object.value("wantedPort"_L1)); // not in what older programs saved
    forward.scheme = schemeOf(object.value("scheme"_L1).toString());
    forward.onNetwork = object.value("onNetwork"_L1).toBool();
    forward.startWithProgram = object.value("startWithProgram"_L1).toBool();
    forward.guarded = object.value("guarded"_L1).toBool();
    forward.isStopped = object.value("isStopped"_L1).toBool();
    return forward;
}

QByteArray arrayBytes(const QJsonArray &array)
{
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

QJsonArray arrayOf(const QByteArray &bytes)
{
    return QJsonDocument::fromJson(bytes).array();
}

QList<PortForward> forwardsOf(const SpriteKey &key, const QJsonArray &array)
{
    QList<PortForward> forwards;
    for (const QJsonValue &value : array) {
        const PortForward forward = forwardFromJson(key, value.toObject());
        if (forward.port != 0)
            forwards << forward;
    }
    return forwards;
}

} // namespace

QList<PortForward> readForwards(Database &database)
{
    QList<PortForward> forwards;
    database.each(
        u"SELECT account, sprite, data FROM forwards ORDER BY number"_s, {},
        [&forwards](const QSqlQuery &row) {
            const SpriteKey key{AccountId(row.value(0).toString()), SpriteName(row.value(1).toString())};
            const PortForward forward = forwardFromJson(key, objectOf(row.value(2).toByteArray()));
            if (forward.port != 0 && !forward.id.isEmpty())
                forwards << forward;
        });
    return forwards;
}

void writeForward(Database &database, const PortForward &forward)
{
    database.run(u"INSERT INTO forwards (account, sprite, id, data) VALUES (?, ?, ?, ?) ON CONFLICT (id)"
                 " DO UPDATE SET account=excluded.account, sprite=excluded.sprite, data=excluded.data"_s,
                 keyValues(forward.sprite) +
                     QVariantList{forward.id.toString(), toBytes(forwardToJson(forward))});
}

void removeForward(Database &database, const ForwardId &id)
{
    database.run(u"DELETE FROM forwards WHERE id=?"_s, {id.toString()});
}

PortPreferences readPortPreferences(Database &database, const SpriteKey &key)
{
    PortPreferences preferences;
    database.each(u"SELECT ignored, choice FROM port_preferences WHERE account=? AND sprite=?"_s,
                  keyValues(key), [&preferences](const QSqlQuery &row) {
                      const QJsonArray ports = arrayOf(row.value(0).toByteArray());
                      for (const QJsonValue &port : ports) {
                          if (portOf(port) != 0)
                              preferences.ignored << portOf(port);
                      }
                      preferences.choice = row.value(1).toInt();
                  });
    database.each(u"SELECT name, data FROM forward_sets WHERE account=? AND sprite=? ORDER BY name"_s,
                  keyValues(key), [&preferences, &key](const QSqlQuery &row) {
                      preferences.sets << ForwardSet{row.value(0).toString(),
                                                     forwardsOf(key, arrayOf(row.value(1).toByteArray()))};
                  });
    return preferences;
}

void writeForwardSet(Database &database, const SpriteKey &key, const ForwardSet &set)
{
    QJsonArray forwards;
    for (const PortForward &forward : set.forwards)
        forwards << forwardToJson(forward);
    database.run(u"INSERT OR REPLACE INTO forward_sets (account, sprite, name, data) VALUES (?, ?, ?, ?)"_s,
                 keyValues(key) + QVariantList{set.name, arrayBytes(forwards)});
}

void removeForwardSet(Database &database, const SpriteKey &key, const QString &name)
{
    database.run(u"DELETE FROM forward_sets WHERE account=? AND sprite=? AND name=?"_s,
                 keyValues(key) + QVariantList{name});
}

void writeIgnoredPorts(Database &database, const SpriteKey &key, const QList<quint16> &ports)
{
    QJsonArray array;
    for (const quint16 port : ports)
        array << port;
    database.run(u"INSERT INTO port_preferences (account, sprite, ignored) VALUES (?, ?, ?)"
                 " ON CONFLICT (account, sprite) DO UPDATE SET ignored=excluded.ignored"_s,
                 keyValues(key) + QVariantList{arrayBytes(array)});
}

void writePortChoice(Database &database, const SpriteKey &key, int choice)
{
    database.run(u"INSERT INTO port_preferences (account, sprite, choice) VALUES (?, ?, ?)"
                 " ON CONFLICT (account, sprite) DO UPDATE SET choice=excluded.choice"_s,
                 keyValues(key) + QVariantList{choice});
}

} // namespace Spritarium
