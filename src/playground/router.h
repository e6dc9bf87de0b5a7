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

    //! What a route does with a GET: answers it, opens a WebSocket, or either as it is asked for.
    enum class Serves { Answers, Sockets, Both };

    struct Match
    {
        Handler handler; //!< empty when nothing fits
        QStringList arguments;
        bool pathKnown = false; //!< the path fits, if not the method
        Serves serves = Serves::Answers;
        QList<QByteArray> methods; //!< that the path has, when nothing fits
    };

    void add(const QByteArray &method, const QString &pattern, Handler handler,
             Serves serves = Serves::Answers);
    //! HEAD finds what GET would.
    Match match(const HttpRequest &request) const;

private:
    struct Route
    {
        QByteArray method;
        QStringList pattern;
        Handler handler;
        Serves serves = Serves::Answers;
    };

    QList<Route> m_routes;
};

} // namespace Spritarium::Playground
