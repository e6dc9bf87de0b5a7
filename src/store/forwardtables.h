// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/storedvalues.h"

namespace Spritarium {

class Database;

// Forwards a person wants, and what is to happen with ports that come up.

//! Of all sprites, in the order in which they were first saved. One that is no forward any more is left out.
QList<PortForward> readForwards(Database &database);
//! An id that is known keeps its place.
void writeForward(Database &database, const PortForward &forward);
void removeForward(Database &database, const ForwardId &id);

PortPreferences readPortPreferences(Database &database, const SpriteKey &key);
//! The set of that name becomes this one.
void writeForwardSet(Database &database, const SpriteKey &key, const ForwardSet &set);
void removeForwardSet(Database &database, const SpriteKey &key, const QString &name);
void writeIgnoredPorts(Database &database, const SpriteKey &key, const QList<quint16> &ports);
void writePortChoice(Database &database, const SpriteKey &key, int choice);

} // namespace Spritarium
