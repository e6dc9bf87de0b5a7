// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/secretservice.h"

#include <QtGlobal>

#ifdef QT_DBUS_LIB
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QMap>
#include <QVariantMap>
#endif

namespace Spritarium::Test {

using namespace Qt::StringLiterals;

#ifdef QT_DBUS_LIB

namespace {

struct Secret
{
    QDBusObjectPath session;
    QByteArray parameters;
    QByteArray value;
    QString contentType;
};

QDBusArgument &operator<<(QDBusArgument &argument, const Secret &secret)
{
    argument.beginStructure();
    argument << secret.session << secret.parameters << secret.value << secret.contentType;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, Secret &secret)
{
    argument.beginStructure();
    argument >> secret.session >> secret.parameters >> secret.value >> secret.contentType;
    argument.endStructure();
    return argument;
}

const QString busName = u"org.freedesktop.secrets"_s;

QDBusMessage call(const QString &path, const QString &interface, const QString &method,
                  const QVariantList &arguments)
{
    QDBusMessage message = QDBusMessage::createMethodCall(busName, path, interface, method);
    message.setArguments(arguments);
    return QDBusConnection::sessionBus().call(message);
}

} // namespace

QString secretServiceProblem()
{
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return u"no session bus"_s;
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return bus.lastError().message();
    if (!bus.interface()->isServiceRegistered(busName))
        return u"nobody offers org.freedesktop.secrets on the session bus"_s;
    return {};
}

bool storeForeignSecret(const QString &service, const QString &account, const QByteArray &value)
{
    using Attributes = QMap<QString, QString>;
    qDBusRegisterMetaType<Attributes>();
    qDBusRegisterMetaType<Secret>();
    const QDBusMessage opened =
        call(u"/org/freedesktop/secrets"_s, u"org.freedesktop.Secret.Service"_s, u"OpenSession"_s,
             {u"plain"_s, QVariant::fromValue(QDBusVariant(QString()))});
    const auto session = qdbus_cast<QDBusObjectPath>(opened.arguments().value(1));
    const QVariantMap properties{
        {u"org.freedesktop.Secret.Item.Label"_s, u"Password for '%1' on '%2'"_s.arg(account, service)},
        {u"org.freedesktop.Secret.Item.Attributes"_s,
         QVariant::fromValue(Attributes{{u"service"_s, service}, {u"username"_s, account}})}};
    const Secret secret{session, {}, value, u"text/plain; charset=utf8"_s};
    const QDBusMessage made =
        call(u"/org/freedesktop/secrets/aliases/default"_s, u"org.freedesktop.Secret.Collection"_s,
             u"CreateItem"_s, {properties, QVariant::fromValue(secret), true});
    return made.type() == QDBusMessage::ReplyMessage;
}

#else

QString secretServiceProblem()
{
    return u"built without D-Bus"_s;
}

bool storeForeignSecret(const QString &, const QString &, const QByteArray &)
{
    return false;
}

#endif

} // namespace Spritarium::Test
