// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/timelinefeed.h"

#include "app/accounts.h"
#include "app/selection.h"
#include "app/stores.h"
#include "models/checkpointtimelinemodel.h"
#include "store/store.h"

namespace Spritarium {

TimelineFeed::TimelineFeed(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    m_stale.setSingleShot(true);
    connect(&m_stale, &QTimer::timeout, this, [this] {
        if (m_state.kind == ViewState::Kind::Ready)
            setState(ViewState::Kind::Stale);
    });
    connect(&parts.selection, &Selection::changed, this, &TimelineFeed::show);
    connect(&parts.selection, &Selection::spriteChanged, this, &TimelineFeed::spriteChanged);
    connect(&parts.accounts, &Accounts::sessionOpened, this, &TimelineFeed::watchSession);
    connect(&parts.stores, &Stores::spriteLoaded, this, &TimelineFeed::applyStored);
}

void TimelineFeed::watchSession(AccountSession *session)
{
    const AccountId account = session->account().id;
    connect(&session->checkpoints(), &CheckpointService::listed, this,
            [this, account](const SpriteName &name, const QList<Checkpoint> &checkpoints) {
                applyListing({account, name}, checkpoints);
            });
    connect(&session->checkpoints(), &CheckpointService::listFailed, this,
            [this, account](const SpriteName &name, const ApiError &error) {
                applyFailure({account, name}, error);
            });
    // A sprite that was selected before its account was signed in again.
    if (m_parts.selection.key().account == account)
        spriteChanged();
}

bool TimelineFeed::isAsleep() const
{
    const std::optional<Sprite> &sprite = m_parts.selection.sprite();
    return !sprite || !sprite->isRunning();
}

void TimelineFeed::show(const SpriteKey &key)
{
    m_parts.timeline.showSprite(key);
    m_asOf = {};
    m_loading = false;
    m_stale.stop();
    m_wasRunning = false;
    if (key.isEmpty()) {
        setState(ViewState::Kind::NoSelection);
        return;
    }
    setState(ViewState::Kind::Loading);
    m_parts.stores.of(key.account).loadSprite(key);
    spriteChanged();
}

void TimelineFeed::spriteChanged()
{
    if (m_parts.selection.key().isEmpty())
        return;
    const bool running = !isAsleep();
    const bool wokeUp = running && !m_wasRunning;
    m_wasRunning = running;
    if (wokeUp && !m_loading)
        load();
    else if (!running && !m_loading && m_parts.selection.sprite())
        setState(ViewState::Kind::Asleep);
}

void TimelineFeed::refresh()
{
    if (!isAsleep())
        load();
}

void TimelineFeed::wakeAndLoad()
{
    load();
}

void TimelineFeed::load()
{
    const SpriteKey key = m_parts.selection.key();
    AccountSession *session = m_parts.accounts.session(key.account);
    if (key.isEmpty() || !session)
        return;
    m_loading = true;
    if (!m_asOf.isValid())
        setState(ViewState::Kind::Loading);
    session->checkpoints().list(key.sprite);
}

void TimelineFeed::applyListing(const SpriteKey &key, const QList<Checkpoint> &checkpoints)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_parts.stores.of(key.account).saveCheckpoints(key, checkpoints, now);
    if (key != m_parts.selection.key())
        return;
    m_loading = false;
    m_asOf = now;
    m_parts.timeline.applyListing(checkpoints, now);
    setState(ViewState::Kind::Ready);
    m_stale.start(StaleAfter);
}

void TimelineFeed::applyFailure(const SpriteKey &key, const ApiError &error)
{
    if (key != m_parts.selection.key())
        return;
    m_loading = false;
    switch (error.kind) {
    case ApiError::Kind::Unauthorized:
    case ApiError::Kind::Forbidden:
        setState(ViewState::Kind::Denied, error);
        break;
    case ApiError::Kind::Network:
        setState(ViewState::Kind::Offline, error);
        Q_EMIT offline(key.account, error);
        break;
    default:
        setState(ViewState::Kind::Failed, error);
        break;
    }
}

void TimelineFeed::applyStored(const SeenSprite &seen)
{
    if (seen.key != m_parts.selection.key())
        return;
    m_parts.timeline.applyKnownTimes(seen.knownTimes);
    m_parts.timeline.applyRestores(seen.restores);
    // What was read meanwhile is newer.
    if (m_asOf.isValid() || !seen.checkpointsAsOf.isValid())
        return;
    m_asOf = seen.checkpointsAsOf;
    m_parts.timeline.applyListing(seen.checkpoints, m_asOf);
    setState(m_loading ? ViewState::Kind::Stale : m_state.kind, m_state.error);
}

void TimelineFeed::setState(ViewState::Kind kind, const std::optional<ApiError> &error)
{
    m_state = {kind, m_asOf, error};
    m_parts.timeline.applyState(m_state);
}

} // namespace Spritarium
