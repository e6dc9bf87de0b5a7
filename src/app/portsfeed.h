// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/insidefeed.h"
#include "domain/portforward.h"
#include "service/insideprocesses.h"

#include <QPointer>
#include <QTimer>

namespace Spritarium {

class PortForwardModel;
class PortsPanel;
class PortWatch;

//! Watches what listens in the selected sprite, while it runs and its Ports tab is looked at.
class PortsFeed : public InsideFeed
{
    Q_OBJECT

public:
    PortsFeed(const Parts &parts, PortForwardModel &model, PortsPanel &panel, QObject *parent);

    //! The tab is looked at, or not any more: the watch ends with it.
    void setShown(bool shown);
    //! F5, or Now: what was lost may sleep by now, so it is asked outside first.
    void lookAgain();
    //! Looks once at the sockets of a sprite whose ports cannot be watched; for a click, as it runs a
    //! command.
    void scan();
    //! A lost watch is not tried again by itself.
    void stopRetrying();
    //! A socket is open that tells what listens.
    bool isWatching() const;
    //! The window is seen by somebody; from the start it is.
    void setWindowSeen(bool seen);

Q_SIGNALS:
    //! They listen since the watch began to look; not those it found.
    void portsOpened(const QList<Spritarium::ListeningPort> &ports);
    void watchingChanged();

protected:
    void watchAnswers(AccountSession &session) override;
    void request(AccountSession &session, const SpriteName &sprite) override;
    void begin(const SpriteKey &key) override;
    void clearContent() override;
    void showState(const ViewState &state) override;

private:
    void stopWatch();
    void dropWatch();
    void countDown(std::chrono::seconds pause);
    void tellOpened();
    void applyLoss(const ApiError &error, std::chrono::seconds again);
    void tick();
    void stopCounting();
    void look();
    void applyPorts(const QList<ListeningPort> &ports);
    void showPorts();
    //! Whether names are on their way.
    bool askNames();

    PortForwardModel &m_model;
    PortsPanel &m_panel;
    QPointer<PortWatch> m_watch;
    bool m_tabShown = false;
    bool m_windowSeen = true;
    std::optional<QList<ListeningPort>> m_known;
    ProcessNames m_names;
    QSet<qint64> m_askedNames;       //!< processes that names were asked for; 0 for those without a number
    QTimer m_second;                 //!< runs while a lost watch waits
    std::chrono::seconds m_again{0}; //!< until it is tried again
    bool m_isRetrying = false;
    int m_tries = 0;               //!< since the watch worked
    QList<ListeningPort> m_opened; //!< not told yet: their names are on the way
    QTimer m_nameSoon;
};

} // namespace Spritarium
