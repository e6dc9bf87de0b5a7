// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httpexchange.h"

namespace Spritarium::Playground {

//! Answers wrongly in the way exchange->fault() says, as far as that happens before any right answer:
//! refusals, redirects, drops and silence. Returns false when the request shall be served after all (its
//! answer may still be spoiled by HttpExchange or NdjsonStream). Latency is the caller's.
bool answerFaulty(HttpExchange *exchange);

//! The 429 of sprites-api 2.7 for a creation rate.
HttpResponse creationRateLimited(int limit, int retryAfterSeconds);
//! The 429 of sprites-api 2.7 for too many running sprites.
HttpResponse concurrencyLimited(int limit, int current);

} // namespace Spritarium::Playground
