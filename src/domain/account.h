// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"

#include <QList>
#include <QString>
#include <QUrl>

#include <optional>

namespace Spritarium {

//! One organization this computer is signed in to: a token means an organization (sprites-api 2.2).
struct Account
{
    //! Where the token rests between two starts.
    enum class Storage { Keychain, Session, File };

    AccountId id;
    QString organization;
    QUrl apiUrl;
    Storage storage = Storage::Keychain;
    bool isPlayground = false;

    //! Whether the address is not the vendor's own and so belongs beside the name.
    bool hasCustomApiUrl() const { return !isPlayground && apiUrl != defaultApiUrl(); }

    static QUrl defaultApiUrl() { return QUrl(QStringLiteral("https://api.sprites.dev")); }

    friend bool operator==(const Account &, const Account &) = default;
};

//! The id of a sign-in, made of both so that signing in again finds the same rows.
AccountId accountIdFor(const QUrl &apiUrl, const QString &organization);
AccountId playgroundAccountId();

//! What a pasted text looks like while it is typed (ux-spec 14). The token stays opaque; the first part is a
//! hint.
struct TokenShape
{
    bool plausible = false;
    QString organizationHint;

    friend bool operator==(const TokenShape &, const TokenShape &) = default;
};
TokenShape tokenShapeOf(const QString &text);

//! Why an API address cannot be used, translated; empty when it can. Only https, and http to loopback; no
//! user info, query or fragment.
QString apiUrlProblem(const QUrl &url);
//! Without trailing slashes, with scheme and host in lower case.
QUrl normalizedApiUrl(const QString &text);
bool isLoopbackHost(const QString &host);

//! One organization of the sprite CLI's configuration (sprites-api 14.1).
struct CliAccount
{
    QString organization;
    QUrl apiUrl;
    QString keyringKey;
    QString userId;
    QString plainToken; //!< only when the CLI keeps it in its file

    friend bool operator==(const CliAccount &, const CliAccount &) = default;
};
//! The organizations of one configuration file; empty when it is none. Never fails: what cannot be read is
//! left out.
QList<CliAccount> parseCliConfig(const QByteArray &json);

} // namespace Spritarium
