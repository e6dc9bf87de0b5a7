// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/sprite.h"
#include "models/spritetreenode.h"

#include <QDateTime>
#include <QString>

namespace Spritarium {

//! "Running", or the service's own word for a state this version does not know.
QString spriteStateText(const Sprite &sprite);
//! "Running · ran 12 min ago · web".
QString spriteSecondLine(const SpriteNode &node, const QDateTime &now);
//! Everything a row shows, for a screen reader.
QString spriteAccessibleText(const SpriteNode &node, const QDateTime &now);
QString groupName(const GroupNode &group);
//! "3 of 10 running · 12 of 50 warm", as far as it is known.
QString countsText(const OrganizationCounts &counts);
//! The address of an account that is not the vendor's; what went wrong with it comes first.
QString accountSecondLine(const AccountNode &node);

} // namespace Spritarium
