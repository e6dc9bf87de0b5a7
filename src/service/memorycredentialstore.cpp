// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/memorycredentialstore.h"

#include <QTimer>

namespace Spritarium {

void MemoryCredentialStore::read(const AccountId &account)
{
    QTimer::singleShot(0, this, [this, account] {
        const auto found = m_tokens.constFind(account);
        if (found == m_tokens.constEnd())
            emit readFinished(account, {CredentialResult::Kind::NotFound, {}}, {});
        else
            emit readFinished(account, {}, *found);
    });
}

void MemoryCredentialStore::write(const AccountId &account, const QString &token)
{
    m_tokens.insert(account, token);
    QTimer::singleShot(0, this, [this, account] { emit writeFinished(account, {}); });
}

void MemoryCredentialStore::remove(const AccountId &account)
{
    m_tokens.remove(account);
    QTimer::singleShot(0, this, [this, account] { emit removeFinished(account, {}); });
}

} // namespace Spritarium
