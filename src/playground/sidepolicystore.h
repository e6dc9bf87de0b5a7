// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/networkpolicystore.h"

namespace Spritarium::Playground {

//! The two policies beside the network's (sprites-api 6.2, 6.3). Neither has a published schema.
enum class SidePolicy {
    Privileges, //!< {"profile", "devices", "noNewPrivileges"}
    Resources   //!< {"memory":{"limit_mb","autoscale"}}, also "limitMB"
};

//! "privileges" or "resources", as in the URL and in the file's name.
QString sidePolicyName(SidePolicy policy);

//! Nothing if `body` is such a policy, else one line that says what is wrong. Lenient takes unknown keys;
//! either takes only the right kind of value under a known one.
QString sidePolicyFault(SidePolicy policy, const QByteArray &body, PolicyStrictness strictness);

//! One of them for one sprite, kept beside the network policy.
class SidePolicyStore
{
public:
    SidePolicyStore(const SpriteView &view, SidePolicy policy,
                    PolicyStrictness strictness = PolicyStrictness::Strict);

    //! The bytes as they were posted; `{}` if there is none.
    QByteArray read() const;
    //! Invalid (with what is wrong) or Io. Replaces in one step.
    StoreResult<Done> write(const QByteArray &body) const;
    //! Back to unrestricted. Right also when nothing was stored.
    StoreResult<Done> remove() const;

private:
    PolicyFile m_file;
    SidePolicy m_policy;
    PolicyStrictness m_strictness;
};

} // namespace Spritarium::Playground
