// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/apirequest.h"

#include <QUrl>

namespace Spritarium {

ApiRequest ApiRequest::get(Reach reach, const QByteArray &path, const QueryItems &query)
{
    return {.reach = reach,
            .method = "GET",
            .path = path,
            .query = query,
            .body = {},
            .timeout = {},
            .stall = {}};
}

ApiRequest ApiRequest::post(Reach reach, const QByteArray &path, const QByteArray &body)
{
    return {.reach = reach,
            .method = "POST",
            .path = path,
            .query = {},
            .body = body,
            .timeout = {},
            .stall = {}};
}

ApiRequest ApiRequest::put(Reach reach, const QByteArray &path, const QByteArray &body)
{
    return {
        .reach = reach, .method = "PUT", .path = path, .query = {}, .body = body, .timeout = {}, .stall = {}};
}

ApiRequest ApiRequest::remove(Reach reach, const QByteArray &path)
{
    return {.reach = reach,
            .method = "DELETE",
            .path = path,
            .query = {},
            .body = {},
            .timeout = {},
            .stall = {}};
}

QByteArray PathPart::encoded(const QString &text)
{
    if (text == QLatin1String(".") || text == QLatin1String(".."))
        return {};
    return QUrl::toPercentEncoding(text);
}

QByteArray joinedPath(std::initializer_list<PathPart> parts)
{
    QByteArray path;
    for (const PathPart &part : parts) {
        if (part.toByteArray().isEmpty())
            return {};
        path += '/' + part.toByteArray();
    }
    return path;
}

QByteArray encodedQuery(const QueryItems &items)
{
    QByteArray query;
    for (const auto &[name, value] : items) {
        if (!query.isEmpty())
            query += '&';
        query += QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
    }
    return query;
}

} // namespace Spritarium
