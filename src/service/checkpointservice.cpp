// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/checkpointservice.h"

#include "service/apiclient.h"
#include "service/apireply.h"
#include "service/checkpointoperation.h"
#include "service/streamreply.h"

#include <QTimer>

namespace Spritarium {

namespace {

template <typename... More>
QByteArray checkpointsPath(const SpriteName &sprite, const More &...more)
{
    return pathOf("v1", "sprites", sprite, "checkpoints", more...);
}

} // namespace

CheckpointService::CheckpointService(ApiClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{}

CheckpointService::~CheckpointService() = default;

QString CheckpointService::notOfferedCode()
{
    return QStringLiteral("not_offered");
}

void CheckpointService::list(const SpriteName &sprite, const CheckpointListOptions &options)
{
    if (ApiReply *old = m_lists.take(sprite)) {
        old->disconnect(this);
        old->cancel();
    }
    QueryItems query;
    if (!options.history.isEmpty())
        query.append({QStringLiteral("history"), options.history.toString()});
    if (options.includeAuto)
        query.append({QStringLiteral("includeAuto"), QStringLiteral("true")});
    ApiReply *reply = m_client.send(ApiRequest::get(Reach::InsideSprite, checkpointsPath(sprite), query));
    m_lists.insert(sprite, reply);
    connect(reply, &ApiReply::succeeded, this, [this, sprite, options, reply] {
        m_lists.remove(sprite);
        finishList(sprite, options, *reply);
    });
    connect(reply, &ApiReply::failed, this, [this, sprite](const ApiError &error) {
        m_lists.remove(sprite);
        emit listFailed(sprite, error);
    });
}

void CheckpointService::finishList(const SpriteName &sprite, const CheckpointListOptions &options,
                                   const ApiReply &reply)
{
    if (!options.history.isEmpty() && reply.contentType().toLower().startsWith("text/plain")) {
        ApiError error = ApiError::invalid(tr("The service does not offer this filter."));
        error.code = notOfferedCode();
        error.requestId = reply.requestId();
        error.host = m_client.host();
        emit listFailed(sprite, error);
        return;
    }
    const Result<QList<Checkpoint>> parsed = parseCheckpoints(reply.answer().body);
    if (parsed)
        emit listed(sprite, parsed.value());
    else
        emit listFailed(sprite, m_client.unreadable(parsed.error(), reply));
}

void CheckpointService::get(const SpriteName &sprite, const CheckpointId &checkpoint)
{
    ApiReply *reply =
        m_client.send(ApiRequest::get(Reach::InsideSprite, checkpointsPath(sprite, checkpoint)));
    connect(reply, &ApiReply::succeeded, this, [this, sprite, checkpoint, reply] {
        const Result<Checkpoint> parsed = parseCheckpoint(reply->answer().body);
        if (parsed)
            emit fetched(sprite, parsed.value());
        else
            emit fetchFailed(sprite, checkpoint, m_client.unreadable(parsed.error(), *reply));
    });
    connect(reply, &ApiReply::failed, this, [this, sprite, checkpoint](const ApiError &error) {
        emit fetchFailed(sprite, checkpoint, error);
    });
}

void CheckpointService::create(const OperationId &operation, const SpriteName &sprite, const QString &comment)
{
    const QByteArray path = pathOf("v1", "sprites", sprite, "checkpoint"); // singular (sprites-api 5.3)
    watch(operation,
          m_client.stream(ApiRequest::post(Reach::InsideSprite, path, checkpointRequestBody(comment))));
}

void CheckpointService::restore(const OperationId &operation, const SpriteName &sprite,
                                const CheckpointId &checkpoint)
{
    const QByteArray path = checkpointsPath(sprite, checkpoint, "restore");
    watch(operation, m_client.stream(ApiRequest::post(Reach::InsideSprite, path, "{}")));
}

void CheckpointService::watch(const OperationId &operation, StreamReply *reply)
{
    auto *watched = new CheckpointOperation(m_client, operation, reply, this);
    m_operations.insert(operation, watched);
    connect(watched, &CheckpointOperation::messageReceived, this,
            [this, operation](const StreamMessage &message) { emit messageReceived(operation, message); });
    connect(watched, &CheckpointOperation::ended, this,
            [this, operation](Outcome outcome, const std::optional<ApiError> &error) {
                m_operations.remove(operation);
                emit ended(operation, outcome, error);
            });
}

void CheckpointService::stopWatching(const OperationId &operation)
{
    if (CheckpointOperation *watched = m_operations.value(operation))
        watched->stopWatching();
}

void CheckpointService::remove(const OperationId &operation, const SpriteName &sprite,
                               const CheckpointId &checkpoint)
{
    ApiReply *reply =
        m_client.send(ApiRequest::remove(Reach::InsideSprite, checkpointsPath(sprite, checkpoint)));
    connect(reply, &ApiReply::succeeded, this,
            [this, operation] { emit ended(operation, Outcome::Succeeded, {}); });
    connect(reply, &ApiReply::failed, this, [this, operation](const ApiError &error) {
        if (error.kind == ApiError::Kind::NotFound)
            emit ended(operation, Outcome::Succeeded, {});
        else
            emit ended(operation, Outcome::Failed, error);
    });
    connect(reply, &ApiReply::interrupted, this,
            [this, operation, sprite, checkpoint](const ApiError &error) {
                checkRemoved(operation, sprite, checkpoint, error);
            });
}

void CheckpointService::checkRemoved(const OperationId &operation, const SpriteName &sprite,
                                     const CheckpointId &checkpoint, const ApiError &lost)
{
    ApiReply *reply =
        m_client.send(ApiRequest::get(Reach::InsideSprite, checkpointsPath(sprite, checkpoint)));
    connect(reply, &ApiReply::succeeded, this,
            [this, operation, lost] { emit ended(operation, Outcome::Unknown, lost); });
    connect(reply, &ApiReply::failed, this, [this, operation, lost](const ApiError &error) {
        if (error.kind == ApiError::Kind::NotFound)
            emit ended(operation, Outcome::Succeeded, {});
        else
            emit ended(operation, Outcome::Unknown, lost);
    });
}

} // namespace Spritarium
