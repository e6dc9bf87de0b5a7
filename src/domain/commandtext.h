// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"
#include "domain/portforward.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace Spritarium {

//! One thing the console can do, as somebody else could do it too: a sprite CLI line and a raw request.
//! Neither ever holds a token: the request names the variable SPRITE_TOKEN (ux-spec 4).
struct CommandText
{
    QString cli;     //!< empty when the CLI has no word for it
    QString request; //!< a curl line for a POSIX shell

    friend bool operator==(const CommandText &, const CommandText &) = default;
};

//! The whole family, one function per action of ux-spec 17 that exists.
CommandText listSpritesCommand(const QUrl &api, const QString &organization);
CommandText getSpriteCommand(const QUrl &api, const QString &organization, const SpriteName &sprite);
CommandText createSpriteCommand(const QUrl &api, const QString &organization, const QByteArray &body,
                                const SpriteName &sprite);
CommandText deleteSpriteCommand(const QUrl &api, const QString &organization, const SpriteName &sprite);
CommandText updateSpriteCommand(const QUrl &api, const QString &organization, const SpriteName &sprite,
                                const QByteArray &body);
CommandText listCheckpointsCommand(const QUrl &api, const QString &organization, const SpriteName &sprite);
CommandText createCheckpointCommand(const QUrl &api, const QString &organization, const SpriteName &sprite,
                                    const QString &comment);
CommandText restoreCommand(const QUrl &api, const QString &organization, const SpriteName &sprite,
                           const CheckpointId &checkpoint);
CommandText deleteCheckpointCommand(const QUrl &api, const QString &organization, const SpriteName &sprite,
                                    const CheckpointId &checkpoint);

//! No request: curl speaks no WebSocket. No CLI line for another host inside, whose form is not known
//! (sprites-api 14).
CommandText proxyCommand(const QString &organization, const PortForward &forward, quint16 localPort);

//! One word for a POSIX shell, quoted only where needed.
QString shellQuoted(const QString &word);

} // namespace Spritarium
