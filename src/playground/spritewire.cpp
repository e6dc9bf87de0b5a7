// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spritewire.h"

#include "playground/httpresponse.h"

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

//! A line of the list watch, with what the JavaScript client reads besides.
QByteArray watched(QByteArray object, const QByteArray &more, const QByteArray &organization)
{
    object.chop(1);
    const QByteArray time = controlPlaneTime(QDateTime::currentDateTimeUtc()).toString().toLatin1();
    return object + more + R"(,"timestamp":")" + time + R"(","org":{)" + organization + "}}";
}

} // namespace

QJsonValue controlPlaneTime(const QDateTime &time)
{
    if (!time.isValid())
        return QJsonValue::Null;
    return time.toUTC().toString(u"yyyy-MM-dd'T'HH:mm:ss.zzz'000Z'"_s);
}

QString wholeSeconds(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODate);
}

SpriteWire::SpriteWire(const SpriteStore &store, const PlaygroundOptions &options, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_options(options)
{
    const auto forget = [this](const QString &name) {
        m_objects.remove(name);
        m_organization.clear();
    };
    connect(&store, &SpriteStore::spriteChanged, this, forget);
    connect(&store, &SpriteStore::spriteRemoved, this, forget);
}

QByteArray SpriteWire::object(const Sprite &sprite)
{
    QByteArray &text = m_objects[sprite.name];
    if (!text.isEmpty())
        return text;
    QJsonObject settings{{u"auth"_s, sprite.auth}};
    if (!sprite.privateAccess.isEmpty() && sprite.auth == u"sprite"_s)
        settings.insert(u"private_access"_s, sprite.privateAccess);
    QJsonObject object{{u"id"_s, sprite.id},
                       {u"name"_s, sprite.name},
                       {u"status"_s, sprite.status},
                       {u"version"_s, textOrNull(sprite.version)},
                       {u"url"_s, url(sprite.name)},
                       {u"updated_at"_s, controlPlaneTime(sprite.updatedAt)},
                       {u"created_at"_s, controlPlaneTime(sprite.createdAt)},
                       {u"organization"_s, m_options.organization},
                       {u"url_settings"_s, settings},
                       {u"environment_version"_s, textOrNull(sprite.environmentVersion)},
                       {u"last_running_at"_s, controlPlaneTime(sprite.lastRunningAt)},
                       {u"last_warming_at"_s, controlPlaneTime(sprite.lastWarmingAt)}};
    if (!sprite.labels.isEmpty())
        object.insert(u"labels"_s, QJsonArray::fromStringList(sprite.labels));
    text = toWireJson(object);
    return text;
}

QString SpriteWire::url(const QString &name) const
{
    if (m_options.servedWebPort != 0)
        return u"http://%1.localhost:%2"_s.arg(name).arg(m_options.servedWebPort);
    return u"https://%1-%2.sprites.app"_s.arg(name, m_options.urlSuffix);
}

const QByteArray &SpriteWire::organization()
{
    if (m_organization.isEmpty()) {
        const QByteArray object = toWireJson(QJsonObject{{u"name"_s, m_options.organization},
                                                         {u"running"_s, m_store.countByStatus(u"running"_s)},
                                                         {u"warm"_s, m_store.countByStatus(u"warm"_s)},
                                                         {u"cold"_s, m_store.countByStatus(u"cold"_s)},
                                                         {u"running_limit"_s, m_options.limits.runningLimit},
                                                         {u"warm_limit"_s, m_options.limits.warmLimit}});
        m_organization = object.sliced(1, object.size() - 2);
    }
    return m_organization;
}

QByteArray SpriteWire::page(const SpritePage &page)
{
    QByteArray text = R"({"sprites":[)";
    for (const Sprite &sprite : page.sprites) {
        if (!text.endsWith('['))
            text += ',';
        text += object(sprite);
    }
    const bool hasMore = !page.next.isEmpty();
    text += hasMore ? R"(],"has_more":true,"next_continuation_token":")"
                    : R"(],"has_more":false,"next_continuation_token":null)";
    if (hasMore)
        text += tokenFor(page.next).toLatin1() + '"';
    return text + R"(,"org":{)" + organization() + "}," + organization() + '}';
}

QByteArray SpriteWire::watchLine(const Sprite &sprite)
{
    const QByteArray version = sprite.environmentVersion.isEmpty()
                                   ? QByteArray("null")
                                   : '"' + sprite.environmentVersion.toLatin1() + '"';
    return watched(object(sprite), R"(,"running_version":)" + version, organization());
}

QByteArray SpriteWire::deletedLine(const QString &name, const QString &id)
{
    const QByteArray text = toWireJson(QJsonObject{{u"id"_s, id},
                                                   {u"name"_s, name},
                                                   {u"organization"_s, m_options.organization},
                                                   {u"status"_s, u"deleted"_s}});
    return watched(text, {}, organization());
}

QString SpriteWire::tokenFor(const QString &name)
{
    return QString::fromLatin1(
        name.toUtf8().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

QString SpriteWire::nameFrom(const QString &token)
{
    return QString::fromUtf8(QByteArray::fromBase64(token.toLatin1(), QByteArray::Base64UrlEncoding));
}

} // namespace Spritarium::Playground
