// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"
#include "domain/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace Spritarium {

//! sprites-api 3.1. The field lags, and is an open set: what is not known keeps its raw word.
enum class SpriteState { Running, Warm, Cold, Unknown };

//! A sprite as the control plane describes it (sprites-api 4.1). Only the name is certain to be there.
struct Sprite
{
    SpriteName name;
    QString id;
    QString organization;
    SpriteState state = SpriteState::Unknown;
    QString rawState;
    QUrl url;
    QString urlAuth;       //!< "sprite" or "public"; free text otherwise
    QString privateAccess; //!< free text (sprites-api 21.21)
    QStringList labels;
    QDateTime createdAt; //!< UTC, as all times here; invalid when not told
    QDateTime updatedAt;
    QDateTime lastRunningAt;
    QDateTime lastWarmingAt;
    QString version;
    QString environmentVersion;

    bool isPublic() const { return urlAuth == QLatin1String("public"); }
    bool isRunning() const { return state == SpriteState::Running; }

    friend bool operator==(const Sprite &, const Sprite &) = default;
};

//! How many sprites an organization has and may have; what the answer does not tell is absent
//! (sprites-api 4.3: nested `org`, else flat).
struct OrganizationCounts
{
    QString name;
    std::optional<int> running, warm, cold, runningLimit, warmLimit;

    friend bool operator==(const OrganizationCounts &, const OrganizationCounts &) = default;
};

//! One page of the list. `nextToken` empty means the end, whatever has_more said (sprites-api 2.9).
struct SpritePage
{
    QList<Sprite> sprites;
    QString nextToken;
    OrganizationCounts counts;

    friend bool operator==(const SpritePage &, const SpritePage &) = default;
};

//! One line of the list watch (sprites-api 4.3): the keys that came, over what was known.
struct SpriteChange
{
    SpriteName name;
    QJsonObject keys;
    bool removed = false; //!< the line says the sprite is gone
    OrganizationCounts counts;

    //! `before` with the keys of this line; a sprite not known before starts empty.
    Sprite appliedTo(const Sprite &before) const;
};

//! What New sprite asks for (sprites-api 4.2).
struct NewSprite
{
    SpriteName name;
    QStringList labels;
    bool waitForCapacity = false;

    friend bool operator==(const NewSprite &, const NewSprite &) = default;
};

SpriteState spriteStateOf(const QString &raw);
Sprite spriteFromJson(const QJsonObject &object);
Result<Sprite> parseSprite(const QByteArray &body);
Result<SpritePage> parseSpritePage(const QByteArray &body);
//! A line without a name is an error; everything else is optional.
Result<SpriteChange> spriteChangeFromJson(const QJsonObject &line);
//! Body of POST /v1/sprites.
QByteArray toJson(const NewSprite &sprite);

//! An RFC 3339 time with 0 to 9 fractional digits, in UTC; invalid for absent, null and Go's zero time
//! (sprites-api 2.11).
QDateTime parseTime(const QString &text);

//! Why a name cannot be a sprite's name, as a translated sentence; empty when it can (sprites-api 4.8).
QString spriteNameProblem(const QString &name);
//! A free two-word name, such as "calm-otter"; `seed` makes it repeatable.
QString suggestedSpriteName(const QStringList &taken, quint32 seed);

} // namespace Spritarium

Q_DECLARE_METATYPE(Spritarium::Sprite)
