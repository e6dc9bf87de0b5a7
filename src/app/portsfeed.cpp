// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/portsfeed.h"

#include "app/accounts.h"
#include "models/portforwardmodel.h"
#include "service/portwatch.h"
#include "views/portspanel.h"

#include <algorithm>
#include <utility>

namespace Spritarium {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::seconds NamedWithin{1}; //!< what is asked about is named if its name comes so soon
constexpr int MostTries = 10;

//! 5 s doubling to 60 s (ux-spec 11.2), after so many tries.
std::chrono::seconds pauseAfter(int tries)
{
    return std::min(5s * (1 << std::min(tries, 4)), 60s);
}

} // namespace

PortsFeed::PortsFeed(const Parts &parts, PortForwardModel &model, PortsPanel &panel, QObject *parent)
    : InsideFeed(parts, parent)
    , m_model(model)
    , m_panel(panel)
{
    setActive(false);
    m_nameSoon.setSingleShot(true);
    connect(&m_nameSoon, &QTimer::timeout, this, &PortsFeed::tellOpened);
    m_second.setInterval(1s);
    connect(&m_second, &QTimer::timeout, this, &PortsFeed::tick);
    connect(&parts.accounts, &Accounts::sessionClosing, this, [this](AccountSession *session) {
        if (session->account().id == key().account)
            stopWatch();
    });
}

void PortsFeed::setShown(bool shown)
{
    m_tabShown = shown;
    look();
}

void PortsFeed::setWindowSeen(bool seen)
{
    m_windowSeen = seen;
    look();
}

void PortsFeed::look()
{
    // An open watch may hold the sprite awake, so nobody looking means no watch.
    const bool looks = m_tabShown && m_windowSeen;
    if (!looks)
        stopWatch();
    setActive(looks);
}

bool PortsFeed::isWatching() const
{
    return m_watch && m_known;
}

void PortsFeed::watchAnswers(AccountSession &session)
{
    const AccountId account = session.account().id;
    const auto isShown = [this, account](const SpriteName &sprite) {
        return key() == SpriteKey{account, sprite};
    };
    InsideProcesses *processes = &session.processes();
    connect(processes, &InsideProcesses::named, this,
            [this, isShown](const SpriteName &sprite, const ProcessNames &names) {
                if (!isShown(sprite) || !m_known)
                    return;
                m_names = names;
                showPorts();
                tellOpened();
            });
    connect(processes, &InsideProcesses::scanned, this,
            [this, isShown](const SpriteName &sprite, const QList<ListeningPort> &ports) {
                if (!isShown(sprite))
                    return;
                m_panel.setScanning(false);
                if (state().kind != ViewState::Kind::NotOffered)
                    return;
                m_model.setListening(ports);
                applyNotOffered(ApiError(), QDateTime::currentDateTimeUtc());
            });
    connect(processes, &InsideProcesses::scanFailed, this,
            [this, isShown](const SpriteName &sprite, const ApiError &error) {
                if (!isShown(sprite))
                    return;
                m_panel.setScanning(false);
                if (state().kind == ViewState::Kind::NotOffered)
                    applyNotOffered(error);
            });
}

void PortsFeed::scan()
{
    AccountSession *session = parts().accounts.session(key().account);
    if (!session || state().kind != ViewState::Kind::NotOffered)
        return;
    m_panel.setScanning(true);
    session->processes().scan(key().sprite);
}

void PortsFeed::request(AccountSession &session, const SpriteName &sprite)
{
    const bool isRetry = m_watch && m_watch->sprite() == sprite && m_isRetrying;
    m_isRetrying = false;
    stopCounting();
    if (isRetry) {
        m_watch->retry();
        return;
    }
    dropWatch();
    auto *watch = new PortWatch(session.tunnelOrigin(), sprite, this);
    m_watch = watch;
    connect(watch, &PortWatch::portsChanged, this, &PortsFeed::applyPorts);
    connect(watch, &PortWatch::notOffered, this, [this] {
        m_model.setListening(std::nullopt);
        applyNotOffered(ApiError());
    });
    connect(watch, &PortWatch::lost, this, &PortsFeed::applyLoss);
    watch->start();
}

void PortsFeed::applyLoss(const ApiError &error, std::chrono::seconds again)
{
    if (error.kind == ApiError::Kind::Unauthorized || error.kind == ApiError::Kind::Forbidden) {
        applyFailure(key(), error);
        return;
    }
    applyLost(error);
    if (std::exchange(m_known, std::nullopt))
        Q_EMIT watchingChanged();
    if (again > 0s)
        countDown(again);
}

void PortsFeed::countDown(std::chrono::seconds pause)
{
    ++m_tries;
    m_again = pause;
    m_second.start();
    m_panel.setRetryIn(pause);
}

void PortsFeed::tick()
{
    m_again -= 1s;
    m_panel.setRetryIn(std::max(m_again, 0s));
    if (m_again > 0s)
        return;
    m_second.stop();
    m_isRetrying = true;
    lookAndLoad(); // asleep by now, it stays so
}

void PortsFeed::lookAgain()
{
    if (state().kind != ViewState::Kind::Failed) {
        refresh();
        return;
    }
    stopCounting();
    lookAndLoad();
}

void PortsFeed::stopRetrying()
{
    stopCounting();
    showState(state());
}

void PortsFeed::stopCounting()
{
    m_second.stop();
    m_panel.setRetryIn(std::nullopt);
}

void PortsFeed::begin(const SpriteKey &key)
{
    stopWatch();
    m_model.showSprite(key);
    m_names = {};
    m_askedNames.clear();
    m_panel.setScanning(false);
}

void PortsFeed::clearContent()
{
    stopWatch();
}

void PortsFeed::showState(const ViewState &state)
{
    // What was watched is over; forwards stay usable.
    if (state.kind == ViewState::Kind::Asleep)
        stopWatch();
    m_panel.applyWatchState(state);
    if (!m_isRetrying || state.kind != ViewState::Kind::Failed)
        return;
    // Looking outside did not work either: that is one more try, not the last.
    m_isRetrying = false;
    const bool isGone = state.error && state.error->kind == ApiError::Kind::NotFound;
    if (isGone || m_tries >= MostTries)
        stopCounting();
    else
        countDown(pauseAfter(m_tries));
}

void PortsFeed::stopWatch()
{
    dropWatch();
    forgetRead();
}

void PortsFeed::dropWatch()
{
    m_isRetrying = false;
    m_opened.clear();
    m_nameSoon.stop();
    stopCounting();
    if (m_watch) {
        m_watch->disconnect(this);
        m_watch->stop();
        m_watch->deleteLater();
        m_watch = nullptr;
    }
    if (std::exchange(m_known, std::nullopt))
        Q_EMIT watchingChanged();
    m_model.setListening(std::nullopt);
}

void PortsFeed::applyPorts(const QList<ListeningPort> &ports)
{
    QList<ListeningPort> opened;
    if (m_known) {
        for (const ListeningPort &port : ports) {
            const bool isNew =
                std::none_of(m_known->begin(), m_known->end(), [&port](const ListeningPort &old) {
                    return old.port == port.port && old.address == port.address;
                });
            if (isNew)
                opened << port;
        }
    }
    const bool isNews = !m_known;
    m_known = ports;
    showPorts();
    const bool asks = askNames();
    applyRead(QDateTime::currentDateTimeUtc(), ports.isEmpty(), true);
    m_tries = 0;
    if (isNews)
        Q_EMIT watchingChanged();
    m_opened << opened;
    if (!asks && !m_nameSoon.isActive())
        tellOpened();
    else if (!m_opened.isEmpty() && !m_nameSoon.isActive())
        m_nameSoon.start(NamedWithin);
}

void PortsFeed::tellOpened()
{
    m_nameSoon.stop();
    QList<ListeningPort> opened;
    for (const ListeningPort &port : std::exchange(m_opened, {}))
        opened << m_names.named(port);
    if (!opened.isEmpty())
        Q_EMIT portsOpened(opened);
}

void PortsFeed::showPorts()
{
    QList<ListeningPort> named;
    for (const ListeningPort &port : std::as_const(*m_known))
        named << m_names.named(port);
    m_model.setListening(named);
}

bool PortsFeed::askNames()
{
    // Once for each process that is seen: the sprite is watched, so it runs, and these are reads.
    bool isNews = false;
    for (const ListeningPort &port : std::as_const(*m_known)) {
        isNews = isNews || !m_askedNames.contains(port.pid);
        m_askedNames.insert(port.pid);
    }
    AccountSession *session = parts().accounts.session(key().account);
    if (isNews && session)
        session->processes().loadNames(key().sprite);
    return isNews && session;
}

} // namespace Spritarium
