// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httpexchange.h"
#include "playground/playgroundoptions.h"

namespace Spritarium::Playground {

//! The exchange of a Fly token for a sprite token (sprites-api 2.3), the one call that comes without the
//! playground's own. There is nobody here to ask about Fly tokens: any is taken, none is kept or logged, and
//! the answer is the playground's token. That token opens everything, so it goes only to programs of the user
//! the playground runs as, and never to a page in a browser.
namespace TokenExchange {

//! POST /v1/organizations/{org}/tokens
bool isAsked(const HttpRequest &request);

//! Reads the body, which says nothing that matters here, and answers.
void answer(HttpExchange *exchange, const PlaygroundOptions &options);

//! Whether the other end of a loopback connection belongs to this program's user, as far as this system
//! tells; false if there is no such connection.
bool isOfThisUser(quint16 clientPort, quint16 serverPort);

} // namespace TokenExchange

} // namespace Spritarium::Playground
