// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policyindex.h"

#include <algorithm>
#include <optional>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

//! The smaller of two places of which either may be missing.
int earlier(int a, int b)
{
    if (a < 0 || b < 0)
        return std::max(a, b);
    return std::min(a, b);
}

std::optional<Access> accessOfAction(const EgressRule &rule)
{
    if (rule.action == "allow"_L1 || (rule.action.isEmpty() && !rule.include.isEmpty()))
        return Access::Allowed;
    if (rule.denies())
        return Access::Denied;
    return std::nullopt;
}

} // namespace

PolicyIndex::PolicyIndex(const NetworkPolicy &policy, const PresetNames &preset)
    : m_policy(policy)
    , m_preset(preset)
{
    const qsizetype expected = policy.rules.size() + preset.names.size();
    m_entries.reserve(expected);
    m_exact.reserve(expected);
    for (int row = 0; row < m_policy.rules.size(); ++row)
        addRule(row);
}

void PolicyIndex::addRule(int row)
{
    const EgressRule &rule = m_policy.rules.at(row);
    const RuleKind kind = rule.kind();
    const std::optional<Access> access = accessOfAction(rule);
    if (kind == RuleKind::Invalid || !access)
        return;
    if (kind != RuleKind::Preset) {
        const bool isStar = kind == RuleKind::Everything;
        addEntry(isStar ? u"*"_s : normalizedPattern(rule.domain), *access, row, false);
        return;
    }
    if (rule.include != m_preset.preset) {
        if (m_unknownPreset < 0) {
            m_unknownPreset = row;
            m_unknownPresetPlace = int(m_entries.size());
        }
        return;
    }
    if (m_presetPlace >= 0)
        return;
    m_presetPlace = int(m_entries.size());
    m_presetAccess = *access;
    for (const QString &name : m_preset.names)
        addEntry(name, *access, row, true);
}

void PolicyIndex::addEntry(const QString &pattern, Access access, int row, bool isFromPreset)
{
    const int place = int(m_entries.size());
    PolicyEntry entry{pattern, RuleKind::Exact, access, row, isFromPreset};
    if (pattern == "*"_L1)
        entry.kind = RuleKind::Everything;
    else if (pattern.startsWith("*."_L1))
        entry.kind = RuleKind::Subdomains;
    m_entries << entry;
    const PolicyEntry &kept = m_entries.constLast();
    if (entry.kind == RuleKind::Everything) {
        if (m_star < 0)
            m_star = place;
        return;
    }
    // Only the first of equal patterns is ever found, under every reading.
    QHash<QStringView, int> &table = entry.kind == RuleKind::Exact ? m_exact : m_subdomains;
    const auto first = table.constFind(kept.stem());
    if (first == table.cend()) {
        table.insert(kept.stem(), place);
        return;
    }
    QHash<QStringView, int> &behind = entry.kind == RuleKind::Exact ? m_exactBehind : m_subdomainsBehind;
    if (!isFromPreset && m_entries.at(*first).isFromPreset && !behind.contains(kept.stem()))
        behind.insert(kept.stem(), place);
}

NameMatch PolicyIndex::match(QStringView name) const
{
    return matchIn(name, false);
}

NameMatch PolicyIndex::withoutPreset(QStringView name, const NameMatch &match) const
{
    return m_presetPlace < 0 ? match : matchIn(name, true);
}

int PolicyIndex::ownPlace(int place, const QHash<QStringView, int> &behindPreset, QStringView stem) const
{
    return place >= 0 && m_entries.at(place).isFromPreset ? behindPreset.value(stem, -1) : place;
}

NameMatch PolicyIndex::matchIn(QStringView name, bool ownOnly) const
{
    const auto subdomains = [this, ownOnly](QStringView stem) {
        const int place = firstSubdomains(stem);
        return ownOnly ? ownPlace(place, m_subdomainsBehind, stem) : place;
    };
    NameMatch match;
    match.star = m_star;
    match.exact = firstExact(name);
    if (ownOnly)
        match.exact = ownPlace(match.exact, m_exactBehind, name);
    if (m_subdomains.isEmpty())
        return match;
    match.base = subdomains(name);
    for (qsizetype dot = name.indexOf(u'.'); dot >= 0; dot = name.indexOf(u'.', dot + 1)) {
        const int place = subdomains(name.sliced(dot + 1));
        if (place < 0)
            continue;
        if (match.longest < 0)
            match.longest = place;
        match.upper = earlier(match.upper, place);
    }
    return match;
}

int PolicyIndex::deciding(const NameMatch &match, const ReadingOptions &options)
{
    const int base = options.starCoversBase ? match.base : -1;
    if (options.reading == Reading::FirstMatch)
        return earlier(earlier(match.exact, match.star), earlier(base, match.upper));
    if (match.exact >= 0)
        return match.exact;
    int subdomains = earlier(base, match.upper);
    if (options.longestWins)
        subdomains = base >= 0 ? base : match.longest;
    return subdomains >= 0 ? subdomains : match.star;
}

Access PolicyIndex::accessOf(int entry) const
{
    if (entry >= 0)
        return m_entries.at(entry).access;
    return m_policy.rules.isEmpty() ? Access::Allowed : Access::Denied;
}

Decision PolicyIndex::decision(int entry, const NameMatch &own, const ReadingOptions &options) const
{
    Decision decision;
    decision.access = accessOf(entry);
    if (entry >= 0) {
        const PolicyEntry &found = m_entries.at(entry);
        decision.rule = found.rule;
        decision.pattern = found.pattern;
        decision.isFromPreset = found.isFromPreset;
    }
    decision.restsOnPreset = restsOnPreset(own, options);
    if (decision.restsOnPreset)
        decision.knownOn = m_preset.asOf;
    return decision;
}

//! A list may name a name exactly or not at all; it matters where these two give different access.
bool PolicyIndex::restsOnPreset(const NameMatch &own, const ReadingOptions &options) const
{
    if (m_presetPlace < 0)
        return false;
    const int without = deciding(own, options);
    const int before = options.reading == Reading::FirstMatch ? without : own.exact;
    const bool isSettledAbove = before >= 0 && before < m_presetPlace;
    return !isSettledAbove && accessOf(without) != m_presetAccess;
}

int PolicyIndex::shadowOf(int entry) const
{
    const PolicyEntry &asked = m_entries.at(entry);
    int decides = entry;
    switch (asked.kind) {
    case RuleKind::Exact:
        decides = firstExact(asked.pattern);
        break;
    case RuleKind::Everything:
        decides = m_star;
        break;
    default:
        decides = firstSubdomains(asked.stem());
        // An equal pattern says more than a broader one that is further up.
        if (decides == entry)
            decides = earlier(entry, match(asked.stem()).upper);
    }
    return decides == entry ? -1 : decides;
}

bool PolicyIndex::decidesBySpecificity(int entry) const
{
    const PolicyEntry &asked = m_entries.at(entry);
    return (asked.kind == RuleKind::Everything || isLookupName(asked.stem())) && shadowOf(entry) < 0;
}

QString PolicyIndex::exampleFor(int entry) const
{
    const PolicyEntry &asked = m_entries.at(entry);
    switch (asked.kind) {
    case RuleKind::Exact:
        return asked.pattern;
    case RuleKind::Everything:
        return unmentionedName();
    default:
        return exampleBelow(asked.stem());
    }
}

QString PolicyIndex::unmentionedName() const
{
    for (int number = 1;; ++number) {
        const QString suffix = number == 1 ? QString() : QString::number(number);
        const QString name = u"anything-else.example"_s + suffix;
        const NameMatch found = match(name);
        if (found.exact < 0 && found.base < 0 && found.upper < 0)
            return name;
    }
}

QString PolicyIndex::exampleBelow(QStringView stem) const
{
    for (int number = 1;; ++number) {
        const QString label = number == 1 ? u"any"_s : u"any"_s + QString::number(number);
        const QString name = label + u'.' + stem.toString();
        if (!m_exact.contains(name) && !m_subdomains.contains(name))
            return name;
    }
}

int PolicyIndex::unknownPresetFor(const NameMatch &match) const
{
    // An exact name above it decides under both readings, whatever the preset holds.
    const bool isSettled = match.exact >= 0 && match.exact < m_unknownPresetPlace;
    return isSettled ? -1 : m_unknownPreset;
}

const QList<ReadingOptions> &allReadings()
{
    static const QList<ReadingOptions> readings = {
        {Reading::MostSpecific, false, true}, {Reading::MostSpecific, false, false},
        {Reading::MostSpecific, true, true},  {Reading::MostSpecific, true, false},
        {Reading::FirstMatch, false, true},   {Reading::FirstMatch, false, false},
    };
    return readings;
}

} // namespace Spritarium
