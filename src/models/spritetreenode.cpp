// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/spritetreenode.h"

#include <algorithm>

namespace Spritarium {

const SpriteTreeNode *SpriteTreeNode::accountNode() const
{
    const SpriteTreeNode *node = this;
    while (node && !node->account())
        node = node->parent();
    return node;
}

const AccountId &SpriteTreeNode::accountId() const
{
    static const AccountId none;
    const SpriteTreeNode *node = accountNode();
    return node ? node->account()->account.id : none;
}

int SpriteTreeNode::row() const
{
    if (m_parent && m_parent->m_numberedUpTo < m_parent->childCount())
        m_parent->renumber();
    return m_row;
}

void SpriteTreeNode::renumber() const
{
    for (int row = m_numberedUpTo; row < childCount(); ++row)
        child(row)->m_row = row;
    m_numberedUpTo = childCount();
}

void SpriteTreeNode::append(Pointer child)
{
    child->m_parent = this;
    m_children.push_back(std::move(child));
}

SpriteTreeNode::Pointer SpriteTreeNode::take(int row)
{
    Pointer taken = std::move(m_children[size_t(row)]);
    taken->m_parent = nullptr;
    remove(row, row);
    return taken;
}

void SpriteTreeNode::remove(int first, int last)
{
    m_children.erase(m_children.begin() + first, m_children.begin() + last + 1);
    m_numberedUpTo = std::min(m_numberedUpTo, first);
}

} // namespace Spritarium
