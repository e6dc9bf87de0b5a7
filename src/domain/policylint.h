// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policyevaluator.h"

#include <QList>
#include <QString>

#include <optional>

namespace Spritarium {

//! What can be wrong with a rule (ux-spec 10.3); the last three are what the service refuses or never finds.
enum class FindingKind {
    NeverDecides,
    SameAs,
    DependsOnReading,
    OrderMatters,
    PresetWins,
    BareNameUnsure,
    AllowsEverything,
    FirstRule,    //!< of the policy, shown as a sentence; `rule` is 0
    NeverMatches, //!< stored by the service, but no lookup has such a name: port, path, address, not xn--
    Refused,      //!< the service answers 400 to it: unknown preset, no action, both keys, unknown keys
    PresetDenied  //!< an `include` with deny: allowed by the service, and rarely meant
};

enum class Severity { Info, Caution, Danger };

//! What a click on the badge may do.
enum class FixKind {
    SelectOther,
    Remove,
    MoveAbove, //!< the rule above `other`
    MoveBelow, //!< `other` below the rule
    MakeOrderProof,
    PutAbovePreset, //!< an exact deny of `name` above the preset
    AddName,        //!< a rule for `name` with the same action, below this one
    AddDefaults,    //!< the preset at the end, but above a closing `*`
    CleanUp,        //!< the pattern becomes `name`
    RemoveKeys      //!< the keys beside the rules go
};

struct Finding
{
    FindingKind kind = FindingKind::NeverDecides;
    int rule = 0;      //!< row
    int other = -1;    //!< the row it is about: the one that decides, says the same, or the preset; with
                       //!< DependsOnReading the one that matches first
    QString name = {}; //!< the example, the name to add, or the cleaned pattern
    std::optional<Verdict> verdict = {}; //!< of the example, with DependsOnReading
    QString reason = {};                 //!< with Refused: why, a sentence (ruleRefusal(), keysRefusal())
    //! With Refused: it is about keys beside the rules; `rule` is 0, also when there are no rules.
    bool isOfDocument = false;
    //! With OrderMatters: `other` may as well go down, and that is another order.
    bool otherMayGoDown = false;

    Severity severity() const;
    QList<FixKind> fixes() const;

    friend bool operator==(const Finding &, const Finding &) = default;
};

//! All findings of a policy, by row, the worst of a row first. `startedUnrestricted`: the rules in force are
//! none, so the first rule changes everything (FirstRule). Linear in the number of rules and preset names.
QList<Finding> findPolicyProblems(const PolicyEvaluator &evaluator, bool startedUnrestricted);

//! `row` never decides a name under any reading.
QList<bool> rulesThatNeverDecide(const PolicyEvaluator &evaluator);

//! The badge: "Never decides", "Same as 4".
QString findingBadge(const Finding &finding);
//! The tooltip: one or two sentences.
QString findingText(const Finding &finding);
//! "Select rule 2", "Remove", "Move above rule 2", ...
QString fixText(FixKind fix, const Finding &finding);
//! The policy after the fix; the same one for SelectOther, and for MakeOrderProof the ordered one.
NetworkPolicy applyFix(const NetworkPolicy &policy, const Finding &finding, FixKind fix);

} // namespace Spritarium
