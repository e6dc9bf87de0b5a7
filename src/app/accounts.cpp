// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/accounts.h"

#include "app/stores.h"
#include "service/credentialstore.h"

#include <QTimer>

#include <algorithm>

namespace Spritarium {

CredentialStore &CredentialStores::of(Account::Storage storage) const
{
    switch (storage) {
    case Account::Storage::Keychain:
        return keychain;
    case Account::Storage::File:
        return file;
    case Account::Storage::Session:
        break;
    }
    return session;
}

Accounts::Accounts(Stores &stores, const CredentialStores &credentials, const SessionTiming &timing,
                   QObject *parent)
    : QObject(parent)
    , m_stores(stores)
    , m_credentials(credentials)
    , m_timing(timing)
{
    connectStore(credentials.keychain);
    connectStore(credentials.session);
    connectStore(credentials.file);
}

Accounts::~Accounts() = default;

void Accounts::connectStore(CredentialStore &store)
{
    connect(&store, &CredentialStore::readFinished, this,
            [this](const AccountId &id, const CredentialResult &result, const QString &token) {
                const std::optional<Account> found = account(id);
                if (!m_reading.remove(id) || !found)
                    return;
                if (result.isOk() && !token.isEmpty())
                    openSession(*found, token);
                else
                    Q_EMIT tokenMissing(id, ApiError::storage(tr("the token"), result.text));
            });
    connect(&store, &CredentialStore::removeFinished, this,
            [this](const AccountId &id, const CredentialResult &result) {
                // Without a keychain there is nothing that could have stayed in it.
                if (m_removing.remove(id) && result.kind == CredentialResult::Kind::Failed)
                    Q_EMIT removingFailed(id, ApiError::storage(tr("the removal of the token"), result.text));
            });
    connect(&store, &CredentialStore::writeFinished, this,
            [this](const AccountId &id, const CredentialResult &result) {
                if (!m_writing.contains(id))
                    return;
                const Account written = m_writing.value(id).account;
                if (result.isOk()) {
                    m_writing.remove(id);
                    return;
                }
                if (result.kind == CredentialResult::Kind::Unavailable &&
                    written.storage == Account::Storage::Keychain)
                    Q_EMIT keychainMissing(written);
                else
                    Q_EMIT storingFailed(id, ApiError::storage(tr("the token"), result.text));
            });
}

void Accounts::restore(const QList<Account> &accounts)
{
    m_restored = true;
    for (const Account &account : accounts) {
        // Signed in while the store was still being read.
        if (this->account(account.id))
            continue;
        m_accounts << account;
        if (account.storage == Account::Storage::Session)
            continue;
        m_reading.insert(account.id);
        m_credentials.of(account.storage).read(account.id);
    }
    accountsEdited();
    for (const Account &account : accounts) {
        if (account.storage == Account::Storage::Session && !m_sessions.contains(account.id))
            Q_EMIT tokenMissing(account.id,
                                ApiError::invalid(tr("The token was kept until Spritarium ended.")));
    }
}

void Accounts::readTokenAgain(const AccountId &id)
{
    const std::optional<Account> found = account(id);
    if (!found || m_reading.contains(id))
        return;
    m_reading.insert(id);
    m_credentials.of(found->storage).read(id);
}

void Accounts::signIn(const Account &account, const QString &token)
{
    addAccount(account);
    write({account, token});
    openSession(account, token);
}

void Accounts::write(const Writing &writing)
{
    m_writing.insert(writing.account.id, writing);
    m_credentials.of(writing.account.storage).write(writing.account.id, writing.token);
}

void Accounts::storeAgain(const AccountId &account)
{
    if (m_writing.contains(account))
        write(m_writing.value(account));
}

void Accounts::changeStorage(const Account &account)
{
    m_writing.remove(account.id);
    addAccount(account);
}

void Accounts::signOut(const AccountId &id)
{
    const std::optional<Account> found = account(id);
    if (!found)
        return;
    closeSession(id);
    m_reading.remove(id);
    m_writing.remove(id);
    m_removing.insert(id);
    m_credentials.of(found->storage).remove(id);
    m_stores.forgetAccount(id);
    m_accounts.removeIf([&id](const Account &each) { return each.id == id; });
    accountsEdited();
}

void Accounts::openPlayground(const QUrl &url, const QString &token)
{
    Account account;
    account.id = playgroundAccountId();
    account.organization = tr("Playground — this computer");
    account.apiUrl = url;
    account.storage = Account::Storage::Session;
    account.isPlayground = true;
    addAccount(account);
    openSession(account, token);
}

void Accounts::closePlayground()
{
    closeSession(playgroundAccountId());
    if (m_accounts.removeIf([](const Account &each) { return each.isPlayground; }) > 0)
        Q_EMIT accountsChanged(m_accounts);
}

std::optional<Account> Accounts::account(const AccountId &id) const
{
    const auto it = std::find_if(m_accounts.begin(), m_accounts.end(),
                                 [&id](const Account &each) { return each.id == id; });
    return it == m_accounts.end() ? std::nullopt : std::optional(*it);
}

void Accounts::addAccount(const Account &account)
{
    const auto it = std::find_if(m_accounts.begin(), m_accounts.end(),
                                 [&account](const Account &each) { return each.id == account.id; });
    if (it != m_accounts.end()) {
        // Another place for the token: nothing of it may stay at the old one.
        if (it->storage != account.storage)
            m_credentials.of(it->storage).remove(account.id);
        *it = account;
    } else {
        m_accounts << account;
    }
    accountsEdited();
}

void Accounts::accountsEdited()
{
    QList<Account> kept = m_accounts;
    kept.removeIf([](const Account &each) { return each.isPlayground; });
    if (m_restored)
        m_stores.main().saveAccounts(kept);
    Q_EMIT accountsChanged(m_accounts);
}

void Accounts::openSession(const Account &account, const QString &token)
{
    closeSession(account.id);
    auto *session = new AccountSession(account, token, m_timing.limits, m_timing.sprites, this);
    m_sessions.insert(account.id, session);
    Q_EMIT sessionOpened(session);
    QTimer::singleShot(0, session, [session] { session->sprites().start(); });
}

void Accounts::closeSession(const AccountId &id)
{
    AccountSession *session = m_sessions.take(id);
    if (!session)
        return;
    Q_EMIT sessionClosing(session);
    // A 401 closes a session from within one of its own signals.
    session->disconnect();
    session->sprites().stop();
    session->deleteLater();
}

} // namespace Spritarium
