// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/operation.h"

#include <QCoreApplication>
#include <QUuid>

#include <algorithm>
#include <array>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::Operation)
};

template <typename Value>
struct Key
{
    Value value;
    QLatin1StringView key;
};

constexpr std::array KindKeys = {
    Key<OperationKind>{OperationKind::CreateSprite, QLatin1StringView("sprite.create")},
    Key<OperationKind>{OperationKind::DeleteSprite, QLatin1StringView("sprite.delete")},
    Key<OperationKind>{OperationKind::UpdateLabels, QLatin1StringView("sprite.labels")},
    Key<OperationKind>{OperationKind::UpdateAddress, QLatin1StringView("sprite.address")},
    Key<OperationKind>{OperationKind::CreateCheckpoint, QLatin1StringView("checkpoint.create")},
    Key<OperationKind>{OperationKind::RestoreCheckpoint, QLatin1StringView("checkpoint.restore")},
    Key<OperationKind>{OperationKind::DeleteCheckpoint, QLatin1StringView("checkpoint.delete")},
    Key<OperationKind>{OperationKind::ApplyPolicy, QLatin1StringView("policy.apply")},
    Key<OperationKind>{OperationKind::UpgradeSprite, QLatin1StringView("sprite.upgrade")},
};

constexpr std::array OutcomeKeys = {
    Key<Outcome>{Outcome::Running, QLatin1StringView("running")},
    Key<Outcome>{Outcome::Succeeded, QLatin1StringView("succeeded")},
    Key<Outcome>{Outcome::SucceededWithDifferences, QLatin1StringView("differences")},
    Key<Outcome>{Outcome::Failed, QLatin1StringView("failed")},
    Key<Outcome>{Outcome::Unknown, QLatin1StringView("unknown")},
    Key<Outcome>{Outcome::Canceled, QLatin1StringView("canceled")},
};

template <typename Table, typename Value>
QString keyOf(const Table &table, Value value)
{
    const auto it =
        std::find_if(table.begin(), table.end(), [value](const auto &row) { return row.value == value; });
    return it == table.end() ? QString() : QString(it->key);
}

QString runningTitle(const Operation &operation)
{
    const QString sprite = operation.sprite.sprite.toString();
    const QString target = operation.target.toString();
    switch (operation.kind) {
    case OperationKind::CreateSprite:
        return Text::tr("Creating %1").arg(sprite);
    case OperationKind::DeleteSprite:
        return Text::tr("Deleting %1").arg(sprite);
    case OperationKind::UpdateLabels:
        return Text::tr("Changing labels of %1").arg(sprite);
    case OperationKind::UpdateAddress:
        return Text::tr("Changing the address of %1").arg(sprite);
    case OperationKind::CreateCheckpoint:
        return Text::tr("Creating a checkpoint");
    case OperationKind::RestoreCheckpoint:
        return Text::tr("Restoring %1").arg(target);
    case OperationKind::DeleteCheckpoint:
        return Text::tr("Deleting %1").arg(target);
    case OperationKind::ApplyPolicy:
        return Text::tr("Applying egress rules to %1").arg(sprite);
    case OperationKind::UpgradeSprite:
        return Text::tr("Upgrading %1").arg(sprite);
    }
    return {};
}

QString doneTitle(const Operation &operation)
{
    const QString sprite = operation.sprite.sprite.toString();
    const QString target = operation.target.toString();
    switch (operation.kind) {
    case OperationKind::CreateSprite:
        return Text::tr("Created %1").arg(sprite);
    case OperationKind::DeleteSprite:
        return Text::tr("Deleted %1").arg(sprite);
    case OperationKind::UpdateLabels:
        return Text::tr("Changed labels of %1").arg(sprite);
    case OperationKind::UpdateAddress:
        return Text::tr("Changed the address of %1").arg(sprite);
    case OperationKind::CreateCheckpoint:
        return operation.created.isEmpty()
                   ? Text::tr("Created a checkpoint of %1").arg(sprite)
                   : Text::tr("Created %1 of %2").arg(operation.created.toString(), sprite);
    case OperationKind::RestoreCheckpoint:
        return Text::tr("Restored %1 on %2").arg(target, sprite);
    case OperationKind::DeleteCheckpoint:
        return Text::tr("Deleted %1 of %2").arg(target, sprite);
    case OperationKind::ApplyPolicy:
        return Text::tr("Applied egress rules to %1").arg(sprite);
    case OperationKind::UpgradeSprite:
        return Text::tr("Upgraded %1").arg(sprite);
    }
    return {};
}

//! What was attempted, said without claiming that it happened.
QString attemptTitle(const Operation &operation)
{
    const QString sprite = operation.sprite.sprite.toString();
    const QString target = operation.target.toString();
    switch (operation.kind) {
    case OperationKind::CreateSprite:
        return Text::tr("Create %1").arg(sprite);
    case OperationKind::DeleteSprite:
        return Text::tr("Delete %1").arg(sprite);
    case OperationKind::UpdateLabels:
        return Text::tr("Change labels of %1").arg(sprite);
    case OperationKind::UpdateAddress:
        return Text::tr("Change the address of %1").arg(sprite);
    case OperationKind::CreateCheckpoint:
        return Text::tr("Create a checkpoint of %1").arg(sprite);
    case OperationKind::RestoreCheckpoint:
        return Text::tr("Restore %1 on %2").arg(target, sprite);
    case OperationKind::DeleteCheckpoint:
        return Text::tr("Delete %1 of %2").arg(target, sprite);
    case OperationKind::ApplyPolicy:
        return Text::tr("Apply egress rules to %1").arg(sprite);
    case OperationKind::UpgradeSprite:
        return Text::tr("Upgrade %1").arg(sprite);
    }
    return {};
}

} // namespace

OperationId newOperationId()
{
    return OperationId(QUuid::createUuid().toString(QUuid::WithoutBraces));
}

QString operationTitle(const Operation &operation)
{
    switch (operation.outcome) {
    case Outcome::Running:
        return runningTitle(operation);
    case Outcome::Succeeded:
    case Outcome::SucceededWithDifferences:
        return doneTitle(operation);
    case Outcome::Failed:
    case Outcome::Unknown:
    case Outcome::Canceled:
        break;
    }
    return attemptTitle(operation);
}

QString phaseText(PhaseName name)
{
    switch (name) {
    case PhaseName::Create:
        return Text::tr("Create");
    case PhaseName::Listed:
        return Text::tr("Listed");
    case PhaseName::SafetyCheckpoint:
        return Text::tr("Safety checkpoint");
    case PhaseName::Restore:
        //: The phase in which the service restores a checkpoint; a noun
        return Text::tr("Restore");
    case PhaseName::SpriteIsBack:
        return Text::tr("Sprite is back");
    case PhaseName::Verify:
        return Text::tr("Verify");
    case PhaseName::ReadAgain:
        return Text::tr("Read again");
    case PhaseName::ApplyEgress:
        return Text::tr("Apply egress");
    case PhaseName::Delete:
        return Text::tr("Delete");
    case PhaseName::Change:
        //: The phase in which the service changes something; a noun
        return Text::tr("Change");
    }
    return {};
}

QString phaseStateText(PhaseState state)
{
    switch (state) {
    case PhaseState::Waiting:
        return Text::tr("Waiting");
    case PhaseState::Running:
        return Text::tr("Working");
    case PhaseState::Done:
        return Text::tr("Done");
    case PhaseState::Failed:
        return Text::tr("Failed");
    case PhaseState::Unknown:
        return Text::tr("Unknown");
    case PhaseState::Skipped:
        return Text::tr("Skipped");
    }
    return {};
}

QString outcomeText(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Running:
        return Text::tr("Working");
    case Outcome::Succeeded:
        return Text::tr("Done");
    case Outcome::SucceededWithDifferences:
        return Text::tr("Needs a look");
    case Outcome::Failed:
        return Text::tr("Failed");
    case Outcome::Unknown:
        return Text::tr("Unknown");
    case Outcome::Canceled:
        return Text::tr("Canceled");
    }
    return {};
}

QString operationKindKey(OperationKind kind)
{
    return keyOf(KindKeys, kind);
}

std::optional<OperationKind> operationKindFromKey(const QString &key)
{
    const auto it =
        std::find_if(KindKeys.begin(), KindKeys.end(), [&key](const auto &row) { return row.key == key; });
    return it == KindKeys.end() ? std::nullopt : std::optional(it->value);
}

QString outcomeKey(Outcome outcome)
{
    return keyOf(OutcomeKeys, outcome);
}

Outcome outcomeFromKey(const QString &key)
{
    const auto it = std::find_if(OutcomeKeys.begin(), OutcomeKeys.end(),
                                 [&key](const auto &row) { return row.key == key; });
    return it == OutcomeKeys.end() ? Outcome::Unknown : it->value;
}

} // namespace Spritarium
