// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"
#include "domain/networkpolicy.h"

namespace Spritarium {

//! New sprite: Create, then, where egress is restricted, Apply egress and Verify; no session is opened before
//! that (ux-spec 7).
class CreateSpriteFlow : public OperationFlow
{
    Q_OBJECT

public:
    //! Without a policy the sprite keeps what the service gives it.
    CreateSpriteFlow(AccountSession &session, const NewSprite &sprite,
                     const std::optional<NetworkPolicy> &policy, const FlowTiming &timing, QObject *parent);

    const std::optional<NetworkPolicy> &policy() const { return m_policy; }
    std::optional<PolicyInForce> policyInForce() const override;

protected:
    void run() override;

private:
    void applyCreateEnd(Outcome outcome, const std::optional<ApiError> &error);
    void applyPolicyEnd(Outcome outcome, const std::optional<ApiError> &error);
    void egressFailed(const std::optional<ApiError> &error);

    NewSprite m_sprite;
    std::optional<NetworkPolicy> m_policy;
    bool m_verifying = false;
};

} // namespace Spritarium
