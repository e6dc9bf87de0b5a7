// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policyevaluator.h"

#include <QCoreApplication>
#include <QLocale>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::PolicyEvaluator)
};

//! What a reading says of a name, so that each has its sentence whole.
enum class Outcome { Allowed, AllowedWithoutRules, Denied, DeniedWithoutRule };

Outcome outcomeOf(const Decision &decision)
{
    if (decision.access == Access::Allowed)
        return decision.rule < 0 ? Outcome::AllowedWithoutRules : Outcome::Allowed;
    return decision.rule < 0 ? Outcome::DeniedWithoutRule : Outcome::Denied;
}

QString rowOf(const Decision &decision)
{
    return QString::number(decision.rule + 1);
}

QString mostSpecificText(const Decision &decision)
{
    switch (outcomeOf(decision)) {
    case Outcome::Allowed:
        return Text::tr("Most specific: allowed by %1.").arg(rowOf(decision));
    case Outcome::AllowedWithoutRules:
        return Text::tr("Most specific: allowed by no rule.");
    case Outcome::Denied:
        return Text::tr("Most specific: denied by %1.").arg(rowOf(decision));
    case Outcome::DeniedWithoutRule:
        return Text::tr("Most specific: denied, no rule names it.");
    }
    return {};
}

QString firstMatchText(const Decision &decision)
{
    switch (outcomeOf(decision)) {
    case Outcome::Allowed:
        return Text::tr("First match: allowed by %1.").arg(rowOf(decision));
    case Outcome::AllowedWithoutRules:
        return Text::tr("First match: allowed by no rule.");
    case Outcome::Denied:
        return Text::tr("First match: denied by %1.").arg(rowOf(decision));
    case Outcome::DeniedWithoutRule:
        return Text::tr("First match: denied, no rule names it.");
    }
    return {};
}

QString baseCoveredText(const QString &name, const Decision &decision)
{
    switch (outcomeOf(decision)) {
    case Outcome::Allowed:
        return Text::tr("If `*.%1` also covers `%1`: allowed by %2.").arg(name, rowOf(decision));
    case Outcome::AllowedWithoutRules:
        return Text::tr("If `*.%1` also covers `%1`: allowed by no rule.").arg(name);
    case Outcome::Denied:
        return Text::tr("If `*.%1` also covers `%1`: denied by %2.").arg(name, rowOf(decision));
    case Outcome::DeniedWithoutRule:
        return Text::tr("If `*.%1` also covers `%1`: denied, no rule names it.").arg(name);
    }
    return {};
}

//! After baseCoveredText().
QString baseNotCoveredText(const Decision &decision)
{
    switch (outcomeOf(decision)) {
    case Outcome::Allowed:
        return Text::tr("If not: allowed by %1.").arg(rowOf(decision));
    case Outcome::AllowedWithoutRules:
        return Text::tr("If not: allowed by no rule.");
    case Outcome::Denied:
        return Text::tr("If not: denied by %1.").arg(rowOf(decision));
    case Outcome::DeniedWithoutRule:
        return Text::tr("If not: denied, no rule names it.");
    }
    return {};
}

// Of two patterns both name the name, so a rule decides.
QString upperWinsText(const Decision &decision)
{
    return decision.access == Access::Allowed
               ? Text::tr("If the upper pattern wins: allowed by %1.").arg(rowOf(decision))
               : Text::tr("If the upper pattern wins: denied by %1.").arg(rowOf(decision));
}

QString longerWinsText(const Decision &decision)
{
    return decision.access == Access::Allowed
               ? Text::tr("If the longer one wins: allowed by %1.").arg(rowOf(decision))
               : Text::tr("If the longer one wins: denied by %1.").arg(rowOf(decision));
}

QString inARow(const QString &first, const QString &second)
{
    //: Two whole sentences, one after the other
    return Text::tr("%1 %2").arg(first, second);
}

QString dayOf(const QDate &date)
{
    return QLocale().toString(date, QLocale::ShortFormat);
}

//! A decision that another list could turn.
QString knownDecisionText(const Decision &decision)
{
    const bool isAllowed = decision.access == Access::Allowed;
    const QString day = dayOf(decision.knownOn);
    if (decision.rule < 0)
        return Text::tr(
                   "Denied: no rule names it, as far as the development defaults are known (%1); the service "
                   "may differ.")
            .arg(day);
    if (decision.isFromPreset)
        return (isAllowed
                    ? Text::tr("Allowed by rule %1: the development defaults, as known on %2; the service "
                               "may differ.")
                    : Text::tr("Denied by rule %1: the development defaults, as known on %2; the service "
                               "may differ."))
            .arg(rowOf(decision), day);
    return (isAllowed
                ? Text::tr("Allowed by rule %1 `%2`, as far as the development defaults are known (%3); "
                           "the service may differ.")
                : Text::tr("Denied by rule %1 `%2`, as far as the development defaults are known (%3); "
                           "the service may differ."))
        .arg(rowOf(decision), decision.pattern, day);
}

QString withKnownList(const QString &text, const Verdict &verdict)
{
    if (!verdict.restsOnPreset())
        return text;
    return inARow(text,
                  Text::tr("This rests on the development defaults as known on %1; the service may differ.")
                      .arg(dayOf(verdict.presetKnownOn())));
}

} // namespace

QString decisionText(const Decision &decision)
{
    if (decision.restsOnPreset)
        return knownDecisionText(decision);
    const bool isAllowed = decision.access == Access::Allowed;
    if (decision.rule < 0)
        return isAllowed ? Text::tr("Allowed: there are no rules.") : Text::tr("Denied: no rule names it.");
    return isAllowed ? Text::tr("Allowed by rule %1 `%2`.").arg(rowOf(decision), decision.pattern)
                     : Text::tr("Denied by rule %1 `%2`.").arg(rowOf(decision), decision.pattern);
}

QString verdictWord(const Verdict &verdict)
{
    if (!verdict.allAgree() || verdict.unknownPreset >= 0)
        return Text::tr("Depends");
    return verdict.mostSpecific().access == Access::Allowed ? Text::tr("Allowed") : Text::tr("Denied");
}

QString verdictDifferenceText(const Verdict &verdict)
{
    const Decision usual = verdict.mostSpecific();
    if (!verdict.readingsAgree())
        return inARow(mostSpecificText(usual), firstMatchText(verdict.firstMatch()));
    for (const ReadingDecision &reading : verdict.readings) {
        if (reading.decision.access == usual.access)
            continue;
        if (!reading.options.starCoversBase && !reading.options.longestWins)
            return inARow(baseCoveredText(verdict.name, usual), baseNotCoveredText(reading.decision));
        return inARow(upperWinsText(usual), longerWinsText(reading.decision));
    }
    return {};
}

QString verdictText(const Verdict &verdict)
{
    if (!verdict.allAgree())
        return withKnownList(inARow(Text::tr("Depends."), verdictDifferenceText(verdict)), verdict);
    if (verdict.unknownPreset >= 0)
        return Text::tr("Depends on the names of the preset in rule %1, which are not known here.")
            .arg(verdict.unknownPreset + 1);
    const Decision usual = verdict.mostSpecific();
    return usual.restsOnPreset ? decisionText(usual) : withKnownList(decisionText(usual), verdict);
}

} // namespace Spritarium
