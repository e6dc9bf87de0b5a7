// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/safetycleanup.h"

#include "app/accounts.h"
#include "app/actions.h"
#include "app/deletecheckpointflow.h"
#include "app/operationdesk.h"
#include "app/selection.h"
#include "app/timelinefeed.h"
#include "models/checkpointtimelinemodel.h"
#include "views/confirmsheet.h"
#include "views/mainwindow.h"
#include "views/toast.h"

#include <QAction>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr int KeptDays = 7;
constexpr qsizetype NamedAtOnce = 8;

} // namespace

SafetyCleanup::SafetyCleanup(const Parts &parts, TimelineFeed &feed, const FlowTiming &timing,
                             QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_feed(feed)
    , m_timing(timing)
{
    connect(parts.actions["checkpoint.delete-old-safety"_L1], &QAction::triggered, this, &SafetyCleanup::ask);
    connect(&parts.desk, &OperationDesk::settled, this, &SafetyCleanup::applyEnd);
    connect(&parts.desk, &OperationDesk::busyChanged, this, [this](const SpriteKey &sprite) {
        if (sprite == m_parts.selection.key())
            updateReason();
    });
    connect(&parts.selection, &Selection::changed, this, &SafetyCleanup::updateReason);
    CheckpointTimelineModel &model = parts.timeline;
    connect(&model, &CheckpointTimelineModel::stateChanged, this, &SafetyCleanup::updateReason);
    connect(&model, &CheckpointTimelineModel::summaryChanged, this, &SafetyCleanup::updateReason);
    connect(&model, &QAbstractItemModel::modelReset, this, &SafetyCleanup::updateReason);
    updateReason();
}

QList<Checkpoint> SafetyCleanup::oldOnes() const
{
    const QHash<CheckpointId, PointTime> times = m_parts.timeline.times();
    const QDateTime limit = QDateTime::currentDateTimeUtc().addDays(-KeptDays);
    const CheckpointId &base = m_parts.timeline.base();
    QList<Checkpoint> old;
    for (const Checkpoint &each : m_parts.timeline.checkpoints()) {
        const PointTime time = times.value(each.id);
        const bool isOld = time.at.isValid() && !time.approximate && time.at < limit;
        if (isOld && each.isSafety() && !each.isAuto && each.id != base)
            old << each;
    }
    std::sort(old.begin(), old.end(), [&times](const Checkpoint &a, const Checkpoint &b) {
        return times.value(a.id).at < times.value(b.id).at;
    });
    return old;
}

QString SafetyCleanup::disabledReason() const
{
    const SpriteKey key = m_parts.selection.key();
    if (key.isEmpty())
        return tr("No sprite is selected.");
    if (m_parts.desk.isBusy(key))
        return tr("Another operation runs on this sprite.");
    if (!m_parts.accounts.session(key.account))
        return tr("This account is not signed in.");
    if (m_feed.state().kind == ViewState::Kind::Offline)
        return tr("Offline");
    return oldOnes().isEmpty() ? tr("There is no safety checkpoint older than 7 days.") : QString();
}

void SafetyCleanup::updateReason()
{
    m_parts.actions.setDisabledReason("checkpoint.delete-old-safety"_L1, disabledReason());
}

void SafetyCleanup::ask()
{
    const QList<Checkpoint> old = oldOnes();
    if (old.isEmpty() || !disabledReason().isEmpty())
        return;
    QList<CheckpointId> ids;
    QStringList lines;
    for (const Checkpoint &each : old) {
        ids << each.id;
        if (lines.size() < NamedAtOnce)
            //: Version and comment of a checkpoint
            lines << tr("%1 — %2").arg(each.id.toString(), each.comment);
    }
    if (ids.size() > lines.size())
        lines << tr("and %n more", nullptr, int(ids.size() - lines.size()));
    lines << QString() << tr("Their space is freed. Other checkpoints are not affected.");
    if (const std::optional<Sprite> &sprite = m_parts.selection.sprite(); !sprite || !sprite->isRunning())
        lines << tr("Deleting wakes the sprite, which starts billing.");
    const int count = int(ids.size());
    auto *sheet =
        new ConfirmSheet(tr("Delete %n safety checkpoint(s)?", nullptr, count), lines.join(u'\n'),
                         tr("Delete %n checkpoint(s)", nullptr, count), ButtonRole::Danger, &m_parts.window);
    sheet->setObjectName(u"safetyCleanupSheet"_s);
    connect(sheet, &ConfirmSheet::confirmed, this,
            [this, key = m_parts.selection.key(), ids] { begin(key, ids); });
    sheet->open();
}

void SafetyCleanup::begin(const SpriteKey &sprite, const QList<CheckpointId> &checkpoints)
{
    if (!m_sprite.isEmpty()) {
        Toast::show(m_parts.window,
                    tr("Safety checkpoints of %1 are still being deleted.").arg(m_sprite.sprite.toString()));
        return;
    }
    m_sprite = sprite;
    m_queue = checkpoints;
    m_deleted = 0;
    next();
}

void SafetyCleanup::next()
{
    AccountSession *session = m_parts.accounts.session(m_sprite.account);
    if (!m_queue.isEmpty() && session && !m_parts.desk.isBusy(m_sprite)) {
        auto *flow = new DeleteCheckpointFlow(*session, m_sprite, m_queue.takeFirst(), m_timing, nullptr);
        m_running = flow->operation().id;
        m_parts.desk.start(flow);
        return;
    }
    const int left = int(m_queue.size());
    m_queue.clear();
    m_running = {};
    m_sprite = {};
    const QString done = tr("%n safety checkpoint(s) deleted.", nullptr, m_deleted);
    //: Two sentences
    Toast::show(m_parts.window, left == 0 ? done : tr("%1 %2").arg(done, tr("%n left.", nullptr, left)));
}

void SafetyCleanup::applyEnd(const Operation &operation)
{
    if (m_running.isEmpty() || operation.id != m_running)
        return;
    if (operation.outcome == Outcome::Succeeded) {
        ++m_deleted;
        next();
        return;
    }
    // The next one would most likely meet the same; nobody asked for a row of failures.
    m_queue.clear();
    m_running = {};
    m_sprite = {};
}

} // namespace Spritarium
