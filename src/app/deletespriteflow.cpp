// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/deletespriteflow.h"

namespace Spritarium {

DeleteSpriteFlow::DeleteSpriteFlow(AccountSession &session, const SpriteKey &sprite, const FlowTiming &timing,
                                   QObject *parent)
    : OperationFlow(session,
                    operationOf(OperationKind::DeleteSprite, sprite, {PhaseName::Delete, PhaseName::Verify}),
                    timing, parent)
{}

void DeleteSpriteFlow::run()
{
    SpriteService &service = session().sprites();
    connect(&service, &SpriteService::ended, this,
            [this](const OperationId &id, Outcome outcome, const std::optional<ApiError> &error) {
                if (id == operation().id)
                    applyEnd(outcome, error);
            });
    connect(&service, &SpriteService::fetched, this, [this](const Sprite &fetched) {
        if (fetched.name == sprite() && m_looking)
            stillThere();
    });
    connect(&service, &SpriteService::fetchFailed, this,
            [this](const SpriteName &name, const ApiError &error) {
                if (name != sprite() || !m_looking)
                    return;
                m_looking = false;
                const bool gone = error.kind == ApiError::Kind::NotFound;
                setPhase(PhaseName::Verify, gone ? PhaseState::Done : PhaseState::Unknown);
                end(gone ? Outcome::Succeeded : Outcome::Unknown,
                    gone ? tr("%1 is deleted.").arg(sprite().toString())
                         : tr("It is not known whether %1 was deleted.").arg(sprite().toString()),
                    gone ? std::nullopt : std::optional(error));
                settle();
            });
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, [this] { session().sprites().get(sprite()); });
    setPhase(PhaseName::Delete, PhaseState::Running);
    service.remove(operation().id, sprite());
}

void DeleteSpriteFlow::applyEnd(Outcome outcome, const std::optional<ApiError> &error)
{
    if (outcome == Outcome::Failed) {
        setPhase(PhaseName::Delete, PhaseState::Failed);
        end(Outcome::Failed, tr("%1 was not deleted.").arg(sprite().toString()), error);
        settle();
        return;
    }
    setPhase(PhaseName::Delete, outcome == Outcome::Succeeded ? PhaseState::Done : PhaseState::Unknown);
    setPhase(PhaseName::Verify, PhaseState::Running);
    m_lost = outcome == Outcome::Succeeded ? std::nullopt : error;
    m_looking = true;
    session().sprites().get(sprite());
}

void DeleteSpriteFlow::stillThere()
{
    // The service may need a moment to forget it.
    if (++m_looks < timing().listTries) {
        m_again.start(timing().listAgain);
        return;
    }
    m_looking = false;
    setPhase(PhaseName::Verify, m_lost ? PhaseState::Unknown : PhaseState::Failed);
    end(m_lost ? Outcome::Unknown : Outcome::Failed, tr("%1 is still there.").arg(sprite().toString()),
        m_lost);
    settle();
}

} // namespace Spritarium
