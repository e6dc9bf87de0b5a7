// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "service/tunnelorigin.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <cstddef>
#include <functional>
#include <optional>

namespace Spritarium {

//! Most that one connection holds in each direction; what does not fit stays with whoever sends it.
constexpr std::size_t TunnelBufferSize = 64 * 1024;

//! Where a tunnel leads.
struct TunnelTarget
{
    TunnelOrigin origin;
    QUrl url;     //!< of the sprite's proxy, with the endpoint's scheme
    QString host; //!< dialled inside the sprite
    quint16 port = 0;
};

//! How a tunnel came to its end.
struct TunnelEnd
{
    enum class Why {
        Finished,
        NothingListens, //!< the service could not connect inside the sprite
        Failed
    };

    Why why = Why::Finished;
    std::optional<ApiError> error;
};

//! What went through, summed over tunnels by whoever shares it among them.
struct TunnelCounts
{
    qint64 up = 0; //!< to the sprite
    qint64 down = 0;
    int open = 0;
    std::size_t mostHeld = 0; //!< most bytes one tunnel ever held in one direction
};

//! Called on the tunnels' thread.
struct TunnelEvents
{
    std::function<void()> connected;
    std::function<void(const TunnelEnd &)> ended; //!< once, and not after stop()
};

} // namespace Spritarium
