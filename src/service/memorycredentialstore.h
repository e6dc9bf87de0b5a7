// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/credentialstore.h"

#include <QHash>

namespace Spritarium {

//! "Keep the token until you quit."
class MemoryCredentialStore final : public CredentialStore
{
    Q_OBJECT

public:
    using CredentialStore::CredentialStore;

    void read(const AccountId &account) override;
    void write(const AccountId &account, const QString &token) override;
    void remove(const AccountId &account) override;

private:
    QHash<AccountId, QString> m_tokens;
};

} // namespace Spritarium
