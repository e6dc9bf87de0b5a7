// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/accountsession.h"
#include "domain/account.h"
#include "domain/apierror.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <optional>

namespace Spritarium {

class CredentialStore;
class Stores;

//! The three places where a token may rest. Not owned; they outlive Accounts.
struct CredentialStores
{
    CredentialStore &keychain;
    CredentialStore &session;
    CredentialStore &file;

    CredentialStore &of(Account::Storage storage) const;
};

//! What sessions of accounts are made with.
struct SessionTiming
{
    ApiLimits limits;
    SpriteTiming sprites;
};

//! The accounts of this computer and their sessions. The list is in the store, the tokens in the credential
//! stores; a token that cannot be read now never removes its account.
class Accounts : public QObject
{
    Q_OBJECT

public:
    Accounts(Stores &stores, const CredentialStores &credentials, const SessionTiming &timing,
             QObject *parent);
    ~Accounts() override;

    //! The stored accounts, once at start: their tokens are asked for, and sessions open one by one.
    void restore(const QList<Account> &accounts);
    //! The stored accounts are known; a sign-in before that is stored then.
    bool isRestored() const { return m_restored; }
    //! A token that was proved to work. Stores it where the account says, then opens (or renews) the session.
    void signIn(const Account &account, const QString &token);
    //! The same sign-in, but its token rests elsewhere from now on; the session goes on.
    void changeStorage(const Account &account);
    //! Forgets account, token and everything kept of it.
    void signOut(const AccountId &account);
    //! The running playground; its account is in no store.
    void openPlayground(const QUrl &url, const QString &token);
    void closePlayground();
    //! After storingFailed(): the same token to the same place.
    void storeAgain(const AccountId &account);
    //! Asks the keychain again.
    void readTokenAgain(const AccountId &account);

    const QList<Account> &accounts() const { return m_accounts; }
    std::optional<Account> account(const AccountId &id) const;
    AccountSession *session(const AccountId &id) const { return m_sessions.value(id); }
    QList<AccountSession *> sessions() const { return m_sessions.values(); }

Q_SIGNALS:
    void accountsChanged(const QList<Spritarium::Account> &accounts);
    //! Connect here; its first list follows in the next turn of the event loop.
    void sessionOpened(Spritarium::AccountSession *session);
    //! Still alive, for the last time.
    void sessionClosing(Spritarium::AccountSession *session);
    //! The account stays, without a session: its token could not be read.
    void tokenMissing(const Spritarium::AccountId &account, const Spritarium::ApiError &error);
    //! The system has no keychain: ask the person where else to put the token (ux-spec 14). The session is
    //! open already.
    void keychainMissing(const Spritarium::Account &account);
    void storingFailed(const Spritarium::AccountId &account, const Spritarium::ApiError &error);
    //! After a sign-out: the token may still be where it was.
    void removingFailed(const Spritarium::AccountId &account, const Spritarium::ApiError &error);

private:
    void connectStore(CredentialStore &store);
    void openSession(const Account &account, const QString &token);
    void closeSession(const AccountId &account);
    void addAccount(const Account &account);
    void accountsEdited();

    Stores &m_stores;
    CredentialStores m_credentials;
    SessionTiming m_timing;
    QList<Account> m_accounts;
    QHash<AccountId, AccountSession *> m_sessions;
    QSet<AccountId> m_reading;
    struct Writing
    {
        Account account;
        QString token;
    };
    void write(const Writing &writing);

    QHash<AccountId, Writing> m_writing; //!< asked for, or failed and to be tried again
    QSet<AccountId> m_removing;
    bool m_restored = false; //!< before that, the stored list is not known and must not be overwritten
};

} // namespace Spritarium
