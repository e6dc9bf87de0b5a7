// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parts.h"
#include "app/playgroundmenu.h"
#include "domain/account.h"
#include "service/clitokenreader.h"
#include "service/environmentaccount.h"
#include "service/tokenprobe.h"

#include <QObject>
#include <QPointer>
#include <QSet>

#include <optional>

namespace Spritarium {

class CliImportSheet;
class CredentialStore;
class PlaygroundProcess;
class PolicyTimers;
class SpriteTreePanel;
class TokenSheet;
class WelcomeView;
struct WorkbenchOptions;

//! The ways in and out: playground, token, the sprite CLI's account, the environment's token, and signing out
//! (ux-spec 14). A token goes from the sheet to one cheap call, and only when that is answered to the
//! accounts.
class AccountWiring : public QObject
{
    Q_OBJECT

public:
    AccountWiring(const Parts &parts, PlaygroundProcess &playground, CredentialStore &keychain,
                  WelcomeView &welcome, SpriteTreePanel &panel, const WorkbenchOptions &options,
                  QObject *parent);

    void openPlayground();
    void askToken(const std::optional<Account> &again = {});
    //! A view of the selected sprite was refused, whatever the list of sprites was answered meanwhile.
    void askTokenOfShown();
    //! Rules on trial are named before an account is signed out.
    void setTimers(const PolicyTimers *timers) { m_timers = timers; }

private:
    void watchWelcome(WelcomeView &welcome);
    void watchPlayground();
    void watchActions();
    void watchAccounts();
    void askEnvironmentToken();
    void probe(TokenSheet &sheet, const QString &token, const QUrl &apiUrl, Account::Storage storage);
    void askCliImport();
    void importCli(CliImportSheet &sheet, const CliAccount &account, const QString &token);
    void askSignOut();
    //! The account whose token was refused or is not there: that of the selected sprite before others.
    std::optional<Account> refusedAccount() const;
    bool waitsForLastSprite(const AccountId &account) const;
    std::optional<SpriteKey> spriteToOpen(const AccountId &account, const QList<Sprite> &sprites) const;
    void selectFirstSprite(const AccountId &account, const QList<Sprite> &sprites);

    const PolicyTimers *m_timers = nullptr;
    Parts m_parts;
    PlaygroundProcess &m_playground;
    CredentialStore &m_keychain;
    SpriteTreePanel &m_panel;
    ApiLimits m_limits;
    bool m_useKeychain;
    QString m_home;
    QList<CliAccount> m_cliAccounts;
    std::optional<EnvironmentAccount> m_environment;
    bool m_showsPlayground = false; //!< as soon as its sprites are known
    QSet<AccountId> m_opened;       //!< whose first list was met; later ones open nothing by themselves
    PlaygroundMenu m_playgroundMenu;
};

} // namespace Spritarium
