// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"
#include "views/newspritesheet.h"

#include <QString>

#include <optional>

namespace Spritarium {

//! Where the store keeps what was typed into the sheet for a new sprite of this account.
QString newSpriteDraftKey(const AccountId &account);
//! As text for the store, and back; nothing for a text that is none.
QString newSpriteDraftText(const NewSpriteRequest &request);
std::optional<NewSpriteRequest> newSpriteDraft(const QString &text);

} // namespace Spritarium
