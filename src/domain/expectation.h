// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policyevaluator.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Spritarium {

//! "must reach api.example.com", "must not reach *": kept on this computer, checked on every edit.
struct Expectation
{
    QString name; //!< a lookup name, or `*`: every name that no rule mentions
    Access wanted = Access::Allowed;

    friend bool operator==(const Expectation &, const Expectation &) = default;
};

enum class ExpectationState {
    Holds,   //!< under every reading
    Depends, //!< under some
    Fails    //!< under none
};

struct CheckedExpectation
{
    Expectation expectation;
    ExpectationState state = ExpectationState::Holds;
    int blame = -1; //!< row of the rule that decides against it; -1: none does
    Verdict verdict;
    bool restsOnPreset =
        false; //!< the state is that of the preset's list as known here; the service may differ

    friend bool operator==(const CheckedExpectation &, const CheckedExpectation &) = default;
};

QList<CheckedExpectation> checkExpectations(const PolicyEvaluator &evaluator,
                                            const QList<Expectation> &expectations);
//! "must reach api.example.com", translated.
QString expectationText(const Expectation &expectation);
//! "Holds.", "Denied by rule 2 `*`.", "Depends on the reading: …"; where it rests on the list of the preset,
//! that is said with its day.
QString expectationStateText(const CheckedExpectation &checked);
//! "5 of 5 hold", with plural forms.
QString expectationSummary(const QList<CheckedExpectation> &checked);

} // namespace Spritarium
