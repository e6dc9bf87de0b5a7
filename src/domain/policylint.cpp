// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policylint.h"

#include "domain/policyindex.h"
#include "domain/ruleinput.h"

#include <QHash>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr ReadingOptions ByOrder{Reading::FirstMatch};

//! Goes over the entries once and collects what is worth saying.
class Lint
{
public:
    explicit Lint(const PolicyEvaluator &evaluator)
        : m_evaluator(evaluator)
        , m_index(evaluator.index())
        , m_dependsSaid(m_index.policy().rules.size(), false)
        , m_presetWins(m_index.policy().rules.size(), false)
    {}

    QList<Finding> run(bool startedUnrestricted)
    {
        if (startedUnrestricted)
            checkFirstRule();
        checkKeys();
        findSecondPatterns();
        for (int row = 0; row < m_index.policy().rules.size(); ++row)
            checkRule(row);
        checkPresetWins();
        for (int entry = 0; entry < m_index.entries().size(); ++entry)
            checkEntry(entry);
        checkPresets();
        std::stable_sort(m_findings.begin(), m_findings.end(), [](const Finding &a, const Finding &b) {
            return a.rule != b.rule ? a.rule < b.rule : a.severity() > b.severity();
        });
        return m_findings;
    }

private:
    void checkFirstRule()
    {
        const NameMatch everythingElse{-1, -1, -1, -1, m_index.firstStar()};
        const Access access = m_index.accessOf(PolicyIndex::deciding(everythingElse, {}));
        if (!m_index.policy().rules.isEmpty() && access == Access::Denied)
            m_findings << Finding{FindingKind::FirstRule, 0, -1, {}, {}, {}};
    }

    void checkKeys()
    {
        Finding finding{FindingKind::Refused, 0, -1, {}, {}, keysRefusal(m_index.policy())};
        finding.isOfDocument = true;
        if (!finding.reason.isEmpty())
            m_findings << finding;
    }

    void findSecondPatterns()
    {
        for (int place = 0; place < m_index.entries().size(); ++place) {
            const PolicyEntry &entry = m_index.entries().at(place);
            if (entry.kind == RuleKind::Subdomains && m_index.firstSubdomains(entry.stem()) != place &&
                !m_secondPatterns.contains(entry.stem()))
                m_secondPatterns.insert(entry.stem(), place);
        }
    }

    //! What one rule says by itself.
    void checkRule(int row)
    {
        const EgressRule &rule = m_index.policy().rules.at(row);
        const QString refusal = ruleRefusal(rule);
        if (!refusal.isEmpty())
            m_findings << Finding{FindingKind::Refused, row, -1, {}, {}, refusal};
        if (rule.kind() == RuleKind::Preset && rule.denies())
            m_findings << Finding{FindingKind::PresetDenied, row, -1, {}, {}, {}};
    }

    void checkEntry(int entry)
    {
        const PolicyEntry &asked = m_index.entries().at(entry);
        const bool isName = asked.kind == RuleKind::Everything || isLookupName(asked.stem());
        if (!isName) {
            const QString cleaned = cleanRuleInput(asked.pattern).pattern;
            m_findings << Finding{FindingKind::NeverMatches, asked.rule, -1, cleaned, {}, {}};
            return;
        }
        const int shadow = m_index.shadowOf(entry);
        if (shadow < 0)
            checkDeciding(entry);
        else if (!asked.isFromPreset && !m_presetWins.at(asked.rule))
            checkShadowed(entry, shadow);
    }

    void checkShadowed(int entry, int shadow)
    {
        const PolicyEntry &asked = m_index.entries().at(entry);
        const PolicyEntry &upper = m_index.entries().at(shadow);
        FindingKind kind = FindingKind::NeverDecides;
        if (asked.pattern == upper.pattern && asked.access == upper.access)
            kind = FindingKind::SameAs;
        else if (asked.pattern != upper.pattern && asked.access != upper.access)
            kind = FindingKind::OrderMatters;
        Finding finding{kind, asked.rule, upper.rule, {}, {}, {}};
        finding.otherMayGoDown = kind == FindingKind::OrderMatters && decidesWithout(entry, upper.rule);
        m_findings << finding;
    }

    //! Whether the entry decides when the rule `other` above it goes below it, and there is a rule between
    //! them.
    bool decidesWithout(int entry, int other) const
    {
        const PolicyEntry &asked = m_index.entries().at(entry);
        const auto shadows = [this, entry, other](int place) {
            return place >= 0 && place < entry && m_index.entries().at(place).rule != other;
        };
        if (asked.rule - other < 2)
            return false;
        const QStringView stem = asked.stem();
        for (qsizetype dot = stem.indexOf(u'.'); dot >= 0; dot = stem.indexOf(u'.', dot + 1)) {
            const QStringView above = stem.sliced(dot + 1);
            if (shadows(m_index.firstSubdomains(above)) || shadows(m_secondPatterns.value(above, -1)))
                return false;
        }
        return true;
    }

    void checkDeciding(int entry)
    {
        const PolicyEntry &asked = m_index.entries().at(entry);
        checkReadings(entry);
        if (asked.kind == RuleKind::Everything && asked.access == Access::Allowed)
            m_findings << Finding{FindingKind::AllowsEverything, asked.rule, -1, {}, {}, {}};
        if (asked.kind == RuleKind::Subdomains && !asked.isFromPreset)
            checkBareName(entry);
    }

    void checkReadings(int entry)
    {
        const PolicyEntry &asked = m_index.entries().at(entry);
        // `*` is all that can stand above an entry that decides by specificity, but for exact names.
        if (asked.kind == RuleKind::Everything || m_dependsSaid.at(asked.rule))
            return;
        const NameMatch match = m_index.match(asked.stem());
        const int first = asked.kind == RuleKind::Exact
                              ? PolicyIndex::deciding(match, ByOrder)
                              : PolicyIndex::deciding({-1, -1, entry, entry, match.star}, ByOrder);
        if (m_index.accessOf(first) == asked.access)
            return;
        const QString name = m_index.exampleFor(entry);
        m_dependsSaid[asked.rule] = true;
        m_findings << Finding{FindingKind::DependsOnReading,    asked.rule,
                              m_index.entries().at(first).rule, name,
                              m_evaluator.verdict(name),        {}};
    }

    void checkBareName(int entry)
    {
        const QStringView stem = m_index.entries().at(entry).stem();
        const NameMatch match = m_index.match(stem);
        const int with = PolicyIndex::deciding(match, {});
        const int without = PolicyIndex::deciding(match, {Reading::MostSpecific, false, false});
        if (with == entry && m_index.accessOf(with) != m_index.accessOf(without))
            m_findings << Finding{
                FindingKind::BareNameUnsure, m_index.entries().at(entry).rule, -1, stem.toString(), {}, {}};
    }

    //! A person's deny that an exact name of the preset goes round.
    void checkPresetWins()
    {
        QHash<QStringView, int> deniedNames;
        QHash<QStringView, int> deniedBelow;
        for (const PolicyEntry &entry : m_index.entries()) {
            if (entry.isFromPreset || entry.access == Access::Allowed || entry.kind == RuleKind::Everything)
                continue;
            QHash<QStringView, int> &table = entry.kind == RuleKind::Exact ? deniedNames : deniedBelow;
            if (!table.contains(entry.stem()))
                table.insert(entry.stem(), entry.rule);
        }
        if (deniedNames.isEmpty() && deniedBelow.isEmpty())
            return;
        for (int place = 0; place < m_index.entries().size(); ++place) {
            const PolicyEntry &entry = m_index.entries().at(place);
            if (!entry.isFromPreset || entry.kind != RuleKind::Exact || entry.access == Access::Denied ||
                m_index.firstExact(entry.pattern) != place)
                continue;
            sayPresetWins(deniedNames.value(entry.pattern, -1), entry);
            sayPresetWins(deniedBelow.value(entry.pattern, -1), entry);
            const QStringView name = entry.pattern;
            for (qsizetype dot = name.indexOf(u'.'); dot >= 0; dot = name.indexOf(u'.', dot + 1))
                sayPresetWins(deniedBelow.value(name.sliced(dot + 1), -1), entry);
        }
    }

    void sayPresetWins(int row, const PolicyEntry &winner)
    {
        if (row < 0 || m_presetWins.at(row))
            return;
        m_presetWins[row] = true;
        m_findings << Finding{FindingKind::PresetWins, row, winner.rule, winner.pattern, {}, {}};
    }

    //! Presets of which no name decides: said twice, or every name said above.
    void checkPresets()
    {
        int first = -1;
        for (int row = 0; row < m_index.policy().rules.size(); ++row) {
            const EgressRule &rule = m_index.policy().rules.at(row);
            if (rule.kind() != RuleKind::Preset || !ruleRefusal(rule).isEmpty() ||
                rule.include != m_index.preset().preset)
                continue;
            if (first < 0) {
                first = row;
                checkWholePreset(row);
                continue;
            }
            const bool isSame = rule.denies() == m_index.policy().rules.at(first).denies();
            const FindingKind kind = isSame ? FindingKind::SameAs : FindingKind::NeverDecides;
            m_findings << Finding{kind, row, first, {}, {}, {}};
        }
    }

    void checkWholePreset(int row)
    {
        int shadow = -1;
        for (int entry = 0; entry < m_index.entries().size(); ++entry) {
            if (!m_index.entries().at(entry).isFromPreset)
                continue;
            shadow = m_index.shadowOf(entry);
            if (shadow < 0 || m_index.entries().at(shadow).isFromPreset)
                return;
        }
        if (shadow >= 0)
            m_findings << Finding{
                FindingKind::NeverDecides, row, m_index.entries().at(shadow).rule, {}, {}, {}};
    }

    const PolicyEvaluator &m_evaluator;
    const PolicyIndex &m_index;
    QList<Finding> m_findings;
    QHash<QStringView, int> m_secondPatterns; //!< places of `*.` patterns that were said before
    QList<bool> m_dependsSaid;
    QList<bool> m_presetWins;
};

} // namespace

QList<Finding> findPolicyProblems(const PolicyEvaluator &evaluator, bool startedUnrestricted)
{
    return Lint(evaluator).run(startedUnrestricted);
}

QList<bool> rulesThatNeverDecide(const PolicyEvaluator &evaluator)
{
    const PolicyIndex &index = evaluator.index();
    QList<bool> never(index.policy().rules.size(), true);
    for (int place = 0; place < index.entries().size(); ++place) {
        const PolicyEntry &entry = index.entries().at(place);
        // Behind a broader pattern it still decides if the longer one wins.
        const bool isFirst = entry.kind == RuleKind::Subdomains ? index.firstSubdomains(entry.stem()) == place
                                                                : index.shadowOf(place) < 0;
        if (isFirst && (entry.kind == RuleKind::Everything || isLookupName(entry.stem())))
            never[entry.rule] = false;
    }
    return never;
}

} // namespace Spritarium
