// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/accountsession.h"
#include "domain/result.h"
#include "domain/sprite.h"

#include <chrono>
#include <functional>

namespace Spritarium {

class SpriteTreeModel;

//! How long a listing is believed about what runs; about the time a sprite takes to fall asleep.
inline constexpr std::chrono::seconds ListIsFreshFor{30};

//! Whether the list of sprites is young enough to believe what it says of running. "Running" may be hours
//! old, or from the disk, and reading inside would wake the sprite.
bool isListFresh(const SpriteTreeModel &tree, const AccountId &account);

//! Asks outside, which wakes nothing, and calls `then` once unless `context` or the session is gone by then.
void lookOutside(AccountSession &session, const SpriteName &sprite, QObject *context,
                 const std::function<void(const Result<Sprite> &)> &then);

} // namespace Spritarium
