// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace Spritarium {

//! Which sprite a folder belongs to: the `.sprite` file of the sprite CLI (sprites-api 14.3).
struct FolderLink
{
    QString organization;
    SpriteName sprite;

    friend bool operator==(const FolderLink &, const FolderLink &) = default;
};

//! nullopt for what names no sprite.
std::optional<FolderLink> parseFolderLink(const QByteArray &content);

} // namespace Spritarium
