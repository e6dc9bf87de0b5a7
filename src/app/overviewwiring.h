// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parts.h"

#include <QObject>

namespace Spritarium {

class ActivityPanel;
class OverviewPanel;

//! The Overview tab: the same values as the other tabs, never read for its own sake.
class OverviewWiring : public QObject
{
    Q_OBJECT

public:
    OverviewWiring(const Parts &parts, OverviewPanel &panel, ActivityPanel &activity, QObject *parent);

private:
    void showSprite();
    void showCheckpoints();
    void showActivities();

    Parts m_parts;
    OverviewPanel &m_panel;
};

} // namespace Spritarium
