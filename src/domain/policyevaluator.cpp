// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policyevaluator.h"

#include "domain/policyindex.h"

#include <QSet>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

bool Verdict::allAgree() const
{
    return std::all_of(readings.begin(), readings.end(), [this](const ReadingDecision &reading) {
        return reading.decision.access == readings.first().decision.access;
    });
}

bool Verdict::restsOnPreset() const
{
    return std::any_of(readings.begin(), readings.end(),
                       [](const ReadingDecision &reading) { return reading.decision.restsOnPreset; });
}

QDate Verdict::presetKnownOn() const
{
    for (const ReadingDecision &reading : readings) {
        if (reading.decision.restsOnPreset)
            return reading.decision.knownOn;
    }
    return {};
}

bool Verdict::isAllowedForSure() const
{
    return allAgree() && unknownPreset < 0 && mostSpecific().access == Access::Allowed;
}

bool Verdict::isDeniedForSure() const
{
    return allAgree() && unknownPreset < 0 && mostSpecific().access == Access::Denied;
}

PolicyEvaluator::PolicyEvaluator(const NetworkPolicy &policy, const PresetNames &preset)
    : m_index(std::make_shared<const PolicyIndex>(policy, preset))
{}

const NetworkPolicy &PolicyEvaluator::policy() const
{
    return m_index->policy();
}

const PresetNames &PolicyEvaluator::preset() const
{
    return m_index->preset();
}

Decision PolicyEvaluator::decide(const QString &name, const ReadingOptions &options) const
{
    const NameMatch match = m_index->match(name);
    return m_index->decision(PolicyIndex::deciding(match, options), m_index->withoutPreset(name, match),
                             options);
}

Verdict PolicyEvaluator::verdict(const QString &name) const
{
    Verdict verdict;
    verdict.name = name;
    const NameMatch match = m_index->match(name);
    const NameMatch own = m_index->withoutPreset(name, match);
    verdict.readings.reserve(allReadings().size());
    for (const ReadingOptions &options : allReadings())
        verdict.readings << ReadingDecision{
            options, m_index->decision(PolicyIndex::deciding(match, options), own, options)};
    verdict.unknownPreset = m_index->unknownPresetFor(match);
    return verdict;
}

AccessBits PolicyEvaluator::accessBits(QStringView name) const
{
    const NameMatch match = m_index->match(name);
    AccessBits bits = m_index->unknownPresetFor(match) < 0 ? 0 : 1;
    for (const ReadingOptions &options : allReadings()) {
        const Access access = m_index->accessOf(PolicyIndex::deciding(match, options));
        bits = AccessBits((bits << 1) | (access == Access::Allowed ? 1 : 0));
    }
    return bits;
}

QString PolicyEvaluator::unmentionedName() const
{
    return m_index->unmentionedName();
}

QStringList PolicyEvaluator::mentionedNames(bool withPreset) const
{
    QStringList names;
    QSet<QString> seen;
    const auto add = [&names, &seen](const QString &name) {
        if (!isLookupName(name))
            return;
        const qsizetype before = seen.size();
        seen.insert(name);
        if (seen.size() > before)
            names << name;
    };
    for (const PolicyEntry &entry : m_index->entries()) {
        if (entry.kind == RuleKind::Everything || (entry.isFromPreset && !withPreset))
            continue;
        if (entry.kind == RuleKind::Subdomains)
            add(m_index->exampleBelow(entry.stem()));
        add(entry.kind == RuleKind::Exact ? entry.pattern : entry.stem().toString());
    }
    return names;
}

} // namespace Spritarium
