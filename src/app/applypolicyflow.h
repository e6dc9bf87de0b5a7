// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"
#include "domain/networkpolicy.h"

namespace Spritarium {

//! What is to be applied, and what it takes the place of.
struct PolicyChange
{
    NetworkPolicy policy;
    //! What the person saw in force; when something else is there, nothing is sent. Without it whatever is
    //! there is replaced.
    std::optional<NetworkPolicy> base = {};
    QString why = {}; //!< a word of PolicyVersion::why
    //! Beside the base, what may be replaced as well.
    QList<NetworkPolicy> orBases = {};

    friend bool operator==(const PolicyChange &, const PolicyChange &) = default;
};

//! Reads the rules again, writes the whole policy once, reads it back and compares (ux-spec 10.4).
//!
//! Ends: Succeeded when what was read back is what was sent, or was in force before. Canceled when somebody
//! else changed the rules: theirs() has them, nothing was sent. Failed when nothing was sent, or the service
//! refused and the old rules were read back. SucceededWithDifferences when other rules were read back:
//! readBack(). Else Unknown: checkAgain() reads once more.
class ApplyPolicyFlow : public OperationFlow
{
    Q_OBJECT

public:
    ApplyPolicyFlow(AccountSession &session, const SpriteKey &sprite, const PolicyChange &change,
                    const FlowTiming &timing, QObject *parent);

    const PolicyChange &change() const { return m_change; }
    //! What stood there instead of the base.
    const std::optional<NetworkPolicy> &theirs() const { return m_theirs; }
    const std::optional<NetworkPolicy> &readBack() const { return m_readBack; }
    //! Whether the request went out, so that the rules may have changed.
    bool wasSent() const { return m_wasSent; }
    //! Whether the service refused; what it did nevertheless, readBack() tells.
    bool isRefused() const { return m_isRefused; }
    //! What stood there before anything was sent.
    const std::optional<NetworkPolicy> &before() const { return m_before; }
    std::optional<PolicyInForce> policyInForce() const override;

protected:
    void run() override;

private:
    enum class Reading { Nothing, Before, After };

    void applyRead(const NetworkPolicy &policy);
    void readFailed(const ApiError &error);
    void foundBefore(const NetworkPolicy &policy);
    void foundAfter(const NetworkPolicy &policy);
    void applyAnswer(Outcome outcome, const std::optional<ApiError> &error);
    QString refusalText() const;

    PolicyChange m_change;
    Reading m_reading = Reading::Nothing;
    bool m_wasSent = false;
    bool m_isRefused = false;
    std::optional<ApiError> m_error; //!< of the refusal, or why the answer is missing
    std::optional<NetworkPolicy> m_before;
    std::optional<NetworkPolicy> m_theirs;
    std::optional<NetworkPolicy> m_readBack;
};

} // namespace Spritarium
