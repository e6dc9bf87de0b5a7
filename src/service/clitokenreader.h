// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/account.h"
#include "service/cliaccounts.h"
#include "service/credentialstore.h"

#include <QObject>

namespace Spritarium {

//! Fetches the token that the sprite CLI keeps for an organization: from its file, the keyring, or the plain
//! files that stand for a keyring where there is none (sprites-api 14.2). Never writes.
class CliTokenReader : public QObject
{
    Q_OBJECT

public:
    //! `home` is the folder that holds `.sprites` and `.sprite`.
    CliTokenReader(const QString &home, QObject *parent);

    //! Ends in one tokenRead(), never before control returns to the event loop. The system may ask the
    //! person.
    void read(const CliAccount &account);

signals:
    //! NotFound and Unavailable: ask to paste. `token` is empty unless the result is Ok.
    void tokenRead(const Spritarium::CliAccount &account, const Spritarium::CredentialResult &result,
                   const QString &token);

private:
    void tryPlace(const CliAccount &account, const QList<KeyringPlace> &places, qsizetype index);
    void tryFiles(const CliAccount &account, const QList<KeyringPlace> &places,
                  const CredentialResult &otherwise);

    QString m_home;
};

} // namespace Spritarium
