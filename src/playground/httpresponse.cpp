// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httpresponse.h"

#include <QHash>
#include <QJsonDocument>

#include <algorithm>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

// These three occur in compact JSON inside strings only, so a plain replacement is exact.
QByteArray escapedForHtml(QByteArray json)
{
    if (json.contains('<') || json.contains('>') || json.contains('&'))
        json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    return json;
}

//! Stands in JSON as it is.
bool isPlain(QChar each)
{
    const char16_t code = each.unicode();
    return code >= ' ' && code < 0x7f && code != '"' && code != '\\' && code != '<' && code != '>' &&
           code != '&';
}

} // namespace

HttpResponse &HttpResponse::with(const QByteArray &name, const QByteArray &value)
{
    headers.append({name, value});
    return *this;
}

HttpResponse HttpResponse::empty(int status)
{
    return {status, {}, {}};
}

HttpResponse HttpResponse::controlJson(int status, const QByteArray &json)
{
    return {status, {{"Content-Type", "application/json; charset=utf-8"}}, json};
}

HttpResponse HttpResponse::controlJson(int status, const QJsonObject &object)
{
    return controlJson(status, toWireJson(object));
}

HttpResponse HttpResponse::controlError(int status, const QString &text)
{
    return controlJson(status, QJsonObject{{u"error"_s, text}});
}

HttpResponse HttpResponse::controlErrors(int status, const QString &text)
{
    return controlJson(status, QJsonObject{{u"errors"_s, QJsonArray{text}}});
}

HttpResponse HttpResponse::insideJson(int status, const QByteArray &json)
{
    return {status, {{"Content-Type", "application/json"}}, json + '\n'};
}

HttpResponse HttpResponse::insideText(int status, const QString &text)
{
    return {status,
            {{"Content-Type", "text/plain; charset=utf-8"}, {"X-Content-Type-Options", "nosniff"}},
            text.toUtf8() + '\n'};
}

QByteArray reasonPhrase(int status)
{
    static const QHash<int, QByteArray> phrases{{100, "Continue"},
                                                {200, "OK"},
                                                {201, "Created"},
                                                {204, "No Content"},
                                                {206, "Partial Content"},
                                                {301, "Moved Permanently"},
                                                {302, "Found"},
                                                {307, "Temporary Redirect"},
                                                {400, "Bad Request"},
                                                {401, "Unauthorized"},
                                                {403, "Forbidden"},
                                                {404, "Not Found"},
                                                {405, "Method Not Allowed"},
                                                {408, "Request Timeout"},
                                                {409, "Conflict"},
                                                {410, "Gone"},
                                                {411, "Length Required"},
                                                {413, "Content Too Large"},
                                                {416, "Range Not Satisfiable"},
                                                {417, "Expectation Failed"},
                                                {426, "Upgrade Required"},
                                                {429, "Too Many Requests"},
                                                {431, "Request Header Fields Too Large"},
                                                {500, "Internal Server Error"},
                                                {501, "Not Implemented"},
                                                {502, "Bad Gateway"},
                                                {503, "Service Unavailable"},
                                                {504, "Gateway Timeout"},
                                                {505, "HTTP Version Not Supported"}};
    return phrases.value(status, "Status");
}

QByteArray toWireJson(const QJsonObject &object)
{
    return escapedForHtml(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QByteArray toWireJson(const QJsonArray &array)
{
    return escapedForHtml(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

void appendQuoted(QByteArray &to, QStringView text)
{
    if (!std::all_of(text.cbegin(), text.cend(), isPlain)) {
        const QByteArray array = toWireJson(QJsonArray{text.toString()});
        to.append(array.constData() + 1, array.size() - 2);
        return;
    }
    const qsizetype before = to.size();
    to.resize(before + text.size() + 2);
    char *at = to.data() + before;
    *at++ = '"';
    at = std::transform(text.cbegin(), text.cend(), at, [](QChar each) { return each.toLatin1(); });
    *at = '"';
}

} // namespace Spritarium::Playground
