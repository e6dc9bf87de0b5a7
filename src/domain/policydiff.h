// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policyevaluator.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace Spritarium {

//! One line of a difference between two policies.
struct RuleDifference
{
    enum class Kind { Same, Removed, Added, Moved };

    Kind kind = Kind::Same;
    EgressRule rule;
    int before = -1; //!< row before; -1: was not there
    int after = -1;  //!< row after; -1: is gone

    friend bool operator==(const RuleDifference &, const RuleDifference &) = default;
};

struct PolicyDiff
{
    //! In the order of the policy after, removed rules where they stood. A rule whose action changed is one
    //! removed and one added.
    QList<RuleDifference> lines;
    int removed = 0;
    int added = 0;
    int moved = 0;

    bool isEmpty() const { return removed + added + moved == 0; }
    int changes() const { return removed + added + moved; }

    friend bool operator==(const PolicyDiff &, const PolicyDiff &) = default;
};

PolicyDiff differenceBetween(const NetworkPolicy &before, const NetworkPolicy &after);
//! "2 added, 1 removed, 1 moved", translated; "No changes" when there are none.
QString diffText(const PolicyDiff &diff);

//! A name for which another access is found after the change, under any reading.
struct VerdictChange
{
    QString name;
    Verdict before;
    Verdict after;

    //! It was reachable under some reading and is refused under all now.
    bool tightens() const { return !before.isDeniedForSure() && after.isDeniedForSure(); }

    friend bool operator==(const VerdictChange &, const VerdictChange &) = default;
};

//! Of `names` (typed texts; those that are no names are left out, each once) those whose access differs.
QList<VerdictChange> verdictChanges(const PolicyEvaluator &before, const PolicyEvaluator &after,
                                    const QStringList &names);
//! The names worth looking at when one becomes the other: what the rules of both mention, their preset, and
//! one name that none mentions.
QStringList namesOfInterest(const PolicyEvaluator &before, const PolicyEvaluator &after);

//! My changes laid over somebody else's.
struct Rebase
{
    NetworkPolicy policy;
    //! Patterns where both sides changed the same thing in different ways; mine was taken.
    QStringList conflicts;

    friend bool operator==(const Rebase &, const Rebase &) = default;
};

//! What I added, removed, flipped or moved since `base` is done again on `theirs`.
Rebase rebasePolicy(const NetworkPolicy &base, const NetworkPolicy &mine, const NetworkPolicy &theirs);

} // namespace Spritarium
