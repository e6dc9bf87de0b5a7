// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/autocheckpoints.h"

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

AutoCheckpoints::AutoCheckpoints(SpriteStore &store, std::chrono::milliseconds after, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_after(after)
{
    if (after.count() <= 0)
        return;
    connect(&store, &SpriteStore::spriteChanged, this, &AutoCheckpoints::look);
    connect(&store, &SpriteStore::spriteRemoved, this, &AutoCheckpoints::look);
    connect(&store, &SpriteStore::jobFinished, this, [this](quint64, const QString &name, const JobEnd &end) {
        if (end.checkpoint && end.checkpoint->isAuto)
            prune(name);
    });
    const QList<Sprite> sprites = store.allSprites();
    for (const Sprite &sprite : sprites)
        look(sprite.name);
}

void AutoCheckpoints::look(const QString &name)
{
    const StoreResult<Sprite> sprite = m_store.sprite(name);
    if (!sprite || sprite->status != u"running"_s) {
        if (QTimer *timer = m_timers.take(name))
            timer->deleteLater();
        return;
    }
    if (m_timers.contains(name))
        return;
    auto *timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, [this, name] { take(name); });
    m_timers.insert(name, timer);
    timer->start(m_after);
}

void AutoCheckpoints::take(const QString &name)
{
    CheckpointRequest request;
    request.isAuto = true;
    // One that cannot be taken is left out, as there: nobody asked for it.
    (void)m_store.startCheckpoint(name, request);
}

void AutoCheckpoints::prune(const QString &name)
{
    const auto listed = m_store.checkpoints(name, true, 0);
    if (!listed)
        return;
    qsizetype seen = 0;
    for (const Checkpoint &checkpoint : *listed) {
        if (checkpoint.isAuto && ++seen > Kept)
            (void)m_store.removeCheckpoint(name,
                                           checkpoint.id); // refused while the live files are based on it
    }
}

} // namespace Spritarium::Playground
