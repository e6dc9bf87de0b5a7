// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/overviewwiring.h"

#include "app/operationdesk.h"
#include "app/selection.h"
#include "models/activitymodel.h"
#include "models/checkpointtimelinemodel.h"
#include "views/activitypanel.h"
#include "views/mainwindow.h"
#include "views/overviewpanel.h"
#include "views/toast.h"

namespace Spritarium {

using namespace Qt::StringLiterals;

OverviewWiring::OverviewWiring(const Parts &parts, OverviewPanel &panel, ActivityPanel &activity,
                               QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_panel(panel)
{
    connect(&parts.selection, &Selection::changed, this, &OverviewWiring::showSprite);
    connect(&parts.selection, &Selection::spriteChanged, this, &OverviewWiring::showSprite);
    connect(&parts.timeline, &CheckpointTimelineModel::summaryChanged, this,
            &OverviewWiring::showCheckpoints);
    connect(&parts.timeline, &QAbstractItemModel::modelReset, this, &OverviewWiring::showCheckpoints);
    connect(&parts.desk, &OperationDesk::changed, this, &OverviewWiring::showActivities);
    connect(&parts.activity, &QAbstractItemModel::modelReset, this, &OverviewWiring::showActivities);
    connect(&parts.activity, &QAbstractItemModel::rowsInserted, this, &OverviewWiring::showActivities);
    connect(&panel, &OverviewPanel::openCheckpointsRequested, this,
            [this] { m_parts.window.showTab(u"checkpoints"_s); });
    connect(&panel, &OverviewPanel::openActivityRequested, &activity, &ActivityPanel::showOperation);
    connect(&panel, &OverviewPanel::copied, this,
            [this](const QString &what) { Toast::show(m_parts.window, tr("Copied: %1").arg(what)); });
}

void OverviewWiring::showSprite()
{
    if (const std::optional<Sprite> &sprite = m_parts.selection.sprite())
        m_panel.showSprite(*sprite);
    showActivities();
}

void OverviewWiring::showCheckpoints()
{
    m_panel.showCheckpoints(m_parts.timeline.checkpoints());
}

void OverviewWiring::showActivities()
{
    QList<Operation> operations;
    for (int row = 0; row < m_parts.activity.rowCount() && operations.size() < 5; ++row) {
        const Operation operation =
            m_parts.activity.index(row, 0).data(ActivityModel::OperationRole).value<Operation>();
        if (operation.sprite == m_parts.selection.key())
            operations << operation;
    }
    m_panel.showActivities(operations);
}

} // namespace Spritarium
