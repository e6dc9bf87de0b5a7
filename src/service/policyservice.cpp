// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/policyservice.h"

#include "service/apiclient.h"
#include "service/apireply.h"

namespace Spritarium {

namespace {

QByteArray policyPath(const SpriteName &sprite)
{
    return pathOf("v1", "sprites", sprite, "policy", "network");
}

} // namespace

PolicyService::PolicyService(ApiClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{}

PolicyService::~PolicyService() = default;

void PolicyService::load(const SpriteName &sprite)
{
    if (ApiReply *old = m_loads.take(sprite)) {
        old->disconnect(this);
        old->cancel();
    }
    ApiReply *reply = m_client.send(ApiRequest::get(Reach::InsideSprite, policyPath(sprite)));
    m_loads.insert(sprite, reply);
    connect(reply, &ApiReply::succeeded, this, [this, sprite, reply] {
        m_loads.remove(sprite);
        const Result<NetworkPolicy> parsed = parseNetworkPolicy(reply->answer().body);
        if (parsed)
            emit loaded(sprite, parsed.value());
        else
            emit loadFailed(sprite, m_client.unreadable(parsed.error(), *reply));
    });
    connect(reply, &ApiReply::failed, this, [this, sprite](const ApiError &error) {
        m_loads.remove(sprite);
        emit loadFailed(sprite, error);
    });
}

void PolicyService::apply(const OperationId &operation, const SpriteName &sprite, const NetworkPolicy &policy)
{
    ApiReply *reply =
        m_client.send(ApiRequest::post(Reach::InsideSprite, policyPath(sprite), toJson(policy)));
    connect(reply, &ApiReply::succeeded, this,
            [this, operation] { emit ended(operation, Outcome::Succeeded, {}); });
    connect(reply, &ApiReply::failed, this,
            [this, operation](const ApiError &error) { emit ended(operation, Outcome::Failed, error); });
    connect(reply, &ApiReply::interrupted, this,
            [this, operation](const ApiError &error) { emit ended(operation, Outcome::Unknown, error); });
}

} // namespace Spritarium
