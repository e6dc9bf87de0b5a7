// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spritetasks.h"

#include "playground/gotime.h"

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

QJsonObject SpriteTask::toJson() const
{
    return {{u"name"_s, name}, {u"started_at"_s, goTime(startedAt)}, {u"expires_at"_s, goTime(expiresAt)}};
}

SpriteTasks::SpriteTasks(const SpriteStore &store, SleepKeeper &sleep, QObject *parent)
    : QObject(parent)
    , m_sleep(sleep)
{
    connect(&store, &SpriteStore::spriteRemoved, this, &SpriteTasks::clear);
    connect(&store, &SpriteStore::spriteChanged, this, [this, &store](const QString &sprite) {
        const StoreResult<Sprite> now = store.sprite(sprite);
        if (m_tasks.contains(sprite) && now && now->status == u"cold"_s)
            clear(sprite);
    });
    connect(&store, &SpriteStore::jobFinished, this,
            [this](quint64, const QString &sprite, const JobEnd &end) {
                if (end.isRestore)
                    clear(sprite);
            });
}

QList<SpriteTask> SpriteTasks::tasks(const QString &sprite) const
{
    QList<SpriteTask> list;
    const auto holds = m_tasks.value(sprite);
    for (const Hold *hold : holds)
        list.append(hold->task);
    return list;
}

bool SpriteTasks::contains(const QString &sprite, const QString &name) const
{
    return m_tasks.value(sprite).contains(name);
}

SpriteTask SpriteTasks::set(const QString &sprite, const QString &name, std::chrono::milliseconds time)
{
    auto *hold = new Hold(this);
    hold->task.name = name;
    hold->task.startedAt = QDateTime::currentDateTimeUtc();
    hold->task.expiresAt = hold->task.startedAt.addMSecs(time.count());
    hold->setSingleShot(true);
    connect(hold, &QTimer::timeout, this, [this, sprite, name] { remove(sprite, name); });
    m_sleep.enter(sprite, hold, [] {});
    remove(sprite, name);
    m_tasks[sprite].insert(name, hold);
    hold->start(time);
    return hold->task;
}

bool SpriteTasks::remove(const QString &sprite, const QString &name)
{
    const auto all = m_tasks.find(sprite);
    Hold *hold = all == m_tasks.end() ? nullptr : all->take(name);
    if (!hold)
        return false;
    if (all->isEmpty())
        m_tasks.erase(all);
    hold->stop();
    hold->deleteLater();
    return true;
}

void SpriteTasks::clear(const QString &sprite)
{
    const auto holds = m_tasks.take(sprite);
    for (Hold *hold : holds)
        hold->deleteLater();
}

} // namespace Spritarium::Playground
