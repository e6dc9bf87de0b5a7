// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/insidefeed.h"

#include "app/accounts.h"
#include "app/outsidelook.h"
#include "app/selection.h"
#include "app/stores.h"
#include "models/spritetreemodel.h"
#include "views/mainwindow.h"
#include "views/toast.h"

#include <utility>

namespace Spritarium {

InsideFeed::InsideFeed(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_countdown(this)
{
    m_stale.setSingleShot(true);
    connect(&m_stale, &QTimer::timeout, this, [this] {
        if (m_state.kind == ViewState::Kind::Ready)
            setState(ViewState::Kind::Stale);
    });
    connect(&m_countdown, &ReadCountdown::ticked, this,
            [this](const ApiError &error) { setState(ViewState::Kind::Failed, error); });
    connect(&m_countdown, &ReadCountdown::over, this, &InsideFeed::refresh);
    connect(&parts.selection, &Selection::changed, this, &InsideFeed::show);
    connect(&parts.selection, &Selection::spriteChanged, this, &InsideFeed::spriteChanged);
    connect(&parts.accounts, &Accounts::sessionOpened, this, &InsideFeed::watchSession);
    connect(&parts.accounts, &Accounts::tokenMissing, this,
            [this](const AccountId &account, const ApiError &error) {
                if (m_parts.selection.key().account == account)
                    drop(ViewState::Kind::Denied, error);
            });
}

void InsideFeed::watchSession(AccountSession *session)
{
    const AccountId account = session->account().id;
    watchAnswers(*session);
    watchAccount(session);
    // A sprite that was selected before its account was signed in again.
    if (m_parts.selection.key().account != account)
        return;
    m_asking = false; // what the old session was asked is not answered any more
    m_loading = false;
    if (m_state.kind == ViewState::Kind::Denied)
        setState(ViewState::Kind::Loading);
    spriteChanged();
}

void InsideFeed::watchAccount(AccountSession *session)
{
    const AccountId account = session->account().id;
    m_offline.remove(account);
    const auto isShown = [this, account] { return m_parts.selection.key().account == account; };
    connect(&session->client(), &ApiClient::tokenRefused, this, [this, isShown](const ApiError &error) {
        if (isShown())
            drop(ViewState::Kind::Denied, error);
    });
    connect(&session->sprites(), &SpriteService::listed, this, [this, account] { recover(account); });
    connect(&session->sprites(), &SpriteService::fetched, this, [this, account](const Sprite &sprite) {
        if (!m_asking || m_parts.selection.key() != SpriteKey{account, sprite.name})
            return;
        m_asking = false;
        if (!sprite.isRunning())
            setState(ViewState::Kind::Asleep);
        else if (m_active)
            load();
        else
            forgetRead(); // nobody looks any more
    });
    connect(&session->sprites(), &SpriteService::fetchFailed, this,
            [this, account](const SpriteName &name, const ApiError &error) {
                if (!std::exchange(m_asking, false) || m_parts.selection.key() != SpriteKey{account, name})
                    return;
                applyFailure({account, name}, error);
            });
    connect(&session->sprites(), &SpriteService::listFailed, this,
            [this, account, isShown](const ApiError &error) {
                if (error.kind == ApiError::Kind::Network)
                    m_offline.insert(account);
                if (!isShown())
                    return;
                if (error.kind == ApiError::Kind::Network)
                    setState(ViewState::Kind::Offline, error);
                else if (error.kind == ApiError::Kind::Forbidden)
                    drop(ViewState::Kind::Denied, error);
            });
}

void InsideFeed::recover(const AccountId &account)
{
    if (!m_offline.remove(account) || m_parts.selection.key().account != account)
        return;
    if (isAsleep())
        setState(ViewState::Kind::Asleep);
    else
        loadIfRunning();
}

void InsideFeed::drop(ViewState::Kind kind, const ApiError &error)
{
    m_countdown.stop();
    m_loading = false;
    m_asking = false;
    m_wasRunning = false;
    m_asOf = {};
    clearContent();
    setState(kind, error);
}

void InsideFeed::showGone()
{
    ApiError gone;
    gone.kind = ApiError::Kind::NotFound;
    gone.at = QDateTime::currentDateTimeUtc();
    drop(ViewState::Kind::Failed, gone);
}

bool InsideFeed::loadIfRunning()
{
    const SpriteKey key = m_parts.selection.key();
    AccountSession *session = m_parts.accounts.session(key.account);
    if (!session || !m_active)
        return false;
    if (isListFresh(m_parts.tree, key.account)) {
        load();
        return true;
    }
    // "Running" may be hours old, or from the disk: ask outside first, for reading inside would wake it.
    lookAndLoad();
    return true;
}

void InsideFeed::lookAndLoad()
{
    const SpriteKey key = m_parts.selection.key();
    AccountSession *session = m_parts.accounts.session(key.account);
    if (!session)
        return;
    m_asking = true;
    session->sprites().get(key.sprite);
}

bool InsideFeed::isAsleep() const
{
    const std::optional<Sprite> &sprite = m_parts.selection.sprite();
    return !sprite || !sprite->isRunning();
}

void InsideFeed::show(const SpriteKey &key)
{
    begin(key);
    m_asOf = {};
    m_loading = false;
    m_stale.stop();
    m_wasRunning = false;
    m_wasListed = false;
    m_asking = false;
    m_countdown.stop();
    if (key.isEmpty()) {
        setState(ViewState::Kind::NoSelection);
        return;
    }
    setState(ViewState::Kind::Loading);
    m_parts.stores.of(key.account).loadSprite(key);
    spriteChanged();
}

void InsideFeed::spriteChanged()
{
    if (m_parts.selection.key().isEmpty())
        return;
    const bool isListed = m_parts.selection.sprite().has_value();
    if (std::exchange(m_wasListed, isListed) && !isListed && m_state.kind != ViewState::Kind::Denied)
        showGone();
    const bool running = !isAsleep();
    if (!running)
        m_wasRunning = false;
    if (running && !m_wasRunning && !m_loading && !m_asking)
        m_wasRunning = loadIfRunning();
    else if (!running && !m_loading && !m_asking && m_parts.selection.sprite())
        setState(m_offline.contains(m_parts.selection.key().account) ? ViewState::Kind::Offline
                                                                     : ViewState::Kind::Asleep);
}

void InsideFeed::refresh()
{
    if (!isAsleep())
        loadIfRunning();
    else if (m_state.kind == ViewState::Kind::Failed && m_parts.selection.sprite())
        setState(ViewState::Kind::Asleep); // reading again would wake it: that is for a click to say
}

void InsideFeed::wakeAndLoad()
{
    if (!m_parts.accounts.session(m_parts.selection.key().account)) {
        Toast::show(m_parts.window, tr("This account is not signed in."));
        return;
    }
    load();
}

void InsideFeed::stopLoading()
{
    if (m_state.kind != ViewState::Kind::Loading)
        return;
    m_loading = false;
    m_asking = false;
    m_countdown.stop();
    setState(ViewState::Kind::Failed, ApiError::invalid(tr("Loading was stopped.")));
}

void InsideFeed::load()
{
    const SpriteKey key = m_parts.selection.key();
    AccountSession *session = m_parts.accounts.session(key.account);
    if (key.isEmpty() || !session)
        return;
    m_loading = true;
    m_countdown.stop();
    if (!m_asOf.isValid())
        setState(ViewState::Kind::Loading);
    else if (m_state.kind == ViewState::Kind::Asleep)
        setState(ViewState::Kind::Asleep); // and waking
    request(*session, key.sprite);
}

void InsideFeed::applyNotOffered(const ApiError &error, const QDateTime &asOf)
{
    m_loading = false;
    if (asOf.isValid())
        m_asOf = asOf;
    setState(ViewState::Kind::NotOffered, error);
}

void InsideFeed::forgetRead()
{
    m_wasRunning = false;
    m_loading = false;
    if (m_state.isWaking)
        setState(ViewState::Kind::Asleep);
    m_asOf = {};
}

void InsideFeed::applyLost(const ApiError &error)
{
    m_loading = false;
    setState(ViewState::Kind::Failed, error);
}

void InsideFeed::applyRead(const QDateTime &asOf, bool isEmpty, bool isLive)
{
    m_loading = false;
    m_asOf = asOf;
    setState(isEmpty ? ViewState::Kind::Empty : ViewState::Kind::Ready);
    if (isLive)
        m_stale.stop();
    else
        m_stale.start(StaleAfter);
}

void InsideFeed::applyFailure(const SpriteKey &key, const ApiError &error)
{
    if (key != m_parts.selection.key())
        return;
    m_loading = false;
    AccountSession *session = m_parts.accounts.session(key.account);
    switch (error.kind) {
    case ApiError::Kind::Unauthorized:
    case ApiError::Kind::Forbidden:
        drop(ViewState::Kind::Denied, error);
        return;
    case ApiError::Kind::NotFound:
        drop(ViewState::Kind::Failed, error);
        break;
    case ApiError::Kind::Network:
        setState(m_offline.contains(key.account) ? ViewState::Kind::Offline : ViewState::Kind::Failed, error);
        break;
    default:
        setState(ViewState::Kind::Failed, error);
        m_countdown.start(error);
        return;
    }
    // Whether the sprite is gone, or the whole line is down, the list of sprites knows.
    if (session)
        session->sprites().refresh();
}

bool InsideFeed::mayShowRemembered() const
{
    return m_state.kind != ViewState::Kind::Denied && !m_asOf.isValid();
}

void InsideFeed::applyRemembered(const QDateTime &asOf)
{
    m_asOf = asOf;
    setState(m_loading ? ViewState::Kind::Stale : m_state.kind, m_state.error);
}

void InsideFeed::setActive(bool active)
{
    if (std::exchange(m_active, active) || !active)
        return;
    spriteChanged();
}

const SpriteKey &InsideFeed::key() const
{
    return m_parts.selection.key();
}

void InsideFeed::setState(ViewState::Kind kind, const std::optional<ApiError> &error)
{
    m_state = {kind, m_asOf, error, kind == ViewState::Kind::Asleep && m_loading};
    showState(m_state);
}

} // namespace Spritarium
