// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLoggingCategory>

namespace Spritarium {

//! Categories of the service layer, Info and above by default. A request is logged by verb, path without
//! query, status, duration and request id; never headers, never bodies, so never a token.
Q_DECLARE_LOGGING_CATEGORY(lcApi)
Q_DECLARE_LOGGING_CATEGORY(lcStream)
Q_DECLARE_LOGGING_CATEGORY(lcProxy)
Q_DECLARE_LOGGING_CATEGORY(lcCredentials)

} // namespace Spritarium
