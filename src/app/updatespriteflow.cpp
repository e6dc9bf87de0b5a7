// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/updatespriteflow.h"

namespace Spritarium {

UpdateSpriteFlow::UpdateSpriteFlow(AccountSession &session, const SpriteKey &sprite,
                                   const QStringList &labels, const FlowTiming &timing, QObject *parent)
    : OperationFlow(session, operationOf(OperationKind::UpdateLabels, sprite, {PhaseName::Change}), timing,
                    parent)
    , m_labels(labels)
{}

UpdateSpriteFlow::UpdateSpriteFlow(AccountSession &session, const SpriteKey &sprite, bool isPublic,
                                   const FlowTiming &timing, QObject *parent)
    : OperationFlow(session, operationOf(OperationKind::UpdateAddress, sprite, {PhaseName::Change}), timing,
                    parent)
    , m_isPublic(isPublic)
{}

void UpdateSpriteFlow::run()
{
    SpriteService &service = session().sprites();
    connect(&service, &SpriteService::ended, this,
            [this](const OperationId &id, Outcome outcome, const std::optional<ApiError> &error) {
                if (id != operation().id)
                    return;
                const bool fine = outcome == Outcome::Succeeded;
                setPhase(PhaseName::Change, fine                         ? PhaseState::Done
                                            : outcome == Outcome::Failed ? PhaseState::Failed
                                                                         : PhaseState::Unknown);
                end(outcome,
                    fine                         ? tr("Changed and read back.")
                    : outcome == Outcome::Failed ? tr("Nothing was changed.")
                    : outcome == Outcome::SucceededWithDifferences
                        ? tr("Changed, but reading back shows something else.")
                        : tr("It is not known whether this was changed."),
                    error);
                settle();
            });
    setPhase(PhaseName::Change, PhaseState::Running);
    if (operation().kind == OperationKind::UpdateLabels)
        service.updateLabels(operation().id, sprite(), m_labels);
    else
        service.updateAddress(operation().id, sprite(), m_isPublic);
}

} // namespace Spritarium
