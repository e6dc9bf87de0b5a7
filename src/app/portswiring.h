// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parts.h"
#include "domain/portforward.h"
#include "store/storedvalues.h"

#include <QObject>
#include <QTimer>

namespace Spritarium {

class Forwards;
class PortForwardModel;
class PortsFeed;
class PortsPanel;

//! The Ports tab between the forwards, the watch and the store (ux-spec 11).
class PortsWiring : public QObject
{
    Q_OBJECT

public:
    PortsWiring(const Parts &parts, Forwards &forwards, PortsFeed &feed, PortForwardModel &model,
                PortsPanel &panel, QObject *parent);

private:
    void watchPanel();
    void watchPreferences();
    void showSprite(const SpriteKey &key);
    void updateReasons();
    //! What was asked for was saved, and cannot begin.
    void tellIfSignedOut();
    void addAll(const QList<PortForward> &forwards);
    void forwardPort(const ListeningPort &port);
    void remove(const QList<ForwardId> &ids);
    void open(const ForwardId &id);
    void answerOpened();
    void saveSet(const QString &name);
    void loadSet(const QString &name);
    void addToSet(const QString &name);
    void removeSet(const QString &name);
    void writeSet(const ForwardSet &set);
    void setIgnored(const QList<quint16> &ports);
    void applyStored(const SeenSprite &seen);

    Parts m_parts;
    Forwards &m_forwards;
    PortsFeed &m_feed;
    PortForwardModel &m_model;
    PortsPanel &m_panel;
    PortPreferences m_preferences;
    QList<ListeningPort> m_opened; //!< one process opens several at once: they are asked about together
    QTimer m_openedSoon;
};

} // namespace Spritarium
