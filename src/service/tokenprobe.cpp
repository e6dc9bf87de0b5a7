// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/tokenprobe.h"

#include "domain/account.h"
#include "service/apiclient.h"
#include "service/apireply.h"

namespace Spritarium {

TokenProbe::TokenProbe(const ApiLimits &limits, QObject *parent)
    : QObject(parent)
    , m_limits(limits)
{
    // Somebody waits in front of a sheet: say so at once instead of trying three times.
    m_limits.readBackoff.clear();
}

TokenProbe::~TokenProbe() = default;

void TokenProbe::probe(const QUrl &apiUrl, const QString &token)
{
    cancel();
    m_client = new ApiClient(apiUrl, token, m_limits, this);
    const QueryItems query = {{QStringLiteral("max_results"), QStringLiteral("1")}};
    ApiReply *reply = m_client->send(ApiRequest::get(Reach::ControlPlane, pathOf("v1", "sprites"), query));
    connect(reply, &ApiReply::succeeded, this,
            [this, reply, token] { emit finished(resultOf(*reply, token)); });
    connect(reply, &ApiReply::failed, this, [this, host = apiUrl.host()](const ApiError &error) {
        ProbeResult result = resultOf(error);
        result.host = host;
        emit finished(result);
    });
    connect(reply, &ApiReply::finished, m_client, &QObject::deleteLater);
}

void TokenProbe::cancel()
{
    if (!m_client)
        return;
    const QList<ApiReply *> replies = m_client->findChildren<ApiReply *>();
    for (ApiReply *reply : replies)
        reply->disconnect(this);
    m_client->deleteLater();
    m_client = nullptr;
}

ProbeResult TokenProbe::resultOf(const ApiReply &reply, const QString &token) const
{
    ProbeResult result;
    result.host = m_client->host();
    const Result<SpritePage> parsed = parseSpritePage(reply.answer().body);
    if (!parsed) {
        result.kind = ProbeResult::Kind::NotSprites;
        result.error = m_client->unreadable(parsed.error(), reply);
        return result;
    }
    const SpritePage &page = parsed.value();
    result.kind = ProbeResult::Kind::SignedIn;
    result.counts = page.counts;
    result.organization = page.counts.name;
    if (result.organization.isEmpty() && !page.sprites.isEmpty())
        result.organization = page.sprites.first().organization;
    if (result.organization.isEmpty())
        result.organization = tokenShapeOf(token).organizationHint;
    return result;
}

ProbeResult TokenProbe::resultOf(const ApiError &error)
{
    using Kind = ProbeResult::Kind;
    ProbeResult result;
    result.error = error;
    // A page made for people is not from this service, whatever its status; what the service says has words.
    const bool isOurs = !error.serverText.isEmpty() || !error.requestId.isEmpty();
    switch (error.kind) {
    case ApiError::Kind::Unauthorized:
    case ApiError::Kind::Forbidden:
        result.kind = Kind::Refused;
        break;
    case ApiError::Kind::RateLimited:
    case ApiError::Kind::LimitReached:
        result.kind = Kind::RateLimited;
        break;
    case ApiError::Kind::Server:
        result.kind = isOurs ? Kind::ServiceFailed : Kind::NotSprites;
        break;
    case ApiError::Kind::Network:
    case ApiError::Kind::Timeout:
        result.kind = Kind::NoAnswer;
        break;
    default:
        // Kind::Invalid without a status is an address that was never asked.
        result.kind = error.httpStatus == 0 && error.kind == ApiError::Kind::Invalid ? Kind::NoAnswer
                                                                                     : Kind::NotSprites;
        break;
    }
    return result;
}

} // namespace Spritarium
