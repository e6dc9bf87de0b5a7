// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/overviewwiring.h"

#include "app/egresswiring.h"
#include "app/operationdesk.h"
#include "app/selection.h"
#include "models/activitymodel.h"
#include "models/checkpointtimelinemodel.h"
#include "models/policydocument.h"
#include "views/activitypanel.h"
#include "views/mainwindow.h"
#include "views/overviewcards.h"
#include "views/overviewpanel.h"
#include "views/portspanel.h"
#include "views/toast.h"

namespace Spritarium {

using namespace Qt::StringLiterals;

OverviewWiring::OverviewWiring(const Parts &parts, const Places &places, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_panel(places.panel)
{
    OverviewPanel &panel = m_panel;
    watchCards(places);
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
    connect(&panel, &OverviewPanel::openActivityRequested, &places.activity, &ActivityPanel::showOperation);
    connect(&panel, &OverviewPanel::copied, this,
            [this](const QString &what) { Toast::show(m_parts.window, tr("Copied: %1").arg(what)); });
}

void OverviewWiring::watchCards(const Places &places)
{
    EgressCard *egress = &m_panel.egress();
    PolicyDocument *policy = &places.policy;
    const auto showPolicy = [egress, policy] {
        egress->showPolicy(policy->isLoaded() ? std::optional(policy->published()) : std::nullopt,
                           policy->asOf(), policy->isModified());
    };
    connect(policy, &PolicyDocument::opened, egress, showPolicy);
    connect(policy, &PolicyDocument::publishedChanged, egress, showPolicy);
    connect(policy, &PolicyDocument::modifiedChanged, egress, showPolicy);
    connect(egress, &EgressCard::askRequested, &places.egress, &EgressWiring::askAbout);
    connect(egress, &EgressCard::openRequested, this, [this] { m_parts.window.showTab(u"egress"_s); });
    connect(&m_panel.ports(), &PortsCard::openRequested, this,
            [this] { m_parts.window.showTab(u"ports"_s); });
    connect(&m_panel.ports(), &PortsCard::addRequested, &places.ports,
            [this, ports = &places.ports](const QString &typed) {
                m_parts.window.showTab(u"ports"_s);
                ports->addTyped(typed);
            });
}

void OverviewWiring::showSprite()
{
    if (const std::optional<Sprite> &sprite = m_parts.selection.sprite())
        m_panel.showSprite(*sprite);
    showActivities();
}

void OverviewWiring::showCheckpoints()
{
    const QList<Checkpoint> &checkpoints = m_parts.timeline.checkpoints();
    const std::optional<Checkpoint> newest = OverviewPanel::newestOf(checkpoints);
    const PointTime taken = newest ? m_parts.timeline.timeOf(newest->id) : PointTime();
    m_panel.showCheckpoints(checkpoints, taken.approximate ? QDateTime() : taken.at);
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
