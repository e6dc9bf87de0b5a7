// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/operationend.h"

#include <QCoreApplication>

#include <algorithm>

namespace Spritarium {

namespace {

QString words(const char *text)
{
    return QCoreApplication::translate("Spritarium::OperationEnd", text);
}

bool phaseIs(const Operation &operation, PhaseName name, PhaseState state)
{
    return std::any_of(operation.phases.cbegin(), operation.phases.cend(), [name, state](const Phase &phase) {
        return phase.name == name && phase.state == state;
    });
}

bool isRestore(const Operation &operation)
{
    return operation.kind == OperationKind::RestoreCheckpoint;
}

bool nothingChanged(const Operation &operation)
{
    return isRestore(operation) && phaseIs(operation, PhaseName::SafetyCheckpoint, PhaseState::Failed);
}

QString failedText(const Operation &operation)
{
    if (nothingChanged(operation))
        return words(QT_TRANSLATE_NOOP("Spritarium::OperationEnd", "Nothing was changed."));
    if (isRestore(operation) && !operation.safety.isEmpty())
        return words(QT_TRANSLATE_NOOP("Spritarium::OperationEnd",
                                       "Not restored. Safety checkpoint %1 was kept."))
            .arg(operation.safety.toString());
    if (isRestore(operation))
        return words(QT_TRANSLATE_NOOP("Spritarium::OperationEnd", "Not restored."));
    if (operation.kind == OperationKind::CreateCheckpoint)
        return words(QT_TRANSLATE_NOOP("Spritarium::OperationEnd", "No checkpoint was created."));
    if (operation.kind == OperationKind::DeleteCheckpoint)
        return words(QT_TRANSLATE_NOOP("Spritarium::OperationEnd", "%1 was not deleted."))
            .arg(operation.target.toString());
    return outcomeText(operation.outcome);
}

QString unknownText(const Operation &operation)
{
    if (operation.connectionLost && isRestore(operation))
        return words(QT_TRANSLATE_NOOP("Spritarium::OperationEnd",
                                       "Connection lost. The restore may still be running."));
    if (operation.connectionLost)
        return words(QT_TRANSLATE_NOOP("Spritarium::OperationEnd",
                                       "Connection lost. The operation may still be running."));
    return words(
        QT_TRANSLATE_NOOP("Spritarium::OperationEnd", "The service did not say how it ended. Checking…"));
}

QString succeededText(const Operation &operation)
{
    const QString target = operation.target.toString();
    switch (operation.kind) {
    case OperationKind::RestoreCheckpoint:
        if (operation.outcome == Outcome::SucceededWithDifferences)
            return QCoreApplication::translate("Spritarium::OperationEnd",
                                               "Restored %1. %n things need a look.", nullptr,
                                               static_cast<int>(operation.differences.size()))
                .arg(target);
        return words(QT_TRANSLATE_NOOP("Spritarium::OperationEnd", "Restored %1. Everything checked."))
            .arg(target);
    case OperationKind::CreateCheckpoint:
        return words(QT_TRANSLATE_NOOP("Spritarium::OperationEnd", "Checkpoint %1 created."))
            .arg(operation.created.toString());
    case OperationKind::DeleteCheckpoint:
        return words(QT_TRANSLATE_NOOP("Spritarium::OperationEnd", "%1 deleted.")).arg(target);
    default:
        return outcomeText(operation.outcome);
    }
}

QString sentenceOf(const Operation &operation)
{
    if (!operation.resultText.isEmpty())
        return operation.resultText;
    switch (operation.outcome) {
    case Outcome::Running:
        return operation.connectionLost ? unknownText(operation) : QString();
    case Outcome::Succeeded:
    case Outcome::SucceededWithDifferences:
        return succeededText(operation);
    case Outcome::Failed:
        return failedText(operation);
    case Outcome::Unknown:
        return unknownText(operation);
    case Outcome::Canceled:
        return outcomeText(operation.outcome);
    }
    return {};
}

OperationEnd::Tone toneOf(const Operation &operation)
{
    switch (operation.outcome) {
    case Outcome::Succeeded:
        return OperationEnd::Tone::Good;
    case Outcome::Failed:
        return OperationEnd::Tone::Danger;
    case Outcome::SucceededWithDifferences:
    case Outcome::Unknown:
        return OperationEnd::Tone::Caution;
    case Outcome::Running:
        return operation.connectionLost ? OperationEnd::Tone::Caution : OperationEnd::Tone::Neutral;
    case Outcome::Canceled:
        break;
    }
    return OperationEnd::Tone::Neutral;
}

QList<OperationEnd::Offer> offersOf(const Operation &operation)
{
    using Offer = OperationEnd::Offer;
    QList<Offer> offers;
    if (operation.outcome == Outcome::Failed) {
        offers.append(Offer::TryAgain);
        if (nothingChanged(operation))
            offers.append(Offer::RestoreWithoutSafety);
        else if (isRestore(operation) && !operation.safety.isEmpty())
            offers.append(Offer::DeleteSafety);
    }
    // Only a restore can be looked after again; of the others the list tells by itself.
    const bool isUnknown = operation.outcome == Outcome::Unknown && isRestore(operation);
    if (isUnknown || (operation.isRunning() && operation.connectionLost))
        offers.append(Offer::CheckAgain);
    if (operation.error)
        offers.append(Offer::Details);
    return offers;
}

} // namespace

OperationEnd operationEndOf(const Operation &operation)
{
    OperationEnd end;
    end.text = sentenceOf(operation);
    end.tone = toneOf(operation);
    end.offers = offersOf(operation);
    if (operation.outcome == Outcome::Failed || operation.outcome == Outcome::Unknown) {
        // The service's own words say more than our sentence about the connection.
        end.message = operation.lastMessage;
        if (end.message.isEmpty() && operation.error)
            end.message = operation.error->userText(operation.target.toString());
    }
    if (operation.outcome == Outcome::SucceededWithDifferences)
        end.details = operation.differences;
    return end;
}

} // namespace Spritarium
