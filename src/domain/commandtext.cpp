// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/commandtext.h"

#include "domain/checkpoint.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

QString encoded(const QString &segment)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(segment));
}

QString spritePath(const SpriteName &sprite)
{
    return u"/v1/sprites/"_s + encoded(sprite.toString());
}

QString checkpointPath(const SpriteName &sprite, const CheckpointId &checkpoint)
{
    return spritePath(sprite) + u"/checkpoints/"_s + encoded(checkpoint.toString());
}

//! The variable stays outside of single quotes: the shell must fill it in, and only the shell.
QString curl(const QUrl &api, const QString &method, const QString &path, const QByteArray &body = {})
{
    QString line = u"curl --fail-with-body -N"_s;
    if (method != "GET"_L1)
        line += u" -X "_s + method;
    line += u" -H \"Authorization: Bearer $SPRITE_TOKEN\""_s;
    if (!body.isEmpty())
        line += u" -H 'Content-Type: application/json' -d "_s + shellQuoted(QString::fromUtf8(body));
    QString base = api.toString(QUrl::RemoveUserInfo | QUrl::FullyEncoded);
    while (base.endsWith(u'/'))
        base.chop(1);
    return line + u' ' + shellQuoted(base + path);
}

QString cli(const QString &command, const QString &organization, const SpriteName &sprite = {},
            const QString &argument = {})
{
    QString line = u"sprite "_s + command;
    if (!organization.isEmpty())
        line += u" -o "_s + shellQuoted(organization);
    if (!sprite.isEmpty())
        line += u" -s "_s + shellQuoted(sprite.toString());
    if (!argument.isEmpty())
        line += u' ' + shellQuoted(argument);
    return line;
}

} // namespace

QString shellQuoted(const QString &word)
{
    const auto isPlain = [](QChar c) {
        return (c.unicode() < 128 && c.isLetterOrNumber()) || "@%+=:,./-_"_L1.contains(c);
    };
    if (!word.isEmpty() && std::all_of(word.begin(), word.end(), isPlain))
        return word;
    QString inside = word;
    inside.replace(u'\'', "'\\''"_L1);
    return u'\'' + inside + u'\'';
}

CommandText listSpritesCommand(const QUrl &api, const QString &organization)
{
    return {cli(u"list"_s, organization), curl(api, u"GET"_s, u"/v1/sprites"_s)};
}

CommandText getSpriteCommand(const QUrl &api, const QString &, const SpriteName &sprite)
{
    return {{}, curl(api, u"GET"_s, spritePath(sprite))};
}

CommandText createSpriteCommand(const QUrl &api, const QString &organization, const QByteArray &body,
                                const SpriteName &sprite)
{
    return {cli(u"create"_s, organization, {}, sprite.toString()),
            curl(api, u"POST"_s, u"/v1/sprites"_s, body)};
}

CommandText deleteSpriteCommand(const QUrl &api, const QString &organization, const SpriteName &sprite)
{
    return {cli(u"destroy"_s, organization, {}, sprite.toString()),
            curl(api, u"DELETE"_s, spritePath(sprite))};
}

CommandText updateSpriteCommand(const QUrl &api, const QString &, const SpriteName &sprite,
                                const QByteArray &body)
{
    return {{}, curl(api, u"PUT"_s, spritePath(sprite), body)};
}

CommandText listCheckpointsCommand(const QUrl &api, const QString &organization, const SpriteName &sprite)
{
    return {cli(u"checkpoint list"_s, organization, sprite) + u" --include-auto"_s,
            curl(api, u"GET"_s, spritePath(sprite) + u"/checkpoints?includeAuto=true"_s)};
}

CommandText createCheckpointCommand(const QUrl &api, const QString &organization, const SpriteName &sprite,
                                    const QString &comment)
{
    QString line = cli(u"checkpoint create"_s, organization, sprite);
    if (!comment.isEmpty())
        line += u" --comment "_s + shellQuoted(comment);
    return {line,
            curl(api, u"POST"_s, spritePath(sprite) + u"/checkpoint"_s, checkpointRequestBody(comment))};
}

CommandText restoreCommand(const QUrl &api, const QString &organization, const SpriteName &sprite,
                           const CheckpointId &checkpoint)
{
    return {cli(u"checkpoint restore"_s, organization, sprite, checkpoint.toString()),
            curl(api, u"POST"_s, checkpointPath(sprite, checkpoint) + u"/restore"_s, "{}")};
}

CommandText deleteCheckpointCommand(const QUrl &api, const QString &, const SpriteName &sprite,
                                    const CheckpointId &checkpoint)
{
    return {{}, curl(api, u"DELETE"_s, checkpointPath(sprite, checkpoint))};
}

CommandText proxyCommand(const QString &organization, const PortForward &forward, quint16 localPort)
{
    if (!isSpriteItself(forward.host) || forward.port == 0)
        return {};
    QString ports = QString::number(forward.port);
    if (localPort != 0 && localPort != forward.port)
        ports = u"%1:%2"_s.arg(localPort).arg(forward.port);
    return {cli(u"proxy"_s, organization, forward.sprite.sprite, ports), {}};
}

} // namespace Spritarium
