// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/policyroutes.h"

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxBody = 1024 * 1024;

HttpResponse refusal(const StoreError &error)
{
    switch (error.fault) {
    case StoreFault::NotFound:
        return HttpResponse::controlError(404, u"sprite not found"_s);
    case StoreFault::Invalid:
        return HttpResponse::insideText(400, u"invalid policy config"_s); // the detail is hidden, as there
    default:
        // The store's own words may name folders of this computer.
        return HttpResponse::insideText(
            500, error.text.startsWith("failed to "_L1) ? error.text : u"failed to write temp file"_s);
    }
}

} // namespace

PolicyRoutes::PolicyRoutes(SpriteStore &store, PolicyWorker &worker, PolicyStrictness strictness,
                           QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_worker(worker)
    , m_strictness(strictness)
{}

void PolicyRoutes::addTo(Router &router)
{
    const QString path = u"/v1/sprites/{name}/policy/network"_s;
    router.add("GET", path, [this](HttpExchange *exchange, const QStringList &a) {
        tell(exchange, a.at(0), [](const SpriteView &view) { return NetworkPolicyStore(view).read(); });
    });
    router.add("POST", path, [this](HttpExchange *exchange, const QStringList &a) {
        exchange->collectBody(MaxBody, [this, exchange, name = a.at(0)](const QByteArray &body) {
            make(exchange, name, [strictness = m_strictness, body](const SpriteView &view) {
                return NetworkPolicyStore(view, strictness).write(body);
            });
        });
    });
    addSide(router, SidePolicy::Privileges);
    addSide(router, SidePolicy::Resources);
}

void PolicyRoutes::addSide(Router &router, SidePolicy policy)
{
    const QString path = u"/v1/sprites/{name}/policy/"_s + sidePolicyName(policy);
    router.add("GET", path, [this, policy](HttpExchange *exchange, const QStringList &a) {
        tell(exchange, a.at(0),
             [policy](const SpriteView &view) { return SidePolicyStore(view, policy).read(); });
    });
    router.add("POST", path, [this, policy](HttpExchange *exchange, const QStringList &a) {
        exchange->collectBody(MaxBody, [this, policy, exchange, name = a.at(0)](const QByteArray &body) {
            make(exchange, name, [strictness = m_strictness, policy, body](const SpriteView &view) {
                return SidePolicyStore(view, policy, strictness).write(body);
            });
        });
    });
    router.add("DELETE", path, [this, policy](HttpExchange *exchange, const QStringList &a) {
        make(exchange, a.at(0),
             [policy](const SpriteView &view) { return SidePolicyStore(view, policy).remove(); });
    });
}

void PolicyRoutes::tell(HttpExchange *exchange, const QString &sprite,
                        const std::function<QByteArray(const SpriteView &)> &read)
{
    const StoreResult<SpriteView> view = m_store.view(sprite);
    if (!view)
        return exchange->respond(refusal(view.error()));
    HttpResponse response = HttpResponse::empty(200).with("Content-Type", "application/json");
    response.body = read(*view); // the writer's bytes, unchanged
    exchange->respond(response);
}

void PolicyRoutes::make(HttpExchange *exchange, const QString &sprite, const Change &change)
{
    const StoreResult<SpriteView> view = m_store.view(sprite);
    if (!view)
        return exchange->respond(refusal(view.error()));
    if (const StoreResult<Sprite> known = m_store.sprite(sprite); known && known->fails)
        return exchange->respond(HttpResponse::insideText(500, u"failed to write temp file"_s));
    // What would be written now goes with the files that are about to be replaced.
    if (m_store.isRestoring(sprite))
        return exchange->respond(HttpResponse::insideText(503, u"sprite is not ready"_s));
    m_worker.run(exchange, sprite, *view, [change, view = *view] {
        const StoreResult<Done> changed = change(view);
        return changed ? HttpResponse::empty(204) : refusal(changed.error());
    });
}

} // namespace Spritarium::Playground
