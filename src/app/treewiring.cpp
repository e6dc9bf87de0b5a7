// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/treewiring.h"

#include "app/accounts.h"
#include "app/operationdesk.h"
#include "app/readcountdown.h"
#include "app/selection.h"
#include "app/settings.h"
#include "app/stores.h"
#include "models/spritefilter.h"
#include "models/spritetreemodel.h"
#include "views/limitssheet.h"
#include "views/mainwindow.h"
#include "views/spritetreepanel.h"

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

TreeWiring::TreeWiring(const Parts &parts, SpriteTreePanel &panel, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_panel(panel)
    , m_pages(this)
{
    connect(&m_pages, &ListPages::ready, this,
            [this](const AccountId &account, const QList<Sprite> &sprites, const OrganizationCounts &counts) {
                m_parts.tree.applyPage(account, sprites, counts);
                updateSelection();
            });
    connect(&parts.accounts, &Accounts::accountsChanged, this, &TreeWiring::applyAccounts);
    connect(&parts.accounts, &Accounts::sessionOpened, this, &TreeWiring::watchSession);
    connect(&parts.accounts, &Accounts::tokenMissing, this,
            [this](const AccountId &account, const ApiError &error) {
                setState(account, ViewState::Kind::Denied, error);
            });
    connect(&parts.stores, &Stores::spritesLoaded, this, &TreeWiring::applyStored);
    connect(&parts.stores, &Stores::accountForgotten, this, &TreeWiring::forgetCollapsed);
    connect(&parts.desk, &OperationDesk::busyChanged, &parts.tree, &SpriteTreeModel::setBusy);
    connect(&parts.desk, &OperationDesk::changed, this, [this](const Operation &operation) {
        if (operation.kind == OperationKind::DeleteSprite)
            m_parts.tree.setDeleting(operation.sprite,
                                     operation.isRunning() || operation.outcome == Outcome::Succeeded);
    });
    watchPanel();
}

void TreeWiring::watchPanel()
{
    connect(&m_panel, &SpriteTreePanel::spriteSelected, this, &TreeWiring::select);
    connect(&m_panel, &SpriteTreePanel::spriteActivated, this, &TreeWiring::select);
    connect(&m_parts.window, &MainWindow::spriteRequested, this, [this](const SpriteKey &key) {
        m_panel.select(key);
        select(key);
    });
    connect(&m_panel, &SpriteTreePanel::refreshRequested, this, [this](const AccountId &account) {
        if (AccountSession *session = m_parts.accounts.session(account)) {
            const ViewState state = m_states.value(account);
            if (state.kind == ViewState::Kind::Failed && !state.hasContent())
                setState(account, ViewState::Kind::Loading);
            read(*session);
        } else {
            m_parts.accounts.readTokenAgain(account);
        }
    });
    connect(&m_panel, &SpriteTreePanel::cancelRequested, this, [this](const AccountId &account) {
        AccountSession *session = m_parts.accounts.session(account);
        if (!session)
            return;
        session->sprites().stop();
        setState(account, ViewState::Kind::Failed,
                 ApiError::invalid(tr("The list was not read to its end.")));
    });
    connect(&m_panel, &SpriteTreePanel::favoriteRequested, this, [this](const SpriteKey &key, bool favorite) {
        m_parts.tree.setFavorite(key, favorite);
        m_parts.stores.of(key.account).setFavorite(key, favorite);
    });
    connect(&m_panel, &SpriteTreePanel::savedFiltersChanged, this, [this](const QStringList &filters) {
        QList<SavedFilter> saved;
        for (const QString &filter : filters)
            saved << SavedFilter{filter, filter};
        m_parts.stores.main().saveFilters(saved);
    });
    connect(&m_panel, &SpriteTreePanel::orderChanged, this, [this](SpriteFilter::Order order) {
        m_parts.settings.set(Settings::Key::TreeOrder, int(order));
    });
    connect(&m_panel, &SpriteTreePanel::groupingChanged, this, [this](SpriteTreeModel::Grouping grouping) {
        m_parts.settings.set(Settings::Key::TreeGrouping, int(grouping));
    });
    m_panel.setSecondLine(m_parts.settings.isOn(Settings::Key::TreeSecondLine));
    m_panel.setCollapsed(m_parts.settings.get(Settings::Key::TreeCollapsed).toStringList());
    m_panel.setFilterText(m_parts.settings.text(Settings::Key::TreeFilter));
    // Not for each letter that is typed: the file is written as a whole.
    m_saveLook.setSingleShot(true);
    m_saveLook.setInterval(500ms);
    connect(&m_panel, &SpriteTreePanel::lookChanged, &m_saveLook, qOverload<>(&QTimer::start));
    connect(&m_saveLook, &QTimer::timeout, this, &TreeWiring::saveLook);
    connect(&m_parts.window, &MainWindow::closing, this, &TreeWiring::saveLook);
    connect(&m_panel, &SpriteTreePanel::limitsRequested, this, &TreeWiring::showLimits);
}

TreeWiring::~TreeWiring()
{
    if (m_saveLook.isActive())
        saveLook();
}

void TreeWiring::forgetCollapsed(const AccountId &account)
{
    QStringList kept = m_panel.collapsed();
    kept.removeIf([&account](const QString &key) { return key.startsWith(account.toString() + u'/'); });
    m_panel.setCollapsed(kept);
    saveLook();
}

void TreeWiring::saveLook()
{
    m_saveLook.stop();
    m_parts.settings.set(Settings::Key::TreeSecondLine, m_panel.hasSecondLine());
    m_parts.settings.set(Settings::Key::TreeCollapsed, m_panel.collapsed());
    m_parts.settings.set(Settings::Key::TreeFilter, m_panel.filterText());
}

void TreeWiring::showLimits(const AccountId &id)
{
    const std::optional<Account> account = m_parts.accounts.account(id);
    if (!account)
        return;
    auto *sheet = new LimitsSheet(account->organization, m_parts.tree.countsOf(id), &m_parts.window);
    connect(sheet, &LimitsSheet::showRunningRequested, this, [this] {
        m_panel.showFilter(u"state:running"_s);
        m_panel.focusFilter();
    });
    sheet->open();
}

void TreeWiring::watchSession(AccountSession *session)
{
    const AccountId account = session->account().id;
    SpriteService &service = session->sprites();
    connect(&service, &SpriteService::pageListed, this,
            [this, account](const QList<Sprite> &sprites, const OrganizationCounts &counts, bool first) {
                m_pages.add(account, sprites, counts, first);
            });
    connect(&service, &SpriteService::listed, this,
            [this, account](const QList<Sprite> &sprites, const OrganizationCounts &counts) {
                applyListing(account, sprites, counts);
            });
    connect(&service, &SpriteService::listFailed, this,
            [this, session](const ApiError &error) { applyFailure(session, error); });
    connect(&service, &SpriteService::changed, this,
            [this, account](const SpriteName &, const Sprite &sprite) {
                m_parts.tree.applySprite(account, sprite);
                updateSelection();
            });
    connect(&service, &SpriteService::fetched, this, [this, account](const Sprite &sprite) {
        m_parts.tree.applySprite(account, sprite);
        updateSelection();
    });
    connect(&service, &SpriteService::created, this,
            [this, account](const OperationId &, const Sprite &sprite) {
                m_parts.tree.applySprite(account, sprite);
            });
    connect(&service, &SpriteService::updated, this,
            [this, account](const OperationId &, const Sprite &sprite) {
                m_parts.tree.applySprite(account, sprite);
                updateSelection();
            });
    connect(&service, &SpriteService::removed, this, [this, account](const SpriteName &name) {
        const SpriteKey key{account, name};
        m_parts.tree.applyRemoval(key);
        m_parts.stores.forgetSprite(key);
        updateSelection();
    });
    connect(&service, &SpriteService::countsChanged, this, [this, account](const OrganizationCounts &counts) {
        m_parts.tree.applyPage(account, {}, counts);
    });
    connect(&service, &SpriteService::liveChanged, this,
            [this, account](bool live, std::chrono::seconds interval) {
                m_pollSeconds.insert(account, live ? 0 : int(interval.count()));
                updatePollSeconds();
            });
    connect(&session->policies(), &PolicyService::loaded, this,
            [this, account](const SpriteName &name, const NetworkPolicy &policy) {
                const SpriteKey key{account, name};
                m_parts.tree.setRestricted(key, !policy.isUnrestricted());
                m_parts.stores.of(account).savePolicy(key, policy, QDateTime::currentDateTimeUtc());
            });
    connect(&session->client(), &ApiClient::tokenRefused, this, [this, account](const ApiError &error) {
        setState(account, ViewState::Kind::Denied, error);
        Q_EMIT tokenRefused(account);
    });
    if (!m_states.value(account).hasContent())
        setState(account, ViewState::Kind::Loading);
}

void TreeWiring::applyFailure(AccountSession *session, const ApiError &error)
{
    const AccountId account = session->account().id;
    const bool refused =
        error.kind == ApiError::Kind::Unauthorized || error.kind == ApiError::Kind::Forbidden;
    setState(account,
             refused                                 ? ViewState::Kind::Denied
             : error.kind == ApiError::Kind::Network ? ViewState::Kind::Offline
                                                     : ViewState::Kind::Failed,
             error);
    // The service itself asks again when the time is over; here it is only told.
    auto *countdown = session->findChild<ReadCountdown *>(QString(), Qt::FindDirectChildrenOnly);
    if (!countdown) {
        countdown = new ReadCountdown(session);
        connect(countdown, &ReadCountdown::ticked, this,
                [this, account](const ApiError &left) { setState(account, ViewState::Kind::Failed, left); });
        connect(&session->sprites(), &SpriteService::listed, countdown, &ReadCountdown::stop);
    }
    countdown->start(error);
}

void TreeWiring::applyAccounts(const QList<Account> &accounts)
{
    m_parts.tree.applyAccounts(accounts);
    for (const Account &account : accounts) {
        if (m_states.contains(account.id))
            continue;
        m_states.insert(account.id, {ViewState::Kind::Loading, {}, {}});
        m_parts.tree.applyAccountState(account.id, m_states.value(account.id));
        m_parts.stores.of(account.id).loadSprites(account.id);
    }
    m_states.removeIf([&accounts](const auto &entry) {
        return std::none_of(accounts.begin(), accounts.end(),
                            [&entry](const Account &account) { return account.id == entry.key(); });
    });
    m_pollSeconds.removeIf([this](const auto &entry) { return !m_states.contains(entry.key()); });
    updatePollSeconds();
}

void TreeWiring::applyStored(const SeenSprites &stored)
{
    const AccountId account = stored.account;
    if (!stored.asOf.isValid() || !m_states.contains(account) || m_states.value(account).hasContent())
        return;
    m_parts.tree.applyPage(account, stored.sprites, stored.counts);
    ViewState state = m_states.value(account);
    state.asOf = stored.asOf;
    if (state.kind == ViewState::Kind::Loading)
        state.kind = ViewState::Kind::Stale;
    m_states.insert(account, state);
    m_parts.tree.applyAccountState(account, state);
    updateSelection();
}

void TreeWiring::applyListing(const AccountId &account, const QList<Sprite> &sprites,
                              const OrganizationCounts &counts)
{
    m_pages.drop(account);
    m_parts.tree.applyListing(account, sprites, counts);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_states.insert(account, {ViewState::Kind::Ready, now, {}});
    setState(account, ViewState::Kind::Ready);
    m_parts.stores.of(account).saveSprites({account, sprites, counts, now});
    updateSelection();
}

void TreeWiring::setState(const AccountId &account, ViewState::Kind kind,
                          const std::optional<ApiError> &error)
{
    ViewState state = m_states.value(account);
    // Denied content is removed, never shown as empty or as if it were allowed (ux-spec 6).
    if (kind == ViewState::Kind::Denied) {
        m_pages.drop(account);
        state.asOf = {};
        m_parts.tree.applyListing(account, {}, {});
    }
    state.kind = kind;
    state.error = error;
    m_states.insert(account, state);
    m_parts.tree.applyAccountState(account, state);
    if (kind == ViewState::Kind::Denied)
        updateSelection();

    const bool offline = std::any_of(m_states.begin(), m_states.end(), [](const ViewState &each) {
        return each.kind == ViewState::Kind::Offline;
    });
    if (offline != m_offline) {
        m_offline = offline;
        Q_EMIT offlineChanged(offline);
    }
}

void TreeWiring::select(const SpriteKey &key)
{
    m_parts.selection.select(key, m_parts.tree.sprite(key));
}

void TreeWiring::updateSelection()
{
    const SpriteKey key = m_parts.selection.key();
    if (!key.isEmpty())
        m_parts.selection.update(key, m_parts.tree.sprite(key));
}

void TreeWiring::updatePollSeconds()
{
    int seconds = 0;
    for (const int each : std::as_const(m_pollSeconds))
        seconds = std::max(seconds, each);
    m_panel.setPollSeconds(seconds);
}

void TreeWiring::refreshAll()
{
    const QList<AccountSession *> sessions = m_parts.accounts.sessions();
    for (AccountSession *session : sessions)
        read(*session);
}

//! Also after a reading that was given up, with which the watching ended.
void TreeWiring::read(AccountSession &session)
{
    if (session.sprites().isStarted())
        session.sprites().refresh();
    else
        session.sprites().start();
}

void TreeWiring::setVisible(bool visible)
{
    const QList<AccountSession *> sessions = m_parts.accounts.sessions();
    for (AccountSession *session : sessions)
        session->sprites().setVisible(visible);
}

} // namespace Spritarium
