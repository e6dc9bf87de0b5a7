// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/keychaincredentialstore.h"

#include "service/logging.h"

#include <qt6keychain/keychain.h>

namespace Spritarium {

KeychainCredentialStore::KeychainCredentialStore(const QString &serviceName, QObject *parent)
    : CredentialStore(parent)
    , m_serviceName(serviceName)
{}

void KeychainCredentialStore::read(const AccountId &account)
{
    auto *job = new QKeychain::ReadPasswordJob(m_serviceName, this); // deletes itself
    job->setKey(account.toString());
    connect(job, &QKeychain::Job::finished, this, [this, account, job] {
        const CredentialResult result = resultOf(*job);
        emit readFinished(account, result, result.isOk() ? job->textData() : QString());
    });
    job->start();
}

void KeychainCredentialStore::write(const AccountId &account, const QString &token)
{
    auto *job = new QKeychain::WritePasswordJob(m_serviceName, this);
    job->setKey(account.toString());
    job->setTextData(token);
    connect(job, &QKeychain::Job::finished, this,
            [this, account, job] { emit writeFinished(account, resultOf(*job)); });
    job->start();
}

void KeychainCredentialStore::remove(const AccountId &account)
{
    auto *job = new QKeychain::DeletePasswordJob(m_serviceName, this);
    job->setKey(account.toString());
    connect(job, &QKeychain::Job::finished, this, [this, account, job] {
        const CredentialResult result = resultOf(*job);
        const bool gone = result.kind == CredentialResult::Kind::NotFound;
        emit removeFinished(account, gone ? CredentialResult() : result);
    });
    job->start();
}

CredentialResult KeychainCredentialStore::resultOf(const QKeychain::Job &job)
{
    using Kind = CredentialResult::Kind;
    if (job.error() != QKeychain::NoError && job.error() != QKeychain::EntryNotFound)
        qCInfo(lcCredentials).noquote() << "Keychain:" << job.error() << job.errorString();
    switch (job.error()) {
    case QKeychain::NoError:
        return {};
    case QKeychain::EntryNotFound:
        return {Kind::NotFound, job.errorString()};
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
    case QKeychain::OtherError: // what a missing bus, service or library, and a locked keyring, all end in
        return {Kind::Unavailable, job.errorString()};
    default:
        return {Kind::Failed, job.errorString()};
    }
}

} // namespace Spritarium
