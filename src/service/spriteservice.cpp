// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/spriteservice.h"

#include "service/apiclient.h"
#include "service/apireply.h"
#include "service/spritelisting.h"
#include "service/spritewatch.h"

#include <utility>

namespace Spritarium {

SpriteService::SpriteService(ApiClient &client, const SpriteTiming &timing, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_timing(timing)
    , m_listing(new SpriteListing(client, timing.pageSize, this))
    , m_watch(new SpriteWatch(client, timing.watchBackoff, timing.watchSilence, this))
{
    m_poll.setSingleShot(true);
    m_relist.setSingleShot(true);
    connect(&m_poll, &QTimer::timeout, this, &SpriteService::refresh);
    connect(&m_relist, &QTimer::timeout, this, &SpriteService::refresh);
    connect(m_listing, &SpriteListing::pageListed, this,
            [this](const QList<Sprite> &sprites, const OrganizationCounts &, bool first) {
                if (first)
                    m_listed.clear();
                for (const Sprite &sprite : sprites)
                    m_listed.insert(sprite.name, sprite);
            });
    connect(m_listing, &SpriteListing::pageListed, this, &SpriteService::pageListed);
    connect(m_listing, &SpriteListing::listed, this, &SpriteService::applyListing);
    connect(m_listing, &SpriteListing::failed, this, [this](const ApiError &error) {
        m_refreshAgain = false;
        pollAgain();
        // Whoever was told when to come back does not come before.
        if (m_started && error.retryAfter)
            m_poll.start(std::max(*error.retryAfter, std::chrono::seconds(1)));
        emit listFailed(error);
    });
    connect(m_watch, &SpriteWatch::opened, this, [this] {
        setLive(true);
        refresh(); // what changed between the last reading and now was told to nobody
    });
    connect(m_watch, &SpriteWatch::changeReceived, this, &SpriteService::applyChange);
    connect(m_watch, &SpriteWatch::unsure, this, &SpriteService::relistSoon);
    connect(m_watch, &SpriteWatch::broken, this, [this] { setLive(false); });
    connect(m_watch, &SpriteWatch::notOffered, this, [this] { setLive(false); });
}

SpriteService::~SpriteService() = default;

void SpriteService::start()
{
    if (std::exchange(m_started, true))
        return;
    setLive(false);
    refresh();
}

void SpriteService::stop()
{
    m_started = false;
    m_watchTried = false;
    m_live = false;
    m_refreshAgain = false;
    m_announced.reset();
    m_poll.stop();
    m_relist.stop();
    m_watch->stop();
    m_listing->stop();
}

void SpriteService::refresh()
{
    m_relist.stop();
    if (m_listing->isRunning()) {
        m_refreshAgain = true;
        return;
    }
    m_poll.stop();
    m_duringListing.clear();
    m_sinceReading.start();
    m_listing->start();
}

bool SpriteService::isRefreshing() const
{
    return m_listing->isRunning();
}

void SpriteService::setVisible(bool visible)
{
    if (std::exchange(m_visible, visible) == visible || !m_started)
        return;
    setLive(m_live);
    if (m_live || m_listing->isRunning())
        return;
    if (m_sinceReading.isValid() && std::chrono::milliseconds(m_sinceReading.elapsed()) >= interval())
        refresh();
    else
        pollAgain();
}

std::chrono::milliseconds SpriteService::interval() const
{
    // A live feed is believed, but checked now and then.
    if (m_live)
        return m_timing.watchSilence;
    return m_visible ? m_timing.visible : m_timing.hidden;
}

void SpriteService::pollAgain()
{
    if (!m_started)
        return;
    const std::chrono::milliseconds elapsed(m_sinceReading.isValid() ? m_sinceReading.elapsed() : 0);
    const auto pause = m_poll.isActive() ? interval() - elapsed : interval();
    m_poll.start(std::max(pause, std::chrono::milliseconds(0)));
}

void SpriteService::setLive(bool live)
{
    m_live = live;
    if (!m_listing->isRunning())
        pollAgain();
    const std::pair now(live, interval());
    if (std::exchange(m_announced, now) != now)
        emit liveChanged(live, std::chrono::duration_cast<std::chrono::seconds>(now.second));
}

void SpriteService::relistSoon()
{
    if (m_started && !m_relist.isActive())
        m_relist.start(m_timing.relistDelay);
}

void SpriteService::applyListing(const QList<Sprite> &sprites, const OrganizationCounts &counts)
{
    m_known = std::exchange(m_listed, {});
    pollAgain();
    const QPointer<SpriteService> alive(this);
    emit listed(sprites, counts);
    if (!alive)
        return;
    applyCounts(counts);
    const QList<SpriteChange> newer = std::exchange(m_duringListing, {});
    for (const SpriteChange &change : newer)
        applyChange(change);
    // Not before: a feed may begin with every sprite there is, and a list brings those cheaper.
    if (m_started && m_timing.watch && !std::exchange(m_watchTried, true))
        m_watch->start();
    if (std::exchange(m_refreshAgain, false))
        refresh();
}

void SpriteService::applyCounts(const OrganizationCounts &counts)
{
    if (counts != OrganizationCounts() && std::exchange(m_counts, counts) != counts)
        emit countsChanged(counts);
}

void SpriteService::applyChange(const SpriteChange &change)
{
    const bool isNew = !m_known.contains(change.name);
    if (m_listing->isRunning()) {
        m_duringListing.append(change);
        if (isNew)
            return; // a feed may begin with every sprite there is: the reading knows them better
    }
    applyCounts(change.counts);
    if (change.removed) {
        if (m_known.remove(change.name))
            emit removed(change.name);
        return;
    }
    const Sprite before = m_known.value(change.name);
    const Sprite sprite = change.appliedTo(before);
    if (isNew && !change.keys.contains(QLatin1String("created_at")))
        relistSoon(); // a line tells only what changed, and of this sprite nothing is known
    if (!isNew && before == sprite)
        return;
    m_known.insert(change.name, sprite);
    emit changed(change.name, sprite);
}

void SpriteService::get(const SpriteName &name)
{
    ApiReply *reply = m_client.send(ApiRequest::get(Reach::ControlPlane, pathOf("v1", "sprites", name)));
    connect(reply, &ApiReply::succeeded, this, [this, name, reply] {
        const Result<Sprite> parsed = parseSprite(reply->answer().body);
        if (!parsed) {
            emit fetchFailed(name, m_client.unreadable(parsed.error(), *reply));
            return;
        }
        if (m_known.contains(name))
            m_known.insert(name, parsed.value());
        emit fetched(parsed.value());
    });
    connect(reply, &ApiReply::failed, this, [this, name](const ApiError &error) {
        // Gone, to be confirmed with the list (sprites-api 4.4).
        if (error.kind == ApiError::Kind::NotFound)
            relistSoon();
        emit fetchFailed(name, error);
    });
}

void SpriteService::finish(const OperationId &operation, Outcome outcome,
                           const std::optional<ApiError> &error)
{
    if (outcome != Outcome::Failed)
        relistSoon();
    emit ended(operation, outcome, error);
}

} // namespace Spritarium
