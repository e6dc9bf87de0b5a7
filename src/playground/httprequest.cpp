// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httprequest.h"

#include <algorithm>

namespace Spritarium::Playground {

QString HttpRequest::path() const
{
    return QLatin1Char('/') + segments.join(QLatin1Char('/'));
}

QByteArray HttpRequest::rawQuery() const
{
    const qsizetype mark = target.indexOf('?');
    return mark < 0 ? QByteArray() : target.mid(mark + 1);
}

QByteArray HttpRequest::header(QByteArrayView name) const
{
    const auto found =
        std::find_if(headers.cbegin(), headers.cend(), [name](const auto &h) { return h.first == name; });
    return found == headers.cend() ? QByteArray() : found->second;
}

QString HttpRequest::queryValue(QStringView key) const
{
    const auto found =
        std::find_if(query.cbegin(), query.cend(), [key](const auto &q) { return q.first == key; });
    return found == query.cend() ? QString() : found->second;
}

bool HttpRequest::hasQuery(QStringView key) const
{
    return std::any_of(query.cbegin(), query.cend(), [key](const auto &q) { return q.first == key; });
}

} // namespace Spritarium::Playground
