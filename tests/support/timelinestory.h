// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/checkpoint.h"
#include "domain/lineage.h"
#include "domain/operation.h"

#include <QHash>

namespace Spritarium::TimelineStory {

//! The sprite all stories are about.
inline SpriteKey spriteKey()
{
    return {AccountId(QStringLiteral("account")), SpriteName(QStringLiteral("calm-otter"))};
}

inline CheckpointId version(int number)
{
    return CheckpointId(QStringLiteral("v%1").arg(number));
}

inline Checkpoint checkpoint(int number, const QString &comment, const QDateTime &at)
{
    Checkpoint made;
    made.id = version(number);
    made.comment = comment;
    made.createTime = at;
    return made;
}

inline Checkpoint current(const QDateTime &at)
{
    Checkpoint live;
    live.id = CheckpointId(QStringLiteral("Current"));
    live.createTime = at;
    return live;
}

//! A listing, what this computer remembers of it, and when it was read.
struct History
{
    QList<Checkpoint> checkpoints;
    QList<RestoreEvent> restores;
    QHash<CheckpointId, QDateTime> knownTimes;
};

//! Newest first: work, a restore that left a branch behind, an unhealthy point, automatic ones.
inline History branchedHistory(const QDateTime &now)
{
    History history;
    const auto add = [&history](int number, const QString &comment, const QDateTime &at) {
        history.checkpoints.append(checkpoint(number, comment, at));
        history.knownTimes.insert(version(number), at);
    };
    history.checkpoints.append(current(now.addSecs(-60 * 12)));
    add(9, QStringLiteral("Login page works"), now.addSecs(-60 * 12));
    add(8, QStringLiteral("Safety: before restoring v5"), now.addSecs(-60 * 41));
    add(7, QStringLiteral("Try the new parser"), now.addSecs(-3600 * 3));
    add(6, {}, now.addSecs(-3600 * 5));
    add(5, QStringLiteral("Before upgrade"), now.addSecs(-3600 * 26));
    add(4,
        QStringLiteral(
            "A comment that goes on for quite a while, so that it must give way in its middle before the "
            "version and the badges do, and still ends in words"),
        now.addSecs(-3600 * 28));
    add(3, QStringLiteral("Database filled"), now.addDays(-3));
    add(2, QStringLiteral("Packages installed"), now.addDays(-4));
    add(1, QStringLiteral("First light"), now.addDays(-40));
    history.checkpoints[6].health = QStringLiteral("mount_failed");
    Checkpoint automatic;
    automatic.isAuto = true;
    for (const int hours : {4, 27, 30}) {
        automatic.createTime = now.addSecs(-3600 * hours);
        automatic.id = CheckpointId(QStringLiteral("auto-%1").arg(automatic.createTime.toMSecsSinceEpoch()));
        history.checkpoints.append(automatic);
    }
    RestoreEvent restore;
    restore.id = OperationId(QStringLiteral("restore-1"));
    restore.restored = version(5);
    restore.safety = version(8);
    restore.newestVersion = 8;
    restore.at = now.addSecs(-60 * 40);
    history.restores.append(restore);
    return history;
}

//! A restore in the middle of its way.
inline Operation runningRestore(const QDateTime &now)
{
    Operation operation;
    operation.id = OperationId(QStringLiteral("operation-1"));
    operation.kind = OperationKind::RestoreCheckpoint;
    operation.sprite = spriteKey();
    operation.target = version(3);
    operation.safety = version(10);
    operation.startedAt = now.addSecs(-7);
    operation.phases = {{PhaseName::SafetyCheckpoint, PhaseState::Done, QStringLiteral("v10")},
                        {PhaseName::Restore, PhaseState::Running, {}},
                        {PhaseName::SpriteIsBack, PhaseState::Waiting, {}},
                        {PhaseName::Verify, PhaseState::Waiting, {}}};
    return operation;
}

} // namespace Spritarium::TimelineStory
