// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/spritefiltermapping.h"

#include <algorithm>
#include <cstdlib>

namespace Spritarium {

void SpriteFilterMapping::setAccepted(Nodes accepted)
{
    m_accepted = std::move(accepted);
    m_rowsValid = false;
}

int SpriteFilterMapping::rowOf(const Node *node) const
{
    if (!m_rowsValid) {
        m_lookups = 0;
        m_rows.clear();
        m_rowsValid = true;
    }
    // A few looks along the list are cheaper than asking every row for its number.
    if (m_rows.empty() && ++m_lookups <= 32) {
        const auto at = std::find(m_accepted.begin(), m_accepted.end(), node);
        return at == m_accepted.end() ? -1 : int(at - m_accepted.begin());
    }
    if (m_rows.empty()) {
        m_rows.assign(size_t(m_source->childCount()), -1);
        for (size_t row = 0; row < m_accepted.size(); ++row)
            m_rows[size_t(m_accepted[row]->row())] = int(row);
    }
    const size_t row = size_t(node->row());
    return row < m_rows.size() ? m_rows[row] : -1;
}

QStringView SpriteFilterMapping::haystackAt(size_t at) const
{
    if (m_haystackEnds.size() != m_sorted.size())
        buildHaystacks();
    const qsizetype end = m_haystackEnds[at];
    const qsizetype begin = at == 0 ? 0 : std::abs(m_haystackEnds[at - 1]);
    return end < 0 ? QStringView() : QStringView(m_haystacks).mid(begin, end - begin);
}

void SpriteFilterMapping::buildHaystacks() const
{
    m_haystacks.clear();
    m_haystacks.append(u'\n'); // so that an end is never zero and can carry its sign
    m_haystackEnds.clear();
    m_haystackEnds.reserve(m_sorted.size());
    for (const Node *node : m_sorted) {
        if (node->sprite())
            m_haystacks.append(node->sprite()->haystack);
        m_haystackEnds.push_back(node->sprite() ? m_haystacks.size() : -m_haystacks.size());
    }
}

void SpriteFilterMapping::sortAll(const Less &less)
{
    m_haystackEnds.clear();
    m_sorted.clear();
    m_sorted.reserve(size_t(m_source->childCount()));
    for (const auto &child : m_source->children())
        m_sorted.push_back(child.get());
    std::sort(m_sorted.begin(), m_sorted.end(),
              [&less](const Node *a, const Node *b) { return less(*a, *b); });
}

void SpriteFilterMapping::resort(const QSet<const Node *> &touched, const Less &less)
{
    const auto before = [&less](const Node *a, const Node *b) { return less(*a, *b); };
    remove(touched);
    Nodes moved(touched.begin(), touched.end());
    std::sort(moved.begin(), moved.end(), before);
    Nodes merged;
    merged.reserve(m_sorted.size() + moved.size());
    // Few into many: binary search costs fewer comparisons than a plain merge, and comparisons miss the
    // cache.
    auto from = m_sorted.cbegin();
    for (const Node *node : moved) {
        const auto to = std::upper_bound(from, m_sorted.cend(), node, before);
        merged.insert(merged.end(), from, to);
        merged.push_back(node);
        from = to;
    }
    merged.insert(merged.end(), from, m_sorted.cend());
    m_sorted = std::move(merged);
    m_haystackEnds.clear();
}

void SpriteFilterMapping::append(const Nodes &nodes)
{
    m_sorted.insert(m_sorted.end(), nodes.begin(), nodes.end());
    m_haystackEnds.clear();
}

void SpriteFilterMapping::remove(const QSet<const Node *> &nodes)
{
    m_haystackEnds.clear();
    if (!nodes.isEmpty())
        std::erase_if(m_sorted, [&nodes](const Node *node) { return nodes.contains(node); });
}

RowSteps stepsBetween(const SpriteFilterMapping::Nodes &sorted, const SpriteFilterMapping::Nodes &before,
                      const SpriteFilterMapping::Nodes &after)
{
    RowSteps steps;
    const auto extend = [](std::vector<RowSteps::Run> &runs, size_t row) {
        if (runs.empty() || runs.back().last + 1 != int(row))
            runs.push_back({int(row), int(row)});
        else
            runs.back().last = int(row);
    };
    size_t old = 0, fresh = 0;
    for (const SpriteTreeNode *node : sorted) {
        const bool was = old < before.size() && before[old] == node;
        const bool is = fresh < after.size() && after[fresh] == node;
        if (was && !is)
            extend(steps.removals, old);
        else if (is && !was)
            extend(steps.insertions, fresh);
        old += was ? 1 : 0;
        fresh += is ? 1 : 0;
        if (!steps.isFew())
            return steps;
    }
    steps.inOrder = old == before.size() && fresh == after.size();
    return steps;
}

} // namespace Spritarium
