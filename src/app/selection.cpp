// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/selection.h"

namespace Spritarium {

void Selection::select(const SpriteKey &key, const std::optional<Sprite> &sprite)
{
    if (key == m_key) {
        update(key, sprite);
        return;
    }
    m_key = key;
    m_sprite = sprite;
    Q_EMIT changed(m_key);
}

void Selection::update(const SpriteKey &key, const std::optional<Sprite> &sprite)
{
    if (key != m_key || sprite == m_sprite)
        return;
    m_sprite = sprite;
    Q_EMIT spriteChanged();
}

} // namespace Spritarium
