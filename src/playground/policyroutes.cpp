// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/policyroutes.h"

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxBody = 4 * 1024 * 1024;

HttpResponse refusal(const StoreError &error)
{
    switch (error.fault) {
    case StoreFault::NotFound:
        return HttpResponse::controlError(404, u"sprite not found"_s);
    case StoreFault::Invalid:
        return HttpResponse::insideText(400, u"invalid policy config"_s); // the detail is hidden, as there
    default:
        return HttpResponse::insideText(500, u"failed to write temp file"_s);
    }
}

} // namespace

PolicyRoutes::PolicyRoutes(SpriteStore &store, PolicyStrictness strictness, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_strictness(strictness)
{}

void PolicyRoutes::addTo(Router &router)
{
    const QString path = u"/v1/sprites/{name}/policy/network"_s;
    router.add("GET", path, [this](HttpExchange *exchange, const QStringList &a) { get(exchange, a.at(0)); });
    router.add("POST", path, [this](HttpExchange *exchange, const QStringList &a) {
        exchange->collectBody(
            MaxBody, [this, exchange, name = a.at(0)](const QByteArray &body) { set(exchange, name, body); });
    });
}

void PolicyRoutes::get(HttpExchange *exchange, const QString &sprite)
{
    const StoreResult<SpriteView> view = m_store.view(sprite);
    if (!view)
        return exchange->respond(refusal(view.error()));
    HttpResponse response = HttpResponse::empty(200).with("Content-Type", "application/json");
    response.body = NetworkPolicyStore(*view).read(); // the writer's bytes, unchanged
    exchange->respond(response);
}

void PolicyRoutes::set(HttpExchange *exchange, const QString &sprite, const QByteArray &body)
{
    const StoreResult<SpriteView> view = m_store.view(sprite);
    if (!view)
        return exchange->respond(refusal(view.error()));
    if (const StoreResult<Sprite> known = m_store.sprite(sprite); known && known->fails)
        return exchange->respond(HttpResponse::insideText(500, u"failed to write temp file"_s));
    const StoreResult<Done> written = NetworkPolicyStore(*view, m_strictness).write(body);
    exchange->respond(written ? HttpResponse::empty(204) : refusal(written.error()));
}

} // namespace Spritarium::Playground
