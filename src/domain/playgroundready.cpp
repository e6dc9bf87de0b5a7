// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/playgroundready.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace Spritarium {

using namespace Qt::StringLiterals;

std::optional<PlaygroundReady> parsePlaygroundReady(const QByteArray &line)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    const PlaygroundReady ready{QUrl(object.value("url"_L1).toString()), object.value("token"_L1).toString()};
    if (!ready.url.isValid() || ready.url.isEmpty() || ready.token.isEmpty())
        return std::nullopt;
    return ready;
}

} // namespace Spritarium
