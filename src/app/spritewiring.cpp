// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/spritewiring.h"

#include "app/accounts.h"
#include "app/actions.h"
#include "app/applypolicyflow.h"
#include "app/createspriteflow.h"
#include "app/deletespriteflow.h"
#include "app/newspritedraft.h"
#include "app/operationdesk.h"
#include "app/policycopy.h"
#include "app/selection.h"
#include "app/stores.h"
#include "app/updatespriteflow.h"
#include "domain/commandtext.h"
#include "models/spritetreemodel.h"
#include "views/banner.h"
#include "views/confirmsheet.h"
#include "views/deletespritesheet.h"
#include "views/labelssheet.h"
#include "views/mainwindow.h"
#include "views/newspritesheet.h"
#include "views/spriteheader.h"
#include "views/spritetreepanel.h"
#include "views/toast.h"

#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QPointer>
#include <QPushButton>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

std::optional<NetworkPolicy> policyOf(EgressChoice choice)
{
    switch (choice) {
    case EgressChoice::DevelopmentDefaults:
        return NetworkPolicy::developmentDefaults();
    case EgressChoice::LockedDown:
        return NetworkPolicy::lockedDown();
    case EgressChoice::Unrestricted:
    case EgressChoice::CopyFrom:
        break;
    }
    return std::nullopt;
}

} // namespace

SpriteWiring::SpriteWiring(const Parts &parts, SpriteTreePanel &panel, const FlowTiming &timing,
                           QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_panel(panel)
    , m_timing(timing)
{
    watchActions();
    watchHeader();
    watchDesk();
    connect(&panel, &SpriteTreePanel::selectionChanged, this, &SpriteWiring::updateReasons);
    connect(&panel, &SpriteTreePanel::newSpriteRequested, this, &SpriteWiring::askNew);
    connect(&parts.selection, &Selection::changed, this, &SpriteWiring::updateReasons);
    connect(&parts.selection, &Selection::spriteChanged, this, &SpriteWiring::updateReasons);
    connect(&parts.desk, &OperationDesk::busyChanged, this, &SpriteWiring::updateReasons);
    connect(&parts.accounts, &Accounts::accountsChanged, this, &SpriteWiring::updateReasons);
    connect(&parts.tree, &SpriteTreeModel::changesApplied, this, &SpriteWiring::updateReasons);
    connect(&parts.accounts, &Accounts::sessionOpened, this, &SpriteWiring::updateReasons);
    updateReasons();
}

void SpriteWiring::watchActions()
{
    const auto on = [this](QLatin1StringView id, auto slot) {
        connect(m_parts.actions[id], &QAction::triggered, this, slot);
    };
    on("sprite.new"_L1, [this] { askNew(m_panel.currentAccount()); });
    on("sprite.delete"_L1, [this] { askDelete(targets()); });
    on("sprite.labels"_L1, [this] { askLabels(targets()); });
    on("sprite.address"_L1, [this] { askAddress(targets().value(0)); });
    on("sprite.copy-url"_L1, [this] { copyAddress(targets().value(0)); });
    on("sprite.open-url"_L1, [this] { openAddress(targets().value(0)); });
    on("sprite.copy-cli"_L1, [this] { copyCommand(targets().value(0), true); });
    on("sprite.copy-request"_L1, [this] { copyCommand(targets().value(0), false); });
    on("sprite.favorite"_L1, [this] {
        const bool on = m_parts.actions["sprite.favorite"_L1]->isChecked();
        const QList<SpriteKey> keys = targets();
        for (const SpriteKey &key : keys) {
            m_parts.tree.setFavorite(key, on);
            m_parts.stores.of(key.account).setFavorite(key, on);
        }
    });
}

void SpriteWiring::watchHeader()
{
    SpriteHeader *header = m_parts.window.header();
    connect(header, &SpriteHeader::copyAddressRequested, this, &SpriteWiring::copyAddress);
    connect(header, &SpriteHeader::openAddressRequested, this, &SpriteWiring::openAddress);
    connect(header, &SpriteHeader::changeAddressRequested, this, &SpriteWiring::askAddress);
    connect(header, &SpriteHeader::editLabelsRequested, this,
            [this](const SpriteKey &key) { askLabels({key}); });
}

void SpriteWiring::watchDesk()
{
    connect(&m_parts.desk, &OperationDesk::settled, this, [this](const Operation &operation) {
        if (operation.kind == OperationKind::CreateSprite)
            finishCreate(operation);
        if (operation.kind == OperationKind::DeleteSprite && operation.outcome == Outcome::Succeeded) {
            m_parts.tree.applyRemoval(operation.sprite);
            m_parts.stores.forgetSprite(operation.sprite);
            m_parts.window.forgetSprite(operation.sprite);
            if (m_parts.selection.key() == operation.sprite)
                m_parts.selection.select({}, std::nullopt);
        }
        const bool isUpdate =
            operation.kind == OperationKind::UpdateLabels || operation.kind == OperationKind::UpdateAddress;
        if (operation.outcome == Outcome::Succeeded)
            return;
        if (isUpdate || operation.kind == OperationKind::DeleteSprite) {
            const QString why =
                operation.error ? operation.error->userText(operation.sprite.sprite.toString()) : QString();
            //: What happened, then why
            Toast::show(m_parts.window, tr("%1 %2").arg(operation.resultText, why).trimmed());
        }
    });
}

QList<SpriteKey> SpriteWiring::targets() const
{
    const QList<SpriteKey> selected = m_panel.selectedSprites();
    if (!selected.isEmpty())
        return selected;
    const SpriteKey shown = m_parts.selection.key();
    return shown.isEmpty() ? QList<SpriteKey>() : QList<SpriteKey>{shown};
}

QString SpriteWiring::disabledReason(const QList<SpriteKey> &keys) const
{
    if (keys.isEmpty())
        return tr("No sprite is selected.");
    for (const SpriteKey &key : keys) {
        if (!m_parts.accounts.session(key.account))
            return tr("This account is not signed in.");
        if (isOffline(key.account))
            return tr("Offline");
        if (m_parts.desk.isBusy(key))
            return tr("Another operation runs on this sprite.");
    }
    return {};
}

void SpriteWiring::updateReasons()
{
    const QList<SpriteKey> keys = targets();
    const QString reason = disabledReason(keys);
    const QString none = keys.isEmpty() ? tr("No sprite is selected.") : QString();
    const QString onlyOne = keys.size() > 1 ? tr("This works on one sprite at a time.") : reason;
    m_parts.actions.setDisabledReason("sprite.delete"_L1, reason);
    m_parts.actions.setDisabledReason("sprite.labels"_L1, reason);
    m_parts.actions.setDisabledReason("sprite.address"_L1, onlyOne);
    const std::optional<Sprite> sprite = m_parts.tree.sprite(keys.value(0));
    const QString noUrl =
        !sprite || sprite->url.isEmpty() ? tr("This sprite has no web address.") : QString();
    m_parts.actions.setDisabledReason("sprite.copy-url"_L1, none.isEmpty() ? noUrl : none);
    m_parts.actions.setDisabledReason("sprite.open-url"_L1, none.isEmpty() ? noUrl : none);
    for (const QLatin1StringView id : {"sprite.copy-cli"_L1, "sprite.copy-request"_L1, "sprite.favorite"_L1})
        m_parts.actions.setDisabledReason(id, none);
    const bool favorite =
        !keys.isEmpty() && m_parts.tree.indexOf(keys.first()).data(SpriteTreeModel::FavoriteRole).toBool();
    m_parts.actions["sprite.favorite"_L1]->setChecked(favorite);
    const QList<AccountSession *> sessions = m_parts.accounts.sessions();
    const bool offline = std::all_of(sessions.begin(), sessions.end(), [this](AccountSession *session) {
        return isOffline(session->account().id);
    });
    m_parts.actions.setDisabledReason("sprite.new"_L1, sessions.isEmpty() ? tr("No account is signed in.")
                                                       : offline          ? tr("Offline")
                                                                          : QString());
}

void SpriteWiring::askNew(const AccountId &wanted)
{
    AccountSession *session = m_parts.accounts.session(wanted);
    if (!session && !m_parts.accounts.sessions().isEmpty())
        session = m_parts.accounts.sessions().first();
    if (!session)
        return;
    const Account account = session->account();
    auto *sheet =
        new NewSpriteSheet(account.organization, m_parts.tree.spriteNames(account.id), &m_parts.window);
    if (const auto draft = newSpriteDraft(m_drafts.value(newSpriteDraftKey(account.id))))
        sheet->setDraft(*draft);
    connect(sheet, &NewSpriteSheet::draftChanged, this, [this, account](const NewSpriteRequest &draft) {
        saveDraft(account.id, newSpriteDraftText(draft));
    });
    // Taken by the service: from here on it is no draft any more.
    connect(sheet, &QDialog::accepted, this, [this, account] { saveDraft(account.id, {}); });
    connect(sheet, &NewSpriteSheet::createRequested, this,
            [this, sheet, account](const NewSpriteRequest &request) {
                AccountSession *open = m_parts.accounts.session(account.id);
                if (!open) {
                    sheet->showRefusal(ApiError::invalid(tr("This account is not signed in.")));
                    return;
                }
                if (request.egress != EgressChoice::CopyFrom) {
                    create(*sheet, *open, request.sprite, policyOf(request.egress));
                    return;
                }
                copyPolicy(*open, request.copyFrom, sheet,
                           [this, sheet, account, request](const Result<NetworkPolicy> &policy) {
                               AccountSession *still = m_parts.accounts.session(account.id);
                               if (policy && still)
                                   create(*sheet, *still, request.sprite, policy.value());
                               else
                                   sheet->showRefusal(
                                       policy ? ApiError::invalid(tr("This account is not signed in."))
                                              : policy.error());
                           });
            });
    sheet->open();
}

void SpriteWiring::saveDraft(const AccountId &account, const QString &text)
{
    const QString key = newSpriteDraftKey(account);
    m_drafts.insert(key, text);
    m_parts.stores.of(account).saveDraft(key, text);
}

bool SpriteWiring::isOffline(const AccountId &account) const
{
    const auto state =
        m_parts.tree.indexOf(account).data(SpriteTreeModel::AccountStateRole).value<ViewState>();
    return state.kind == ViewState::Kind::Offline;
}

void SpriteWiring::create(NewSpriteSheet &sheet, AccountSession &session, const NewSprite &sprite,
                          const std::optional<NetworkPolicy> &policy)
{
    auto *flow = new CreateSpriteFlow(session, sprite, policy, m_timing, nullptr);
    // The sheet stays until the service has taken the sprite, so that a refusal keeps what was typed.
    connect(flow, &OperationFlow::changed, &sheet, [&sheet](const Operation &operation) {
        if (operation.phases.first().state == PhaseState::Done)
            sheet.accept();
        else if (!operation.isRunning())
            sheet.showRefusal(operation.error.value_or(ApiError::invalid(operation.resultText)));
    });
    connect(flow, &OperationFlow::settled, this, [this, flow, open = QPointer<NewSpriteSheet>(&sheet)] {
        if (!open && flow->operation().phases.first().state != PhaseState::Done)
            Toast::show(m_parts.window, flow->operation().resultText);
    });
    m_policies.insert(m_parts.desk.start(flow), policy);
}

void SpriteWiring::finishCreate(const Operation &operation)
{
    if (operation.phases.first().state != PhaseState::Done)
        return; // the sheet says it
    const SpriteKey key = operation.sprite;
    m_panel.select(key);
    m_parts.selection.select(key, m_parts.tree.sprite(key));
    if (operation.outcome != Outcome::SucceededWithDifferences)
        return;
    auto *banner = new Banner(ColorRole::Danger, operation.resultText);
    banner->setObjectName(u"egressMissingBanner"_s);
    QPushButton *again = banner->addAction(tr("Apply again"), u"applyEgressAgain"_s);
    const std::optional<NetworkPolicy> policy = m_policies.take(operation.id);
    connect(again, &QPushButton::clicked, this, [this, key, policy, banner] {
        AccountSession *session = m_parts.accounts.session(key.account);
        const QString reason = disabledReason({key});
        if (!session || !policy || !reason.isEmpty()) {
            Toast::show(m_parts.window, reason);
            return;
        }
        auto *flow = new ApplyPolicyFlow(*session, key, {*policy, {}, u"with-sprite"_s}, m_timing, nullptr);
        // The warning goes only when the rules were read back.
        connect(flow, &OperationFlow::settled, banner, [flow, banner, key] {
            const Operation &applied = flow->operation();
            if (applied.outcome == Outcome::Succeeded)
                banner->deleteLater();
            else
                banner->setText(applied.error ? applied.error->userText(key.sprite.toString())
                                              : applied.resultText);
        });
        m_parts.desk.start(flow);
    });
    QPushButton *remove = banner->addAction(tr("Delete…"), u"deleteUnprotectedSprite"_s);
    connect(remove, &QPushButton::clicked, this, [this, key] { askDelete({key}); });
    m_parts.window.addBanner(banner);
}

void SpriteWiring::askDelete(const QList<SpriteKey> &keys)
{
    if (keys.isEmpty() || !disabledReason(keys).isEmpty())
        return;
    QList<SpriteLoss> losses;
    for (const SpriteKey &key : keys) {
        const std::optional<Sprite> sprite = m_parts.tree.sprite(key);
        losses << SpriteLoss{key, std::nullopt, sprite && sprite->isPublic(),
                             sprite ? sprite->url.toString() : QString(),
                             m_parts.tree.indexOf(key).data(SpriteTreeModel::ForwardsRole).toInt()};
    }
    auto *sheet = new DeleteSpriteSheet(losses, &m_parts.window);
    // From what was last seen: counting inside a sleeping sprite would wake it, to be deleted.
    connect(&m_parts.stores, &Stores::spriteLoaded, sheet, [sheet, keys](const SeenSprite &seen) {
        if (!keys.contains(seen.key) || !seen.checkpointsAsOf.isValid())
            return;
        const auto count =
            std::count_if(seen.checkpoints.begin(), seen.checkpoints.end(),
                          [](const Checkpoint &checkpoint) { return !checkpoint.isCurrent(); });
        sheet->setCheckpointCount(seen.key, int(count));
    });
    for (const SpriteKey &key : keys)
        m_parts.stores.of(key.account).loadSprite(key);
    connect(sheet, &DeleteSpriteSheet::deleteRequested, this, [this](const QList<SpriteKey> &confirmed) {
        for (const SpriteKey &key : confirmed) {
            if (AccountSession *session = m_parts.accounts.session(key.account);
                session && !m_parts.desk.isBusy(key))
                m_parts.desk.start(new DeleteSpriteFlow(*session, key, m_timing, nullptr));
        }
    });
    sheet->open();
}

void SpriteWiring::askLabels(const QList<SpriteKey> &keys)
{
    if (keys.isEmpty() || !disabledReason(keys).isEmpty())
        return;
    QList<QStringList> labels;
    for (const SpriteKey &key : keys)
        labels << m_parts.tree.sprite(key).value_or(Sprite()).labels;
    auto *sheet = new LabelsSheet(keys, labels, &m_parts.window);
    connect(sheet, &LabelsSheet::labelsChosen, this,
            [this](const QList<SpriteKey> &sprites, const QList<QStringList> &chosen) {
                for (qsizetype i = 0; i < sprites.size(); ++i)
                    changeLabels(sprites.at(i), chosen.at(i), true);
            });
    sheet->open();
}

void SpriteWiring::changeLabels(const SpriteKey &key, const QStringList &labels, bool offerUndo)
{
    AccountSession *session = m_parts.accounts.session(key.account);
    if (!session || m_parts.desk.isBusy(key))
        return;
    const QStringList before = m_parts.tree.sprite(key).value_or(Sprite()).labels;
    auto *flow = new UpdateSpriteFlow(*session, key, labels, m_timing, nullptr);
    if (offerUndo) {
        connect(flow, &OperationFlow::settled, this, [this, flow, key, before] {
            if (flow->operation().outcome != Outcome::Succeeded)
                return;
            Toast *toast = Toast::show(m_parts.window, tr("Changed labels of %1.").arg(key.sprite.toString()),
                                       tr("Undo"));
            connect(toast, &Toast::actionTriggered, this,
                    [this, key, before] { changeLabels(key, before, false); });
        });
    }
    m_parts.desk.start(flow);
}

void SpriteWiring::askAddress(const SpriteKey &key)
{
    const std::optional<Sprite> sprite = m_parts.tree.sprite(key);
    if (!sprite || !disabledReason({key}).isEmpty())
        return;
    if (sprite->isPublic()) {
        changeAddress(key, false);
        return;
    }
    auto *sheet = new AddressSheet(key.sprite.toString(), sprite->url.toString(), &m_parts.window);
    connect(sheet, &ConfirmSheet::confirmed, this, [this, key] { changeAddress(key, true); });
    sheet->open();
}

void SpriteWiring::changeAddress(const SpriteKey &key, bool isPublic)
{
    AccountSession *session = m_parts.accounts.session(key.account);
    if (!session || m_parts.desk.isBusy(key))
        return;
    auto *flow = new UpdateSpriteFlow(*session, key, isPublic, m_timing, nullptr);
    connect(flow, &OperationFlow::settled, this, [this, flow, key, isPublic] {
        if (flow->operation().outcome != Outcome::Succeeded || isPublic)
            return;
        Toast *toast = Toast::show(
            m_parts.window, tr("The address of %1 is private.").arg(key.sprite.toString()), tr("Undo"));
        // Making it public again asks, as always.
        connect(toast, &Toast::actionTriggered, this, [this, key] { askAddress(key); });
    });
    m_parts.desk.start(flow);
}

void SpriteWiring::copyAddress(const SpriteKey &key)
{
    if (const std::optional<Sprite> sprite = m_parts.tree.sprite(key)) {
        QGuiApplication::clipboard()->setText(sprite->url.toString());
        Toast::show(m_parts.window, tr("Copied the web address."));
    }
}

void SpriteWiring::openAddress(const SpriteKey &key)
{
    const std::optional<Sprite> sprite = m_parts.tree.sprite(key);
    // Only what a browser shows: the address comes from the service, so it could name any scheme.
    if (sprite && (sprite->url.scheme() == "https"_L1 || sprite->url.scheme() == "http"_L1))
        QDesktopServices::openUrl(sprite->url);
}

void SpriteWiring::copyCommand(const SpriteKey &key, bool asCli)
{
    const std::optional<Account> account = m_parts.accounts.account(key.account);
    if (!account)
        return;
    const CommandText command = getSpriteCommand(
        account->apiUrl, account->isPlayground ? QString() : account->organization, key.sprite);
    const QString text = asCli && !command.cli.isEmpty() ? command.cli : command.request;
    QGuiApplication::clipboard()->setText(text);
    Toast::show(m_parts.window, text == command.cli ? tr("Copied the CLI line.") : tr("Copied the request."));
}

} // namespace Spritarium
