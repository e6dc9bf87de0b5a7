// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/egressroutes.h"

#include "playground/policyevaluation.h"

#include <QJsonDocument>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxBody = 4 * 1024 * 1024;

//! `policy` with one rule more, above the others.
QByteArray withRuleFromElsewhere(const QByteArray &policy)
{
    QJsonArray rules = QJsonDocument::fromJson(policy).object().value("rules"_L1).toArray();
    rules.prepend(QJsonObject{{u"domain"_s, u"added-elsewhere.example"_s}, {u"action"_s, u"allow"_s}});
    return QJsonDocument(QJsonObject{{u"rules"_s, rules}}).toJson(QJsonDocument::Indented);
}

HttpResponse refusal(const StoreError &error)
{
    switch (error.fault) {
    case StoreFault::NotFound:
        return HttpResponse::controlError(404, u"sprite not found"_s);
    case StoreFault::Invalid:
        return HttpResponse::controlErrors(400, error.text); // the detail that the service hides
    default:
        return HttpResponse::controlError(500, error.text);
    }
}

} // namespace

EgressRoutes::EgressRoutes(SpriteStore &store, PolicyWorker &worker, const PlaygroundPolicies &policies,
                           QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_worker(worker)
    , m_policies(policies)
{}

void EgressRoutes::addTo(Router &router)
{
    const QString path = u"/playground/egress/{name}"_s;
    router.add("GET", path,
               [this](HttpExchange *exchange, const QStringList &a) { tell(exchange, a.at(0)); });
    router.add("POST", path, [this](HttpExchange *exchange, const QStringList &a) {
        exchange->collectBody(MaxBody, [this, exchange, sprite = a.at(0)](const QByteArray &body) {
            edit(exchange, sprite, body);
        });
    });
}

void EgressRoutes::tell(HttpExchange *exchange, const QString &sprite)
{
    const StoreResult<SpriteView> view = m_store.view(sprite);
    if (!view)
        return exchange->respond(refusal(view.error()));
    const HttpRequest &request = exchange->request();
    const QString name = request.queryValue(u"name").trimmed();
    if (name.isEmpty())
        return exchange->respond(HttpResponse::controlErrors(400, u"no name given"_s));
    PolicyReading reading;
    reading.firstMatch =
        request.hasQuery(u"reading") ? request.queryValue(u"reading") == "first"_L1 : m_policies.firstMatch;
    reading.longestWins = request.queryValue(u"longest") == "1"_L1;
    reading.starCoversBase = request.queryValue(u"base") != "0"_L1;
    m_worker.run(exchange, sprite, *view, [view = *view, name, reading] {
        const PolicyAnswer answer =
            evaluatePolicy(NetworkPolicyStore(view).read(), name, reading, defaultNames());
        return HttpResponse::controlJson(200, QJsonObject{{u"name"_s, name},
                                                          {u"allowed"_s, answer.allowed},
                                                          {u"rule"_s, answer.rule},
                                                          {u"pattern"_s, answer.pattern}});
    });
}

void EgressRoutes::edit(HttpExchange *exchange, const QString &sprite, const QByteArray &body)
{
    const StoreResult<SpriteView> view = m_store.view(sprite);
    if (!view)
        return exchange->respond(refusal(view.error()));
    // As for everybody who changes a policy now.
    if (m_store.isRestoring(sprite))
        return exchange->respond(HttpResponse::insideText(503, u"sprite is not ready"_s));
    const NetworkPolicyStore policy(*view, m_policies.strictness);
    m_worker.run(exchange, sprite, *view, [policy, body] {
        const StoreResult<Done> written =
            policy.write(body.isEmpty() ? withRuleFromElsewhere(policy.read()) : body);
        return written ? HttpResponse::controlJson(200, policy.read()) : refusal(written.error());
    });
}

} // namespace Spritarium::Playground
