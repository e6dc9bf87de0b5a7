// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"
#include "domain/networkpolicy.h"

namespace Spritarium {

//! Writes a whole policy and reads it back: "Put back previous rules" and "Apply again".
class ApplyPolicyFlow : public OperationFlow
{
    Q_OBJECT

public:
    ApplyPolicyFlow(AccountSession &session, const SpriteKey &sprite, const NetworkPolicy &policy,
                    const FlowTiming &timing, QObject *parent);

protected:
    void run() override;

private:
    NetworkPolicy m_policy;
    bool m_reading = false;
    std::optional<ApiError> m_lost;
};

} // namespace Spritarium
