// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/createspriteflow.h"

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

QList<PhaseName> phasesOfCreate(bool withPolicy)
{
    return withPolicy ? QList{PhaseName::Create, PhaseName::ApplyEgress, PhaseName::Verify}
                      : QList{PhaseName::Create};
}

} // namespace

CreateSpriteFlow::CreateSpriteFlow(AccountSession &session, const NewSprite &sprite,
                                   const std::optional<NetworkPolicy> &policy, const FlowTiming &timing,
                                   QObject *parent)
    : OperationFlow(session,
                    operationOf(OperationKind::CreateSprite, {session.account().id, sprite.name},
                                phasesOfCreate(policy.has_value())),
                    timing, parent)
    , m_sprite(sprite)
    , m_policy(policy)
{}

void CreateSpriteFlow::run()
{
    connect(&session().sprites(), &SpriteService::ended, this,
            [this](const OperationId &id, Outcome outcome, const std::optional<ApiError> &error) {
                if (id == operation().id)
                    applyCreateEnd(outcome, error);
            });
    connect(&session().policies(), &PolicyService::ended, this,
            [this](const OperationId &id, Outcome outcome, const std::optional<ApiError> &error) {
                if (id == step("egress"_L1))
                    applyPolicyEnd(outcome, error);
            });
    connect(&session().policies(), &PolicyService::loaded, this,
            [this](const SpriteName &name, const NetworkPolicy &policy) {
                if (name != sprite() || !m_verifying)
                    return;
                m_verifying = false;
                if (policy != *m_policy) {
                    setPhase(PhaseName::Verify, PhaseState::Failed);
                    egressFailed({});
                    return;
                }
                setPhase(PhaseName::Verify, PhaseState::Done);
                end(Outcome::Succeeded, tr("Created %1.").arg(sprite().toString()));
                settle();
            });
    connect(&session().policies(), &PolicyService::loadFailed, this,
            [this](const SpriteName &name, const ApiError &error) {
                if (name != sprite() || !m_verifying)
                    return;
                m_verifying = false;
                setPhase(PhaseName::Verify, PhaseState::Unknown);
                egressFailed(error);
            });
    setPhase(PhaseName::Create, PhaseState::Running);
    session().sprites().create(operation().id, m_sprite);
}

void CreateSpriteFlow::applyCreateEnd(Outcome outcome, const std::optional<ApiError> &error)
{
    if (outcome == Outcome::Failed || outcome == Outcome::Unknown) {
        const bool failed = outcome == Outcome::Failed;
        setPhase(PhaseName::Create, failed ? PhaseState::Failed : PhaseState::Unknown);
        end(outcome,
            failed ? tr("%1 was not created.").arg(sprite().toString())
                   : tr("It is not known whether %1 was created.").arg(sprite().toString()),
            error);
        settle();
        return;
    }
    setPhase(PhaseName::Create, PhaseState::Done);
    if (!m_policy) {
        end(Outcome::Succeeded, tr("Created %1.").arg(sprite().toString()));
        settle();
        return;
    }
    setPhase(PhaseName::ApplyEgress, PhaseState::Running);
    session().policies().apply(step("egress"_L1), sprite(), *m_policy);
}

void CreateSpriteFlow::applyPolicyEnd(Outcome outcome, const std::optional<ApiError> &error)
{
    if (outcome == Outcome::Failed) {
        setPhase(PhaseName::ApplyEgress, PhaseState::Failed);
        egressFailed(error);
        return;
    }
    setPhase(PhaseName::ApplyEgress, outcome == Outcome::Succeeded ? PhaseState::Done : PhaseState::Unknown);
    setPhase(PhaseName::Verify, PhaseState::Running);
    m_verifying = true;
    session().policies().load(sprite());
}

void CreateSpriteFlow::egressFailed(const std::optional<ApiError> &error)
{
    const QString text = tr("Created, but egress rules are not in place.");
    edit().differences = {text};
    end(Outcome::SucceededWithDifferences, text, error);
    settle();
}

std::optional<PolicyInForce> CreateSpriteFlow::policyInForce() const
{
    if (!m_policy || operation().outcome != Outcome::Succeeded)
        return std::nullopt;
    return PolicyInForce{*m_policy, QStringLiteral("with-sprite")};
}

} // namespace Spritarium
