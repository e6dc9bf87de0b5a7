// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "domain/checkpoint.h"
#include "domain/operation.h"
#include "domain/streammessage.h"

#include <QHash>
#include <QObject>
#include <QPointer>

#include <optional>

namespace Spritarium {

class ApiClient;
class ApiReply;
class CheckpointOperation;
class StreamReply;

//! The checkpoints of the sprites of one account. Every verb reaches inside the sprite and wakes it.
class CheckpointService : public QObject
{
    Q_OBJECT

public:
    //! The code of the error that answers a history filter the service does not have (kind Invalid): it
    //! answers 200 text/plain instead (sprites-api 5.4).
    static QString notOfferedCode();

    CheckpointService(ApiClient &client, QObject *parent);
    ~CheckpointService() override;

    //! Ends in listed() or listFailed(); asking again for the same sprite replaces the question under way.
    //! Has the query time limit, since a wedged sprite never answers (sprites-api 5.4).
    void list(const SpriteName &sprite, const CheckpointListOptions &options = {});
    void get(const SpriteName &sprite, const CheckpointId &checkpoint);

    //! Streams: messageReceived() for every line, then one ended() by CheckpointOperation's rule.
    void create(const OperationId &operation, const SpriteName &sprite, const QString &comment);
    void restore(const OperationId &operation, const SpriteName &sprite, const CheckpointId &checkpoint);
    //! A checkpoint that is not there is deleted: 404 is success. Looks when the answer was lost.
    void remove(const OperationId &operation, const SpriteName &sprite, const CheckpointId &checkpoint);
    //! Stops listening to a stream; the service goes on with the work. Ends as Canceled.
    void stopWatching(const OperationId &operation);

signals:
    //! In the order of the wire, the pseudo entry Current included.
    void listed(const Spritarium::SpriteName &sprite, const QList<Spritarium::Checkpoint> &checkpoints);
    void listFailed(const Spritarium::SpriteName &sprite, const Spritarium::ApiError &error);
    void fetched(const Spritarium::SpriteName &sprite, const Spritarium::Checkpoint &checkpoint);
    //! NotFound also for the recorded 500 that means it (sprites-api 5.5).
    void fetchFailed(const Spritarium::SpriteName &sprite, const Spritarium::CheckpointId &checkpoint,
                     const Spritarium::ApiError &error);
    //! One line of a create or restore, as it arrives; unknown types included.
    void messageReceived(const Spritarium::OperationId &operation, const Spritarium::StreamMessage &message);
    //! Exactly once per operation. Unknown: see CheckpointOperation::ended().
    void ended(const Spritarium::OperationId &operation, Spritarium::Outcome outcome,
               const std::optional<Spritarium::ApiError> &error);

private:
    void watch(const OperationId &operation, StreamReply *reply);
    void finishList(const SpriteName &sprite, const CheckpointListOptions &options, const ApiReply &reply);
    void checkRemoved(const OperationId &operation, const SpriteName &sprite, const CheckpointId &checkpoint,
                      const ApiError &lost);

    ApiClient &m_client;
    QHash<SpriteName, QPointer<ApiReply>> m_lists;
    QHash<OperationId, QPointer<CheckpointOperation>> m_operations;
};

} // namespace Spritarium
