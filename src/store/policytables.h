// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/storedvalues.h"

namespace Spritarium {

class Database;

// What this computer keeps beside the egress rules of a sprite: notes, versions applied, rules that go back.
// Policies are kept as the service writes them; one that cannot be read is left out.

PolicyNotes readPolicyNotes(Database &database, const SpriteKey &key);
//! Notes that say nothing leave no row.
void writePolicyNotes(Database &database, const SpriteKey &key, const PolicyNotes &notes);
//! Newest first; of two from the same millisecond the one written later.
QList<PolicyVersion> readPolicyVersions(Database &database, const SpriteKey &key);
void writePolicyVersion(Database &database, const SpriteKey &key, const PolicyVersion &version);
//! The earliest due first.
QList<PolicyTimer> readPolicyTimers(Database &database);
void writePolicyTimer(Database &database, const PolicyTimer &timer);
void removePolicyTimer(Database &database, const SpriteKey &key);

} // namespace Spritarium
