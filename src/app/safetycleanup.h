// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"
#include "app/parts.h"
#include "domain/checkpoint.h"

#include <QObject>

namespace Spritarium {

class TimelineFeed;

//! "Delete safety checkpoints older than 7 days…" (ux-spec 9.6): asks once, then deletes one after the other,
//! each read to be gone before the next is asked for. It stops at the first that does not go; the row of that
//! one says why.
class SafetyCleanup : public QObject
{
    Q_OBJECT

public:
    SafetyCleanup(const Parts &parts, TimelineFeed &feed, const FlowTiming &timing, QObject *parent);

private:
    //! Of the shown sprite, oldest first; never what its live files are based on, as far as that is known,
    //! and none whose age is only guessed: a reported time may be weeks too early (sprites-api 5.2).
    QList<Checkpoint> oldOnes() const;
    QString disabledReason() const;
    void updateReason();
    void ask();
    void begin(const SpriteKey &sprite, const QList<CheckpointId> &checkpoints);
    void next();
    void applyEnd(const Operation &operation);

    Parts m_parts;
    TimelineFeed &m_feed;
    FlowTiming m_timing;
    SpriteKey m_sprite; //!< the one whose checkpoints are being deleted; empty: none are
    QList<CheckpointId> m_queue;
    OperationId m_running;
    int m_deleted = 0;
};

} // namespace Spritarium
