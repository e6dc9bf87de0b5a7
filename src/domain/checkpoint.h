// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"
#include "domain/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace Spritarium {

//! One point in a sprite's history: files only, never memory or processes (sprites-api 5).
struct Checkpoint
{
    CheckpointId id;
    QDateTime createTime; //!< as sent: for vN the moment v(N-1) was taken (sprites-api 5.2), UTC
    QString comment;
    bool isAuto = false;
    QList<CheckpointId> history; //!< ancestors, oldest first (seed 001); the nearest eight where sourceId is told
    CheckpointId sourceId;       //!< parent, if told
    QString health;              //!< empty is healthy; else the service's word

    //! The live state, listed as a pseudo entry; cannot be restored or deleted.
    bool isCurrent() const;
    //! 3 for "v3"; nothing for automatic and pseudo entries.
    std::optional<int> version() const;
    //! Taken by Spritarium before a restore: its comment starts "Safety: before restoring".
    bool isSafety() const;
    bool isHealthy() const { return health.isEmpty(); }
    //! Parent as told by the service: sourceId, else the last of history; empty when not told.
    CheckpointId parent() const;

    friend bool operator==(const Checkpoint &, const Checkpoint &) = default;
};

struct CheckpointListOptions
{
    bool includeAuto = true;
    CheckpointId history; //!< empty: no filter (sprites-api 5.4)

    friend bool operator==(const CheckpointListOptions &, const CheckpointListOptions &) = default;
};

//! A bare array or null (sprites-api 5.4). Order as sent.
Result<QList<Checkpoint>> parseCheckpoints(const QByteArray &body);
Result<Checkpoint> parseCheckpoint(const QByteArray &body);

//! The comment of the safety checkpoint taken before restoring `target`; never translated, for isSafety()
//! must know it again on every computer.
QString safetyComment(const CheckpointId &target);

//! "v3" in an "ID: v3" or "Checkpoint v3 created" text of a create stream (sprites-api 5.3); a hint only,
//! to be confirmed by the list.
std::optional<CheckpointId> checkpointIdHint(const QString &messageText);

//! The highest version, or nothing.
std::optional<int> newestVersion(const QList<Checkpoint> &checkpoints);

//! Body of POST checkpoint: `{}` or a comment.
QByteArray checkpointRequestBody(const QString &comment);

} // namespace Spritarium

Q_DECLARE_METATYPE(Spritarium::Checkpoint)
