// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policylint.h"
#include "domain/policyorder.h"

#include <QList>
#include <QString>

namespace Spritarium {

//! One row of the rule table with everything it shows.
struct PolicyRuleRow
{
    enum class Type { Rule, Header, Fallback };

    Type type = Type::Rule;
    //! A rule's id, which stays; others are told apart by numbers that no rule has.
    quint64 key = 0;
    int documentRow = -1; //!< -1: no rule
    EgressRule rule;      //!< with Fallback its action tells what happens to everything else
    EvaluationGroup group = EvaluationGroup::ExactNames; //!< of a header
    QString note;
    QList<Finding> findings; //!< without those of the whole policy
    bool decides = true;

    friend bool operator==(const PolicyRuleRow &, const PolicyRuleRow &) = default;
};

//! A row that changes its place; `to` as in QList::move().
struct RowMove
{
    int from = 0;
    int to = 0;

    friend bool operator==(const RowMove &, const RowMove &) = default;
};

//! The fewest moves, one after the other, after which those of `rows` that are in `fresh` stand in its order.
//! The others stay among them. Each key is there once.
QList<RowMove> movesIntoOrder(QList<quint64> rows, const QList<quint64> &fresh);

} // namespace Spritarium
