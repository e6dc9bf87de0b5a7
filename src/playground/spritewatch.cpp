// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spritewatch.h"

namespace Spritarium::Playground {

SpriteWatch::SpriteWatch(HttpExchange *exchange, const SpriteStore &store, SpriteWire &wire,
                         const QString &prefix)
    : QObject(exchange)
    , m_store(store)
    , m_wire(wire)
    , m_prefix(prefix)
    , m_stream(new NdjsonStream(exchange))
{
    const QList<Sprite> sprites = store.allSprites();
    for (const Sprite &sprite : sprites) {
        if (sprite.name.startsWith(prefix))
            m_pending.insert(sprite.name, {});
    }
    connect(&store, &SpriteStore::spriteChanged, this, [this](const QString &name) { mark(name, {}); });
    connect(&store, &SpriteStore::spriteRemoved, this, &SpriteWatch::mark);
    m_stream->setSource([this] { return next(); });
}

void SpriteWatch::mark(const QString &name, const QString &deletedId)
{
    if (!name.startsWith(m_prefix))
        return;
    m_pending.insert(name, deletedId);
    m_stream->pump();
}

std::optional<QByteArray> SpriteWatch::next()
{
    if (m_pending.isEmpty())
        return std::nullopt;
    const QString name = m_pending.firstKey();
    const QString deletedId = m_pending.take(name);
    const StoreResult<Sprite> sprite = m_store.sprite(name);
    return sprite ? m_wire.watchLine(*sprite) : m_wire.deletedLine(name, deletedId);
}

} // namespace Spritarium::Playground
