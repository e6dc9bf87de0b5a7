// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/applypolicyflow.h"

namespace Spritarium {

ApplyPolicyFlow::ApplyPolicyFlow(AccountSession &session, const SpriteKey &sprite,
                                 const NetworkPolicy &policy, const FlowTiming &timing, QObject *parent)
    : OperationFlow(
          session,
          operationOf(OperationKind::ApplyPolicy, sprite, {PhaseName::ApplyEgress, PhaseName::Verify}),
          timing, parent)
    , m_policy(policy)
{}

void ApplyPolicyFlow::run()
{
    PolicyService &service = session().policies();
    connect(&service, &PolicyService::ended, this,
            [this](const OperationId &id, Outcome outcome, const std::optional<ApiError> &error) {
                if (id != operation().id)
                    return;
                if (outcome == Outcome::Failed) {
                    setPhase(PhaseName::ApplyEgress, PhaseState::Failed);
                    end(Outcome::Failed,
                        tr("Refused by the service: %1. Nothing changed.")
                            .arg(error ? error->serverText : QString()),
                        error);
                    settle();
                    return;
                }
                m_lost = outcome == Outcome::Succeeded ? std::nullopt : error;
                setPhase(PhaseName::ApplyEgress, m_lost ? PhaseState::Unknown : PhaseState::Done);
                setPhase(PhaseName::Verify, PhaseState::Running);
                m_reading = true;
                session().policies().load(sprite());
            });
    connect(
        &service, &PolicyService::loaded, this, [this](const SpriteName &name, const NetworkPolicy &policy) {
            if (name != sprite() || !m_reading)
                return;
            m_reading = false;
            const bool same = policy == m_policy;
            setPhase(PhaseName::Verify, same ? PhaseState::Done : PhaseState::Failed);
            end(same ? Outcome::Succeeded : Outcome::SucceededWithDifferences,
                same ? tr("Applied and verified.") : tr("Applied, but reading back shows something else."),
                m_lost);
            settle();
        });
    connect(&service, &PolicyService::loadFailed, this,
            [this](const SpriteName &name, const ApiError &error) {
                if (name != sprite() || !m_reading)
                    return;
                m_reading = false;
                setPhase(PhaseName::Verify, PhaseState::Unknown);
                end(Outcome::Unknown, tr("The rules were sent, but could not be read back."), error);
                settle();
            });
    setPhase(PhaseName::ApplyEgress, PhaseState::Running);
    service.apply(operation().id, sprite(), m_policy);
}

} // namespace Spritarium
