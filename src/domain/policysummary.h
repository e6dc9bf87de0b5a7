// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/networkpolicy.h"

#include <QString>

namespace Spritarium {

//! The state sentence of ux-spec 10.1.
struct PolicySummary
{
    enum class Kind {
        Unrestricted, //!< no rules
        Restricted,   //!< everything blocked except some
        Open,         //!< `*` is allowed: everything reachable except some
        LockedDown    //!< nothing is allowed
    };

    Kind kind = Kind::Unrestricted;
    int exceptions = 0;    //!< rules that allow (Restricted) or deny (Open)
    bool defaults = false; //!< the development defaults are allowed

    friend bool operator==(const PolicySummary &, const PolicySummary &) = default;
};

PolicySummary summarize(const NetworkPolicy &policy);
//! "Restricted. Everything is blocked except 4 rules and the development defaults."
QString summaryText(const PolicySummary &summary);
//! "Unrestricted", "Restricted", "Locked down", "Open": for narrow places.
QString summaryWord(const PolicySummary &summary);

} // namespace Spritarium
