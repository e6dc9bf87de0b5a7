// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/egresswiring.h"

#include "app/accounts.h"
#include "app/actions.h"
#include "app/applypolicyflow.h"
#include "app/egressfeed.h"
#include "app/operationdesk.h"
#include "app/policytimers.h"
#include "app/selection.h"
#include "app/stores.h"
#include "domain/policydiff.h"
#include "models/policyanalysis.h"
#include "views/applysheet.h"
#include "views/egresspanel.h"
#include "views/gobackbar.h"
#include "views/mainwindow.h"
#include "views/toast.h"

#include <QAction>
#include <QUuid>

#include <algorithm>
#include <utility>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

//! Writing a draft of more rules than this waits until the typing rests.
constexpr qsizetype WrittenAtOnce = 300;
constexpr std::chrono::milliseconds TypingRests{150};

QString draftPlace(const SpriteKey &sprite)
{
    return u"policy\n"_s + sprite.account.toString() + u'\n' + sprite.sprite.toString();
}

} // namespace

EgressWiring::EgressWiring(const Parts &parts, const EgressParts &egress, const FlowTiming &timing,
                           QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_egress(egress)
    , m_timing(timing)
    , m_bar(new GoBackBar)
{
    parts.window.setSpriteBar(m_bar);
    m_writeSoon.setSingleShot(true);
    connect(&m_writeSoon, &QTimer::timeout, this, &EgressWiring::writeDraft);
    connect(&parts.window, &MainWindow::closing, this, &EgressWiring::writeDraft);
    watchDocument();
    watchPanel();
    watchTimers();
    connect(&parts.selection, &Selection::changed, this, &EgressWiring::updateReasons);
    connect(&parts.selection, &Selection::spriteChanged, this, [this] {
        if (const std::optional<Sprite> &sprite = m_parts.selection.sprite())
            m_egress.panel.setSprite(*sprite);
        updateReasons();
    });
    connect(&parts.desk, &OperationDesk::busyChanged, this, &EgressWiring::updateReasons);
    connect(&parts.desk, &OperationDesk::policyInForce, this,
            [this](const SpriteKey &sprite, const PolicyInForce &policy) {
                m_parts.stores.of(sprite.account)
                    .addPolicyVersion(sprite, {QUuid::createUuid().toString(QUuid::WithoutBraces),
                                               policy.policy, QDateTime::currentDateTimeUtc(), policy.why});
            });
    connect(&parts.stores, &Stores::spriteLoaded, this, &EgressWiring::applyStored);
    connect(&parts.accounts, &Accounts::sessionOpened, this, [this](AccountSession *session) {
        const AccountId account = session->account().id;
        // A new sprite with the name of a deleted one does not inherit its draft.
        connect(&session->sprites(), &SpriteService::removed, this, [this, account](const SpriteName &name) {
            m_drafts.remove(draftPlace({account, name}));
        });
    });
    connect(&parts.window, &MainWindow::currentTabChanged, this,
            [this](const QString &tab) { m_egress.feed.setActive(tab == "egress"_L1); });
    m_egress.feed.setActive(parts.window.currentTab() == "egress"_L1);
    updateReasons();
}

void EgressWiring::watchDocument()
{
    PolicyDocument &document = m_egress.document;
    connect(&document, &PolicyDocument::opened, this, &EgressWiring::openDocument);
    connect(&document, &PolicyDocument::rulesChanged, this, &EgressWiring::keepDraft);
    connect(&document, &PolicyDocument::modifiedChanged, this, &EgressWiring::keepDraft);
    connect(&document, &PolicyDocument::publishedChanged, this, &EgressWiring::updateReasons);
    connect(&document, &PolicyDocument::publishedChanged, this, &EgressWiring::resolveUnknown);
    connect(&document, &PolicyDocument::notesChanged, this, [this] {
        m_parts.stores.of(m_egress.document.key().account)
            .savePolicyNotes(m_egress.document.key(), m_egress.document.notes());
    });
    connect(document.undoStack(), &QUndoStack::canUndoChanged, this, &EgressWiring::updateReasons);
    connect(document.undoStack(), &QUndoStack::canRedoChanged, this, &EgressWiring::updateReasons);
}

void EgressWiring::watchPanel()
{
    EgressPanel &panel = m_egress.panel;
    // Also by the key, from any tab.
    connect(&panel, &EgressPanel::applyRequested, this, [this] {
        m_parts.window.showTab(u"egress"_s);
        review(false);
    });
    connect(&panel, &EgressPanel::reviewRequested, this, [this] { review(true); });
    connect(&panel, &EgressPanel::refreshRequested, &m_egress.feed, &EgressFeed::refresh);
    connect(&panel, &EgressPanel::stopLoadingRequested, &m_egress.feed, &EgressFeed::stopLoading);
    connect(&panel, &EgressPanel::wakeAndLoadRequested, &m_egress.feed, &EgressFeed::wakeAndLoad);
    connect(&panel, &EgressPanel::statusTextRequested, &m_parts.window, &MainWindow::showStatusText);
    connect(m_parts.actions["egress.test"_L1], &QAction::triggered, this, [this] {
        m_parts.window.showTab(u"egress"_s);
        m_egress.panel.focusTester();
    });
}

void EgressWiring::watchTimers()
{
    PolicyTimers &timers = m_egress.timers;
    connect(&timers, &PolicyTimers::changed, this, &EgressWiring::updateBar);
    connect(&m_parts.selection, &Selection::changed, this, &EgressWiring::updateBar);
    connect(m_bar, &GoBackBar::keepRequested, this, [this] {
        const SpriteKey key = m_parts.selection.key();
        if (m_egress.timers.keep(key))
            tell(key, ColorRole::Good, tr("The new rules stay."));
    });
    connect(m_bar, &GoBackBar::goBackRequested, this,
            [this] { m_egress.timers.goBackNow(m_parts.selection.key()); });
    connect(&timers, &PolicyTimers::wentBack, this, [this](const SpriteKey &key, bool wereInForce) {
        const QString name = key.sprite.toString();
        tell(key, ColorRole::Info,
             wereInForce ? tr("The previous rules of %1 are back. The others are in History.").arg(name)
                         : tr("The rules of %1 are as before. The new ones were not in force.").arg(name));
    });
    connect(&timers, &PolicyTimers::overtaken, this, [this](const SpriteKey &key) {
        tell(key, ColorRole::Caution,
             tr("The rules of %1 changed meanwhile, so nothing was put back.").arg(key.sprite.toString()));
    });
}

void EgressWiring::updateBar()
{
    const SpriteKey key = m_parts.selection.key();
    const std::optional<PolicyTimer> timer = m_egress.timers.timer(key);
    m_bar->setVisible(timer.has_value());
    if (!timer)
        return;
    m_bar->setSprite(key.sprite.toString());
    m_bar->setDue(timer->dueAt);
    switch (m_egress.timers.state(key)) {
    case PolicyTimers::State::Counting:
        break;
    case PolicyTimers::State::GoingBack:
        m_bar->showGoingBack();
        break;
    case PolicyTimers::State::Failed:
        m_bar->showFailure(m_egress.timers.failure(key));
        break;
    case PolicyTimers::State::Unsure:
        m_bar->showUnsure(m_egress.timers.failure(key));
        break;
    }
}

void EgressWiring::restoreDrafts(const QHash<QString, QString> &drafts)
{
    m_drafts.insert(drafts);
    if (!m_egress.document.key().isEmpty() && !m_egress.document.isModified())
        openDocument();
}

void EgressWiring::openDocument()
{
    m_notesRead = false;
    m_egress.panel.clearResult();
    if (const std::optional<Sprite> &sprite = m_parts.selection.sprite())
        m_egress.panel.setSprite(*sprite);
    const std::optional<Account> account = m_parts.accounts.account(m_egress.document.key().account);
    m_egress.panel.setEnforced(!account || !account->isPlayground);
    const auto draft = policyDraftFromText(m_drafts.value(draftPlace(m_egress.document.key())));
    if (draft)
        m_egress.document.restoreDraft(*draft);
    updateReasons();
}

void EgressWiring::applyStored(const SeenSprite &seen)
{
    // Once: what is typed after that is newer than any later answer.
    if (seen.key == m_egress.document.key() && !std::exchange(m_notesRead, true))
        m_egress.document.restoreNotes(seen.policyNotes);
}

void EgressWiring::keepDraft()
{
    const PolicyDocument &document = m_egress.document;
    const SpriteKey key = document.key();
    m_parts.window.setWindowModified(document.isModified());
    updateReasons();
    if (key.isEmpty() || (!document.isModified() && !m_drafts.contains(draftPlace(key))) ||
        (!document.isModified() && !document.isLoaded()))
        return;
    if (m_unwritten && m_unwritten->first != key)
        writeDraft();
    std::optional<PolicyDraft> draft;
    if (document.isModified())
        draft =
            PolicyDraft{document.hasBase() ? std::optional(document.base()) : std::nullopt, document.draft()};
    m_unwritten = {key, draft};
    if (document.rules().size() > WrittenAtOnce)
        m_writeSoon.start(TypingRests);
    else
        writeDraft();
}

void EgressWiring::writeDraft()
{
    m_writeSoon.stop();
    const auto unwritten = std::exchange(m_unwritten, std::nullopt);
    if (!unwritten)
        return;
    const QString place = draftPlace(unwritten->first);
    const QString text = unwritten->second ? policyDraftToText(*unwritten->second) : QString();
    if (m_drafts.value(place) == text)
        return;
    if (text.isEmpty())
        m_drafts.remove(place);
    else
        m_drafts.insert(place, text);
    m_parts.stores.of(unwritten->first.account).saveDraft(place, text);
}

QString EgressWiring::disabledReason() const
{
    const SpriteKey key = m_egress.document.key();
    if (key.isEmpty())
        return tr("No sprite is selected.");
    if (!m_parts.accounts.session(key.account))
        return tr("This account is not signed in.");
    if (m_parts.desk.isBusy(key))
        return tr("Another operation runs on this sprite.");
    if (!m_egress.document.isLoaded() && m_egress.feed.state().kind != ViewState::Kind::Denied)
        return tr("The rules of this sprite were not read yet.");
    switch (m_egress.feed.state().kind) {
    case ViewState::Kind::Offline:
        return tr("Offline");
    case ViewState::Kind::Denied:
        return m_egress.feed.state().wantsSignIn() ? tr("The service refuses this token. Sign in again.")
                                                   : tr("This token may not change egress rules.");
    default:
        break;
    }
    return m_egress.document.isModified() ? QString() : tr("There is nothing to apply.");
}

void EgressWiring::updateReasons()
{
    const QString reason = disabledReason();
    m_egress.panel.setApplyDisabledReason(reason);
    m_parts.actions.setDisabledReason("egress.apply"_L1, reason);
    const QString none = m_parts.selection.key().isEmpty() ? tr("No sprite is selected.") : QString();
    for (const QLatin1StringView id : {"egress.test"_L1, "egress.bulk"_L1})
        m_parts.actions.setDisabledReason(id, none);
    // What was never read is not claimed to be empty.
    const QString unread = none.isEmpty() && !m_egress.document.isLoaded()
                               ? tr("The rules of this sprite were not read yet.")
                               : none;
    for (const QLatin1StringView id :
         {"egress.history"_L1, "egress.export"_L1, "egress.import"_L1, "egress.copy-from"_L1})
        m_parts.actions.setDisabledReason(id, unread);
    const QUndoStack &stack = *m_egress.document.undoStack();
    m_parts.actions.setDisabledReason("egress.undo"_L1,
                                      stack.canUndo() ? QString() : tr("There is nothing to undo."));
    m_parts.actions.setDisabledReason("egress.redo"_L1,
                                      stack.canRedo() ? QString() : tr("There is nothing to redo."));
}

void EgressWiring::askAbout(const QString &name)
{
    m_parts.window.showTab(u"egress"_s);
    m_egress.panel.typeInTester(name);
}

void EgressWiring::review(bool onlyLook)
{
    // Key and tab may both ask.
    if (m_sheet && m_sheet->isVisible())
        return;
    PolicyDocument &document = m_egress.document;
    if (!document.isModified() || !document.isLoaded() || (!onlyLook && !disabledReason().isEmpty())) {
        m_parts.window.showStatusText(disabledReason());
        return;
    }
    PolicyAnalysis &analysis = m_egress.analysis;
    const std::optional<Sprite> &sprite = m_parts.selection.sprite();
    ApplyReview review;
    review.sprite = document.key().sprite.toString();
    review.isAsleep = sprite && !sprite->isRunning();
    review.diff = analysis.changes();
    review.verdictChanges = analysis.verdictChanges();
    for (const CheckedExpectation &checked : analysis.expectations()) {
        if (checked.state != ExpectationState::Holds)
            review.failing << checked;
    }
    for (const Finding &finding : analysis.findings()) {
        if (finding.kind == FindingKind::FirstRule)
            review.firstRule = findingText(finding);
    }
    const Order order{document.key(), document.draft(), document.base()};
    auto *sheet = new ApplySheet(review, onlyLook, &m_parts.window);
    m_sheet = sheet;
    connect(sheet, &ApplySheet::applyConfirmed, this,
            [this, sheet, order](std::chrono::seconds goBackAfter) { apply(sheet, order, goBackAfter); });
    connect(sheet, &ApplySheet::rebaseRequested, this, [this, sheet] {
        const auto conflict = m_conflicts.take(sheet);
        sheet->accept();
        if (conflict.first.sprite != m_egress.document.key())
            return;
        const Rebase rebase = rebasePolicy(conflict.first.base, conflict.first.policy, conflict.second);
        m_egress.document.rebase(rebase.policy, conflict.second, tr("Rebase on changed rules"));
        this->review(false);
    });
    connect(sheet, &ApplySheet::replaceTheirsRequested, this,
            [this, sheet](std::chrono::seconds goBackAfter) {
                const auto conflict = m_conflicts.value(sheet);
                apply(sheet, {conflict.first.sprite, conflict.first.policy, conflict.second}, goBackAfter);
            });
    connect(sheet, &QObject::destroyed, this, [this, sheet] { m_conflicts.remove(sheet); });
    if (document.isOutdated() && !onlyLook)
        showConflict(*sheet, order, document.published());
    sheet->open();
}

void EgressWiring::showConflict(ApplySheet &sheet, const Order &order, const NetworkPolicy &theirs)
{
    m_conflicts.insert(&sheet, {order, theirs});
    sheet.showConflict(order.base, order.policy, theirs, rebasePolicy(order.base, order.policy, theirs));
}

void EgressWiring::apply(ApplySheet *sheet, const Order &order, std::chrono::seconds goBackAfter)
{
    AccountSession *session = m_parts.accounts.session(order.sprite.account);
    if (!session || m_parts.desk.isBusy(order.sprite)) {
        sheet->showError(ApiError::invalid(disabledReason()));
        return;
    }
    sheet->setBusy(true, tr("Applying…"));
    auto *flow = new ApplyPolicyFlow(*session, order.sprite, {order.policy, order.base, u"applied"_s},
                                     m_timing, nullptr);
    connect(flow, &OperationFlow::settled, this, [this, flow, order, open = QPointer<ApplySheet>(sheet)] {
        applyEnd(open && open->isVisible() ? open.data() : nullptr, order, *flow);
    });
    if (goBackAfter.count() == 0) {
        m_parts.desk.start(flow);
        return;
    }
    // Until it starts the flow goes with the session it speaks through.
    flow->setParent(session);
    m_egress.timers.arm(*flow, order.base, goBackAfter,
                        [this, order, flow = QPointer<ApplyPolicyFlow>(flow),
                         open = QPointer<ApplySheet>(sheet)](const std::optional<ApiError> &error) {
                            // Without its way back nothing is sent.
                            if (!error && !m_parts.desk.isBusy(order.sprite)) {
                                m_parts.desk.start(flow);
                                return;
                            }
                            if (open) {
                                open->setBusy(false);
                                open->showError(error.value_or(ApiError::invalid(disabledReason())));
                            }
                            if (flow) {
                                flow->disconnect(this);
                                flow->abandon();
                                flow->deleteLater();
                            }
                        });
}

void EgressWiring::applyEnd(ApplySheet *sheet, const Order &order, const ApplyPolicyFlow &flow)
{
    const Operation &operation = flow.operation();
    if (sheet)
        sheet->setBusy(false);
    if (operation.outcome == Outcome::Succeeded && order.sprite == m_egress.document.key())
        m_egress.document.markPublished(order.policy, QDateTime::currentDateTimeUtc());
    if (sheet && flow.theirs()) {
        showConflict(*sheet, order, *flow.theirs());
        return;
    }
    if (sheet && operation.outcome == Outcome::Failed) {
        sheet->showError(operation.error.value_or(ApiError::invalid(operation.resultText)),
                         order.sprite.sprite.toString(), operation.resultText);
        return;
    }
    if (sheet)
        sheet->accept();
    const ColorRole role = operation.outcome == Outcome::Succeeded ? ColorRole::Good
                           : operation.outcome == Outcome::Unknown || operation.outcome == Outcome::Canceled
                               ? ColorRole::Caution
                               : ColorRole::Danger;
    std::optional<QPair<NetworkPolicy, NetworkPolicy>> difference;
    if (operation.outcome != Outcome::Succeeded && flow.readBack() && flow.readBack() != flow.before())
        difference = {order.policy, *flow.readBack()};
    tell(order.sprite, role, operation.resultText, operation.error, difference);
    if (operation.outcome == Outcome::Unknown)
        lookAgain(order);
}

//! What became of rules whose end is not known shows when the rules are read the next time.
void EgressWiring::lookAgain(const Order &order)
{
    m_unknown = order;
    QTimer::singleShot(m_timing.checkAgain, this, [this, sprite = order.sprite] {
        if (m_unknown && m_unknown->sprite == sprite && sprite == m_egress.document.key())
            m_egress.feed.refresh();
    });
}

void EgressWiring::resolveUnknown()
{
    const PolicyDocument &document = m_egress.document;
    if (!m_unknown || m_unknown->sprite != document.key() || !document.isLoaded() ||
        document.published() != m_unknown->policy)
        return;
    const Order order = *std::exchange(m_unknown, std::nullopt);
    m_parts.stores.of(order.sprite.account)
        .addPolicyVersion(order.sprite, {QUuid::createUuid().toString(QUuid::WithoutBraces), order.policy,
                                         QDateTime::currentDateTimeUtc(), u"applied"_s});
    m_egress.timers.setVerified(order.sprite, order.policy);
    tell(order.sprite, ColorRole::Good, tr("Reading back shows the new rules now."));
}

void EgressWiring::tell(const SpriteKey &sprite, ColorRole role, const QString &text,
                        const std::optional<ApiError> &error,
                        const std::optional<QPair<NetworkPolicy, NetworkPolicy>> &difference)
{
    const bool isShown = sprite == m_egress.document.key();
    if (isShown)
        m_egress.panel.showResult(role, text, error, difference);
    if (!isShown || m_parts.window.currentTab() != "egress"_L1)
        Toast::show(m_parts.window, text);
}

} // namespace Spritarium
