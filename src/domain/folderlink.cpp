// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/folderlink.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace Spritarium {

using namespace Qt::StringLiterals;

std::optional<FolderLink> parseFolderLink(const QByteArray &content)
{
    const QJsonObject object = QJsonDocument::fromJson(content).object();
    const FolderLink link{object.value("organization"_L1).toString(),
                          SpriteName(object.value("sprite"_L1).toString())};
    return link.sprite.isEmpty() ? std::nullopt : std::optional(link);
}

} // namespace Spritarium
