// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <optional>

namespace Spritarium {

//! The line that spritarium-playground prints when it is ready (design.md 5).
struct PlaygroundReady
{
    QUrl url;
    QString token;

    friend bool operator==(const PlaygroundReady &, const PlaygroundReady &) = default;
};

std::optional<PlaygroundReady> parsePlaygroundReady(const QByteArray &line);

} // namespace Spritarium
