// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/bulkcheckpoint.h"

#include "app/accounts.h"
#include "app/actions.h"
#include "app/createcheckpointflow.h"
#include "app/operationdesk.h"
#include "models/spritetreemodel.h"
#include "views/bulkcheckpointsheet.h"
#include "views/mainwindow.h"
#include "views/spritetreepanel.h"
#include "views/toast.h"

#include <QAction>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype AtATime = 4;
} // namespace

BulkCheckpoint::BulkCheckpoint(const Parts &parts, SpriteTreePanel &panel, const FlowTiming &timing,
                               QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_panel(panel)
    , m_timing(timing)
{
    connect(parts.actions["checkpoint.bulk"_L1], &QAction::triggered, this, &BulkCheckpoint::open);
    connect(&parts.desk, &OperationDesk::settled, this, &BulkCheckpoint::applySettled);
    connect(&panel, &SpriteTreePanel::selectionChanged, this, &BulkCheckpoint::updateReason);
    connect(&parts.desk, &OperationDesk::busyChanged, this, &BulkCheckpoint::updateReason);
    connect(&parts.accounts, &Accounts::sessionOpened, this, &BulkCheckpoint::updateReason);
    connect(&parts.accounts, &Accounts::accountsChanged, this, &BulkCheckpoint::updateReason);
    connect(&parts.tree, &SpriteTreeModel::changesApplied, this, &BulkCheckpoint::updateReason);
    updateReason();
}

QString BulkCheckpoint::disabledReason() const
{
    const QList<SpriteKey> keys = m_panel.selectedSprites();
    if (keys.size() < 2)
        return tr("Select several sprites first.");
    for (const SpriteKey &key : keys) {
        if (!m_parts.accounts.session(key.account))
            return tr("This account is not signed in.");
        const auto state =
            m_parts.tree.indexOf(key.account).data(SpriteTreeModel::AccountStateRole).value<ViewState>();
        if (state.kind == ViewState::Kind::Offline)
            return tr("Offline");
        if (m_parts.desk.isBusy(key))
            return tr("Another operation runs on one of them.");
    }
    return {};
}

void BulkCheckpoint::updateReason()
{
    m_parts.actions.setDisabledReason("checkpoint.bulk"_L1, disabledReason());
}

void BulkCheckpoint::open()
{
    const QList<SpriteKey> keys = m_panel.selectedSprites();
    if (!disabledReason().isEmpty())
        return;
    QList<Sprite> sprites;
    for (const SpriteKey &key : keys) {
        Sprite unlisted;
        unlisted.name = key.sprite;
        sprites << m_parts.tree.sprite(key).value_or(unlisted);
    }
    auto *sheet = new BulkCheckpointSheet(sprites, &m_parts.window);
    connect(sheet, &BulkCheckpointSheet::createRequested, this, [this, keys](const QString &comment) {
        if (m_queue.isEmpty() && m_running.isEmpty())
            m_asked = m_created = m_notBegun = 0;
        m_asked += int(keys.size());
        for (const SpriteKey &key : keys)
            m_queue.append({key, comment});
        startNext();
        tellEnd();
    });
    sheet->open();
}

void BulkCheckpoint::startNext()
{
    while (!m_queue.isEmpty() && m_running.size() < AtATime) {
        const Job job = m_queue.takeFirst();
        if (!start(job.sprite, job.comment))
            m_notBegun++;
    }
}

//! False if it cannot be begun any more: signed out, or busy with what its own row tells.
bool BulkCheckpoint::start(const SpriteKey &sprite, const QString &comment)
{
    AccountSession *session = m_parts.accounts.session(sprite.account);
    if (!session || m_parts.desk.isBusy(sprite))
        return false;
    auto *flow = new CreateCheckpointFlow(*session, sprite, comment, m_timing, nullptr);
    m_running.insert(flow->operation().id);
    m_parts.desk.start(flow);
    return true;
}

void BulkCheckpoint::applySettled(const Operation &operation)
{
    if (!m_running.remove(operation.id))
        return;
    if (operation.outcome == Outcome::Succeeded || operation.outcome == Outcome::SucceededWithDifferences)
        m_created++;
    startNext();
    tellEnd();
}

void BulkCheckpoint::tellEnd()
{
    if (!m_running.isEmpty() || m_asked == 0)
        return;
    QStringList sentences;
    if (m_created == m_asked)
        sentences << tr("Created %n checkpoint(s).", nullptr, m_created);
    else if (m_created + m_notBegun == m_asked)
        sentences << tr("Created %1 of %n checkpoint(s).", nullptr, m_asked).arg(m_created);
    else
        sentences << tr("Created %1 of %n checkpoint(s). Activity tells of the others.", nullptr, m_asked)
                         .arg(m_created);
    // No row tells of what was signed out or busy when its turn came.
    if (m_notBegun > 0)
        sentences << tr("%n of them were not begun.", nullptr, m_notBegun);
    Toast::show(m_parts.window, sentences.join(u' '));
}

} // namespace Spritarium
