// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/networkpolicy.h"
#include "domain/policydiff.h"

#include <QList>

namespace Spritarium::EgressStory {

using namespace Qt::StringLiterals;

//! "allow api.example.com", "deny *", "include defaults": one rule a text.
inline NetworkPolicy policy(const QStringList &rules)
{
    NetworkPolicy made;
    for (const QString &rule : rules) {
        const QString action = rule.section(u' ', 0, 0);
        const QString name = rule.section(u' ', 1);
        made.rules << (action == "include"_L1 ? presetRule(name)
                       : action == "deny"_L1  ? denyRule(name)
                                              : allowRule(name));
    }
    return made;
}

//! allow host-0.example.com, and so on.
inline NetworkPolicy manyRules(int count)
{
    NetworkPolicy made;
    for (int i = 0; i < count; ++i)
        made.rules << allowRule(u"host-%1.example.com"_s.arg(i));
    return made;
}

//! What the evaluator says of names when one becomes the other.
inline QList<VerdictChange> changesOf(const NetworkPolicy &before, const NetworkPolicy &after,
                                      const QStringList &names)
{
    return verdictChanges(PolicyEvaluator(before), PolicyEvaluator(after), names);
}

} // namespace Spritarium::EgressStory
