// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/sprite.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

QStringList stringsOf(const QJsonValue &value)
{
    QStringList strings;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &entry : array)
        strings << entry.toString();
    return strings;
}

std::optional<int> countOf(const QJsonObject &object, QLatin1StringView key)
{
    const QJsonValue value = object.value(key);
    return value.isDouble() ? std::optional<int>(value.toInt()) : std::nullopt;
}

OrganizationCounts countsOf(const QJsonObject &page)
{
    // Nested as in seed 003, flat as in newer descriptions (sprites-api 4.3). A line of the watch has a
    // `name` and a `status` of its own, so flat counters are only read where a counter really stands.
    const QJsonObject nested = page.value("org"_L1).toObject();
    const QJsonObject &from = nested.isEmpty() ? page : nested;
    OrganizationCounts counts;
    counts.running = countOf(from, "running"_L1);
    counts.warm = countOf(from, "warm"_L1);
    counts.cold = countOf(from, "cold"_L1);
    counts.runningLimit = countOf(from, "running_limit"_L1);
    counts.warmLimit = countOf(from, "warm_limit"_L1);
    if (!nested.isEmpty() || counts != OrganizationCounts())
        counts.name = from.value("name"_L1).toString();
    return counts;
}

//! The number at `at`, -1 unless there are `digits` of them.
int numberAt(QStringView text, qsizetype at, int digits)
{
    int number = 0;
    for (qsizetype i = at; i < at + digits; ++i) {
        const int digit = text[i].unicode() - u'0';
        if (digit < 0 || digit > 9)
            return -1;
        number = number * 10 + digit;
    }
    return number;
}

//! "2026-09-10T08:15:30[.123456]Z", as nearly every time on the wire is written; invalid for anything else.
//! Ten thousand sprites have forty thousand of them.
QDateTime utcTime(QStringView text)
{
    if (text.size() < 20 || text.back() != u'Z' || text[4] != u'-' || text[7] != u'-' || text[10] != u'T' ||
        text[13] != u':' || text[16] != u':')
        return {};
    const QStringView fraction = text.sliced(19).chopped(1);
    const int digits = int(fraction.size()) - 1;
    if (!fraction.isEmpty() && (fraction[0] != u'.' || digits < 1 || digits > 9))
        return {};
    qint64 share = digits > 0 ? numberAt(fraction, 1, digits) : 0;
    if (share < 0)
        return {};
    for (int i = std::max(digits, 0); i < 9; ++i)
        share *= 10;
    const int milliseconds = int(std::min<qint64>((share + 500'000) / 1'000'000, 999));
    const QDate date(numberAt(text, 0, 4), numberAt(text, 5, 2), numberAt(text, 8, 2));
    const QTime time(numberAt(text, 11, 2), numberAt(text, 14, 2), numberAt(text, 17, 2), milliseconds);
    return date.isValid() && time.isValid() ? QDateTime(date, time, Qt::UTC) : QDateTime();
}

//! Sets what the object has, leaves the rest; null clears.
void applyKeys(Sprite &sprite, const QJsonObject &object)
{
    const auto setText = [&object](QLatin1StringView key, QString &member) {
        if (const auto it = object.constFind(key); it != object.constEnd())
            member = it->toString();
    };
    const auto setTime = [&object](QLatin1StringView key, QDateTime &member) {
        if (const auto it = object.constFind(key); it != object.constEnd())
            member = parseTime(it->toString());
    };
    setText("id"_L1, sprite.id);
    setText("organization"_L1, sprite.organization);
    setText("version"_L1, sprite.version);
    setText("running_version"_L1, sprite.version);
    setText("environment_version"_L1, sprite.environmentVersion);
    setText("status"_L1, sprite.rawState);
    sprite.state = spriteStateOf(sprite.rawState);
    if (object.contains("url"_L1))
        sprite.url = QUrl(object.value("url"_L1).toString());
    if (object.contains("labels"_L1))
        sprite.labels = stringsOf(object.value("labels"_L1));
    if (object.contains("url_settings"_L1)) {
        const QJsonObject settings = object.value("url_settings"_L1).toObject();
        sprite.urlAuth = settings.value("auth"_L1).toString();
        sprite.privateAccess = settings.value("private_access"_L1).toString();
    }
    setTime("created_at"_L1, sprite.createdAt);
    setTime("updated_at"_L1, sprite.updatedAt);
    // The second name of each is that of an older description (sprites-api 21.24).
    setTime("last_active_at"_L1, sprite.lastRunningAt);
    setTime("last_running_at"_L1, sprite.lastRunningAt);
    setTime("last_started_at"_L1, sprite.lastWarmingAt);
    setTime("last_warming_at"_L1, sprite.lastWarmingAt);
}

} // namespace

SpriteState spriteStateOf(const QString &raw)
{
    if (raw == "running"_L1)
        return SpriteState::Running;
    if (raw == "warm"_L1)
        return SpriteState::Warm;
    if (raw == "cold"_L1)
        return SpriteState::Cold;
    return SpriteState::Unknown;
}

QDateTime parseTime(const QString &text)
{
    if (text.isEmpty() || text.startsWith("0001-"_L1))
        return {};
    if (const QDateTime time = utcTime(text); time.isValid())
        return time;
    return QDateTime::fromString(text, Qt::ISODateWithMs).toUTC();
}

Sprite spriteFromJson(const QJsonObject &object)
{
    Sprite sprite;
    sprite.name = SpriteName(object.value("name"_L1).toString());
    applyKeys(sprite, object);
    // An older description of the list calls it org_slug.
    if (sprite.organization.isEmpty())
        sprite.organization = object.value("org_slug"_L1).toString();
    return sprite;
}

Result<Sprite> parseSprite(const QByteArray &body)
{
    const Sprite sprite = spriteFromJson(QJsonDocument::fromJson(body).object());
    if (sprite.name.isEmpty())
        return ApiError::protocol(u"a sprite without a name"_s, body);
    return sprite;
}

Result<SpritePage> parseSpritePage(const QByteArray &body)
{
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    const QJsonValue sprites = object.value("sprites"_L1);
    if (!sprites.isArray() && !(sprites.isNull() && object.contains("sprites"_L1)))
        return ApiError::protocol(u"a list without sprites"_s, body);

    SpritePage page;
    const QJsonArray array = sprites.toArray();
    page.sprites.reserve(array.size());
    for (const QJsonValue &value : array) {
        Sprite sprite = spriteFromJson(value.toObject());
        if (sprite.name.isEmpty())
            return ApiError::protocol(u"a list with a sprite without a name"_s, body);
        page.sprites << std::move(sprite);
    }
    page.nextToken = object.value("next_continuation_token"_L1).toString();
    page.counts = countsOf(object);
    return page;
}

Result<SpriteChange> spriteChangeFromJson(const QJsonObject &line)
{
    SpriteChange change;
    change.name = SpriteName(line.value("name"_L1).toString());
    if (change.name.isEmpty())
        return ApiError::protocol(u"a change without a name"_s,
                                  QJsonDocument(line).toJson(QJsonDocument::Compact));
    change.keys = line;
    change.counts = countsOf(QJsonObject{{"org"_L1, line.value("org"_L1)}});
    const QString status = line.value("status"_L1).toString();
    change.removed = line.value("deleted"_L1).toBool() || status == "deleted"_L1 || status == "destroyed"_L1;
    return change;
}

Sprite SpriteChange::appliedTo(const Sprite &before) const
{
    Sprite sprite = before;
    sprite.name = name;
    applyKeys(sprite, keys);
    return sprite;
}

QByteArray toJson(const NewSprite &sprite)
{
    QJsonObject object{{"name"_L1, sprite.name.toString()}};
    if (!sprite.labels.isEmpty())
        object.insert("labels"_L1, QJsonArray::fromStringList(sprite.labels));
    if (sprite.waitForCapacity)
        object.insert("wait_for_capacity"_L1, true);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace Spritarium
