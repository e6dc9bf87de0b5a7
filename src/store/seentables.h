// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/storedvalues.h"

namespace Spritarium {

class Database;

// Copies of the service's answers, and what this computer knows besides: lists, rules, restores, times.

SeenSprites readSprites(Database &database, const AccountId &account);
//! `before` is what the file holds; only the difference is written.
void writeSprites(Database &database, const SeenSprites &sprites, const QHash<SpriteName, Sprite> &before);
SeenSprite readSprite(Database &database, const SpriteKey &key);
void writeCheckpoints(Database &database, const SpriteKey &key, const QList<Checkpoint> &checkpoints,
                      const QDateTime &asOf);
void writePolicy(Database &database, const SpriteKey &key, const NetworkPolicy &policy,
                 const QDateTime &asOf);
void writeKnownTime(Database &database, const SpriteKey &key, const CheckpointId &checkpoint,
                    const QDateTime &time);
void writeRestore(Database &database, const SpriteKey &key, const RestoreEvent &event);
void removeSprite(Database &database, const SpriteKey &key);
void removeAccount(Database &database, const AccountId &account);
QHash<SpriteKey, SeenPolicy> readPolicies(Database &database, const AccountId &account);
//! Of every sprite whose policy was seen.
QHash<SpriteKey, bool> readRestricted(Database &database);

} // namespace Spritarium
