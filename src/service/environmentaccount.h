// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMap>
#include <QString>
#include <QUrl>

#include <optional>

namespace Spritarium {

//! A sign-in that the environment offers (sprites-api 14.4).
struct EnvironmentAccount
{
    QString token;
    QUrl apiUrl;

    friend bool operator==(const EnvironmentAccount &, const EnvironmentAccount &) = default;
};

//! From SPRITE_TOKEN and SPRITE_URL, else SPRITES_API_URL, else the vendor's address. Nothing without a
//! token, or with an address that cannot be used. Pure.
std::optional<EnvironmentAccount> environmentAccountOf(const QMap<QString, QString> &environment);

} // namespace Spritarium
