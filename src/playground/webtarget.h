// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include <functional>

namespace Spritarium::Playground {

//! Which port of a sprite its URL leads to (sprites-api 4.9): that of the service with an `http_port`, else
//! 8080. To be overridden by who knows services; such a service is started on demand.
class WebTarget
{
public:
    static constexpr quint16 DefaultPort = 8080;

    WebTarget() = default;
    virtual ~WebTarget() = default;
    Q_DISABLE_COPY_MOVE(WebTarget)

    //! Calls `then` once, at once or when what was to be started listens or has failed to; not if `context`
    //! is gone by then. The sprite runs.
    virtual void portOf(const QString &sprite, QObject *context, std::function<void(quint16 port)> then)
    {
        Q_UNUSED(sprite)
        Q_UNUSED(context)
        then(DefaultPort);
    }
};

} // namespace Spritarium::Playground
