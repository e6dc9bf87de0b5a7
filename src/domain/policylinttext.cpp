// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policylint.h"

#include "domain/policyorder.h"

#include <QCoreApplication>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::Finding)
};

NetworkPolicy moved(NetworkPolicy policy, int from, int above)
{
    if (from > above)
        policy.rules.move(from, above);
    return policy;
}

NetworkPolicy withNameAbovePreset(NetworkPolicy policy, const Finding &finding)
{
    if (normalizedPattern(policy.rules.at(finding.rule).domain) == finding.name)
        return moved(policy, finding.rule, finding.other);
    policy.rules.insert(finding.other, denyRule(finding.name));
    return policy;
}

NetworkPolicy withDefaults(NetworkPolicy policy)
{
    qsizetype place = policy.rules.size();
    while (place > 0 && policy.rules.at(place - 1).kind() == RuleKind::Everything)
        --place;
    policy.rules.insert(place, presetRule(u"defaults"_s));
    return policy;
}

} // namespace

Severity Finding::severity() const
{
    switch (kind) {
    case FindingKind::PresetWins:
    case FindingKind::Refused:
        return Severity::Danger;
    case FindingKind::SameAs:
    case FindingKind::BareNameUnsure:
        return Severity::Info;
    default:
        return Severity::Caution;
    }
}

QList<FixKind> Finding::fixes() const
{
    switch (kind) {
    case FindingKind::NeverDecides:
        return {FixKind::SelectOther, FixKind::Remove, FixKind::MoveAbove};
    case FindingKind::Refused:
        return {isOfDocument ? FixKind::RemoveKeys : FixKind::Remove};
    case FindingKind::SameAs:
    case FindingKind::PresetDenied:
        return {FixKind::Remove};
    case FindingKind::DependsOnReading:
        return {FixKind::MakeOrderProof};
    case FindingKind::OrderMatters:
        return otherMayGoDown ? QList{FixKind::MoveAbove, FixKind::MoveBelow} : QList{FixKind::MoveAbove};
    case FindingKind::PresetWins:
        return {FixKind::PutAbovePreset};
    case FindingKind::BareNameUnsure:
        return {FixKind::AddName};
    case FindingKind::FirstRule:
        return {FixKind::AddDefaults};
    case FindingKind::NeverMatches:
        return name.isEmpty() ? QList{FixKind::Remove} : QList{FixKind::CleanUp, FixKind::Remove};
    case FindingKind::AllowsEverything:
        break;
    }
    return {};
}

QString findingBadge(const Finding &finding)
{
    switch (finding.kind) {
    case FindingKind::NeverDecides:
        return Text::tr("Never decides");
    case FindingKind::SameAs:
        return Text::tr("Same as %1").arg(finding.other + 1);
    case FindingKind::DependsOnReading:
        return Text::tr("Depends on reading");
    case FindingKind::OrderMatters:
        return Text::tr("Order matters");
    case FindingKind::PresetWins:
        return Text::tr("Preset wins");
    case FindingKind::BareNameUnsure:
        return Text::tr("Bare name unsure");
    case FindingKind::AllowsEverything:
        return Text::tr("Allows everything");
    case FindingKind::FirstRule:
        return Text::tr("First rule");
    case FindingKind::NeverMatches:
        return Text::tr("Never matches");
    case FindingKind::Refused:
        return finding.isOfDocument ? Text::tr("Unknown keys") : Text::tr("Would be refused");
    case FindingKind::PresetDenied:
        return Text::tr("Denies the preset");
    }
    return {};
}

QString findingText(const Finding &finding)
{
    switch (finding.kind) {
    case FindingKind::NeverDecides:
        return Text::tr("Rule %1 always decides before this one.").arg(finding.other + 1);
    case FindingKind::SameAs:
        return Text::tr("Rule %1 says the same.").arg(finding.other + 1);
    case FindingKind::DependsOnReading:
        //: A name, then "Depends. Most specific: ..."
        return Text::tr("`%1`: %2")
            .arg(finding.name, finding.verdict ? verdictText(*finding.verdict) : QString());
    case FindingKind::OrderMatters:
        return Text::tr("Same precedence as rule %1. The upper one wins.").arg(finding.other + 1);
    case FindingKind::PresetWins:
        return Text::tr("The defaults allow `%1` by exact name. Put this rule above the preset and name the "
                        "host exactly.")
            .arg(finding.name);
    case FindingKind::BareNameUnsure:
        return Text::tr("`*.%1` may not cover `%1`.").arg(finding.name);
    case FindingKind::AllowsEverything:
        return Text::tr("Anything not denied is reachable.");
    case FindingKind::FirstRule:
        return Text::tr("With this rule, everything else is blocked.");
    case FindingKind::NeverMatches:
        return finding.name.isEmpty()
                   ? Text::tr("No name that is looked up looks like this.")
                   : Text::tr("No name that is looked up looks like this. `%1` would match.")
                         .arg(finding.name);
    case FindingKind::Refused:
        if (finding.isOfDocument)
            return finding.reason;
        return Text::tr("The service refuses the whole policy because of this rule: %1").arg(finding.reason);
    case FindingKind::PresetDenied:
        return Text::tr("This denies every name of the preset. A preset is meant to allow.");
    }
    return {};
}

QString fixText(FixKind fix, const Finding &finding)
{
    switch (fix) {
    case FixKind::SelectOther:
        return Text::tr("Select rule %1").arg(finding.other + 1);
    case FixKind::Remove:
        return Text::tr("Remove");
    case FixKind::MoveAbove:
        return Text::tr("Move above rule %1").arg(finding.other + 1);
    case FixKind::MoveBelow:
        return Text::tr("Move rule %1 below this one").arg(finding.other + 1);
    case FixKind::MakeOrderProof:
        return Text::tr("Make order-proof");
    case FixKind::PutAbovePreset:
        return Text::tr("Deny `%1` above the preset").arg(finding.name);
    case FixKind::AddName:
        return Text::tr("Add `%1`").arg(finding.name);
    case FixKind::AddDefaults:
        return Text::tr("Add development defaults");
    case FixKind::CleanUp:
        return Text::tr("Change to `%1`").arg(finding.name);
    case FixKind::RemoveKeys:
        return Text::tr("Remove the keys");
    }
    return {};
}

NetworkPolicy applyFix(const NetworkPolicy &policy, const Finding &finding, FixKind fix)
{
    NetworkPolicy fixed = policy;
    if (fix == FixKind::RemoveKeys)
        fixed.unknown.clear();
    if (finding.rule < 0 || finding.rule >= policy.rules.size() || finding.other >= policy.rules.size())
        return fixed;
    switch (fix) {
    case FixKind::SelectOther:
    case FixKind::RemoveKeys:
        break;
    case FixKind::Remove:
        fixed.rules.removeAt(finding.rule);
        break;
    case FixKind::MoveAbove:
        return finding.other < 0 ? fixed : moved(fixed, finding.rule, finding.other);
    case FixKind::MoveBelow:
        if (finding.other >= 0 && finding.other < finding.rule)
            fixed.rules.move(finding.other, finding.rule);
        break;
    case FixKind::MakeOrderProof:
        return makeOrderProof(policy).policy;
    case FixKind::PutAbovePreset:
        return finding.other < 0 ? fixed : withNameAbovePreset(fixed, finding);
    case FixKind::AddName:
        fixed.rules.insert(finding.rule + 1,
                           EgressRule{finding.name, policy.rules.at(finding.rule).action, {}, {}});
        break;
    case FixKind::AddDefaults:
        return withDefaults(fixed);
    case FixKind::CleanUp:
        fixed.rules[finding.rule].domain = finding.name;
        break;
    }
    return fixed;
}

} // namespace Spritarium
