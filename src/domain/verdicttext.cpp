// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policyevaluator.h"

#include <QCoreApplication>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::PolicyEvaluator)
};

QString shortDecision(const Decision &decision)
{
    const bool isAllowed = decision.access == Access::Allowed;
    if (decision.rule < 0) {
        //: Part of "Most specific: %1."
        return isAllowed ? Text::tr("allowed by no rule") : Text::tr("denied, no rule names it");
    }
    //: Part of "Most specific: %1."; the number is that of a rule
    return isAllowed ? Text::tr("allowed by %1").arg(decision.rule + 1)
                     : Text::tr("denied by %1").arg(decision.rule + 1);
}

} // namespace

QString decisionText(const Decision &decision)
{
    const bool isAllowed = decision.access == Access::Allowed;
    if (decision.rule < 0)
        return isAllowed ? Text::tr("Allowed: there are no rules.") : Text::tr("Denied: no rule names it.");
    const QString row = QString::number(decision.rule + 1);
    return isAllowed ? Text::tr("Allowed by rule %1 `%2`.").arg(row, decision.pattern)
                     : Text::tr("Denied by rule %1 `%2`.").arg(row, decision.pattern);
}

QString verdictWord(const Verdict &verdict)
{
    if (!verdict.allAgree() || verdict.unknownPreset >= 0)
        return Text::tr("Depends");
    return verdict.mostSpecific().access == Access::Allowed ? Text::tr("Allowed") : Text::tr("Denied");
}

QString verdictDifferenceText(const Verdict &verdict)
{
    if (!verdict.readingsAgree())
        return Text::tr("Most specific: %1. First match: %2.")
            .arg(shortDecision(verdict.mostSpecific()), shortDecision(verdict.firstMatch()));
    for (const ReadingDecision &reading : verdict.readings) {
        if (reading.decision.access == verdict.mostSpecific().access)
            continue;
        const QString usual = shortDecision(verdict.mostSpecific());
        const QString other = shortDecision(reading.decision);
        if (!reading.options.starCoversBase && !reading.options.longestWins)
            return Text::tr("If `*.%1` also covers `%1`: %2. If not: %3.").arg(verdict.name, usual, other);
        return Text::tr("If the upper pattern wins: %1. If the longer one wins: %2.").arg(usual, other);
    }
    return {};
}

QString verdictText(const Verdict &verdict)
{
    if (!verdict.readingsAgree())
        return Text::tr("Depends. Most specific: %1. First match: %2.")
            .arg(shortDecision(verdict.mostSpecific()), shortDecision(verdict.firstMatch()));
    if (!verdict.allAgree())
        return Text::tr("Depends. %1").arg(verdictDifferenceText(verdict));
    if (verdict.unknownPreset >= 0)
        return Text::tr("Depends on the names of the preset in rule %1, which are not known here.")
            .arg(verdict.unknownPreset + 1);
    return decisionText(verdict.mostSpecific());
}

} // namespace Spritarium
