// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/account.h"
#include "domain/checkpoint.h"
#include "domain/lineage.h"
#include "domain/networkpolicy.h"
#include "domain/operation.h"
#include "domain/policyversion.h"
#include "domain/portforward.h"
#include "domain/sprite.h"

#include <QDateTime>
#include <QHash>
#include <QList>

namespace Spritarium {

//! The sprites of an account as last read.
struct SeenSprites
{
    AccountId account;
    QList<Sprite> sprites; //!< by name
    OrganizationCounts counts;
    QDateTime asOf; //!< UTC

    friend bool operator==(const SeenSprites &, const SeenSprites &) = default;
};

//! Forwards saved together under a name.
struct ForwardSet
{
    QString name;
    QList<PortForward> forwards; //!< in their order, with the ids they had

    friend bool operator==(const ForwardSet &, const ForwardSet &) = default;
};

//! What a person decided about the ports of one sprite, besides single forwards.
struct PortPreferences
{
    QList<quint16> ignored; //!< never asked about
    int choice = 0;         //!< what happens when something starts to listen; its owner knows the numbers
    QList<ForwardSet> sets; //!< by name

    friend bool operator==(const PortPreferences &, const PortPreferences &) = default;
};

//! What is remembered of one sprite; a time that is invalid means "never seen".
struct SeenSprite
{
    SpriteKey key;
    QList<Checkpoint> checkpoints;
    QDateTime checkpointsAsOf;
    NetworkPolicy policy;
    QDateTime policyAsOf;
    PolicyNotes policyNotes;
    PortPreferences portPreferences;
    QHash<CheckpointId, QDateTime> knownTimes; //!< by the clock of this computer
    QList<RestoreEvent> restores;              //!< oldest first

    friend bool operator==(const SeenSprite &, const SeenSprite &) = default;
};

//! Egress rules as last read.
struct SeenPolicy
{
    NetworkPolicy policy;
    QDateTime asOf; //!< UTC

    friend bool operator==(const SeenPolicy &, const SeenPolicy &) = default;
};

//! One operation as Activity keeps it.
struct StoredActivity
{
    Operation operation;
    QString accountName;
    QList<RequestRecord> requests;
    QList<StreamMessage> messages; //!< the last 200

    friend bool operator==(const StoredActivity &, const StoredActivity &) = default;
};

//! A filter of the tree with its star.
struct SavedFilter
{
    QString name;
    QString text;

    friend bool operator==(const SavedFilter &, const SavedFilter &) = default;
};

//! What is needed to begin, in one piece.
struct StoredBeginning
{
    QList<Account> accounts;
    QList<SpriteKey> favorites;
    QList<SavedFilter> filters;
    QHash<QString, QString> drafts;
    QStringList recentComments;        //!< newest first
    QHash<SpriteKey, bool> restricted; //!< from the policies last seen
    QList<PolicyTimer> policyTimers;   //!< rules that go back unless they are kept
    QList<PortForward> forwards;       //!< of all sprites, in the order they were first saved
    //! Newest first. What ran when the program ended has outcome Unknown here, its running phases too.
    QList<StoredActivity> activity;
    //! Those of them whose end is to be found out by reading.
    QList<Operation> unfinished;

    friend bool operator==(const StoredBeginning &, const StoredBeginning &) = default;
};

} // namespace Spritarium

Q_DECLARE_METATYPE(Spritarium::SeenSprites)
Q_DECLARE_METATYPE(Spritarium::SeenSprite)
Q_DECLARE_METATYPE(Spritarium::StoredBeginning)
