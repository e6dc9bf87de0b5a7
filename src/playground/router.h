// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httpexchange.h"

#include <QHash>
#include <QStringList>

#include <functional>

namespace Spritarium::Playground {

//! Finds the handler for a method and a path. Patterns are written "/v1/sprites/{name}/checkpoints/{id}"; a
//! brace part stands for any one non-empty segment and its text is handed over in `arguments`.
class Router
{
public:
    using Handler = std::function<void(HttpExchange *exchange, const QStringList &arguments)>;

    struct Match
    {
        Handler handler; //!< empty when nothing fits
        QStringList arguments;
        bool pathKnown = false; //!< the path fits, if not the method
    };

    void add(const QByteArray &method, const QString &pattern, Handler handler);
    //! HEAD finds what GET would.
    Match match(const HttpRequest &request) const;

private:
    struct Route
    {
        QByteArray method;
        QStringList pattern;
        Handler handler;
    };

    QList<Route> m_routes;
};

} // namespace Spritarium::Playground
