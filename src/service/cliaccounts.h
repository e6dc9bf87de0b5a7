// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/account.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Spritarium {

//! One place of a keyring where the sprite CLI may keep a token.
struct KeyringPlace
{
    QString service;
    QString account;

    friend bool operator==(const KeyringPlace &, const KeyringPlace &) = default;
};

//! The organizations of the sprite CLI's files below `home`: the users' files first, then sprites.json, then
//! the older config.json; each organization of an address once. Only reads (sprites-api 14.1).
QList<CliAccount> findCliAccounts(const QString &home);

//! Where the CLI would look for the token, in its order, with the forms met over time (sprites-api 14.2).
QList<KeyringPlace> keyringPlacesOf(const CliAccount &account);

//! The file that stands for `place` where there is no keyring; empty when the name would leave the folder.
QString keyringFileOf(const QString &home, const KeyringPlace &place);

//! The token in a keyring's value, whose library may have encoded it.
QString tokenInKeyringValue(const QByteArray &value);

} // namespace Spritarium
