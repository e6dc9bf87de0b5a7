// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httprequest.h"
#include "playground/httpresponse.h"
#include "playground/playgroundoptions.h"

namespace Spritarium::Playground {

//! Where the URL of a private sprite leads who does not say who he is (sprites-api 4.9): a page of the
//! playground, for everybody. It holds no secret and leads nowhere else.
namespace SignInPage {

//! A redirection to the page for this sprite, at the address the API is served at, whatever the request says.
HttpResponse redirection(const PlaygroundOptions &options, const QString &sprite);

//! GET /playground/sign-in?sprite={name}
bool isAsked(const HttpRequest &request);

//! The page. It says nothing about whether there is such a sprite.
HttpResponse page(const HttpRequest &request);

} // namespace SignInPage

} // namespace Spritarium::Playground
