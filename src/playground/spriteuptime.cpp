// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spriteuptime.h"

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

SpriteUptime::SpriteUptime(const SpriteStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    connect(&store, &SpriteStore::spriteChanged, this, &SpriteUptime::look);
    connect(&store, &SpriteStore::spriteRemoved, this, &SpriteUptime::stop);
    connect(&store, &SpriteStore::jobFinished, this, [this](quint64, const QString &name, const JobEnd &end) {
        if (!end.isRestore)
            return;
        stop(name);
        look(name);
    });
    const QList<Sprite> sprites = store.allSprites();
    for (const Sprite &sprite : sprites) {
        if (sprite.status == u"running"_s)
            m_up.insert(sprite.name);
    }
}

void SpriteUptime::look(const QString &sprite)
{
    const StoreResult<Sprite> known = m_store.sprite(sprite);
    if (!known || known->status != u"running"_s)
        return stop(sprite);
    if (m_up.contains(sprite))
        return;
    m_up.insert(sprite);
    emit started(sprite);
}

void SpriteUptime::stop(const QString &sprite)
{
    if (m_up.remove(sprite))
        emit stopped(sprite);
}

} // namespace Spritarium::Playground
