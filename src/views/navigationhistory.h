// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"

#include <QList>

namespace Spritarium {

//! Where the person was: Back and Forward over sprites. Visiting after going back drops what was ahead.
class NavigationHistory
{
public:
    void visit(const SpriteKey &key);
    bool canGoBack() const { return m_position > 0; }
    bool canGoForward() const { return m_position + 1 < m_visited.size(); }
    SpriteKey back();
    SpriteKey forward();
    QList<SpriteKey> visited() const { return m_visited; }
    //! A deleted sprite is nowhere to go to.
    void forget(const SpriteKey &key);

private:
    QList<SpriteKey> m_visited;
    qsizetype m_position = -1;
};

} // namespace Spritarium
