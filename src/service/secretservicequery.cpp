// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/secretservicequery.h"

#include "service/logging.h"
#include "service/secretprompt.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QMap>
#include <QTimer>

#include <functional>
#include <utility>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

const QString busName = u"org.freedesktop.secrets"_s;
const QString servicePath = u"/org/freedesktop/secrets"_s;
const QString serviceInterface = u"org.freedesktop.Secret.Service"_s;
const QString itemInterface = u"org.freedesktop.Secret.Item"_s;

using Attributes = QMap<QString, QString>;
using Paths = QList<QDBusObjectPath>;

//! Calls without waiting; an error reply comes as one.
void ask(QObject *context, const QString &path, const QString &interface, const QString &method,
         const QVariantList &arguments, const std::function<void(const QDBusMessage &)> &then)
{
    QDBusMessage call = QDBusMessage::createMethodCall(busName, path, interface, method);
    call.setArguments(arguments);
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context, [watcher, then] {
        watcher->deleteLater();
        then(watcher->reply());
    });
}

bool isError(const QDBusMessage &reply)
{
    return reply.type() == QDBusMessage::ErrorMessage;
}

//! The third field of a secret: (session, parameters, value, content type).
QByteArray valueOfSecret(const QVariant &secret)
{
    const auto argument = secret.value<QDBusArgument>();
    QDBusObjectPath session;
    QByteArray parameters;
    QByteArray value;
    QString contentType;
    argument.beginStructure();
    argument >> session >> parameters >> value >> contentType;
    argument.endStructure();
    return value;
}

} // namespace

SecretServiceQuery::SecretServiceQuery(const QString &service, const QString &account, QObject *parent)
    : QObject(parent)
    , m_service(service)
    , m_account(account)
{
    qDBusRegisterMetaType<Attributes>();
}

void SecretServiceQuery::start()
{
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (bus.isConnected())
        search();
    else
        QTimer::singleShot(0, this, [this, why = bus.lastError().message()] {
            end(CredentialResult::Kind::Unavailable, why);
        });
}

void SecretServiceQuery::search()
{
    const Attributes attributes{{u"service"_s, m_service}, {u"username"_s, m_account}};
    ask(this, servicePath, serviceInterface, u"SearchItems"_s, {QVariant::fromValue(attributes)},
        [this](const QDBusMessage &reply) {
            if (isError(reply))
                return end(CredentialResult::Kind::Unavailable, reply.errorMessage());
            const auto open = qdbus_cast<Paths>(reply.arguments().value(0));
            const auto locked = qdbus_cast<Paths>(reply.arguments().value(1));
            if (!open.isEmpty())
                openSession(open.first().path());
            else if (!locked.isEmpty())
                unlock(locked.first().path());
            else
                end(CredentialResult::Kind::NotFound);
        });
}

void SecretServiceQuery::unlock(const QString &item)
{
    const Paths items{QDBusObjectPath(item)};
    ask(this, servicePath, serviceInterface, u"Unlock"_s, {QVariant::fromValue(items)},
        [this, item](const QDBusMessage &reply) {
            if (isError(reply))
                return end(CredentialResult::Kind::Failed, reply.errorMessage());
            const QString prompt = qdbus_cast<QDBusObjectPath>(reply.arguments().value(1)).path();
            if (prompt == "/"_L1)
                openSession(item);
            else
                awaitPrompt(prompt, item);
        });
}

void SecretServiceQuery::awaitPrompt(const QString &prompt, const QString &item)
{
    auto *shown = new SecretPrompt(busName, prompt, QDBusConnection::sessionBus(), this);
    connect(shown, &SecretPrompt::Completed, this, [this, item](bool dismissed) {
        if (dismissed)
            end(CredentialResult::Kind::Failed, tr("The keyring stayed locked."));
        else
            openSession(item);
    });
    ask(this, prompt, u"org.freedesktop.Secret.Prompt"_s, u"Prompt"_s, {QString()},
        [this](const QDBusMessage &reply) {
            if (isError(reply))
                end(CredentialResult::Kind::Failed, reply.errorMessage());
        });
}

void SecretServiceQuery::openSession(const QString &item)
{
    // "plain": the bus is this computer's own, and the value goes to us only.
    ask(this, servicePath, serviceInterface, u"OpenSession"_s,
        {u"plain"_s, QVariant::fromValue(QDBusVariant(QString()))}, [this, item](const QDBusMessage &reply) {
            if (isError(reply))
                return end(CredentialResult::Kind::Failed, reply.errorMessage());
            readSecret(item, qdbus_cast<QDBusObjectPath>(reply.arguments().value(1)).path());
        });
}

void SecretServiceQuery::readSecret(const QString &item, const QString &session)
{
    ask(this, item, itemInterface, u"GetSecret"_s, {QVariant::fromValue(QDBusObjectPath(session))},
        [this, session](const QDBusMessage &reply) {
            const QDBusMessage close = QDBusMessage::createMethodCall(
                busName, session, u"org.freedesktop.Secret.Session"_s, u"Close"_s);
            QDBusConnection::sessionBus().asyncCall(close);
            if (isError(reply))
                return end(CredentialResult::Kind::Failed, reply.errorMessage());
            end(CredentialResult::Kind::Ok, {}, valueOfSecret(reply.arguments().value(0)));
        });
}

void SecretServiceQuery::end(CredentialResult::Kind kind, const QString &text, const QByteArray &value)
{
    if (std::exchange(m_ended, true))
        return;
    if (kind == CredentialResult::Kind::Unavailable)
        qCInfo(lcCredentials).noquote() << "Secret Service:" << text;
    deleteLater();
    emit finished({kind, text}, value);
}

} // namespace Spritarium
