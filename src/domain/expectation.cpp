// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/expectation.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::Expectation)
};

Verdict verdictOf(const PolicyEvaluator &evaluator, const QString &name)
{
    if (name == "*"_L1)
        return evaluator.verdict(evaluator.unmentionedName());
    const QString lookup = lookupName(name);
    return evaluator.verdict(lookup.isEmpty() ? name : lookup);
}

CheckedExpectation check(const PolicyEvaluator &evaluator, const Expectation &expectation)
{
    CheckedExpectation checked;
    checked.expectation = expectation;
    checked.verdict = verdictOf(evaluator, expectation.name);
    checked.restsOnPreset = checked.verdict.restsOnPreset();
    const QList<ReadingDecision> &readings = checked.verdict.readings;
    const auto isAgainst = [&expectation](const ReadingDecision &reading) {
        return reading.decision.access != expectation.wanted;
    };
    const auto against = std::find_if(readings.begin(), readings.end(), isAgainst);
    const bool isUnsure = checked.verdict.unknownPreset >= 0;
    if (against != readings.end()) {
        checked.blame = against->decision.rule;
        const bool never = !isUnsure && std::all_of(readings.begin(), readings.end(), isAgainst);
        checked.state = never ? ExpectationState::Fails : ExpectationState::Depends;
    } else if (isUnsure) {
        checked.blame = checked.verdict.unknownPreset;
        checked.state = ExpectationState::Depends;
    }
    return checked;
}

QString holdsAsKnown(const QDate &knownOn)
{
    return Text::tr("Holds, as far as the development defaults are known (%1); the service may differ.")
        .arg(QLocale().toString(knownOn, QLocale::ShortFormat));
}

} // namespace

QList<CheckedExpectation> checkExpectations(const PolicyEvaluator &evaluator,
                                            const QList<Expectation> &expectations)
{
    QList<CheckedExpectation> checked;
    checked.reserve(expectations.size());
    for (const Expectation &expectation : expectations)
        checked << check(evaluator, expectation);
    return checked;
}

QString expectationText(const Expectation &expectation)
{
    return expectation.wanted == Access::Allowed ? Text::tr("must reach %1").arg(expectation.name)
                                                 : Text::tr("must not reach %1").arg(expectation.name);
}

QString expectationStateText(const CheckedExpectation &checked)
{
    switch (checked.state) {
    case ExpectationState::Holds:
        return checked.restsOnPreset ? holdsAsKnown(checked.verdict.presetKnownOn()) : Text::tr("Holds.");
    case ExpectationState::Fails:
        return verdictText(checked.verdict);
    case ExpectationState::Depends:
        break;
    }
    const QString difference = verdictDifferenceText(checked.verdict);
    return difference.isEmpty() ? verdictText(checked.verdict)
                                : Text::tr("Depends on the reading: %1").arg(difference);
}

QString expectationSummary(const QList<CheckedExpectation> &checked)
{
    const auto holding = std::count_if(checked.begin(), checked.end(), [](const CheckedExpectation &one) {
        return one.state == ExpectationState::Holds;
    });
    return Text::tr("%1 of %n hold", nullptr, int(checked.size())).arg(holding);
}

} // namespace Spritarium
