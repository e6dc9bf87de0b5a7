// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policyevaluator.h"

#include <QList>
#include <QString>

namespace Spritarium {

//! Two rules between which the readings differ, whatever their order.
struct OrderConflict
{
    int specific = -1; //!< row, in the new order, of the rule that decides by specificity; -1: none
    int first = -1;    //!< row, in the new order, of the rule that matches first; -1: none
    QString name;      //!< an example
    Verdict verdict;   //!< of the example in the new order

    friend bool operator==(const OrderConflict &, const OrderConflict &) = default;
};

//! The order in which both readings agree, as far as there is one (ux-spec 10.3, Make order-proof).
struct OrderProof
{
    NetworkPolicy policy;           //!< the same rules in the new order
    QList<int> order;               //!< for each new row its old row
    QList<OrderConflict> conflicts; //!< pairs that still differ; one example a pair

    bool isChanged() const;

    friend bool operator==(const OrderProof &, const OrderProof &) = default;
};

//! Exact rules first, then presets, then `*.` patterns from longest to shortest, then `*`, where that changes
//! no verdict of the most-specific reading: two rules of equal rank that decide a name differently keep
//! their order. Rules of no kind keep their place at the end. Stable otherwise.
OrderProof makeOrderProof(const NetworkPolicy &policy, const PresetNames &preset = knownDefaults());

//! The precedence groups of "As evaluated" under the most-specific reading.
enum class EvaluationGroup { ExactNames, Presets, Subdomains, Everything, Ignored };

struct EvaluatedRule
{
    EvaluationGroup group = EvaluationGroup::ExactNames;
    int rule = 0; //!< row in the policy
    bool decides = true;

    friend bool operator==(const EvaluatedRule &, const EvaluatedRule &) = default;
};

//! Rows in the order in which the service's code looks at them, ties in document order.
QList<EvaluatedRule> asEvaluated(const PolicyEvaluator &evaluator);

} // namespace Spritarium
