// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/timelinewiring.h"

#include "app/accounts.h"
#include "app/actions.h"
#include "app/applypolicyflow.h"
#include "app/createcheckpointflow.h"
#include "app/deletecheckpointflow.h"
#include "app/interruptedflow.h"
#include "app/operationdesk.h"
#include "app/restoreflow.h"
#include "app/safetycleanup.h"
#include "app/selection.h"
#include "app/settings.h"
#include "app/stores.h"
#include "domain/commandtext.h"
#include "models/checkpointtimelinemodel.h"
#include "models/operationlogmodel.h"
#include "models/spritetreemodel.h"
#include "views/deletecheckpointsheet.h"
#include "views/inspectorpanel.h"
#include "views/mainwindow.h"
#include "views/restoresheet.h"
#include "views/rulechangesheet.h"
#include "views/timelinepanel.h"
#include "views/toast.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr int LogCapacity = 5000;
constexpr qsizetype KeptOperations = 20;

QString draftKey(const SpriteKey &sprite)
{
    return u"comment\n"_s + sprite.account.toString() + u'\n' + sprite.sprite.toString();
}

bool isCheckpointKind(OperationKind kind)
{
    return kind == OperationKind::CreateCheckpoint || kind == OperationKind::RestoreCheckpoint ||
           kind == OperationKind::DeleteCheckpoint;
}

bool isVerified(const Operation &operation)
{
    return operation.outcome == Outcome::Succeeded || operation.outcome == Outcome::SucceededWithDifferences;
}

//! Whether the service may have been asked for this restore.
bool isAsked(const Operation &restore)
{
    return std::any_of(restore.phases.begin(), restore.phases.end(), [](const Phase &phase) {
        return phase.name == PhaseName::Restore && phase.state != PhaseState::Waiting &&
               phase.state != PhaseState::Skipped;
    });
}

TimelineOptions optionsOf(const QString &words)
{
    const QStringList list = words.split(u' ');
    return {list.contains("manual"_L1),
            list.contains("safety"_L1),
            list.contains("automatic"_L1),
            list.contains("restores"_L1),
            {}};
}

QString wordsOf(const TimelineOptions &options)
{
    QStringList words;
    if (options.manual)
        words << u"manual"_s;
    if (options.safety)
        words << u"safety"_s;
    if (options.automatic)
        words << u"automatic"_s;
    if (options.restores)
        words << u"restores"_s;
    return words.join(u' ');
}

} // namespace

TimelineWiring::TimelineWiring(const Parts &parts, TimelineFeed &feed, TimelinePanel &panel,
                               InspectorPanel &inspector, const FlowTiming &timing, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_feed(feed)
    , m_panel(panel)
    , m_inspector(inspector)
    , m_timing(timing)
{
    parts.timeline.setOptions(optionsOf(parts.settings.text(Settings::Key::TimelineOptions)));
    watchPanel();
    watchOperationRows();
    watchDesk();
    watchActions();
    connect(&parts.selection, &Selection::changed, this, &TimelineWiring::showSelection);
    connect(&parts.selection, &Selection::spriteChanged, this, &TimelineWiring::showSprite);
    connect(&parts.timeline, &CheckpointTimelineModel::stateChanged, this, &TimelineWiring::updateReasons);
    connect(&parts.timeline, &CheckpointTimelineModel::summaryChanged, this, &TimelineWiring::updateReasons);
    connect(&parts.stores, &Stores::spriteLoaded, this, &TimelineWiring::applyStored);
    connect(&parts.stores, &Stores::spriteForgotten, this, [this](const SpriteKey &gone) {
        forgetSprites([&gone](const SpriteKey &each) { return each == gone; });
    });
    connect(&parts.stores, &Stores::accountForgotten, this, [this](const AccountId &gone) {
        forgetSprites([&gone](const SpriteKey &each) { return each.account == gone; });
    });
    connect(&parts.accounts, &Accounts::sessionOpened, this, &TimelineWiring::resumeFor);
    connect(&parts.accounts, &Accounts::sessionClosing, this, &TimelineWiring::sessionCloses);
    new SafetyCleanup(parts, feed, timing, this);
    panel.addSafetyAction(parts.actions["checkpoint.delete-old-safety"_L1]);
    updateReasons();
}

void TimelineWiring::watchPanel()
{
    connect(&m_panel, &TimelinePanel::createRequested, this, &TimelineWiring::create);
    connect(&m_panel, &TimelinePanel::restoreRequested, this, &TimelineWiring::askRestore);
    connect(&m_panel, &TimelinePanel::deleteRequested, this, &TimelineWiring::askDelete);
    connect(&m_panel, &TimelinePanel::refreshRequested, &m_feed, &TimelineFeed::refresh);
    connect(&m_panel, &TimelinePanel::wakeAndLoadRequested, &m_feed, &TimelineFeed::wakeAndLoad);
    connect(&m_panel, &TimelinePanel::optionsChanged, this, [this](const TimelineOptions &options) {
        m_parts.timeline.setOptions(options);
        m_parts.settings.set(Settings::Key::TimelineOptions, wordsOf(options));
    });
    connect(&m_panel, &TimelinePanel::commentDraftChanged, this, [this](const QString &text) {
        const QString key = draftKey(m_parts.selection.key());
        m_drafts.insert(key, text);
        m_parts.stores.of(m_parts.selection.key().account).saveDraft(key, text);
    });
    connect(&m_panel, &TimelinePanel::copyAsCliRequested, this,
            [this](const CheckpointId &checkpoint) { copyCommand(checkpoint, true); });
    connect(&m_panel, &TimelinePanel::copyAsRequestRequested, this,
            [this](const CheckpointId &checkpoint) { copyCommand(checkpoint, false); });
    connect(&m_panel, &TimelinePanel::selectionChanged, &m_inspector, &InspectorPanel::showCheckpoint);
    connect(&m_panel, &TimelinePanel::selectionChanged, this, &TimelineWiring::updateReasons);
    connect(&m_panel, &TimelinePanel::inspectorRequested, this, [this](const CheckpointId &checkpoint) {
        m_inspector.showCheckpoint(checkpoint);
        m_parts.window.showInspector();
    });
    connect(&m_panel, &TimelinePanel::statusTextRequested, &m_parts.window, &MainWindow::showStatusText);
    connect(&m_panel, &TimelinePanel::stopLoadingRequested, &m_feed, &TimelineFeed::stopLoading);
    connect(&m_panel, &TimelinePanel::removeFromListRequested, this, &TimelineWiring::removeFromList);
    connect(&m_inspector, &InspectorPanel::restoreRequested, this, &TimelineWiring::askRestore);
    connect(&m_inspector, &InspectorPanel::deleteRequested, this, &TimelineWiring::askDelete);
}

void TimelineWiring::watchOperationRows()
{
    connect(&m_panel, &TimelinePanel::undoRestoreRequested, this, &TimelineWiring::undo);
    connect(&m_panel, &TimelinePanel::egressPutBackRequested, this, &TimelineWiring::putBackRules);
    connect(&m_panel, &TimelinePanel::egressShowRequested, this, &TimelineWiring::showRules);
    const auto mark = [this](const OperationId &id, bool RestoredSprite::*done) {
        const std::optional<Operation> restored = operation(id);
        if (restored && m_restored.contains(restored->sprite))
            m_restored[restored->sprite].*done = true;
    };
    connect(&m_panel, &TimelinePanel::undoBannerClosed, this,
            [mark](const OperationId &id) { mark(id, &RestoredSprite::bannerClosed); });
    connect(&m_panel, &TimelinePanel::egressChangeKept, this,
            [mark](const OperationId &id) { mark(id, &RestoredSprite::rulesKept); });
    connect(&m_panel, &TimelinePanel::tryAgainRequested, this,
            [this](const OperationId &id) { tryAgain(id, false); });
    connect(&m_panel, &TimelinePanel::restoreWithoutSafetyRequested, this,
            [this](const OperationId &id) { tryAgain(id, true); });
    connect(&m_panel, &TimelinePanel::checkAgainRequested, this, [this](const OperationId &id) {
        if (OperationFlow *flow = m_parts.desk.flow(id))
            flow->checkAgain();
    });
    connect(&m_panel, &TimelinePanel::stopWatchingRequested, this, [this](const OperationId &id) {
        if (OperationFlow *flow = m_parts.desk.flow(id))
            flow->stopWatching();
    });
    connect(&m_panel, &TimelinePanel::hideRequested, this, [this](const OperationId &id) {
        m_hidden.insert(id);
        m_parts.timeline.removeOperation(id);
    });
}

void TimelineWiring::watchDesk()
{
    connect(&m_parts.desk, &OperationDesk::changed, this, &TimelineWiring::applyChange);
    connect(&m_parts.desk, &OperationDesk::settled, this, &TimelineWiring::applySettled);
    connect(&m_parts.desk, &OperationDesk::busyChanged, this, &TimelineWiring::updateReasons);
    connect(&m_parts.desk, &OperationDesk::messageReceived, this,
            [this](const OperationId &id, const StreamMessage &message) { logOf(id)->append(message); });
}

void TimelineWiring::watchActions()
{
    connect(m_parts.actions["checkpoint.create"_L1], &QAction::triggered, this,
            [this] { m_parts.window.showTab(u"checkpoints"_s); });
    connect(m_parts.actions["checkpoint.undo-restore"_L1], &QAction::triggered, this,
            [this] { askRestore(undoPoint()); });
}

void TimelineWiring::restoreDrafts(const QHash<QString, QString> &drafts, const QStringList &recentComments)
{
    m_drafts.insert(drafts);
    for (const QString &comment : recentComments) {
        if (!m_recentComments.contains(comment))
            m_recentComments << comment;
    }
    m_panel.setRecentComments(m_recentComments);
    m_panel.setCommentDraft(m_drafts.value(draftKey(m_parts.selection.key())));
}

void TimelineWiring::showSelection()
{
    showBanners(m_parts.selection.key());
    m_panel.setCommentDraft(m_drafts.value(draftKey(m_parts.selection.key())));
    m_inspector.showCheckpoint({});
    showSprite();
    // What runs or ran on it in this session has its row again.
    for (const Operation &operation : std::as_const(m_operations)) {
        if (operation.sprite != m_parts.selection.key() || m_hidden.contains(operation.id))
            continue;
        m_panel.setLog(operation.id, logOf(operation.id));
        m_parts.timeline.applyOperation(operation);
    }
}

void TimelineWiring::showSprite()
{
    if (const std::optional<Sprite> &sprite = m_parts.selection.sprite()) {
        m_panel.setSprite(*sprite, false);
        m_inspector.showSprite(*sprite);
    } else if (m_parts.selection.key().isEmpty()) {
        m_inspector.showSprite({});
    }
    updateReasons();
}

QString TimelineWiring::disabledReason(const QString &mayNot) const
{
    const SpriteKey key = m_parts.selection.key();
    if (key.isEmpty())
        return tr("No sprite is selected.");
    if (m_parts.desk.isBusy(key))
        return tr("Another operation runs on this sprite.");
    if (!m_parts.accounts.session(key.account))
        return tr("This account is not signed in.");
    switch (m_feed.state().kind) {
    case ViewState::Kind::Offline:
        return tr("Offline");
    case ViewState::Kind::Denied:
        return m_feed.state().wantsSignIn() ? tr("The service refuses this token. Sign in again.") : mayNot;
    default:
        return {};
    }
}

void TimelineWiring::updateReasons()
{
    const QString reason = disabledReason(tr("This token may not restore."));
    m_parts.timeline.setRestoreDisabledReason(reason);
    const QString noCreate = disabledReason(tr("This token may not create checkpoints."));
    m_panel.setCreateDisabledReason(noCreate);
    m_parts.actions.setDisabledReason("checkpoint.create"_L1, noCreate);
    const bool hasPoint = !m_panel.selectedCheckpoint().isEmpty();
    const QString noPoint = tr("No checkpoint is selected.");
    for (const QLatin1StringView id : {"checkpoint.restore"_L1, "checkpoint.delete"_L1})
        m_parts.actions.setDisabledReason(id, hasPoint ? reason : noPoint);
    for (const QLatin1StringView id : {"checkpoint.copy-cli"_L1, "checkpoint.copy-request"_L1})
        m_parts.actions.setDisabledReason(id, hasPoint ? QString() : noPoint);
    m_parts.actions.setDisabledReason("checkpoint.undo-restore"_L1,
                                      undoPoint().isEmpty() ? tr("No restore of this sprite can be undone.")
                                                            : reason);
}

void TimelineWiring::create(const QString &comment)
{
    const SpriteKey key = m_parts.selection.key();
    AccountSession *session = m_parts.accounts.session(key.account);
    if (!session || m_parts.desk.isBusy(key)) {
        m_panel.showCreateError(
            ApiError::invalid(disabledReason(tr("This token may not create checkpoints."))));
        return;
    }
    if (!comment.isEmpty()) {
        m_recentComments.removeAll(comment);
        m_recentComments.prepend(comment);
        m_panel.setRecentComments(m_recentComments);
        m_parts.stores.of(key.account).addRecentComment(comment);
    }
    m_parts.desk.start(new CreateCheckpointFlow(*session, key, comment, m_timing, nullptr));
}

void TimelineWiring::askRestore(const CheckpointId &id)
{
    const std::optional<Checkpoint> checkpoint = m_parts.timeline.checkpoint(id);
    if (!checkpoint || !disabledReason(tr("This token may not restore.")).isEmpty())
        return;
    auto *sheet = new RestoreSheet(*checkpoint, &m_parts.window);
    const SpriteKey key = m_parts.selection.key();
    connect(
        sheet, &RestoreSheet::restoreConfirmed, this,
        [this, key](const CheckpointId &confirmed, bool withSafety) { restore(key, confirmed, withSafety); });
    watchBusy(*sheet, key);
    readForSheet(*sheet, id);
    sheet->open();
}

void TimelineWiring::watchBusy(RestoreSheet &sheet, const SpriteKey &key)
{
    connect(&m_parts.desk, &OperationDesk::busyChanged, &sheet,
            [key, &sheet](const SpriteKey &sprite, bool busy) {
                if (sprite == key)
                    sheet.setDisabledReason(busy ? tr("Another operation runs on this sprite.") : QString());
            });
}

void TimelineWiring::readForSheet(RestoreSheet &sheet, const CheckpointId &id)
{
    const SpriteKey key = m_parts.selection.key();
    AccountSession *session = m_parts.accounts.session(key.account);
    if (!session)
        return;
    CheckpointService &service = session->checkpoints();
    connect(&service, &CheckpointService::fetched, &sheet,
            [&sheet, key, id](const SpriteName &name, const Checkpoint &checkpoint) {
                if (name == key.sprite && checkpoint.id == id)
                    sheet.showStillThere(checkpoint);
            });
    connect(&service, &CheckpointService::fetchFailed, &sheet,
            [&sheet, key, id](const SpriteName &name, const CheckpointId &checkpoint, const ApiError &error) {
                if (name != key.sprite || checkpoint != id)
                    return;
                if (error.kind == ApiError::Kind::NotFound)
                    sheet.showGone();
                else
                    sheet.showReadFailed(error);
            });
    // The sheet is a look: it reads inside only when the sprite is known to run, and waking begins with its
    // button.
    auto *once = new QObject(&sheet);
    connect(&session->sprites(), &SpriteService::fetched, once,
            [this, once, &sheet, &service, key, id](const Sprite &sprite) {
                if (sprite.name != key.sprite)
                    return;
                once->deleteLater();
                if (sprite.isRunning()) {
                    service.get(key.sprite, id);
                    readWhatStops(sheet, key);
                } else {
                    sheet.showNotRead(m_feed.state().asOf);
                }
            });
    connect(&session->sprites(), &SpriteService::fetchFailed, once,
            [once, &sheet, key](const SpriteName &name, const ApiError &error) {
                if (name != key.sprite)
                    return;
                once->deleteLater();
                sheet.showReadFailed(error);
            });
    session->sprites().get(key.sprite);
}

void TimelineWiring::readWhatStops(RestoreSheet &sheet, const SpriteKey &key)
{
    AccountSession *session = m_parts.accounts.session(key.account);
    if (!session)
        return;
    InsideProcesses &processes = session->processes();
    connect(&processes, &InsideProcesses::servicesRead, &sheet,
            [&sheet, key](const SpriteName &name, const QList<SupervisedService> &services) {
                if (name != key.sprite)
                    return;
                QStringList names;
                for (const SupervisedService &service : services) {
                    // One that was stopped stays so over a boot (sprites-api 10.1).
                    if (service.isRunning())
                        names << service.name;
                }
                sheet.setServices(names);
            });
    connect(&processes, &InsideProcesses::sessionsRead, &sheet,
            [&sheet, key](const SpriteName &name, const QList<Session> &sessions) {
                if (name != key.sprite)
                    return;
                QStringList programs;
                for (const Session &each : sessions)
                    programs << each.programName();
                sheet.setSessions(programs);
            });
    processes.loadServices(key.sprite);
    processes.loadSessions(key.sprite);
}

void TimelineWiring::restore(const SpriteKey &key, const CheckpointId &checkpoint, bool withSafety)
{
    AccountSession *session = m_parts.accounts.session(key.account);
    if (!session || m_parts.desk.isBusy(key))
        return;
    // What the last restore left to undo is no longer what the files are.
    m_restored.remove(key);
    showBanners(key);
    m_parts.desk.start(new RestoreFlow(*session, key, checkpoint, withSafety, m_timing, nullptr));
}

void TimelineWiring::addInterrupted(const QList<Operation> &operations)
{
    m_interrupted += operations;
    const QList<AccountSession *> sessions = m_parts.accounts.sessions();
    for (AccountSession *session : sessions)
        resumeFor(session);
}

void TimelineWiring::sessionCloses(AccountSession *session)
{
    // Flows speak through the session, so they go first; a restore is looked after over the next one.
    m_interrupted += m_parts.desk.dropAccount(session->account().id);
}

void TimelineWiring::resumeFor(AccountSession *session)
{
    const QList<Operation> all = std::exchange(m_interrupted, {});
    for (const Operation &operation : all) {
        if (operation.sprite.account != session->account().id)
            m_interrupted << operation;
        else
            m_parts.desk.start(InterruptedFlow::make(*session, operation, m_timing));
    }
}

void TimelineWiring::askDelete(const CheckpointId &id)
{
    const std::optional<Checkpoint> checkpoint = m_parts.timeline.checkpoint(id);
    if (!checkpoint || !disabledReason(tr("This token may not delete checkpoints.")).isEmpty())
        return;
    auto *sheet = new DeleteCheckpointSheet(*checkpoint, &m_parts.window);
    if (const std::optional<Sprite> &sprite = m_parts.selection.sprite(); !sprite || !sprite->isRunning())
        sheet->showWakes();
    const SpriteKey key = m_parts.selection.key();
    connect(sheet, &DeleteCheckpointSheet::deleteConfirmed, this, [this, key](const CheckpointId &confirmed) {
        AccountSession *session = m_parts.accounts.session(key.account);
        if (session && !m_parts.desk.isBusy(key))
            m_parts.desk.start(new DeleteCheckpointFlow(*session, key, confirmed, m_timing, nullptr));
    });
    sheet->open();
}

std::optional<Operation> TimelineWiring::operation(const OperationId &id) const
{
    const auto it = m_operations.find(id);
    if (it != m_operations.end())
        return *it;
    // What can be undone is kept longer than its row.
    for (const RestoredSprite &restored : m_restored) {
        if (restored.operation.id == id)
            return restored.operation;
    }
    return std::nullopt;
}

void TimelineWiring::tryAgain(const OperationId &id, bool withoutSafety)
{
    const std::optional<Operation> failed = operation(id);
    if (!failed || m_parts.desk.isBusy(failed->sprite))
        return;
    if (failed->kind == OperationKind::RestoreCheckpoint) {
        const std::optional<Checkpoint> checkpoint = m_parts.timeline.checkpoint(failed->target);
        if (!withoutSafety || !checkpoint) {
            m_parts.timeline.removeOperation(id);
            restore(failed->sprite, failed->target,
                    failed->phases.first().name == PhaseName::SafetyCheckpoint);
            return;
        }
        auto *sheet = new RestoreSheet(*checkpoint, &m_parts.window);
        sheet->suggestWithoutSafety();
        watchBusy(*sheet, failed->sprite);
        connect(sheet, &RestoreSheet::restoreConfirmed, this,
                [this, failed](const CheckpointId &confirmed, bool withSafety) {
                    m_parts.timeline.removeOperation(failed->id);
                    restore(failed->sprite, confirmed, withSafety);
                });
        readForSheet(*sheet, failed->target);
        sheet->open();
        return;
    }
    m_parts.timeline.removeOperation(id);
    if (failed->kind == OperationKind::CreateCheckpoint)
        create(failed->comment);
    else
        askDelete(failed->target);
}

void TimelineWiring::undo(const OperationId &id)
{
    if (const std::optional<Operation> restored = operation(id); restored && !restored->safety.isEmpty())
        askRestore(restored->safety);
}

CheckpointId TimelineWiring::undoPoint() const
{
    const SpriteKey key = m_parts.selection.key();
    const auto restored = m_restored.constFind(key);
    if (restored == m_restored.constEnd() && m_unsure.contains(key))
        return {};
    const CheckpointId safety =
        restored != m_restored.constEnd() ? restored->operation.safety : m_storedUndo.value(key);
    return m_parts.timeline.checkpoint(safety) ? safety : CheckpointId();
}

void TimelineWiring::applyStored(const SeenSprite &seen)
{
    m_storedUndo.insert(seen.key, seen.restores.isEmpty() ? CheckpointId() : seen.restores.last().safety);
    updateReasons();
}

void TimelineWiring::putBackRules(const OperationId &id)
{
    const std::optional<Operation> restored = operation(id);
    if (!restored)
        return;
    const SpriteKey key = restored->sprite;
    AccountSession *session = m_parts.accounts.session(key.account);
    const std::optional<NetworkPolicy> before = m_restored.value(key).before;
    if (!session || !before || m_parts.desk.isBusy(key)) {
        Toast::show(m_parts.window, disabledReason(tr("This token may not change egress rules.")));
        return;
    }
    auto *flow = new ApplyPolicyFlow(*session, key, {*before, m_restored.value(key).after, u"put-back"_s},
                                     m_timing, nullptr);
    connect(flow, &OperationFlow::settled, this, [this, flow, key] {
        const Operation &applied = flow->operation();
        const QString why = applied.error ? applied.error->userText(key.sprite.toString()) : QString();
        //: What happened, then why
        Toast::show(m_parts.window, tr("%1 %2").arg(applied.resultText, why).trimmed());
        if (applied.outcome != Outcome::Succeeded)
            return;
        m_restored[key].after = m_restored[key].before;
        showBanners(key);
    });
    m_parts.desk.start(flow);
}

void TimelineWiring::showRules(const OperationId &id)
{
    const std::optional<Operation> restored = operation(id);
    if (!restored)
        return;
    const RestoredSprite memory = m_restored.value(restored->sprite);
    if (!memory.rulesChanged())
        return;
    auto *sheet = new RuleChangeSheet(*memory.before, *memory.after, &m_parts.window);
    sheet->open();
}

void TimelineWiring::copyCommand(const CheckpointId &checkpoint, bool asCli)
{
    const SpriteKey key = m_parts.selection.key();
    const std::optional<Account> account = m_parts.accounts.account(key.account);
    if (!account || checkpoint.isEmpty())
        return;
    const CommandText command = restoreCommand(
        account->apiUrl, account->isPlayground ? QString() : account->organization, key.sprite, checkpoint);
    QGuiApplication::clipboard()->setText(asCli ? command.cli : command.request);
    Toast::show(m_parts.window, asCli ? tr("Copied the CLI line.") : tr("Copied the request."));
}

void TimelineWiring::forgetSprites(const std::function<bool(const SpriteKey &)> &isGone)
{
    const QList<Operation> operations = m_operations.values();
    for (const Operation &operation : operations) {
        // One that still runs tells its end to those who wait for it.
        if (!isGone(operation.sprite) || operation.isRunning())
            continue;
        // A restore of unknown end is still looked after, and would find the next one of that name.
        if (OperationFlow *flow = m_parts.desk.flow(operation.id))
            flow->stopWatching();
        m_parts.timeline.removeOperation(operation.id);
        forgetOperation(operation.id);
    }
    m_interrupted.removeIf([&isGone](const Operation &each) { return isGone(each.sprite); });
    m_restored.removeIf([&isGone](const auto &each) { return isGone(each.key()); });
    m_storedUndo.removeIf([&isGone](const auto &each) { return isGone(each.key()); });
    m_unsure.removeIf(isGone);
    showBanners(m_parts.selection.key());
    updateReasons();
}

void TimelineWiring::forgetOperation(const OperationId &id)
{
    m_settled.removeAll(id);
    m_operations.remove(id);
    m_hidden.remove(id);
    if (OperationLogModel *log = m_logs.take(id))
        log->deleteLater();
}

void TimelineWiring::forgetOldOperations()
{
    for (qsizetype i = 0; i < m_settled.size() && m_settled.size() > KeptOperations;) {
        const OperationId id = m_settled.at(i);
        if (m_operations.value(id).sprite == m_parts.selection.key()) {
            ++i; // its row may be in view
            continue;
        }
        forgetOperation(id);
    }
}

OperationLogModel *TimelineWiring::logOf(const OperationId &id)
{
    OperationLogModel *&log = m_logs[id];
    if (!log)
        log = new OperationLogModel(LogCapacity, this);
    return log;
}

void TimelineWiring::applyChange(const Operation &changed)
{
    if (!isCheckpointKind(changed.kind))
        return;
    const bool isNew = !m_operations.contains(changed.id);
    m_operations.insert(changed.id, changed);
    if (changed.kind == OperationKind::RestoreCheckpoint && (isNew || changed.isRunning()) &&
        isAsked(changed))
        m_unsure.insert(changed.sprite);
    if (changed.sprite != m_parts.selection.key() || m_hidden.contains(changed.id))
        return;
    if (isNew)
        m_panel.setLog(changed.id, logOf(changed.id));
    m_parts.timeline.applyOperation(changed);
}

void TimelineWiring::applySettled(const Operation &settled)
{
    if (!isCheckpointKind(settled.kind))
        return;
    remember(settled);
    keepComment(settled);
    m_settled.removeAll(settled.id);
    m_settled << settled.id;
    forgetOldOperations();
    const bool isRestore = settled.kind == OperationKind::RestoreCheckpoint;
    if (isRestore && (isVerified(settled) || settled.outcome == Outcome::Failed || !isAsked(settled)))
        m_unsure.remove(settled.sprite);
    if (isRestore && isVerified(settled)) {
        const auto *flow = qobject_cast<RestoreFlow *>(m_parts.desk.flow(settled.id));
        m_restored.insert(settled.sprite, {settled, flow ? flow->policyBefore() : std::nullopt,
                                           flow ? flow->policyAfter() : std::nullopt});
        showBanners(settled.sprite);
    }
    updateReasons();
}

void TimelineWiring::showBanners(const SpriteKey &sprite)
{
    if (sprite != m_parts.selection.key())
        return;
    m_panel.clearBanners();
    const auto it = m_restored.constFind(sprite);
    if (it == m_restored.constEnd())
        return;
    if (!it->operation.safety.isEmpty() && !it->bannerClosed)
        m_panel.showUndoRestore(it->operation);
    if (it->rulesChanged() && !it->rulesKept)
        m_panel.showEgressChanged(it->operation.id, it->operation.differences.value(0));
}

void TimelineWiring::keepComment(const Operation &settled)
{
    const QString key = draftKey(settled.sprite);
    const bool isLost = settled.kind == OperationKind::CreateCheckpoint && !settled.comment.isEmpty() &&
                        (settled.outcome == Outcome::Failed || settled.outcome == Outcome::Unknown);
    // What is being typed by now is newer.
    if (!isLost || !m_drafts.value(key).isEmpty())
        return;
    m_drafts.insert(key, settled.comment);
    m_parts.stores.of(settled.sprite.account).saveDraft(key, settled.comment);
    if (settled.sprite == m_parts.selection.key())
        m_panel.setCommentDraft(settled.comment);
}

void TimelineWiring::removeFromList()
{
    const SpriteKey key = m_parts.selection.key();
    m_parts.tree.applyRemoval(key);
    m_parts.stores.forgetSprite(key);
    m_parts.window.forgetSprite(key);
    m_parts.selection.select({}, std::nullopt);
}

void TimelineWiring::remember(const Operation &settled)
{
    if (!isVerified(settled))
        return;
    Store &store = m_parts.stores.of(settled.sprite.account);
    for (const CheckpointId &made : {settled.created, settled.safety}) {
        if (!made.isEmpty())
            store.saveKnownTime(settled.sprite, made, settled.startedAt);
    }
    if (settled.kind == OperationKind::RestoreCheckpoint) {
        RestoreEvent event;
        event.id = settled.id;
        event.restored = settled.target;
        event.safety = settled.safety;
        const auto *flow = qobject_cast<RestoreFlow *>(m_parts.desk.flow(settled.id));
        event.newestVersion = flow ? flow->newestSeen() : -1;
        event.at = settled.endedAt;
        store.saveRestore(settled.sprite, event);
    }
    // The store answers with all of them, the new one included.
    store.loadSprite(settled.sprite);
}

} // namespace Spritarium
