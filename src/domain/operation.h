// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "domain/ids.h"
#include "domain/streammessage.h"

#include <QDateTime>
#include <QList>
#include <QMetaType>
#include <QString>

#include <optional>

namespace Spritarium {

enum class OperationKind {
    CreateSprite,
    DeleteSprite,
    UpdateLabels,
    UpdateAddress,
    CreateCheckpoint,
    RestoreCheckpoint,
    DeleteCheckpoint,
    ApplyPolicy,
    UpgradeSprite
};

//! The ends of everything that changes something (design.md 4.3). Unknown: it may have happened.
enum class Outcome { Running, Succeeded, SucceededWithDifferences, Failed, Unknown, Canceled };

//! ux-spec 9.6 and 7.
enum class PhaseName {
    Create,
    Listed,
    SafetyCheckpoint,
    Restore,
    SpriteIsBack,
    Verify,
    ReadAgain,
    ApplyEgress,
    Delete,
    Change
};

enum class PhaseState { Waiting, Running, Done, Failed, Unknown, Skipped };

struct Phase
{
    PhaseName name = PhaseName::Create;
    PhaseState state = PhaseState::Waiting;
    QString detail; //!< such as "v9", shown behind the name

    friend bool operator==(const Phase &, const Phase &) = default;
};

//! One HTTP exchange as Activity shows it: no query, no headers, no body, so no secret.
struct RequestRecord
{
    QString method;
    QString path;
    int status = 0; //!< 0: no answer
    qint64 milliseconds = 0;
    QString requestId;
    QDateTime at;

    friend bool operator==(const RequestRecord &, const RequestRecord &) = default;
};

//! Everything known about one change, from the click to what was read back.
struct Operation
{
    OperationId id;
    OperationKind kind = OperationKind::CreateCheckpoint;
    SpriteKey sprite;
    CheckpointId target;  //!< restored or deleted point
    CheckpointId safety;  //!< safety checkpoint of a restore, once listed
    CheckpointId created; //!< what a create made, once listed
    QString comment;
    QDateTime startedAt; //!< UTC
    QDateTime endedAt;
    QList<Phase> phases;
    Outcome outcome = Outcome::Running;
    QString resultText;            //!< the sentence of ux-spec 9.6, translated
    std::optional<ApiError> error; //!< why it failed or is unknown
    QString lastMessage;           //!< the service's last words
    QStringList differences;       //!< "things need a look" after a restore, translated sentences
    bool connectionLost = false;   //!< the end is unknown because the line broke

    bool isRunning() const { return outcome == Outcome::Running; }

    friend bool operator==(const Operation &, const Operation &) = default;
};

OperationId newOperationId();

//! "Restoring v3", "Creating checkpoint", ... while it runs; "Restored v3 on calm-otter", ... once it ended.
QString operationTitle(const Operation &operation);
QString phaseText(PhaseName name);
QString phaseStateText(PhaseState state);
QString outcomeText(Outcome outcome);
//! Words that never change, for storage.
QString operationKindKey(OperationKind kind);
std::optional<OperationKind> operationKindFromKey(const QString &key);
QString outcomeKey(Outcome outcome);
Outcome outcomeFromKey(const QString &key);

} // namespace Spritarium

Q_DECLARE_METATYPE(Spritarium::Operation)
Q_DECLARE_METATYPE(Spritarium::RequestRecord)
