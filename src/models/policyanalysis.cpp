// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/policyanalysis.h"

#include <algorithm>

namespace Spritarium {

//! Each part is there when it was asked for since it last went out of date.
struct PolicyAnalysis::Results
{
    std::optional<PolicyEvaluator> draft;
    std::optional<PolicyEvaluator> published;
    std::optional<QList<Finding>> findings;
    std::optional<QList<EvaluatedRule>> evaluated;
    std::optional<QList<CheckedExpectation>> expectations;
    std::optional<QList<VerdictChange>> verdictChanges;
    std::optional<PolicyDiff> changes;
};

PolicyAnalysis::PolicyAnalysis(PolicyDocument &document, QObject *parent)
    : QObject(parent)
    , m_document(document)
    , m_results(std::make_unique<Results>())
{
    connect(&document, &PolicyDocument::opened, this, [this] {
        *m_results = {};
        announce();
    });
    connect(&document, &PolicyDocument::rulesChanged, this, &PolicyAnalysis::forgetDraft);
    connect(&document, &PolicyDocument::publishedChanged, this, &PolicyAnalysis::forgetPublished);
    // What was never read is compared with the base.
    connect(&document, &PolicyDocument::modifiedChanged, this, [this] {
        if (!m_document.isLoaded())
            forgetPublished();
    });
    connect(&document, &PolicyDocument::notesChanged, this, &PolicyAnalysis::forgetNotes);
    connect(&document, &PolicyDocument::notesRestored, this, &PolicyAnalysis::forgetNotes);
}

PolicyAnalysis::~PolicyAnalysis() = default;

const PolicyEvaluator &PolicyAnalysis::draft()
{
    if (!m_results->draft)
        m_results->draft.emplace(m_document.draft());
    return *m_results->draft;
}

const PolicyEvaluator &PolicyAnalysis::published()
{
    if (!m_results->published)
        m_results->published.emplace(m_document.isLoaded() ? m_document.published() : m_document.base());
    return *m_results->published;
}

const QList<Finding> &PolicyAnalysis::findings()
{
    if (!m_results->findings) {
        const bool unrestricted = m_document.isLoaded() && m_document.published().isUnrestricted();
        m_results->findings = findPolicyProblems(draft(), unrestricted);
    }
    return *m_results->findings;
}

QList<Finding> PolicyAnalysis::findingsOf(int row)
{
    const QList<Finding> &all = findings();
    const auto first = std::lower_bound(all.begin(), all.end(), row, [](const Finding &finding, int wanted) {
        return finding.rule < wanted;
    });
    auto last = first;
    while (last != all.end() && last->rule == row)
        ++last;
    return {first, last};
}

const QList<CheckedExpectation> &PolicyAnalysis::expectations()
{
    if (!m_results->expectations)
        m_results->expectations = checkExpectations(draft(), m_document.notes().expectations);
    return *m_results->expectations;
}

const QList<VerdictChange> &PolicyAnalysis::verdictChanges()
{
    if (!m_results->verdictChanges) {
        QStringList names;
        for (const Expectation &expectation : m_document.notes().expectations)
            names << expectation.name;
        names << m_document.notes().tested << namesOfInterest(published(), draft());
        m_results->verdictChanges = Spritarium::verdictChanges(published(), draft(), names);
    }
    return *m_results->verdictChanges;
}

const PolicyDiff &PolicyAnalysis::changes()
{
    if (!m_results->changes)
        m_results->changes = differenceBetween(published().policy(), draft().policy());
    return *m_results->changes;
}

const QList<EvaluatedRule> &PolicyAnalysis::evaluated()
{
    if (!m_results->evaluated)
        m_results->evaluated = asEvaluated(draft());
    return *m_results->evaluated;
}

Verdict PolicyAnalysis::test(const QString &typed)
{
    const QString name = lookupName(typed);
    return name.isEmpty() ? Verdict() : draft().verdict(name);
}

void PolicyAnalysis::forgetDraft()
{
    auto published = std::move(m_results->published);
    *m_results = {};
    m_results->published = std::move(published);
    announce();
}

void PolicyAnalysis::forgetPublished()
{
    m_results->published.reset();
    m_results->findings.reset();
    m_results->verdictChanges.reset();
    m_results->changes.reset();
    announce();
}

void PolicyAnalysis::forgetNotes()
{
    m_results->expectations.reset();
    m_results->verdictChanges.reset();
    announce();
}

void PolicyAnalysis::announce()
{
    if (m_announcing)
        return;
    m_announcing = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_announcing = false;
            Q_EMIT changed();
        },
        Qt::QueuedConnection);
}

} // namespace Spritarium
