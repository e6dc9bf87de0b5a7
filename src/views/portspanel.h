// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/sprite.h"
#include "models/portforwardmodel.h"
#include "models/viewstate.h"
#include "views/actiondoor.h"

#include <QWidget>

#include <chrono>
#include <optional>

class QPushButton;
class QStackedLayout;
class QVBoxLayout;

namespace Spritarium {

class AsleepStrip;
class PortAddField;
class PortAddressCard;
class PortNews;
class PortTable;
class PortToolbar;
class StatePanel;
class TextLabel;

//! What happens when something starts to listen (ux-spec 11.1).
enum class NewPortChoice { Ask, Forward, Nothing };

//! The Ports tab (ux-spec 11): address card, add field, toolbar, the table in three groups, banners, and what
//! stands there when there is nothing. It asks by signals and knows no service.
//!
//! Actions it looks for: ports.add, ports.start-all, ports.stop-all, view.refresh; a missing one is left out.
//! It answers them by its signals: the owner connects those, not the actions.
class PortsPanel : public QWidget
{
    Q_OBJECT

public:
    PortsPanel(PortForwardModel &model, const ActionSet &actions, QWidget *parent = nullptr);

    void setSprite(const Sprite &sprite);
    //! Of the watch: Ready, NotOffered, Failed (lost), Asleep, Offline, Denied.
    void applyWatchState(const ViewState &state);
    //! A lost watch is tried again so soon; zero: just now; absent: not by itself.
    void setRetryIn(std::optional<std::chrono::seconds> again);
    void setNewPortChoice(NewPortChoice choice);
    void setSets(const QStringList &names);
    //! Ports that are never asked about, to be seen and asked about again.
    void setIgnoredPorts(const QList<quint16> &ports);
    //! "node listens on 3000 and 9229." with Forward and Ignore.
    void askAbout(const QList<ListeningPort> &ports);
    //! A scan can stand in for the watch where that is not offered; off by default.
    void setScanOffered(bool offered);
    //! A scan is on its way.
    void setScanning(bool scanning);
    void focusAdd();
    //! As if typed, not yet forwarded.
    void typeInAdd(const QString &text);
    //! The palette's `3001:3000`: as if typed, and Enter pressed. What cannot be stays in the field with its
    //! reason.
    void addTyped(const QString &text);
    void focusFilter();

Q_SIGNALS:
    //! Enter in the add field; ids are not set.
    void addRequested(const QList<Spritarium::PortForward> &forwards);
    void forwardPortRequested(const Spritarium::ListeningPort &port);
    void startRequested(const Spritarium::ForwardId &id);
    void stopRequested(const Spritarium::ForwardId &id);
    //! Level 1: at once, with one Undo for all by the owner.
    void removeRequested(const QList<Spritarium::ForwardId> &ids);
    void editRequested(const Spritarium::PortForward &forward);
    void startAllRequested();
    void stopAllRequested();
    void openRequested(const Spritarium::ForwardId &id);
    //! The text is in the clipboard; for the toast.
    void copied(const QString &what);
    //! The person agreed in the warning (level 2).
    void networkRequested(const Spritarium::ForwardId &id, bool onNetwork);
    void newPortChoiceChanged(Spritarium::NewPortChoice choice);
    void ignoreRequested(const QList<quint16> &ports);
    void unignoreRequested(quint16 port);
    void saveSetRequested(const QString &name);
    //! What is here joins the set.
    void addToSetRequested(const QString &name);
    //! Level 1: at once, with Undo by the owner.
    void removeSetRequested(const QString &name);
    void loadSetRequested(const QString &name);
    void addressChangeRequested();
    void wakeRequested();
    void statusTextRequested(const QString &text);
    //! Of the sprite's web address: a browser is to open it.
    void openAddressRequested();
    //! The watch is to be tried again.
    void refreshRequested();
    //! A lost watch is not to be tried again by itself.
    void retryStopRequested();
    //! Look once, inside the sprite, which runs.
    void scanRequested();
    void removeFromListRequested();
    //! The token is refused or missing.
    void signInRequested();

protected:
    //! Ctrl+F, wherever the focus is and nobody else wants it.
    void keyPressEvent(QKeyEvent *event) override;

private:
    void buildLayout();
    void connectParts();
    void connectTable();
    void connectActions(const ActionSet &actions);
    void watchModel();
    void refreshSoon();
    void refreshContent();
    void refreshAge();
    void showBody();
    void dropObsoleteQuestions();
    bool hasForwards() const { return !m_model.forwards().isEmpty(); }
    bool isGone() const;
    bool isListed(quint16 port) const;
    QString problemOf(const PortForward &forward) const;
    void add(const QList<PortForward> &forwards);
    void askNetwork(const PortForward &forward, bool onNetwork);
    void askSetName(const QString &suggestion);
    void pressPrimary();

    PortForwardModel &m_model;
    QWidget *m_bannerArea;
    QVBoxLayout *m_banners;
    QStackedLayout *m_pages;
    QWidget *m_content;
    StatePanel *m_page;
    AsleepStrip *m_strip;
    PortAddressCard *m_address;
    PortAddField *m_add;
    PortToolbar *m_toolbar;
    QWidget *m_ageLine;
    TextLabel *m_age;
    QPushButton *m_refresh;
    QPushButton *m_stopRetrying;
    QStackedLayout *m_body;
    PortTable *m_table;
    StatePanel *m_empty;
    PortNews *m_news;
    Sprite m_sprite;
    ViewState m_state;
    QStringList m_sets;
    std::optional<std::chrono::seconds> m_retryIn;
    bool m_scanOffered = false;
    bool m_scanning = false;
    bool m_refreshQueued = false;
    bool m_waitsNoMore = false; //!< the person does not want to see that it loads
};

} // namespace Spritarium
