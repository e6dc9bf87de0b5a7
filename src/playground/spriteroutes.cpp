// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spriteroutes.h"

#include "playground/refusals.h"
#include "playground/spritewatch.h"

#include <QJsonDocument>

#include <algorithm>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxBody = 1024 * 1024;
constexpr int DefaultPage = 50;
constexpr int MaxPage = 500;
constexpr qint64 Minute = 60'000;
// Bytes of what starts a command (Agent::MaxMessage, and the system's own bound); arguments want their part.
constexpr qsizetype MostVariableText = 48 * 1024;
constexpr qsizetype MostLabelText = 16 * 1024; // a line of the watch stays far below 64 KiB (2.10)

const QString BadAuth = u"invalid auth type, must be one of: sprite, public"_s;

HttpResponse unknownSprite()
{
    return HttpResponse::controlError(404, u"sprite not found"_s);
}

//! The object in a body; nothing means an empty one, nullopt is no JSON object.
std::optional<QJsonObject> objectIn(const QByteArray &body)
{
    if (body.trimmed().isEmpty())
        return QJsonObject();
    const QJsonDocument document = QJsonDocument::fromJson(body);
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

//! Nothing for an array of anything else.
std::optional<QStringList> textsIn(const QJsonValue &value)
{
    QStringList texts;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &item : array) {
        if (!item.isString())
            return std::nullopt;
        texts.append(item.toString());
    }
    return texts;
}

std::optional<QString> textIn(const QJsonObject &object, QLatin1StringView key)
{
    const QJsonValue value = object.value(key);
    return value.isString() ? std::optional(value.toString()) : std::nullopt;
}

//! What is of another kind than it has to be, because passed over it would be lost unnoticed; empty if there
//! is none. null is as good as nothing there, as Go's decoder has it.
QString kindFault(const QJsonObject &object)
{
    const auto isOther = [](const QJsonValue &value, QJsonValue::Type kind) {
        return !value.isUndefined() && !value.isNull() && value.type() != kind;
    };
    const QJsonValue settings = object.value("url_settings"_L1);
    if (isOther(object.value("labels"_L1), QJsonValue::Array))
        return u"labels must be an array"_s;
    if (isOther(object.value("clear_labels"_L1), QJsonValue::Bool))
        return u"clear_labels must be true or false"_s;
    if (isOther(settings, QJsonValue::Object))
        return u"url_settings must be an object"_s;
    if (isOther(settings["auth"_L1], QJsonValue::String))
        return BadAuth;
    if (isOther(settings["private_access"_L1], QJsonValue::String))
        return u"private_access must be a string"_s;
    return {};
}

//! Why these cannot be labels; empty if they can.
QString labelFault(const std::optional<QStringList> &labels)
{
    if (!labels)
        return u"labels must be strings"_s;
    return labels->join(u',').size() > MostLabelText ? u"labels are too long"_s : QString();
}

//! What commands shall find in their environment; nothing for what no environment can hold.
std::optional<QMap<QString, QString>> variablesIn(const QJsonValue &value)
{
    if (value.isUndefined() || value.isNull())
        return QMap<QString, QString>();
    if (!value.isObject())
        return std::nullopt;
    const QJsonObject object = value.toObject();
    QMap<QString, QString> variables;
    qsizetype size = 0;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString name = it.key();
        const QString text = it->toString();
        const bool isName = !name.isEmpty() && !name.contains(u'=') && !name.contains(QChar::Null);
        if (!isName || !it->isString() || text.contains(QChar::Null))
            return std::nullopt;
        // NAME=value and an end. The agent is told of PATH twice: it looks for the program.
        const qsizetype bytes = name.toUtf8().size() + text.toUtf8().size() + 2;
        size += name == "PATH"_L1 ? 2 * bytes : bytes;
        variables.insert(name, text);
    }
    return size <= MostVariableText ? std::optional(variables) : std::nullopt;
}

bool isAuth(const QString &auth)
{
    return auth == u"sprite"_s || auth == u"public"_s;
}

int pageSize(const HttpRequest &request)
{
    bool ok = false;
    const int wanted = request.queryValue(u"max_results").toInt(&ok);
    return ok ? std::clamp(wanted, 1, MaxPage) : DefaultPage;
}

HttpResponse refusal(const StoreError &error, const QString &name)
{
    switch (error.fault) {
    case StoreFault::NotFound:
        return unknownSprite();
    case StoreFault::Exists:
        return HttpResponse::controlError(
            409, u"A sprite named '%1' already exists. Please choose a different name."_s.arg(name));
    case StoreFault::Invalid:
        return HttpResponse::controlErrors(400, error.text);
    default:
        return HttpResponse::controlError(500, error.text);
    }
}

} // namespace

SpriteRoutes::SpriteRoutes(SpriteStore &store, SpriteWire &wire, const PlaygroundOptions &options,
                           QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_wire(wire)
    , m_options(options)
{
    m_clock.start();
}

void SpriteRoutes::addTo(Router &router)
{
    const QString one = u"/v1/sprites/{name}"_s;
    router.add("GET", u"/v1/sprites"_s,
               [this](HttpExchange *exchange, const QStringList &) { list(exchange); });
    router.add("POST", u"/v1/sprites"_s, [this](HttpExchange *exchange, const QStringList &) {
        exchange->collectBody(MaxBody, [this, exchange](const QByteArray &body) { create(exchange, body); });
    });
    router.add("GET", one, [this](HttpExchange *exchange, const QStringList &names) {
        get(exchange, names.constFirst());
    });
    router.add("PUT", one, [this](HttpExchange *exchange, const QStringList &names) {
        exchange->collectBody(MaxBody, [this, exchange, name = names.constFirst()](const QByteArray &body) {
            update(exchange, name, body);
        });
    });
    router.add("DELETE", one, [this](HttpExchange *exchange, const QStringList &names) {
        remove(exchange, names.constFirst());
    });
}

void SpriteRoutes::list(HttpExchange *exchange)
{
    const HttpRequest &request = exchange->request();
    // Nobody waits for the end of a stream that has no lines.
    if (request.header("accept").contains("application/x-ndjson") && !request.isHead()) {
        new SpriteWatch(exchange, m_store, m_wire, request.queryValue(u"prefix"));
        return;
    }
    const QString after = SpriteWire::nameFrom(request.queryValue(u"continuation_token"));
    exchange->respond(HttpResponse::controlJson(
        200, m_wire.page(m_store.page(request.queryValue(u"prefix"), after, pageSize(request)))));
}

void SpriteRoutes::get(HttpExchange *exchange, const QString &name)
{
    const StoreResult<Sprite> sprite = m_store.sprite(name);
    exchange->respond(sprite ? HttpResponse::controlJson(200, m_wire.object(*sprite)) : unknownSprite());
}

std::optional<HttpResponse> SpriteRoutes::refusedCreation()
{
    const PlaygroundLimits &limits = m_options.limits;
    const int running = m_store.countByStatus(u"running"_s);
    if (limits.isFull(running))
        return concurrencyLimited(limits.runningLimit, running);
    if (limits.createsPerMinute <= 0)
        return std::nullopt;
    const qint64 now = m_clock.elapsed();
    while (!m_creations.empty() && m_creations.front() + Minute <= now)
        m_creations.pop_front();
    if (m_creations.size() < size_t(limits.createsPerMinute))
        return std::nullopt;
    const qint64 wait = m_creations.front() + Minute - now;
    return creationRateLimited(limits.createsPerMinute, int((wait + 999) / 1000));
}

void SpriteRoutes::create(HttpExchange *exchange, const QByteArray &body)
{
    const std::optional<QJsonObject> object = objectIn(body);
    if (!object)
        return exchange->respond(HttpResponse::controlErrors(400, u"invalid request body"_s));
    if (const QString fault = kindFault(*object); !fault.isEmpty())
        return exchange->respond(HttpResponse::controlErrors(400, fault));
    if (const std::optional<HttpResponse> refused = refusedCreation())
        return exchange->respond(*refused);
    SpriteRequest wanted;
    wanted.name = object->value("name"_L1).toString();
    const std::optional<QStringList> labels = textsIn(object->value("labels"_L1));
    wanted.labels = labels.value_or(QStringList());
    const QJsonObject settings = object->value("url_settings"_L1).toObject();
    wanted.auth = textIn(settings, "auth"_L1).value_or(wanted.auth);
    wanted.privateAccess = textIn(settings, "private_access"_L1).value_or(wanted.privateAccess);
    if (!isValidSpriteName(wanted.name))
        return exchange->respond(HttpResponse::controlErrors(400, u"invalid sprite name format"_s));
    if (!isAuth(wanted.auth))
        return exchange->respond(HttpResponse::controlErrors(400, BadAuth));
    if (const QString fault = labelFault(labels); !fault.isEmpty())
        return exchange->respond(HttpResponse::controlErrors(400, fault));
    const auto variables = variablesIn(object->value("environment"_L1));
    if (!variables)
        return exchange->respond(HttpResponse::controlErrors(400, u"invalid environment"_s));
    wanted.variables = *variables;
    const StoreResult<Sprite> made = m_store.create(wanted);
    if (!made)
        return exchange->respond(refusal(made.error(), wanted.name));
    m_creations.push_back(m_clock.elapsed());
    exchange->respond(HttpResponse::controlJson(201, m_wire.object(*made)));
}

void SpriteRoutes::update(HttpExchange *exchange, const QString &name, const QByteArray &body)
{
    const std::optional<QJsonObject> object = objectIn(body);
    if (!object)
        return exchange->respond(HttpResponse::controlErrors(400, u"invalid request body"_s));
    if (const QString fault = kindFault(*object); !fault.isEmpty())
        return exchange->respond(HttpResponse::controlErrors(400, fault));
    std::optional<QStringList> labels;
    if (object->value("labels"_L1).isArray()) {
        labels = textsIn(object->value("labels"_L1));
        if (const QString fault = labelFault(labels); !fault.isEmpty())
            return exchange->respond(HttpResponse::controlErrors(400, fault));
    } else if (object->value("clear_labels"_L1).toBool()) {
        labels = QStringList();
    }
    const QJsonObject settings = object->value("url_settings"_L1).toObject();
    const std::optional<QString> auth = textIn(settings, "auth"_L1);
    if (auth && !isAuth(*auth))
        return exchange->respond(HttpResponse::controlErrors(400, BadAuth));
    const StoreResult<Sprite> updated =
        m_store.update(name, labels, auth, textIn(settings, "private_access"_L1));
    exchange->respond(updated ? HttpResponse::controlJson(200, m_wire.object(*updated))
                              : refusal(updated.error(), name));
}

void SpriteRoutes::remove(HttpExchange *exchange, const QString &name)
{
    const StoreResult<Done> removed = m_store.remove(name);
    exchange->respond(removed ? HttpResponse::empty(204).with("Content-Type", "text/plain; charset=utf-8")
                              : refusal(removed.error(), name));
}

} // namespace Spritarium::Playground
