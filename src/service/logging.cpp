// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/logging.h"

namespace Spritarium {

Q_LOGGING_CATEGORY(lcApi, "spritarium.api", QtInfoMsg)
Q_LOGGING_CATEGORY(lcStream, "spritarium.stream", QtInfoMsg)
Q_LOGGING_CATEGORY(lcProxy, "spritarium.proxy", QtInfoMsg)
Q_LOGGING_CATEGORY(lcCredentials, "spritarium.credentials", QtInfoMsg)

} // namespace Spritarium
