// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/credentialstore.h"

namespace Spritarium {

//! "A file only you can read": one file per account, mode 0600, in a folder of mode 0700. Chosen by the
//! person only, never silently. The file's name tells nothing of the account.
class FileCredentialStore final : public CredentialStore
{
    Q_OBJECT

public:
    //! `folder` is made when the first token is written.
    FileCredentialStore(const QString &folder, QObject *parent);

    void read(const AccountId &account) override;
    void write(const AccountId &account, const QString &token) override;
    void remove(const AccountId &account) override;

private:
    QString fileNameOf(const AccountId &account) const;
    CredentialResult writeNow(const AccountId &account, const QString &token) const;

    QString m_folder;
};

} // namespace Spritarium
