// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/policyfile.h"

namespace Spritarium::Playground {

//! How a policy is read before it is stored (sprites-api 6.1.2).
enum class PolicyStrictness {
    Strict, //!< as the service does
    Lenient //!< also the seeds' form: a rule with an action only is the catch-all, `include` may name any
            //!< policy
};

//! Nothing if `body` is a policy the service would take, else one line that says what is wrong (for logs: the
//! wire only ever says "invalid policy config"). Unknown keys are refused at every level; an empty text
//! counts as absent.
QString policyFault(const QByteArray &body, PolicyStrictness strictness);

//! The network policy of one sprite, see PolicyFile.
class NetworkPolicyStore
{
public:
    explicit NetworkPolicyStore(const SpriteView &view,
                                PolicyStrictness strictness = PolicyStrictness::Strict);

    //! The bytes as they were posted; `{"rules": []}` over lines if there is none (6.1.1).
    QByteArray read() const;
    //! Invalid (with what is wrong) or Io. Replaces in one step.
    StoreResult<Done> write(const QByteArray &body) const;

private:
    PolicyFile m_file;
    PolicyStrictness m_strictness;
};

} // namespace Spritarium::Playground
