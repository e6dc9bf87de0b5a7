// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/portswiring.h"

#include "app/accounts.h"
#include "app/actions.h"
#include "app/forwards.h"
#include "app/portsfeed.h"
#include "app/selection.h"
#include "app/stores.h"
#include "models/portforwardmodel.h"
#include "models/spritetreemodel.h"
#include "views/mainwindow.h"
#include "views/portspanel.h"
#include "views/quitforwardssheet.h"
#include "views/toast.h"

#include <QAction>
#include <QDesktopServices>
#include <QMap>
#include <QUrl>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds TogetherWithin{400};

//! From and to the same ports, whatever else is set on them.
bool isSame(const PortForward &one, const PortForward &other)
{
    return one.host == other.host && one.port == other.port && one.localPort == other.localPort;
}

} // namespace

PortsWiring::PortsWiring(const Parts &parts, Forwards &forwards, PortsFeed &feed, PortForwardModel &model,
                         PortsPanel &panel, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_forwards(forwards)
    , m_feed(feed)
    , m_model(model)
    , m_panel(panel)
{
    m_openedSoon.setSingleShot(true);
    connect(&m_openedSoon, &QTimer::timeout, this, &PortsWiring::answerOpened);
    connect(&parts.selection, &Selection::changed, this, &PortsWiring::showSprite);
    connect(&parts.selection, &Selection::spriteChanged, this, [this] {
        if (const std::optional<Sprite> &sprite = m_parts.selection.sprite()) {
            m_panel.setSprite(*sprite);
            m_model.setSpriteState(sprite->state);
        }
        updateReasons();
    });
    connect(&forwards, &Forwards::changed, this, [this](const SpriteKey &sprite) {
        if (sprite == m_parts.selection.key())
            m_model.setForwards(m_forwards.of(sprite));
        updateReasons();
    });
    connect(&forwards, &Forwards::statusChanged, this,
            [this](const SpriteKey &sprite, const ForwardStatus &status) {
                if (sprite == m_parts.selection.key())
                    m_model.applyStatus(status);
            });
    connect(&parts.window, &MainWindow::currentTabChanged, this,
            [this](const QString &tab) { m_feed.setShown(tab == "ports"_L1); });
    m_feed.setShown(parts.window.currentTab() == "ports"_L1);
    parts.window.setCloseGuard([this] {
        const int busy = m_forwards.busyCount();
        if (busy == 0)
            return true;
        auto *sheet = new QuitForwardsSheet(busy, &m_parts.window);
        connect(sheet, &ConfirmSheet::confirmed, &m_parts.window, &MainWindow::closeUnasked);
        sheet->open();
        return false;
    });
    watchPanel();
    watchPreferences();
    updateReasons();
}

void PortsWiring::watchPanel()
{
    PortsPanel &panel = m_panel;
    connect(m_parts.actions["ports.add"_L1], &QAction::triggered, this, [this] {
        m_parts.window.showTab(u"ports"_s);
        m_panel.focusAdd();
    });
    connect(&panel, &PortsPanel::addRequested, this, &PortsWiring::addAll);
    connect(&panel, &PortsPanel::forwardPortRequested, this, &PortsWiring::forwardPort);
    connect(&panel, &PortsPanel::startRequested, this, [this](const ForwardId &id) {
        m_forwards.start(id);
        tellIfSignedOut();
    });
    connect(&panel, &PortsPanel::stopRequested, &m_forwards, &Forwards::stop);
    connect(&panel, &PortsPanel::removeRequested, this, &PortsWiring::remove);
    connect(&panel, &PortsPanel::editRequested, &m_forwards, &Forwards::change);
    connect(&m_model, &PortForwardModel::editRequested, &panel, &PortsPanel::editRequested);
    connect(&panel, &PortsPanel::startAllRequested, this, [this] {
        for (const PortForward &forward : m_forwards.of(m_parts.selection.key()))
            m_forwards.start(forward.id);
    });
    connect(&panel, &PortsPanel::stopAllRequested, this, [this] {
        for (const PortForward &forward : m_forwards.of(m_parts.selection.key()))
            m_forwards.stop(forward.id);
    });
    connect(&panel, &PortsPanel::openRequested, this, &PortsWiring::open);
    connect(&panel, &PortsPanel::networkRequested, this, [this](const ForwardId &id, bool onNetwork) {
        if (std::optional<PortForward> forward = m_forwards.forward(id)) {
            forward->onNetwork = onNetwork;
            m_forwards.change(*forward);
        }
    });
    connect(&panel, &PortsPanel::copied, this,
            [this](const QString &what) { Toast::show(m_parts.window, tr("Copied: %1").arg(what)); });
    connect(&panel, &PortsPanel::addressChangeRequested, m_parts.actions["sprite.address"_L1],
            &QAction::trigger);
    connect(&panel, &PortsPanel::openAddressRequested, m_parts.actions["sprite.open-url"_L1],
            &QAction::trigger);
    connect(&panel, &PortsPanel::wakeRequested, &m_feed, &PortsFeed::wakeAndLoad);
    connect(&panel, &PortsPanel::refreshRequested, &m_feed, &PortsFeed::lookAgain);
    panel.setScanOffered(true);
    connect(&panel, &PortsPanel::scanRequested, &m_feed, &PortsFeed::scan);
    connect(&panel, &PortsPanel::retryStopRequested, &m_feed, &PortsFeed::stopRetrying);
    connect(&panel, &PortsPanel::statusTextRequested, &m_parts.window, &MainWindow::showStatusText);
}

void PortsWiring::watchPreferences()
{
    connect(&m_panel, &PortsPanel::saveSetRequested, this, &PortsWiring::saveSet);
    connect(&m_panel, &PortsPanel::loadSetRequested, this, &PortsWiring::loadSet);
    connect(&m_panel, &PortsPanel::addToSetRequested, this, &PortsWiring::addToSet);
    connect(&m_panel, &PortsPanel::removeSetRequested, this, &PortsWiring::removeSet);
    connect(&m_panel, &PortsPanel::newPortChoiceChanged, this, [this](NewPortChoice choice) {
        const SpriteKey key = m_parts.selection.key();
        m_preferences.choice = int(choice);
        m_parts.stores.of(key.account).savePortChoice(key, int(choice));
    });
    connect(&m_panel, &PortsPanel::ignoreRequested, this, [this](const QList<quint16> &ports) {
        QList<quint16> ignored = m_preferences.ignored;
        for (const quint16 port : ports) {
            if (!ignored.contains(port))
                ignored << port;
        }
        std::sort(ignored.begin(), ignored.end());
        setIgnored(ignored);
    });
    connect(&m_panel, &PortsPanel::unignoreRequested, this, [this](quint16 port) {
        QList<quint16> ignored = m_preferences.ignored;
        ignored.removeAll(port);
        setIgnored(ignored);
    });
    connect(&m_parts.stores, &Stores::spriteLoaded, this, &PortsWiring::applyStored);
    connect(&m_feed, &PortsFeed::portsOpened, this, [this](const QList<ListeningPort> &ports) {
        m_opened << ports;
        m_openedSoon.start(TogetherWithin);
    });
}

void PortsWiring::applyStored(const SeenSprite &seen)
{
    if (seen.key != m_parts.selection.key())
        return;
    m_preferences = seen.portPreferences;
    QStringList names;
    for (const ForwardSet &set : seen.portPreferences.sets)
        names << set.name;
    m_panel.setSets(names);
    m_panel.setIgnoredPorts(m_preferences.ignored);
    m_panel.setNewPortChoice(NewPortChoice(std::clamp(m_preferences.choice, 0, int(NewPortChoice::Nothing))));
}

void PortsWiring::showSprite(const SpriteKey &key)
{
    m_opened.clear();
    m_preferences = {};
    const QList<PortForward> forwards = m_forwards.of(key);
    m_model.setForwards(forwards);
    for (const PortForward &forward : forwards)
        m_model.applyStatus(m_forwards.status(forward.id));
    if (const std::optional<Sprite> &sprite = m_parts.selection.sprite()) {
        m_panel.setSprite(*sprite);
        m_model.setSpriteState(sprite->state);
    }
    updateReasons();
}

void PortsWiring::updateReasons()
{
    const SpriteKey key = m_parts.selection.key();
    const QString none = key.isEmpty()                            ? tr("No sprite is selected.")
                         : !m_parts.accounts.session(key.account) ? tr("This account is not signed in.")
                                                                  : QString();
    m_parts.actions.setDisabledReason("ports.add"_L1, none);
    const bool hasAny = !key.isEmpty() && !m_forwards.of(key).isEmpty();
    for (const QLatin1StringView id : {"ports.start-all"_L1, "ports.stop-all"_L1})
        m_parts.actions.setDisabledReason(id, none.isEmpty() && !hasAny ? tr("Nothing is forwarded.") : none);
}

void PortsWiring::addAll(const QList<PortForward> &forwards)
{
    for (PortForward forward : forwards) {
        forward.id = newForwardId();
        forward.sprite = m_parts.selection.key();
        forward.scheme = guessedScheme(forward.port);
        m_forwards.add(forward);
    }
    tellIfSignedOut();
}

void PortsWiring::tellIfSignedOut()
{
    if (!m_parts.accounts.session(m_parts.selection.key().account))
        Toast::show(m_parts.window, tr("Saved. It starts once this account is signed in."));
}

void PortsWiring::forwardPort(const ListeningPort &port)
{
    const QList<PortForward> known = m_forwards.of(m_parts.selection.key());
    for (const PortForward &forward : known) {
        if (reaches(forward, port)) {
            m_forwards.start(forward.id);
            return;
        }
    }
    PortForward forward;
    forward.host = port.proxyHost();
    forward.port = port.port;
    forward.localPort = port.port;
    addAll({forward});
}

void PortsWiring::remove(const QList<ForwardId> &ids)
{
    struct Removed
    {
        PortForward forward;
        int at = 0;
    };
    QList<Removed> gone;
    const QList<PortForward> here = m_forwards.of(m_parts.selection.key());
    for (int at = 0; at < here.size(); ++at) {
        if (!ids.contains(here.at(at).id))
            continue;
        gone << Removed{here.at(at), at};
        if (m_forwards.status(here.at(at).id).state == ForwardState::Stopped)
            gone.last().forward.isStopped = true;
    }
    if (gone.isEmpty())
        return;
    for (const Removed &each : std::as_const(gone))
        m_forwards.remove(each.forward.id);
    const QString text = gone.size() == 1 ? tr("Removed %1.").arg(forwardText(gone.first().forward))
                                          : tr("Removed %n forwards.", nullptr, int(gone.size()));
    Toast *toast = Toast::show(m_parts.window, text, tr("Undo"));
    connect(toast, &Toast::actionTriggered, this, [this, gone] {
        for (const Removed &each : gone)
            m_forwards.add(each.forward, each.at);
    });
}

void PortsWiring::open(const ForwardId &id)
{
    const std::optional<PortForward> forward = m_forwards.forward(id);
    const QString link = forward ? forwardLink(*forward, m_forwards.status(id).localPort) : QString();
    if (!link.isEmpty())
        QDesktopServices::openUrl(QUrl(link));
}

void PortsWiring::answerOpened()
{
    const QList<PortForward> known = m_forwards.of(m_parts.selection.key());
    QList<ListeningPort> fresh;
    for (const ListeningPort &port : std::exchange(m_opened, {})) {
        const bool isForwarded =
            std::any_of(known.begin(), known.end(), [this, &port](const PortForward &each) {
                return reaches(each, port) && m_forwards.status(each.id).state != ForwardState::Stopped;
            });
        if (!isForwarded && !m_preferences.ignored.contains(port.port))
            fresh << port;
    }
    if (fresh.isEmpty())
        return;
    switch (NewPortChoice(m_preferences.choice)) {
    case NewPortChoice::Ask: {
        QMap<qint64, QList<ListeningPort>> processes;
        for (const ListeningPort &port : std::as_const(fresh))
            processes[port.pid] << port;
        for (const QList<ListeningPort> &ports : std::as_const(processes))
            m_panel.askAbout(ports);
        break;
    }
    case NewPortChoice::Forward:
        for (const ListeningPort &port : std::as_const(fresh)) {
            const auto wasStopped = [&port](const PortForward &each) {
                return each.isStopped && reaches(each, port);
            };
            if (std::none_of(known.begin(), known.end(), wasStopped)) // by hand: it stays so
                forwardPort(port);
        }
        break;
    case NewPortChoice::Nothing:
        break;
    }
}

void PortsWiring::setIgnored(const QList<quint16> &ports)
{
    const SpriteKey key = m_parts.selection.key();
    m_preferences.ignored = ports;
    m_parts.stores.of(key.account).saveIgnoredPorts(key, ports);
    m_panel.setIgnoredPorts(ports);
}

void PortsWiring::writeSet(const ForwardSet &set)
{
    const SpriteKey key = m_parts.selection.key();
    Store &store = m_parts.stores.of(key.account);
    store.saveForwardSet(key, set.name, set.forwards);
    store.loadSprite(key); // answers with all sets, the new one included
}

void PortsWiring::saveSet(const QString &name)
{
    writeSet({name, m_forwards.of(m_parts.selection.key())});
}

void PortsWiring::addToSet(const QString &name)
{
    const QList<PortForward> here = m_forwards.of(m_parts.selection.key());
    for (ForwardSet set : std::as_const(m_preferences.sets)) {
        if (set.name != name)
            continue;
        for (const PortForward &forward : here) {
            const bool isThere =
                std::any_of(set.forwards.begin(), set.forwards.end(),
                            [&forward](const PortForward &each) { return isSame(each, forward); });
            if (!isThere)
                set.forwards << forward;
        }
        writeSet(set);
        return;
    }
}

void PortsWiring::removeSet(const QString &name)
{
    const SpriteKey key = m_parts.selection.key();
    for (const ForwardSet &set : std::as_const(m_preferences.sets)) {
        if (set.name != name)
            continue;
        Toast *toast = Toast::show(m_parts.window, tr("Removed set %1.").arg(name), tr("Undo"));
        connect(toast, &Toast::actionTriggered, this, [this, key, set] {
            Store &store = m_parts.stores.of(key.account);
            store.saveForwardSet(key, set.name, set.forwards);
            store.loadSprite(key);
        });
    }
    Store &store = m_parts.stores.of(key.account);
    store.removeForwardSet(key, name);
    store.loadSprite(key);
}

void PortsWiring::loadSet(const QString &name)
{
    const SpriteKey key = m_parts.selection.key();
    const QList<PortForward> known = m_forwards.of(key);
    bool wasOnNetwork = false;
    for (const ForwardSet &set : std::as_const(m_preferences.sets)) {
        if (set.name != name)
            continue;
        for (PortForward forward : set.forwards) {
            const auto same = std::find_if(known.begin(), known.end(), [&forward](const PortForward &each) {
                return isSame(each, forward);
            });
            if (same != known.end()) {
                m_forwards.start(same->id);
                continue;
            }
            forward.id = newForwardId();
            forward.sprite = key;
            forward.isStopped = false;
            wasOnNetwork = wasOnNetwork || forward.onNetwork;
            forward.onNetwork = false; // that is agreed to each time, behind its warning
            m_forwards.add(forward);
        }
    }
    if (wasOnNetwork)
        Toast::show(m_parts.window, tr("Loaded for this computer only. The network is opened port by port."));
    else
        tellIfSignedOut();
}

} // namespace Spritarium
