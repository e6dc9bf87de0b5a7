// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/deletecheckpointflow.h"

#include <algorithm>

namespace Spritarium {

DeleteCheckpointFlow::DeleteCheckpointFlow(AccountSession &session, const SpriteKey &sprite,
                                           const CheckpointId &target, const FlowTiming &timing,
                                           QObject *parent)
    : OperationFlow(
          session,
          operationOf(OperationKind::DeleteCheckpoint, sprite, {PhaseName::Delete, PhaseName::Verify}),
          timing, parent)
{
    edit().target = target;
}

void DeleteCheckpointFlow::run()
{
    CheckpointService &service = session().checkpoints();
    connect(&service, &CheckpointService::ended, this,
            [this](const OperationId &id, Outcome outcome, const std::optional<ApiError> &error) {
                if (id == operation().id)
                    applyEnd(outcome, error);
            });
    connect(&service, &CheckpointService::listed, this,
            [this](const SpriteName &name, const QList<Checkpoint> &checkpoints) {
                if (name != sprite() || !m_looking)
                    return;
                applyListing(
                    std::any_of(checkpoints.begin(), checkpoints.end(), [this](const Checkpoint &checkpoint) {
                        return checkpoint.id == operation().target;
                    }));
            });
    connect(&service, &CheckpointService::listFailed, this,
            [this](const SpriteName &name, const ApiError &error) {
                if (name != sprite() || !m_looking)
                    return;
                m_looking = false;
                setPhase(PhaseName::Verify, PhaseState::Unknown);
                end(Outcome::Unknown, tr("The service accepted it, but the list could not be read."), error);
                settle();
            });
    setPhase(PhaseName::Delete, PhaseState::Running);
    service.remove(operation().id, sprite(), operation().target);
}

void DeleteCheckpointFlow::applyEnd(Outcome outcome, const std::optional<ApiError> &error)
{
    if (outcome == Outcome::Failed) {
        setPhase(PhaseName::Delete, PhaseState::Failed);
        const bool isActive = error && error->kind == ApiError::Kind::Conflict;
        end(Outcome::Failed,
            isActive ? tr("The sprite is based on this checkpoint. Restore another one first.")
                     : tr("%1 was not deleted.").arg(operation().target.toString()),
            error);
        settle();
        return;
    }
    m_lost = outcome == Outcome::Succeeded ? std::nullopt : error;
    setPhase(PhaseName::Delete, m_lost ? PhaseState::Unknown : PhaseState::Done);
    setPhase(PhaseName::Verify, PhaseState::Running);
    m_looking = true;
    session().checkpoints().list(sprite());
}

void DeleteCheckpointFlow::applyListing(bool stillThere)
{
    m_looking = false;
    setPhase(PhaseName::Verify, stillThere ? PhaseState::Failed : PhaseState::Done);
    if (!stillThere)
        end(Outcome::Succeeded, tr("%1 is deleted.").arg(operation().target.toString()));
    else
        end(m_lost ? Outcome::Unknown : Outcome::Failed,
            tr("The list still shows %1.").arg(operation().target.toString()), m_lost);
    settle();
}

} // namespace Spritarium
