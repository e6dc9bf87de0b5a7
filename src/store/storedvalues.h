// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/account.h"
#include "domain/checkpoint.h"
#include "domain/lineage.h"
#include "domain/networkpolicy.h"
#include "domain/operation.h"
#include "domain/sprite.h"

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QSet>

#include <optional>

namespace Spritarium {

//! A sprite list as it was last read.
struct StoredSprites
{
    QList<Sprite> sprites;
    OrganizationCounts counts;
    QDateTime asOf; //!< UTC; invalid when never read

    friend bool operator==(const StoredSprites &, const StoredSprites &) = default;
};

//! What this computer remembers of one sprite's history.
struct StoredTimeline
{
    QList<Checkpoint> checkpoints;
    QDateTime asOf; //!< UTC; invalid when never read
    QHash<CheckpointId, QDateTime> knownTimes; //!< by our own clock, of checkpoints made from here
    QList<RestoreEvent> restores;              //!< oldest first

    friend bool operator==(const StoredTimeline &, const StoredTimeline &) = default;
};

//! A policy as it was last read.
struct StoredPolicy
{
    NetworkPolicy policy;
    QDateTime asOf;

    friend bool operator==(const StoredPolicy &, const StoredPolicy &) = default;
};

//! One operation as it is remembered.
struct StoredActivity
{
    Operation operation;
    QString accountName;
    QList<RequestRecord> requests;
    QList<StreamMessage> messages; //!< the last 200

    friend bool operator==(const StoredActivity &, const StoredActivity &) = default;
};

//! What is needed before the first frame.
struct StoredStart
{
    QList<Account> accounts;
    QSet<SpriteKey> favorites;
    QStringList savedFilters;
    QStringList recentComments;   //!< newest first, at most eight
    QStringList recentActions;    //!< palette choices, newest first
    QHash<QString, QString> drafts; //!< typed text that was not sent yet, by key
    QList<Operation> unfinished;    //!< operations that ran when the program ended

    friend bool operator==(const StoredStart &, const StoredStart &) = default;
};

} // namespace Spritarium
