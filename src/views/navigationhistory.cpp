// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/navigationhistory.h"

namespace Spritarium {
namespace {
constexpr qsizetype longest = 100;
}

void NavigationHistory::visit(const SpriteKey &key)
{
    if (key.isEmpty() || (m_position >= 0 && m_visited.at(m_position) == key))
        return;
    m_visited.resize(m_position + 1);
    m_visited.append(key);
    if (m_visited.size() > longest)
        m_visited.removeFirst();
    m_position = m_visited.size() - 1;
}

SpriteKey NavigationHistory::back()
{
    return canGoBack() ? m_visited.at(--m_position) : SpriteKey();
}

SpriteKey NavigationHistory::forward()
{
    return canGoForward() ? m_visited.at(++m_position) : SpriteKey();
}

void NavigationHistory::forget(const SpriteKey &key)
{
    for (qsizetype i = m_visited.size() - 1; i >= 0; --i) {
        const bool doubled = i > 0 && i + 1 < m_visited.size() && m_visited.at(i - 1) == m_visited.at(i + 1);
        if (m_visited.at(i) != key)
            continue;
        m_visited.remove(i, doubled ? 2 : 1);
        if (m_position >= i)
            m_position = std::max<qsizetype>(m_position - (doubled ? 2 : 1), m_visited.isEmpty() ? -1 : 0);
    }
    m_position = std::min(m_position, m_visited.size() - 1);
}

} // namespace Spritarium
