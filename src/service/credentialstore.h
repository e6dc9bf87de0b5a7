// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"

#include <QMetaType>
#include <QObject>
#include <QString>

namespace Spritarium {

//! How a question to a store of secrets ended.
struct CredentialResult
{
    enum class Kind {
        Ok,
        //! Nothing readable now. A locked keyring says the same as an empty one (platform-notes 6), so this
        //! never means that the token was removed: keep the account and ask the person.
        NotFound,
        //! There is no such store here: no bus, no secret service. Offer another place.
        Unavailable,
        Failed //!< it is there and said no; `text` says why
    };

    Kind kind = Kind::Ok;
    QString text; //!< of the system, for Details; never holds a secret

    bool isOk() const { return kind == Kind::Ok; }

    friend bool operator==(const CredentialResult &, const CredentialResult &) = default;
};

//! Where tokens rest between two starts, one per account.
//!
//! Every verb answers with exactly one signal, never before control returns to the event loop; a keyring may
//! take as long as the person needs to unlock it. Questions are not joined: two reads of one account answer
//! twice.
class CredentialStore : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void read(const AccountId &account) = 0;
    //! Replaces what was there.
    virtual void write(const AccountId &account, const QString &token) = 0;
    //! Removing what is not there is Ok.
    virtual void remove(const AccountId &account) = 0;

signals:
    //! `token` is empty unless the result is Ok.
    void readFinished(const Spritarium::AccountId &account, const Spritarium::CredentialResult &result,
                      const QString &token);
    void writeFinished(const Spritarium::AccountId &account, const Spritarium::CredentialResult &result);
    void removeFinished(const Spritarium::AccountId &account, const Spritarium::CredentialResult &result);
};

} // namespace Spritarium

Q_DECLARE_METATYPE(Spritarium::CredentialResult)
