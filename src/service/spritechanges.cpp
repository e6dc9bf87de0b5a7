// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/spriteservice.h"

#include "service/apiclient.h"
#include "service/apireply.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

// The verbs of SpriteService that change something, and how each finds out what became of it.

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

QByteArray spritePath(const SpriteName &name)
{
    return pathOf("v1", "sprites", name);
}

QByteArray labelsBody(const QStringList &labels)
{
    // Some servers append, some replace; wiping first means the same to both (sprites-api 4.5).
    QJsonObject body{{u"clear_labels"_s, true}};
    if (!labels.isEmpty())
        body.insert(u"labels"_s, QJsonArray::fromStringList(labels));
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

QByteArray addressBody(bool isPublic)
{
    const QJsonObject settings{{u"auth"_s, isPublic ? u"public"_s : u"sprite"_s}};
    return QJsonDocument(QJsonObject{{u"url_settings"_s, settings}}).toJson(QJsonDocument::Compact);
}

bool sameLabels(QStringList a, QStringList b)
{
    a.sort();
    b.sort();
    return a == b;
}

} // namespace

void SpriteService::create(const OperationId &operation, const NewSprite &sprite)
{
    ApiRequest request = ApiRequest::post(Reach::ControlPlane, pathOf("v1", "sprites"), toJson(sprite));
    request.timeout = m_client.limits().createSprite;
    const QDateTime asked = QDateTime::currentDateTimeUtc();
    const bool wasThere = m_known.contains(sprite.name);
    const auto isOurs = [this, operation, asked,
                         wasThere](const std::optional<Sprite> &found) -> std::optional<Outcome> {
        // Generous, for two clocks are compared; an older one was somebody else's all along.
        if (!found || wasThere || (found->createdAt.isValid() && found->createdAt < asked.addSecs(-600)))
            return std::nullopt;
        emit created(operation, *found);
        return Outcome::Succeeded;
    };
    ApiReply *reply = m_client.send(request);
    connect(reply, &ApiReply::succeeded, this, [this, operation, reply, name = sprite.name, isOurs] {
        const Result<Sprite> parsed = parseSprite(reply->answer().body);
        if (!parsed) {
            const ApiError error = m_client.unreadable(parsed.error(), *reply);
            return checkByName({operation, name, error, Outcome::Unknown, isOurs});
        }
        m_known.insert(parsed.value().name, parsed.value());
        emit created(operation, parsed.value());
        finish(operation, Outcome::Succeeded);
    });
    connect(reply, &ApiReply::failed, this,
            [this, operation](const ApiError &error) { finish(operation, Outcome::Failed, error); });
    connect(reply, &ApiReply::interrupted, this,
            [this, operation, name = sprite.name, isOurs](const ApiError &error) {
                checkByName({operation, name, error, Outcome::Unknown, isOurs});
            });
}

void SpriteService::updateLabels(const OperationId &operation, const SpriteName &name,
                                 const QStringList &labels)
{
    update(operation, name, labelsBody(labels),
           [labels](const Sprite &sprite) { return sameLabels(sprite.labels, labels); });
}

void SpriteService::updateAddress(const OperationId &operation, const SpriteName &name, bool isPublic)
{
    update(operation, name, addressBody(isPublic),
           [isPublic](const Sprite &sprite) { return sprite.isPublic() == isPublic; });
}

void SpriteService::update(const OperationId &operation, const SpriteName &name, const QByteArray &body,
                           const std::function<bool(const Sprite &)> &isAsAsked)
{
    const auto tookEffect = [this, operation,
                             isAsAsked](const std::optional<Sprite> &found) -> std::optional<Outcome> {
        if (!found || !isAsAsked(*found))
            return std::nullopt;
        emit updated(operation, *found);
        return Outcome::Succeeded;
    };
    ApiReply *reply = m_client.send(ApiRequest::put(Reach::ControlPlane, spritePath(name), body));
    connect(reply, &ApiReply::succeeded, this, [this, operation, name, reply, isAsAsked, tookEffect] {
        const Result<Sprite> parsed = parseSprite(reply->answer().body);
        if (!parsed) {
            const ApiError error = m_client.unreadable(parsed.error(), *reply);
            return checkByName({operation, name, error, Outcome::Unknown, tookEffect});
        }
        m_known.insert(name, parsed.value());
        emit updated(operation, parsed.value());
        finish(operation, isAsAsked(parsed.value()) ? Outcome::Succeeded : Outcome::SucceededWithDifferences);
    });
    connect(reply, &ApiReply::failed, this,
            [this, operation](const ApiError &error) { finish(operation, Outcome::Failed, error); });
    connect(reply, &ApiReply::interrupted, this, [this, operation, name, tookEffect](const ApiError &error) {
        checkByName({operation, name, error, Outcome::Unknown, tookEffect});
    });
}

void SpriteService::remove(const OperationId &operation, const SpriteName &name)
{
    const auto isGone = [](const std::optional<Sprite> &found) -> std::optional<Outcome> {
        return found ? std::nullopt : std::optional(Outcome::Succeeded);
    };
    ApiReply *reply = m_client.send(ApiRequest::remove(Reach::ControlPlane, spritePath(name)));
    connect(reply, &ApiReply::succeeded, this, [this, operation, name] {
        m_known.remove(name);
        finish(operation, Outcome::Succeeded);
    });
    connect(reply, &ApiReply::failed, this, [this, operation, name, isGone](const ApiError &error) {
        if (error.httpStatus == 404)
            return finish(operation, Outcome::Succeeded);
        // The same 500 is said of a sprite that is not there and of one that could not be deleted (4.6).
        if (error.httpStatus == 500)
            return checkByName({operation, name, error, Outcome::Failed, isGone});
        finish(operation, Outcome::Failed, error);
    });
    connect(reply, &ApiReply::interrupted, this, [this, operation, name, isGone](const ApiError &error) {
        checkByName({operation, name, error, Outcome::Unknown, isGone});
    });
}

void SpriteService::upgrade(const OperationId &operation, const SpriteName &name)
{
    ApiRequest request = ApiRequest::post(Reach::ControlPlane, pathOf("v1", "sprites", name, "upgrade"));
    request.timeout = m_client.limits().upgradeSprite;
    ApiReply *reply = m_client.send(request);
    connect(reply, &ApiReply::succeeded, this, [this, operation] { finish(operation, Outcome::Succeeded); });
    connect(reply, &ApiReply::failed, this,
            [this, operation](const ApiError &error) { finish(operation, Outcome::Failed, error); });
    connect(reply, &ApiReply::interrupted, this,
            [this, operation](const ApiError &error) { finish(operation, Outcome::Unknown, error); });
}

void SpriteService::checkByName(const NameCheck &check, qsizetype attempt)
{
    const QList<std::chrono::milliseconds> &pauses = m_client.limits().checkBackoff;
    if (attempt >= pauses.size())
        return finish(check.operation, check.otherwise, check.error);
    QTimer::singleShot(pauses.at(attempt), this, [this, check, attempt] {
        ApiReply *reply = m_client.send(ApiRequest::get(Reach::ControlPlane, spritePath(check.name)));
        connect(reply, &ApiReply::succeeded, this, [this, check, attempt, reply] {
            const Result<Sprite> parsed = parseSprite(reply->answer().body);
            if (parsed)
                judge(check, attempt, parsed.value());
            else
                checkByName(check, attempt + 1);
        });
        connect(reply, &ApiReply::failed, this, [this, check, attempt](const ApiError &error) {
            if (error.kind == ApiError::Kind::NotFound)
                judge(check, attempt, std::nullopt);
            else
                checkByName(check, attempt + 1);
        });
    });
}

void SpriteService::judge(const NameCheck &check, qsizetype attempt, const std::optional<Sprite> &found)
{
    if (const std::optional<Outcome> outcome = check.outcomeOf(found))
        finish(check.operation, *outcome);
    else
        checkByName(check, attempt + 1);
}

} // namespace Spritarium
