// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/router.h"

#include <optional>

namespace Spritarium::Playground {

namespace {

std::optional<QStringList> argumentsOf(const QStringList &pattern, const QStringList &segments)
{
    if (pattern.size() != segments.size())
        return std::nullopt;
    QStringList arguments;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (!pattern.at(i).startsWith(u'{')) {
            if (pattern.at(i) != segments.at(i))
                return std::nullopt;
        } else if (segments.at(i).isEmpty()) {
            return std::nullopt;
        } else {
            arguments.append(segments.at(i));
        }
    }
    return arguments;
}

} // namespace

void Router::add(const QByteArray &method, const QString &pattern, Handler handler, Serves serves)
{
    m_routes.append({method, pattern.mid(1).split(u'/'), std::move(handler), serves});
}

Router::Match Router::match(const HttpRequest &request) const
{
    const QByteArray method = request.isHead() ? QByteArray("GET") : request.method;
    Match match;
    for (const Route &route : m_routes) {
        const std::optional<QStringList> arguments = argumentsOf(route.pattern, request.segments);
        if (!arguments)
            continue;
        match.pathKnown = true;
        if (route.method == method)
            return {route.handler, *arguments, true, route.serves, {}};
        match.methods.append(route.method);
        if (route.method == "GET")
            match.methods.append("HEAD");
    }
    return match;
}

} // namespace Spritarium::Playground
