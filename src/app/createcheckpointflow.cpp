// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/createcheckpointflow.h"

namespace Spritarium {

using namespace Qt::StringLiterals;

CreateCheckpointFlow::CreateCheckpointFlow(AccountSession &session, const SpriteKey &sprite,
                                           const QString &comment, const FlowTiming &timing, QObject *parent)
    : OperationFlow(
          session,
          operationOf(OperationKind::CreateCheckpoint, sprite, {PhaseName::Create, PhaseName::Listed}),
          timing, parent)
{
    edit().comment = comment;
}

void CreateCheckpointFlow::run()
{
    m_checkpoint =
        new NewCheckpoint(session(), step("create"_L1), sprite(), operation().comment, timing(), this);
    connect(m_checkpoint, &NewCheckpoint::messageReceived, this, [this](const StreamMessage &m) { hear(m); });
    connect(m_checkpoint, &NewCheckpoint::created, this, [this] {
        setPhase(PhaseName::Create, PhaseState::Done);
        setPhase(PhaseName::Listed, PhaseState::Running);
    });
    connect(m_checkpoint, &NewCheckpoint::listed, this, [this](const CheckpointId &id) {
        edit().created = id;
        setPhase(PhaseName::Create, PhaseState::Done);
        setPhase(PhaseName::Listed, PhaseState::Done, id.toString());
        end(Outcome::Succeeded, tr("Created %1.").arg(id.toString()));
        settle();
    });
    connect(m_checkpoint, &NewCheckpoint::failed, this, [this](const ApiError &error) {
        setPhase(PhaseName::Create, PhaseState::Failed);
        end(Outcome::Failed, tr("No checkpoint was created."), error);
        settle();
    });
    connect(m_checkpoint, &NewCheckpoint::unknown, this, [this](const std::optional<ApiError> &error) {
        const bool said = operation().phases.first().state == PhaseState::Done;
        if (!said)
            setPhase(PhaseName::Create, PhaseState::Unknown);
        setPhase(PhaseName::Listed, PhaseState::Unknown);
        edit().connectionLost = error && error->kind != ApiError::Kind::Protocol;
        end(Outcome::Unknown,
            said ? tr("The service reports success, but the list does not show the checkpoint.")
                 : tr("The service did not say how it ended, and the list does not show the checkpoint."),
            error);
        settle();
    });
    setPhase(PhaseName::Create, PhaseState::Running);
    m_checkpoint->start();
}

void CreateCheckpointFlow::stopWatching()
{
    if (m_checkpoint) {
        m_checkpoint->stopWatching();
        if (operation().isRunning() && !m_checkpoint->wasSent())
            end(Outcome::Canceled, tr("Stopped before anything was sent."));
    }
    OperationFlow::stopWatching();
}

} // namespace Spritarium
