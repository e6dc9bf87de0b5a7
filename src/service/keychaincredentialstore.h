// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/credentialstore.h"

namespace QKeychain {
class Job;
}

namespace Spritarium {

//! The system's keychain. Service name is the application id, key is the account id; no insecure fallback.
class KeychainCredentialStore final : public CredentialStore
{
    Q_OBJECT

public:
    KeychainCredentialStore(const QString &serviceName, QObject *parent);

    void read(const AccountId &account) override;
    void write(const AccountId &account, const QString &token) override;
    void remove(const AccountId &account) override;

private:
    static CredentialResult resultOf(const QKeychain::Job &job);

    QString m_serviceName;
};

} // namespace Spritarium
