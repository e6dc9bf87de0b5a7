// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/refusals.h"

#include <QDateTime>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

const QString UpgradeUrl = u"https://example.com/upgrade"_s;

HttpResponse statusAnswer(const Fault &fault)
{
    if (!fault.text.isEmpty())
        return HttpResponse::insideText(fault.status, fault.text);
    switch (fault.status) {
    case 401:
        return HttpResponse::controlError(401, u"authentication failed"_s);
    case 403:
        return HttpResponse::controlError(403, u"forbidden"_s);
    case 404:
        return HttpResponse::controlError(404, u"sprite not found"_s);
    case 409:
        return HttpResponse::controlError(409, u"conflict"_s);
    case 429:
        return creationRateLimited(10, fault.retryAfterSeconds);
    case 500:
        return HttpResponse::insideText(500, u"internal error"_s);
    default:
        return HttpResponse::controlError(fault.status,
                                          QString::fromLatin1(reasonPhrase(fault.status)).toLower());
    }
}

HttpResponse htmlBadGateway()
{
    return {502,
            {{"Content-Type", "text/html; charset=utf-8"}},
            "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\n"
            "<body><h1>502 Bad Gateway</h1><p>The machine did not answer.</p></body></html>\n"};
}

HttpResponse redirect(HttpExchange *exchange)
{
    const Fault &fault = exchange->fault();
    const HttpRequest &request = exchange->request();
    QByteArray location = fault.location.toUtf8();
    if (fault.kind == Fault::Kind::RedirectSameOrigin)
        location = request.target + (request.target.contains('?') ? '&' : '?') + "redirected=1";
    else if (location.isEmpty())
        location = "http://127.0.0.1:9" + request.target;
    return HttpResponse::empty(307).with("Location", location);
}

} // namespace

bool answerFaulty(HttpExchange *exchange)
{
    const Fault &fault = exchange->fault();
    switch (fault.kind) {
    case Fault::Kind::DropBeforeAnswer:
        exchange->cut();
        return true;
    case Fault::Kind::Stall:
        return fault.afterLines == 0; // whoever stalls says nothing at all
    case Fault::Kind::Status:
        exchange->respond(statusAnswer(fault));
        return true;
    case Fault::Kind::HtmlBadGateway:
        exchange->respond(htmlBadGateway());
        return true;
    case Fault::Kind::EmptyUnavailable:
        exchange->respond(HttpResponse::empty(503));
        return true;
    case Fault::Kind::RedirectSameOrigin:
        // One that was redirected already is let through, or "every request" would go in circles.
        if (exchange->request().hasQuery(u"redirected"))
            return false;
        [[fallthrough]];
    case Fault::Kind::RedirectOtherOrigin:
        exchange->respond(redirect(exchange));
        return true;
    default:
        return false;
    }
}

HttpResponse creationRateLimited(int limit, int retryAfterSeconds)
{
    const qint64 reset = QDateTime::currentSecsSinceEpoch() + retryAfterSeconds;
    return HttpResponse::controlJson(
               429, QJsonObject{{u"error"_s, u"sprite_creation_rate_limited"_s},
                                {u"message"_s, u"Sprite creation rate limit reached, try again later"_s},
                                {u"limit"_s, limit},
                                {u"window_seconds"_s, 60},
                                {u"retry_after_seconds"_s, retryAfterSeconds},
                                {u"upgrade_available"_s, true},
                                {u"upgrade_url"_s, UpgradeUrl}})
        .with("Retry-After", QByteArray::number(retryAfterSeconds))
        .with("X-RateLimit-Limit", QByteArray::number(limit))
        .with("X-RateLimit-Remaining", "0")
        .with("X-RateLimit-Reset", QByteArray::number(reset));
}

HttpResponse concurrencyLimited(int limit, int current)
{
    return HttpResponse::controlJson(429, QJsonObject{{u"error"_s, u"concurrent_sprite_limit_exceeded"_s},
                                                      {u"message"_s, u"Too many sprites are running"_s},
                                                      {u"limit"_s, limit},
                                                      {u"current_count"_s, current},
                                                      {u"upgrade_available"_s, true},
                                                      {u"upgrade_url"_s, UpgradeUrl}});
}

} // namespace Spritarium::Playground
