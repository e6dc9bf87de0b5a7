// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/accountwiring.h"

#include "app/accounts.h"
#include "app/actions.h"
#include "app/operationdesk.h"
#include "app/playgroundprocess.h"
#include "app/policytimers.h"
#include "app/selection.h"
#include "app/settings.h"
#include "app/workbench.h"
#include "models/spritetreemodel.h"
#include "models/viewstate.h"
#include "service/credentialstore.h"
#include "views/cliimportsheet.h"
#include "views/confirmsheet.h"
#include "views/failuresheet.h"
#include "views/mainwindow.h"
#include "views/spritetreepanel.h"
#include "views/toast.h"
#include "views/tokensheet.h"
#include "views/welcomeview.h"

#include <QAction>
#include <QTimer>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

//! Asked for only to learn whether there is a keychain at all.
AccountId keychainQuestion()
{
    return AccountId(u"is-there-a-keychain"_s);
}

Account accountOf(const ProbeResult &result, const QUrl &apiUrl, Account::Storage storage)
{
    Account account;
    account.id = accountIdFor(apiUrl, result.organization);
    account.organization = result.organization;
    account.apiUrl = apiUrl;
    account.storage = storage;
    return account;
}

} // namespace

AccountWiring::AccountWiring(const Parts &parts, PlaygroundProcess &playground, CredentialStore &keychain,
                             WelcomeView &welcome, SpriteTreePanel &panel, const WorkbenchOptions &options,
                             QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_playground(playground)
    , m_keychain(keychain)
    , m_panel(panel)
    , m_limits(options.session.limits)
    , m_useKeychain(options.useKeychain)
    , m_home(options.homeFolder)
    , m_cliAccounts(findCliAccounts(options.homeFolder))
    , m_environment(environmentAccountOf(options.environment))
    , m_playgroundMenu(parts, playground, this)
{
    const bool offersPlayground = !options.playgroundProgram.isEmpty();
    welcome.setPlaygroundOffered(offersPlayground);
    panel.setPlaygroundOffered(offersPlayground);
    parts.actions.setVisible("account.playground"_L1, offersPlayground);
    parts.actions.setVisible("account.import-cli"_L1, !m_cliAccounts.isEmpty());
    QStringList organizations;
    for (const CliAccount &account : std::as_const(m_cliAccounts))
        organizations << account.organization;
    welcome.setCliOrganizations(organizations);
    welcome.setEnvironmentTokenOffered(m_environment.has_value());
    watchWelcome(welcome);
    watchPlayground();
    watchActions();
    watchAccounts();
}

void AccountWiring::watchWelcome(WelcomeView &welcome)
{
    connect(&welcome, &WelcomeView::playgroundRequested, this, &AccountWiring::openPlayground);
    connect(&welcome, &WelcomeView::tokenRequested, this, [this] { askToken(); });
    connect(&welcome, &WelcomeView::cliImportRequested, this, &AccountWiring::askCliImport);
    connect(&welcome, &WelcomeView::environmentTokenRequested, this, &AccountWiring::askEnvironmentToken);
    connect(&m_panel, &SpriteTreePanel::addAccountRequested, this, [this] { askToken(); });
    connect(&m_panel, &SpriteTreePanel::playgroundRequested, this, &AccountWiring::openPlayground);
    connect(&m_panel, &SpriteTreePanel::signInAgainRequested, this,
            [this](const AccountId &account) { askToken(m_parts.accounts.account(account)); });
}

void AccountWiring::watchPlayground()
{
    connect(&m_playground, &PlaygroundProcess::ready, &m_parts.accounts, &Accounts::openPlayground);
    // What the person chose meanwhile is not taken away again.
    const auto showOther = [this] { m_showsPlayground = false; };
    connect(&m_panel, &SpriteTreePanel::spriteSelected, this, showOther);
    connect(&m_parts.window, &MainWindow::spriteRequested, this, showOther);
    connect(&m_playground, &PlaygroundProcess::failed, this, [this](const ApiError &error) {
        m_showsPlayground = false;
        m_parts.accounts.closePlayground();
        auto *sheet = new FailureSheet(tr("The playground does not run"), error, true, &m_parts.window);
        connect(sheet, &FailureSheet::tryAgainRequested, this, &AccountWiring::openPlayground);
        sheet->open();
    });
}

void AccountWiring::watchActions()
{
    connect(m_parts.actions["account.playground"_L1], &QAction::triggered, this,
            &AccountWiring::openPlayground);
    connect(m_parts.actions["account.add"_L1], &QAction::triggered, this, [this] { askToken(); });
    connect(m_parts.actions["account.import-cli"_L1], &QAction::triggered, this,
            &AccountWiring::askCliImport);
    connect(m_parts.actions["account.sign-out"_L1], &QAction::triggered, this, &AccountWiring::askSignOut);
    connect(m_parts.actions["account.sign-in"_L1], &QAction::triggered, this, [this] {
        if (const std::optional<Account> refused = refusedAccount())
            askToken(refused);
    });
    const auto updateSignIn = [this] {
        m_parts.actions.setDisabledReason(
            "account.sign-in"_L1, refusedAccount() ? QString() : tr("No account waits for a sign-in."));
    };
    connect(&m_parts.tree, &QAbstractItemModel::dataChanged, this, updateSignIn);
    connect(&m_parts.tree, &QAbstractItemModel::rowsInserted, this, updateSignIn);
    connect(&m_parts.tree, &QAbstractItemModel::rowsRemoved, this, updateSignIn);
    updateSignIn();
    const auto update = [this] {
        m_parts.actions.setDisabledReason("account.sign-out"_L1, m_parts.accounts.accounts().isEmpty()
                                                                     ? tr("No account is signed in.")
                                                                     : QString());
    };
    connect(&m_parts.accounts, &Accounts::accountsChanged, this, update);
    update();
}

void AccountWiring::watchAccounts()
{
    connect(&m_parts.accounts, &Accounts::sessionOpened, this, [this](AccountSession *session) {
        const AccountId account = session->account().id;
        m_opened.remove(account);
        connect(&session->sprites(), &SpriteService::listed, this,
                [this, account](const QList<Sprite> &sprites) {
                    selectFirstSprite(account, sprites);
                    if (account == playgroundAccountId())
                        m_showsPlayground = false; // none to show now; one made later takes nothing away
                });
    });
    connect(&m_parts.accounts, &Accounts::keychainMissing, this, [this](Account account) {
        // The session is open with this token; it only must not be looked for in the keychain at the next
        // start.
        account.storage = Account::Storage::Session;
        m_parts.accounts.changeStorage(account);
        Toast::show(m_parts.window, tr("No keychain found. The token is kept until you quit."));
    });
    connect(
        &m_parts.accounts, &Accounts::removingFailed, this, [this](const AccountId &, const ApiError &error) {
            auto *sheet =
                new FailureSheet(tr("The token may still be in the keychain"), error, false, &m_parts.window);
            sheet->open();
        });
    connect(&m_parts.accounts, &Accounts::storingFailed, this,
            [this](const AccountId &account, const ApiError &error) {
                auto *sheet = new FailureSheet(tr("The token is not stored"), error, true, &m_parts.window);
                connect(sheet, &FailureSheet::tryAgainRequested, &m_parts.accounts,
                        [this, account] { m_parts.accounts.storeAgain(account); });
                sheet->open();
            });
}

void AccountWiring::openPlayground()
{
    // Asked for by hand, so it is shown, whatever else is.
    m_showsPlayground = m_parts.selection.key().account != playgroundAccountId();
    if (!m_playground.isRunning()) {
        m_playground.start();
        return;
    }
    QList<Sprite> sprites;
    const QStringList names = m_parts.tree.spriteNames(playgroundAccountId());
    for (const QString &name : names)
        sprites << m_parts.tree.sprite({playgroundAccountId(), SpriteName(name)}).value_or(Sprite());
    selectFirstSprite(playgroundAccountId(), sprites);
}

bool AccountWiring::waitsForLastSprite(const AccountId &account) const
{
    const AccountId last(m_parts.settings.text(Settings::Key::LastSprite).section(u'\n', 0, 0));
    if (last == account || !m_parts.accounts.session(last) || m_opened.contains(last))
        return false;
    const auto state = m_parts.tree.indexOf(last).data(SpriteTreeModel::AccountStateRole).value<ViewState>();
    return state.kind == ViewState::Kind::Loading || state.kind == ViewState::Kind::Stale;
}

std::optional<SpriteKey> AccountWiring::spriteToOpen(const AccountId &account,
                                                     const QList<Sprite> &sprites) const
{
    // Where the person left off.
    const QStringList last = m_parts.settings.text(Settings::Key::LastSprite).split(u'\n');
    const bool wasHere = last.size() == 2 && last.first() == account.toString();
    const auto find = [&sprites](auto matches) {
        return std::find_if(sprites.begin(), sprites.end(), matches);
    };
    auto found = wasHere ? find([&last](const Sprite &each) { return each.name.toString() == last.at(1); })
                         : sprites.end();
    // Else, of a real account, nothing: reading inside a running sprite keeps it awake, and billed.
    if (found == sprites.end() && account == playgroundAccountId()) {
        found = find([](const Sprite &each) { return each.isRunning(); });
        if (found == sprites.end())
            found = sprites.begin();
    }
    return found == sprites.end() ? std::nullopt : std::optional(SpriteKey{account, found->name});
}

void AccountWiring::selectFirstSprite(const AccountId &account, const QList<Sprite> &sprites)
{
    const bool isWanted = m_showsPlayground && account == playgroundAccountId();
    if ((m_opened.contains(account) && !isWanted) || sprites.isEmpty())
        return;
    m_opened.insert(account);
    if (!isWanted && (!m_parts.selection.key().isEmpty() || waitsForLastSprite(account)))
        return;
    if (isWanted)
        m_showsPlayground = false;
    const std::optional<SpriteKey> first = spriteToOpen(account, sprites);
    if (!first)
        return;
    // In a turn of its own: a sprite's tabs are laid out and painted for the first time.
    QTimer::singleShot(0, this, [this, isWanted, key = *first] {
        if (!isWanted && !m_parts.selection.key().isEmpty())
            return;
        m_panel.select(key);
        m_parts.selection.select(key, m_parts.tree.sprite(key));
    });
}

void AccountWiring::askToken(const std::optional<Account> &again)
{
    auto *sheet = new TokenSheet(&m_parts.window);
    if (again)
        sheet->setApiUrl(again->apiUrl);
    sheet->setKeychainAvailable(m_useKeychain);
    if (m_useKeychain) {
        connect(&m_keychain, &CredentialStore::readFinished, sheet,
                [sheet](const AccountId &account, const CredentialResult &result) {
                    if (account == keychainQuestion())
                        sheet->setKeychainAvailable(result.kind != CredentialResult::Kind::Unavailable);
                });
        m_keychain.read(keychainQuestion());
    }
    connect(sheet, &TokenSheet::signInRequested, this,
            [this, sheet](const QString &token, const QUrl &apiUrl, Account::Storage storage) {
                probe(*sheet, token, apiUrl, storage);
            });
    sheet->open();
}

void AccountWiring::askTokenOfShown()
{
    if (const std::optional<Account> shown = m_parts.accounts.account(m_parts.selection.key().account))
        askToken(shown);
}

std::optional<Account> AccountWiring::refusedAccount() const
{
    const auto isRefused = [this](const AccountId &account) {
        const QModelIndex index = m_parts.tree.indexOf(account);
        const auto state = index.data(SpriteTreeModel::AccountStateRole).value<ViewState>();
        return index.isValid() && state.wantsSignIn();
    };
    if (const AccountId shown = m_parts.selection.key().account; isRefused(shown))
        return m_parts.accounts.account(shown);
    for (const Account &account : m_parts.accounts.accounts()) {
        if (isRefused(account.id))
            return account;
    }
    return std::nullopt;
}

void AccountWiring::askEnvironmentToken()
{
    if (!m_environment)
        return;
    askToken();
    if (auto *sheet = m_parts.window.findChild<TokenSheet *>()) {
        sheet->setApiUrl(m_environment->apiUrl);
        sheet->setToken(m_environment->token);
    }
}

void AccountWiring::probe(TokenSheet &sheet, const QString &token, const QUrl &apiUrl,
                          Account::Storage storage)
{
    auto *probe = new TokenProbe(m_limits, &sheet);
    connect(probe, &TokenProbe::finished, &sheet,
            [this, &sheet, probe, token, apiUrl, storage](const ProbeResult &result) {
                probe->deleteLater();
                if (result.kind != ProbeResult::Kind::SignedIn) {
                    sheet.showRefusal(result.error.value_or(ApiError()));
                    return;
                }
                sheet.showSignedIn(result.organization, result.counts);
                m_parts.accounts.signIn(accountOf(result, apiUrl, storage), token);
            });
    probe->probe(apiUrl, token);
}

void AccountWiring::askCliImport()
{
    auto *sheet = new CliImportSheet(m_cliAccounts, &m_parts.window);
    auto *reader = new CliTokenReader(m_home, sheet);
    connect(sheet, &CliImportSheet::importRequested, reader,
            [sheet, reader](const QList<CliAccount> &accounts) {
                for (const CliAccount &account : accounts) {
                    sheet->showResult(account, CliImportSheet::RowState::Reading, tr("Reading…"));
                    reader->read(account);
                }
            });
    connect(reader, &CliTokenReader::tokenRead, sheet,
            [this, sheet](const CliAccount &account, const CredentialResult &result, const QString &token) {
                if (result.isOk() && !token.isEmpty())
                    importCli(*sheet, account, token);
                else
                    sheet->showResult(account, CliImportSheet::RowState::Unreadable,
                                      tr("The keychain did not give the token. Paste it here."));
            });
    connect(sheet, &CliImportSheet::tokenPasted, this,
            [this, sheet](const CliAccount &account, const QString &token) {
                importCli(*sheet, account, token);
            });
    sheet->open();
}

void AccountWiring::importCli(CliImportSheet &sheet, const CliAccount &account, const QString &token)
{
    auto *probe = new TokenProbe(m_limits, &sheet);
    connect(probe, &TokenProbe::finished, &sheet,
            [this, &sheet, probe, account, token](const ProbeResult &result) {
                probe->deleteLater();
                if (result.kind != ProbeResult::Kind::SignedIn) {
                    sheet.showResult(account, CliImportSheet::RowState::Refused,
                                     signInRefusalText(result.error.value_or(ApiError())));
                    return;
                }
                sheet.showResult(account, CliImportSheet::RowState::SignedIn,
                                 signedInText(result.organization, result.counts));
                m_parts.accounts.signIn(
                    accountOf(result, account.apiUrl,
                              m_useKeychain ? Account::Storage::Keychain : Account::Storage::Session),
                    token);
            });
    probe->probe(account.apiUrl, token);
}

void AccountWiring::askSignOut()
{
    SpriteKey key = m_parts.selection.key();
    const AccountId id = key.account.toString().isEmpty() ? m_panel.currentAccount() : key.account;
    const std::optional<Account> account = m_parts.accounts.account(id);
    if (!account)
        return;
    auto *sheet = new SignOutSheet(account->organization, &m_parts.window);
    if (!account->isPlayground)
        sheet->showWhatIsForgotten();
    QStringList onTrial;
    for (const SpriteKey &sprite : m_timers ? m_timers->sprites(account->id) : QList<SpriteKey>())
        onTrial << sprite.sprite.toString();
    if (!onTrial.isEmpty())
        sheet->showNote(ColorRole::Caution,
                        tr("The new egress rules of %1 are on trial. After signing out they do not go back.")
                            .arg(QLocale().createSeparatedList(onTrial)));
    connect(sheet, &ConfirmSheet::confirmed, this, [this, account] {
        if (account->isPlayground) {
            m_parts.accounts.closePlayground();
            m_playground.stop();
            return;
        }
        m_parts.accounts.signOut(account->id);
        Toast::show(m_parts.window, tr("Signed out of %1.").arg(account->organization));
    });
    sheet->open();
}

} // namespace Spritarium
