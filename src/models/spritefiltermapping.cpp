// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/spritefiltermapping.h"

#include <algorithm>

namespace Spritarium {

void SpriteFilterMapping::setAccepted(Nodes accepted)
{
    m_accepted = std::move(accepted);
    m_rowsValid = false;
}

int SpriteFilterMapping::rowOf(const Node *node) const
{
    if (!m_rowsValid) {
        m_rows.assign(size_t(m_source->childCount()), -1);
        for (size_t row = 0; row < m_accepted.size(); ++row)
            m_rows[size_t(m_accepted[row]->row())] = int(row);
        m_rowsValid = true;
    }
    const size_t row = size_t(node->row());
    return row < m_rows.size() ? m_rows[row] : -1;
}

void SpriteFilterMapping::sortAll(const Less &less)
{
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
}

void SpriteFilterMapping::append(const Nodes &nodes)
{
    m_sorted.insert(m_sorted.end(), nodes.begin(), nodes.end());
}

void SpriteFilterMapping::remove(const QSet<const Node *> &nodes)
{
    if (!nodes.isEmpty())
        std::erase_if(m_sorted, [&nodes](const Node *node) { return nodes.contains(node); });
}

RowSteps stepsBetween(const SpriteTreeNode &source, const SpriteFilterMapping::Nodes &before,
                      const SpriteFilterMapping::Nodes &after)
{
    std::vector<int> newRow(size_t(source.childCount()), -1);
    std::vector<bool> isOld(size_t(source.childCount()), false);
    for (size_t row = 0; row < after.size(); ++row)
        newRow[size_t(after[row]->row())] = int(row);

    RowSteps steps;
    const auto extend = [](std::vector<RowSteps::Run> &runs, int row) {
        if (runs.empty() || runs.back().last + 1 != row)
            runs.push_back({row, row});
        else
            runs.back().last = row;
    };
    int lastKept = -1;
    for (size_t row = 0; row < before.size(); ++row) {
        const size_t at = size_t(before[row]->row());
        isOld[at] = true;
        if (newRow[at] < 0)
            extend(steps.removals, int(row));
        else
            steps.inOrder = steps.inOrder && newRow[at] > lastKept, lastKept = newRow[at];
    }
    for (size_t row = 0; row < after.size(); ++row) {
        if (!isOld[size_t(after[row]->row())])
            extend(steps.insertions, int(row));
    }
    return steps;
}

} // namespace Spritarium
