// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/expectation.h"
#include "domain/policydiff.h"
#include "domain/policylint.h"
#include "domain/policyorder.h"
#include "models/policydocument.h"

#include <QObject>

#include <memory>

namespace Spritarium {

//! What the draft of a document means: evaluator, findings, verdict changes against what is in force. Worked
//! out once per change, each part when somebody asks for it, so that the tester never waits for the diff;
//! 2,000 rules and the preset take less than a frame.
class PolicyAnalysis : public QObject
{
    Q_OBJECT

public:
    explicit PolicyAnalysis(PolicyDocument &document, QObject *parent = nullptr);
    ~PolicyAnalysis() override;

    const PolicyEvaluator &draft();
    //! What is in force; before it was read, what the draft began with.
    const PolicyEvaluator &published();
    const QList<Finding> &findings();
    //! Of one row, the worst first.
    QList<Finding> findingsOf(int row);
    const QList<CheckedExpectation> &expectations();
    //! Expectations, tested names, and what the rules and the preset mention.
    const QList<VerdictChange> &verdictChanges();
    const PolicyDiff &changes();
    //! The rules in the order of the most-specific reading.
    const QList<EvaluatedRule> &evaluated();
    //! `typed` against the draft; a Verdict with an empty name when it is no name.
    Verdict test(const QString &typed);
    PolicyDocument &document() { return m_document; }

Q_SIGNALS:
    //! Something of the above differs; once per turn of the event loop.
    void changed();

private:
    struct Results;
    void forgetDraft();
    void forgetPublished();
    void forgetNotes();
    void announce();

    PolicyDocument &m_document;
    const std::unique_ptr<Results> m_results;
    bool m_announcing = false;
};

} // namespace Spritarium
