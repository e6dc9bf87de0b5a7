// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/accountsession.h"
#include "domain/networkpolicy.h"

#include <functional>

namespace Spritarium {

//! Reads the rules of `source`, for "Copy from…", and calls `then` once unless `context` is gone by then.
//! Reading is answered inside the source and wakes it: the person chose it.
void copyPolicy(AccountSession &session, const SpriteName &source, QObject *context,
                const std::function<void(const Result<NetworkPolicy> &)> &then);

} // namespace Spritarium
