// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/checkpointoperation.h"

#include "service/apiclient.h"
#include "service/streamreply.h"

namespace Spritarium {

CheckpointOperation::CheckpointOperation(ApiClient &client, const OperationId &id, StreamReply *reply,
                                         QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_id(id)
    , m_reply(reply)
{
    m_settle.setSingleShot(true);
    connect(&m_settle, &QTimer::timeout, this, &CheckpointOperation::settle);
    connect(reply, &StreamReply::messageReceived, this, &CheckpointOperation::receive);
    connect(reply, &ApiReply::succeeded, this, [this] { endByLastLine({}); });
    connect(reply, &ApiReply::interrupted, this, [this](const ApiError &error) { endByLastLine(error); });
    connect(reply, &ApiReply::failed, this, [this](const ApiError &error) { end(Outcome::Failed, error); });
    connect(reply, &ApiReply::canceled, this, [this] {
        if (m_settled || m_settle.isActive())
            endByLastLine({});
        else
            end(Outcome::Canceled, {});
    });
}

void CheckpointOperation::stopWatching()
{
    if (m_reply)
        m_reply->cancel();
}

void CheckpointOperation::receive(const QJsonObject &line)
{
    StreamMessage message = streamMessageFromJson(line);
    message.text = m_client.scrubbed(message.text);
    m_last = message;
    m_requestId = m_reply->requestId();
    if (message.kind == StreamMessage::Kind::Complete || message.kind == StreamMessage::Kind::Error)
        m_settle.start(m_client.limits().settle);
    else
        m_settle.stop();
    emit messageReceived(message);
}

void CheckpointOperation::settle()
{
    m_settled = true;
    if (m_reply)
        m_reply->cancel();
}

void CheckpointOperation::endByLastLine(const std::optional<ApiError> &lost)
{
    if (m_last && m_last->kind == StreamMessage::Kind::Complete)
        return end(Outcome::Succeeded, {});
    if (m_last && m_last->kind == StreamMessage::Kind::Error)
        return end(Outcome::Failed, errorOfLastLine());
    if (lost)
        return end(Outcome::Unknown, lost);
    ApiError error = ApiError::protocol(tr("The service did not say how it ended."),
                                        m_last ? m_last->text.toUtf8() : QByteArray());
    error.host = m_client.host();
    error.requestId = m_requestId.isEmpty() && m_reply ? m_reply->requestId() : m_requestId;
    end(Outcome::Unknown, error);
}

ApiError CheckpointOperation::errorOfLastLine() const
{
    ApiError error;
    // A stream has no status of its own; this is the one word of it that tells kinds apart (sprites-api 5.7).
    error.kind = m_last->text.contains(QLatin1String("checkpoint not found")) ? ApiError::Kind::NotFound
                                                                              : ApiError::Kind::Server;
    error.httpStatus = 200;
    error.serverText = m_last->text.simplified();
    error.raw = m_last->text.left(4096);
    error.requestId = m_requestId;
    error.host = m_client.host();
    error.at = QDateTime::currentDateTimeUtc();
    return error;
}

void CheckpointOperation::end(Outcome outcome, const std::optional<ApiError> &error)
{
    if (m_ended)
        return;
    m_ended = true;
    m_settle.stop();
    deleteLater();
    emit ended(outcome, error);
}

} // namespace Spritarium
