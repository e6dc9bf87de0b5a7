// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>

#include <chrono>

namespace Spritarium {

//! Every duration and size of the transport, in one place; a constructor argument, so that tests take
//! milliseconds where people wait for minutes. Sources: sprites-api 2.6 and 17, platform-notes 3.
struct ApiLimits
{
    using Milliseconds = std::chrono::milliseconds;

    Milliseconds query = std::chrono::seconds(30);         //!< inactivity of a short call
    Milliseconds createSprite = std::chrono::seconds(120); //!< POST /v1/sprites
    Milliseconds upgradeSprite = std::chrono::seconds(60);
    Milliseconds stall = std::chrono::seconds(120); //!< silence on a stream
    //! How long a stream may stay open after its `complete` or `error` line (sprites-api 5.7: some never
    //! end).
    Milliseconds settle = std::chrono::seconds(5);
    //! Pauses before a read is sent again after a timeout or a lost connection; its length is the number of
    //! tries.
    QList<Milliseconds> readBackoff = {Milliseconds(500), Milliseconds(1500)};
    //! Same for a read inside a sprite that answers 502, 503 or 504: it is waking.
    QList<Milliseconds> wakingBackoff = {Milliseconds(250), Milliseconds(1000), Milliseconds(2000)};
    //! Pauses before each look whether a change whose answer was lost has happened.
    QList<Milliseconds> checkBackoff = {Milliseconds(0), Milliseconds(2000), Milliseconds(5000)};
    qint64 streamBuffer = 256 * 1024;           //!< bytes; what is more waits at the sender
    Milliseconds longestTurn = Milliseconds(4); //!< of parsing before the event loop gets its turn
};

} // namespace Spritarium
