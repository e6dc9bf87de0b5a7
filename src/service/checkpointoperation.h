// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "domain/operation.h"
#include "domain/streammessage.h"

#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <optional>

namespace Spritarium {

class ApiClient;
class StreamReply;

//! One create or restore while it runs: gives the lines of a stream their meaning.
//!
//! The **last** line decides, whatever HTTP said (sprites-api 5.3): `complete` is Succeeded, `error` is
//! Failed, every other end is Unknown. An `error` followed by `complete` is therefore Succeeded. Because some
//! streams stay open after their last word, ApiLimits::settle after a `complete` or `error` line ends the
//! wait.
class CheckpointOperation : public QObject
{
    Q_OBJECT

public:
    //! `reply` must come fresh from `client`.
    CheckpointOperation(ApiClient &client, const OperationId &id, StreamReply *reply, QObject *parent);

    const OperationId &id() const { return m_id; }
    //! The service goes on with its work; ends as Canceled.
    void stopWatching();

signals:
    void messageReceived(const Spritarium::StreamMessage &message);
    //! Once, last; then the object goes by deleteLater().
    //! Unknown carries Network or Timeout when the line was lost, Protocol when it ended without a final
    //! message.
    void ended(Spritarium::Outcome outcome, const std::optional<Spritarium::ApiError> &error);

private:
    void receive(const QJsonObject &line);
    void settle();
    void endByLastLine(const std::optional<ApiError> &lost);
    ApiError errorOfLastLine() const;
    void end(Outcome outcome, const std::optional<ApiError> &error);

    ApiClient &m_client;
    OperationId m_id;
    QPointer<StreamReply> m_reply;
    QString m_requestId;
    std::optional<StreamMessage> m_last;
    QTimer m_settle;
    bool m_settled = false;
    bool m_ended = false;
};

} // namespace Spritarium
