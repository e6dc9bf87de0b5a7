// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/checkpoint.h"
#include "domain/sprite.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace Spritarium {

//! Compact forms for what is only a copy of the service's answer: 10,000 sprites are read at every start, and
//! JSON takes ten times as long. A form this version does not know reads as nothing, and the list is read
//! from the service again.
QByteArray toBytes(const Sprite &sprite);
std::optional<Sprite> spriteOf(const QByteArray &bytes);
QByteArray toBytes(const OrganizationCounts &counts);
OrganizationCounts countsOf(const QByteArray &bytes);
QByteArray toBytes(const QList<Checkpoint> &checkpoints);
std::optional<QList<Checkpoint>> checkpointsOf(const QByteArray &bytes);

} // namespace Spritarium
