// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"
#include "domain/sprite.h"

#include <QObject>

#include <optional>

namespace Spritarium {

//! Which sprite the window shows, and what was last known of it.
class Selection : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    const SpriteKey &key() const { return m_key; }
    //! Absent while the list has not brought it, or when it is gone.
    const std::optional<Sprite> &sprite() const { return m_sprite; }

    void select(const SpriteKey &key, const std::optional<Sprite> &sprite);
    //! The list told something of the selected sprite; others are ignored.
    void update(const SpriteKey &key, const std::optional<Sprite> &sprite);

Q_SIGNALS:
    //! Another sprite, or none.
    void changed(const Spritarium::SpriteKey &key);
    //! The same sprite, but something of it differs from before.
    void spriteChanged();

private:
    SpriteKey m_key;
    std::optional<Sprite> m_sprite;
};

} // namespace Spritarium
