// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace Spritarium::Playground {

//! How many clients a server has at once, and how long it waits for what they owe it. Nothing that is being
//! served has an end in time: no stream, no follower, no WebSocket, and no body as long as it goes on.
struct HttpLimits
{
    int connections = 2048; //!< without those that became WebSockets; one more is answered 503
    //! For a request's head, from its first byte on; for the first one of a connection from its beginning.
    std::chrono::milliseconds head = std::chrono::seconds(30);
    //! Between an answer and the next request.
    std::chrono::milliseconds idle = std::chrono::minutes(2);
    //! Without a byte of a body that a call waits for.
    std::chrono::milliseconds body = std::chrono::seconds(30);
};

} // namespace Spritarium::Playground
