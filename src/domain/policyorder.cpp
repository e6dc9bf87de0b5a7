// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policyorder.h"

#include "domain/policyindex.h"

#include <QSet>

#include <algorithm>
#include <array>
#include <queue>

namespace Spritarium {

namespace {

//! Where a rule belongs: rank, then the preset it must stay beside, then the longer pattern, then its row.
using SortKey = std::array<int, 5>;

constexpr int MostPasses = 8;

enum Rank { ExactRank, PresetRank, SubdomainsRank, EverythingRank, NoRank };

//! The rules as nodes, with an edge wherever two of them must not change places.
class OrderGraph
{
public:
    explicit OrderGraph(const PolicyIndex &index)
        : m_index(index)
        , m_after(index.policy().rules.size())
        , m_waiting(index.policy().rules.size(), 0)
    {
        for (int entry = 0; entry < index.entries().size(); ++entry)
            keepVerdictsOf(entry);
        keepPresetsInOrder();
        setKeys();
    }

    //! Old rows in their new order.
    QList<int> sorted()
    {
        using Item = std::pair<SortKey, int>;
        std::priority_queue<Item, std::vector<Item>, std::greater<>> ready;
        for (int row = 0; row < m_after.size(); ++row) {
            if (m_waiting.at(row) == 0)
                ready.emplace(m_keys.at(row), row);
        }
        QList<int> order;
        order.reserve(m_after.size());
        while (!ready.empty()) {
            const int row = ready.top().second;
            ready.pop();
            order << row;
            for (const int next : m_after.at(row)) {
                if (--m_waiting[next] == 0)
                    ready.emplace(m_keys.at(next), next);
            }
        }
        return order;
    }

private:
    //! If for each name the entry that decides stays above everything that says otherwise, its access stays
    //! the same. Only the first of equal patterns decides, so the others need to stay below it only.
    void keepVerdictsOf(int entry)
    {
        const PolicyEntry &asked = m_index.entries().at(entry);
        if (asked.kind != RuleKind::Subdomains) {
            const int first =
                asked.kind == RuleKind::Exact ? m_index.firstExact(asked.pattern) : m_index.firstStar();
            if (m_index.accessOf(first) != asked.access)
                keep(first, entry);
            return;
        }
        const QStringView stem = asked.stem();
        if (const int first = m_index.firstSubdomains(stem); first != entry) {
            keep(first, entry);
            return;
        }
        for (qsizetype dot = stem.indexOf(u'.'); dot >= 0; dot = stem.indexOf(u'.', dot + 1)) {
            const int broader = m_index.firstSubdomains(stem.sliced(dot + 1));
            if (broader >= 0 && m_index.accessOf(broader) != asked.access)
                keep(std::min(entry, broader), std::max(entry, broader));
        }
    }

    void keep(int above, int below) { keepRows(rowOf(above), rowOf(below)); }

    void keepRows(int above, int below)
    {
        if (above == below)
            return;
        m_after[above] << below;
        ++m_waiting[below];
    }

    void keepPresetsInOrder()
    {
        for (int row = 0; row < m_after.size(); ++row) {
            if (m_index.policy().rules.at(row).kind() != RuleKind::Preset)
                continue;
            if (!m_presets.isEmpty())
                keepRows(m_presets.last(), row);
            m_presets << row;
        }
    }

    int rowOf(int entry) const { return m_index.entries().at(entry).rule; }

    void setKeys()
    {
        m_keys.reserve(m_after.size());
        for (int row = 0; row < m_after.size(); ++row)
            m_keys << naturalKey(row);
        // What must stay beside a preset gets its rank, lest it takes the preset along to its own.
        for (const int preset : m_presets) {
            for (const int row : m_after.at(preset)) {
                if (m_keys.at(row)[0] == ExactRank)
                    m_keys[row] = {PresetRank, preset, 1, 0, row};
            }
        }
        if (!m_presets.isEmpty())
            pullUpWhatStandsAbovePresets();
    }

    SortKey naturalKey(int row) const
    {
        const EgressRule &rule = m_index.policy().rules.at(row);
        switch (rule.kind()) {
        case RuleKind::Exact:
            return {ExactRank, 0, 0, 0, row};
        case RuleKind::Preset:
            return {PresetRank, row, 0, 0, row};
        case RuleKind::Subdomains:
            return {SubdomainsRank, 0, 0, -int(rule.domain.trimmed().size()), row};
        case RuleKind::Everything:
            return {EverythingRank, 0, 0, 0, row};
        case RuleKind::Invalid:
            break;
        }
        return {NoRank, 0, 0, 0, row};
    }

    //! Edges lead downwards only, so from the bottom each row knows the preset it must stay above.
    void pullUpWhatStandsAbovePresets()
    {
        const int none = int(m_after.size());
        QList<int> above(m_after.size(), none);
        for (int row = none - 1; row >= 0; --row) {
            for (const int next : m_after.at(row))
                above[row] = std::min(above.at(row), above.at(next));
            if (above.at(row) < none && m_keys.at(row)[0] == SubdomainsRank)
                m_keys[row] = {PresetRank, above.at(row), -1, m_keys.at(row)[3], row};
            if (m_index.policy().rules.at(row).kind() == RuleKind::Preset)
                above[row] = row;
        }
    }

    const PolicyIndex &m_index;
    QList<QList<int>> m_after; //!< rows that must stay below
    QList<int> m_waiting;      //!< how many rows must come first
    QList<int> m_presets;
    QList<SortKey> m_keys;
};

QList<OrderConflict> conflictsOf(const PolicyEvaluator &evaluator)
{
    const PolicyIndex &index = evaluator.index();
    QList<OrderConflict> conflicts;
    QSet<std::pair<int, int>> seen;
    for (int entry = 0; entry < index.entries().size(); ++entry) {
        const RuleKind kind = index.entries().at(entry).kind;
        if (kind == RuleKind::Everything || !index.decidesBySpecificity(entry))
            continue;
        const QString name = index.exampleFor(entry);
        const int first = PolicyIndex::deciding(index.match(name), {Reading::FirstMatch});
        if (index.accessOf(first) == index.accessOf(entry))
            continue;
        const std::pair pair(index.entries().at(entry).rule, index.entries().at(first).rule);
        if (seen.contains(pair))
            continue;
        seen.insert(pair);
        conflicts << OrderConflict{pair.first, pair.second, name, evaluator.verdict(name)};
    }
    return conflicts;
}

template <typename Value>
QList<Value> inOrder(const QList<Value> &values, const QList<int> &order)
{
    QList<Value> ordered;
    ordered.reserve(order.size());
    for (const int place : order)
        ordered << values.at(place);
    return ordered;
}

EvaluationGroup groupOf(const EgressRule &rule, bool isIgnored)
{
    if (isIgnored)
        return EvaluationGroup::Ignored;
    switch (rule.kind()) {
    case RuleKind::Exact:
        return EvaluationGroup::ExactNames;
    case RuleKind::Preset:
        return EvaluationGroup::Presets;
    case RuleKind::Subdomains:
        return EvaluationGroup::Subdomains;
    case RuleKind::Everything:
        return EvaluationGroup::Everything;
    case RuleKind::Invalid:
        break;
    }
    return EvaluationGroup::Ignored;
}

} // namespace

bool OrderProof::isChanged() const
{
    return !std::is_sorted(order.begin(), order.end());
}

OrderProof makeOrderProof(const NetworkPolicy &policy, const PresetNames &preset)
{
    OrderProof proof{policy, {}, {}};
    for (int row = 0; row < policy.rules.size(); ++row)
        proof.order << row;
    // A rule that went above its equal may free others, so it is done until nothing moves.
    for (int pass = 0; pass < MostPasses; ++pass) {
        const QList<int> order = OrderGraph(PolicyIndex(proof.policy, preset)).sorted();
        if (std::is_sorted(order.begin(), order.end()))
            break;
        proof.policy.rules = inOrder(proof.policy.rules, order);
        proof.order = inOrder(proof.order, order);
    }
    proof.conflicts = conflictsOf(PolicyEvaluator(proof.policy, preset));
    return proof;
}

QList<EvaluatedRule> asEvaluated(const PolicyEvaluator &evaluator)
{
    const PolicyIndex &index = evaluator.index();
    QList<bool> isIgnored(index.policy().rules.size(), true);
    QList<bool> decides(index.policy().rules.size(), false);
    for (int place = 0; place < index.entries().size(); ++place) {
        const int row = index.entries().at(place).rule;
        isIgnored[row] = false;
        decides[row] = decides.at(row) || index.decidesBySpecificity(place);
    }
    QList<EvaluatedRule> rules;
    for (int row = 0; row < index.policy().rules.size(); ++row) {
        const EgressRule &rule = index.policy().rules.at(row);
        // A preset said a second time has no entries, and still is one.
        const bool isRepeated = rule.kind() == RuleKind::Preset && rule.include == index.preset().preset;
        rules << EvaluatedRule{groupOf(rule, isIgnored.at(row) && !isRepeated), row, decides.at(row)};
    }
    std::stable_sort(rules.begin(), rules.end(),
                     [](const EvaluatedRule &a, const EvaluatedRule &b) { return a.group < b.group; });
    return rules;
}

} // namespace Spritarium
