// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDebug>
#include <QHash>
#include <QMetaType>
#include <QString>

namespace Spritarium {

//! A text that names one kind of thing and cannot be passed where another kind is meant.
//! Opaque: never parsed, compared byte for byte, empty means "none".
template <typename Tag>
class StringId
{
public:
    StringId() = default;
    explicit StringId(const QString &text)
        : m_text(text)
    {}

    const QString &toString() const { return m_text; }
    bool isEmpty() const { return m_text.isEmpty(); }

    friend bool operator==(const StringId &, const StringId &) = default;
    friend bool operator<(const StringId &a, const StringId &b) { return a.m_text < b.m_text; }
    friend size_t qHash(const StringId &id, size_t seed = 0) { return ::qHash(id.m_text, seed); }
    friend QDebug operator<<(QDebug debug, const StringId &id)
    {
        QDebugStateSaver saver(debug);
        debug.noquote() << id.m_text;
        return debug;
    }

private:
    QString m_text;
};

//! One sign-in of this computer: made by us, stable across restarts, unlike the organization's name unique.
using AccountId = StringId<struct AccountIdTag>;
//! The name of a sprite, unique within its organization (sprites-api 4.8).
using SpriteName = StringId<struct SpriteNameTag>;
//! "v3", "auto-1788991200000" or "Current"; valid only inside the sprite that made it (sprites-api 5.2).
using CheckpointId = StringId<struct CheckpointIdTag>;
//! One change on its way, made by us when it is asked for; unique across restarts.
using OperationId = StringId<struct OperationIdTag>;

//! A sprite as the whole program names it.
struct SpriteKey
{
    AccountId account;
    SpriteName sprite;

    bool isEmpty() const { return sprite.isEmpty(); }
    friend bool operator==(const SpriteKey &, const SpriteKey &) = default;
    friend bool operator<(const SpriteKey &a, const SpriteKey &b)
    {
        return a.account == b.account ? a.sprite < b.sprite : a.account < b.account;
    }
    friend size_t qHash(const SpriteKey &key, size_t seed = 0)
    {
        return qHashMulti(seed, key.account, key.sprite);
    }
    friend QDebug operator<<(QDebug debug, const SpriteKey &key)
    {
        return debug << key.account << key.sprite;
    }
};

} // namespace Spritarium

Q_DECLARE_METATYPE(Spritarium::SpriteKey)
