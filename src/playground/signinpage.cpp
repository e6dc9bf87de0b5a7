// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/signinpage.h"

#include <QUrl>
#include <QUrlQuery>

namespace Spritarium::Playground::SignInPage {

using namespace Qt::StringLiterals;

namespace {

const QString Path = u"/playground/sign-in"_s;

} // namespace

HttpResponse redirection(const PlaygroundOptions &options, const QString &sprite)
{
    QUrl page(options.servedUrl);
    page.setPath(Path);
    QUrlQuery query;
    query.addQueryItem(u"sprite"_s, sprite);
    page.setQuery(query);
    return HttpResponse::empty(302).with("Location", page.toEncoded()).with("Cache-Control", "no-store");
}

bool isAsked(const HttpRequest &request)
{
    const bool isReading = request.method == "GET" || request.isHead();
    return isReading && request.path() == Path;
}

HttpResponse page(const HttpRequest &request)
{
    const QString name = request.queryValue(u"sprite");
    const QString sprite = isValidSpriteName(name) ? u"The sprite <b>%1</b>"_s.arg(name) : u"This sprite"_s;
    HttpResponse response = HttpResponse::empty(200);
    response.with("Content-Type", "text/html; charset=utf-8")
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "no-referrer")
        .with("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.body =
        u"<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>This sprite is private</title>\n"
        "<h1>This sprite is private</h1>\n"
        "<p>%1 shows its pages to those who bring the playground's token.</p>\n"
        "<p>A program sends it with each request, as <code>Authorization: Bearer <i>token</i></code>.</p>\n"
        "<p>A browser cannot sign in here. To open the pages in one, make the sprite's URL public.</p>\n"
        "</html>\n"_s.arg(sprite)
            .toUtf8();
    return response;
}

} // namespace Spritarium::Playground::SignInPage
