// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parts.h"

#include <QObject>

namespace Spritarium {

class ActivityPanel;
class EgressWiring;
class OverviewPanel;
class PolicyDocument;
class PortsPanel;

//! The Overview tab: the same values as the other tabs, never read for its own sake.
class OverviewWiring : public QObject
{
    Q_OBJECT

public:
    //! What the tab shows of, and where it leads.
    struct Places
    {
        OverviewPanel &panel;
        ActivityPanel &activity;
        PolicyDocument &policy;
        EgressWiring &egress;
        PortsPanel &ports;
    };

    OverviewWiring(const Parts &parts, const Places &places, QObject *parent);

private:
    void watchCards(const Places &places);
    void showSprite();
    void showCheckpoints();
    void showActivities();

    Parts m_parts;
    OverviewPanel &m_panel;
};

} // namespace Spritarium
