// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/applypolicyflow.h"

#include <QLocale>

namespace Spritarium {

ApplyPolicyFlow::ApplyPolicyFlow(AccountSession &session, const SpriteKey &sprite, const PolicyChange &change,
                                 const FlowTiming &timing, QObject *parent)
    : OperationFlow(session,
                    operationOf(OperationKind::ApplyPolicy, sprite,
                                {PhaseName::ReadAgain, PhaseName::ApplyEgress, PhaseName::Verify}),
                    timing, parent)
    , m_change(change)
{}

void ApplyPolicyFlow::run()
{
    PolicyService &service = session().policies();
    connect(&service, &PolicyService::ended, this,
            [this](const OperationId &id, Outcome outcome, const std::optional<ApiError> &error) {
                if (id == operation().id)
                    applyAnswer(outcome, error);
            });
    connect(&service, &PolicyService::loaded, this,
            [this](const SpriteName &name, const NetworkPolicy &policy) {
                if (name == sprite())
                    applyRead(policy);
            });
    connect(&service, &PolicyService::loadFailed, this,
            [this](const SpriteName &name, const ApiError &error) {
                if (name == sprite())
                    readFailed(error);
            });
    m_reading = Reading::Before;
    setPhase(PhaseName::ReadAgain, PhaseState::Running);
    service.load(sprite());
}

void ApplyPolicyFlow::applyRead(const NetworkPolicy &policy)
{
    switch (std::exchange(m_reading, Reading::Nothing)) {
    case Reading::Before:
        foundBefore(policy);
        break;
    case Reading::After:
        foundAfter(policy);
        break;
    case Reading::Nothing:
        break; // somebody else's question
    }
}

void ApplyPolicyFlow::foundBefore(const NetworkPolicy &policy)
{
    m_before = policy;
    setPhase(PhaseName::ReadAgain, PhaseState::Done);
    if (policy == m_change.policy) {
        setPhase(PhaseName::ApplyEgress, PhaseState::Skipped);
        setPhase(PhaseName::Verify, PhaseState::Done);
        m_readBack = policy;
        end(Outcome::Succeeded, tr("These rules are in force already."));
        settle();
        return;
    }
    if (m_change.base && policy != *m_change.base && !m_change.orBases.contains(policy)) {
        m_theirs = policy;
        setPhase(PhaseName::ApplyEgress, PhaseState::Skipped);
        setPhase(PhaseName::Verify, PhaseState::Skipped);
        end(Outcome::Canceled, tr("Somebody else changed the rules. Nothing was sent."));
        settle();
        return;
    }
    m_wasSent = true;
    setPhase(PhaseName::ApplyEgress, PhaseState::Running);
    session().policies().apply(operation().id, sprite(), m_change.policy);
}

void ApplyPolicyFlow::applyAnswer(Outcome outcome, const std::optional<ApiError> &error)
{
    m_isRefused = outcome == Outcome::Failed;
    m_error = outcome == Outcome::Succeeded ? std::nullopt : error;
    setPhase(PhaseName::ApplyEgress, outcome == Outcome::Succeeded ? PhaseState::Done
                                     : m_isRefused                 ? PhaseState::Failed
                                                                   : PhaseState::Unknown);
    m_reading = Reading::After;
    setPhase(PhaseName::Verify, PhaseState::Running);
    session().policies().load(sprite());
}

void ApplyPolicyFlow::foundAfter(const NetworkPolicy &policy)
{
    m_readBack = policy;
    const bool isMine = policy == m_change.policy;
    const bool isOld = policy == m_before;
    const QString time = QLocale().toString(QTime::currentTime(), QLocale::ShortFormat);
    setPhase(PhaseName::Verify, isMine ? PhaseState::Done : PhaseState::Failed);
    if (isMine && m_isRefused)
        end(Outcome::Succeeded,
            tr("The service answered with an error, but reading back shows the new rules."), m_error);
    else if (isMine)
        end(Outcome::Succeeded, tr("Applied and verified %1.").arg(time));
    else if (m_isRefused)
        end(isOld ? Outcome::Failed : Outcome::SucceededWithDifferences,
            isOld ? tr("Refused by the service: %1. Nothing changed.").arg(refusalText())
                  : tr("Refused by the service: %1. Reading back shows other rules.").arg(refusalText()),
            m_error);
    else if (m_error && !isOld)
        end(Outcome::Unknown, tr("No answer came. Reading back shows other rules."), m_error);
    else if (m_error)
        end(Outcome::Unknown, tr("No answer came. Reading back shows the old rules."), m_error);
    else
        end(Outcome::SucceededWithDifferences, tr("Applied, but reading back shows something else."),
            m_error);
    settle();
}

void ApplyPolicyFlow::readFailed(const ApiError &error)
{
    switch (std::exchange(m_reading, Reading::Nothing)) {
    case Reading::Before:
        setPhase(PhaseName::ReadAgain, PhaseState::Failed);
        setPhase(PhaseName::ApplyEgress, PhaseState::Skipped);
        setPhase(PhaseName::Verify, PhaseState::Skipped);
        end(Outcome::Failed, tr("The rules could not be read again. Nothing was sent."), error);
        settle();
        break;
    case Reading::After:
        setPhase(PhaseName::Verify, PhaseState::Unknown);
        end(Outcome::Unknown,
            m_isRefused
                ? tr("Refused by the service: %1. The rules could not be read back.").arg(refusalText())
                : tr("The rules were sent, but could not be read back."),
            error);
        settle();
        break;
    case Reading::Nothing:
        break;
    }
}

std::optional<PolicyInForce> ApplyPolicyFlow::policyInForce() const
{
    if (operation().outcome != Outcome::Succeeded || !m_wasSent)
        return std::nullopt;
    return PolicyInForce{m_change.policy, m_change.why};
}

//! The service's own words without their full stop, since the sentence brings one.
QString ApplyPolicyFlow::refusalText() const
{
    QString text = m_error ? m_error->serverText.trimmed() : QString();
    if (text.isEmpty() && m_error)
        text = m_error->userText(sprite().toString());
    while (text.endsWith(u'.'))
        text.chop(1);
    return text;
}

} // namespace Spritarium
