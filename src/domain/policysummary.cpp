// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policysummary.h"

#include <QCoreApplication>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::PolicySummary)
};

bool allows(const EgressRule &rule)
{
    return rule.action == "allow"_L1 || (rule.kind() == RuleKind::Preset && rule.action.isEmpty());
}

bool isDefaults(const EgressRule &rule)
{
    return rule.kind() == RuleKind::Preset && rule.include == "defaults"_L1;
}

//! The first `*` decides what happens to everything else.
bool isOpen(const NetworkPolicy &policy)
{
    const auto star = std::find_if(policy.rules.begin(), policy.rules.end(), [](const EgressRule &rule) {
        return rule.kind() == RuleKind::Everything && (allows(rule) || rule.denies());
    });
    return star != policy.rules.end() && allows(*star);
}

QString restrictedText(const PolicySummary &summary)
{
    if (!summary.defaults)
        return Text::tr("Restricted. Everything is blocked except %n rule(s).", nullptr, summary.exceptions);
    if (summary.exceptions == 0)
        return Text::tr("Restricted. Everything is blocked except the development defaults.");
    return Text::tr("Restricted. Everything is blocked except %n rule(s) and the development defaults.",
                    nullptr, summary.exceptions);
}

} // namespace

PolicySummary summarize(const NetworkPolicy &policy)
{
    PolicySummary summary;
    if (policy.rules.isEmpty())
        return summary;
    const bool open = isOpen(policy);
    for (const EgressRule &rule : policy.rules) {
        const RuleKind kind = rule.kind();
        if (kind == RuleKind::Everything || kind == RuleKind::Invalid)
            continue;
        if (isDefaults(rule) && allows(rule))
            summary.defaults = true;
        else if (open ? rule.denies() : allows(rule))
            ++summary.exceptions;
    }
    summary.kind = PolicySummary::Kind::Restricted;
    if (open)
        summary.kind = PolicySummary::Kind::Open;
    else if (summary.exceptions == 0 && !summary.defaults)
        summary.kind = PolicySummary::Kind::LockedDown;
    return summary;
}

QString summaryText(const PolicySummary &summary)
{
    switch (summary.kind) {
    case PolicySummary::Kind::Unrestricted:
        return Text::tr("Unrestricted. This sprite can reach any name.");
    case PolicySummary::Kind::Restricted:
        return restrictedText(summary);
    case PolicySummary::Kind::Open:
        return summary.exceptions == 0
                   ? Text::tr("Open. Everything is reachable.")
                   : Text::tr("Open. Everything is reachable except the names of %n rule(s).", nullptr,
                              summary.exceptions);
    case PolicySummary::Kind::LockedDown:
        return Text::tr("Locked down. No name can be reached.");
    }
    return {};
}

QString summaryWord(const PolicySummary &summary)
{
    switch (summary.kind) {
    case PolicySummary::Kind::Unrestricted:
        return Text::tr("Unrestricted");
    case PolicySummary::Kind::Restricted:
        return Text::tr("Restricted");
    case PolicySummary::Kind::Open:
        return Text::tr("Open");
    case PolicySummary::Kind::LockedDown:
        return Text::tr("Locked down");
    }
    return {};
}

} // namespace Spritarium
