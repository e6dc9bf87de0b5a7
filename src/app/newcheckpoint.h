// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"
#include "domain/checkpoint.h"

#include <QTimer>

namespace Spritarium {

//! Makes one checkpoint and believes it only once the list shows it (sprites-api 5.3): create, then list
//! until a version appears that was not there before. A part of flows, not a flow.
class NewCheckpoint : public QObject
{
    Q_OBJECT

public:
    NewCheckpoint(AccountSession &session, const OperationId &id, const SpriteName &sprite,
                  const QString &comment, const FlowTiming &timing, QObject *parent);

    void start();
    void stopWatching();
    //! Whether the service was asked to make it.
    bool wasSent() const { return m_sent; }

Q_SIGNALS:
    void messageReceived(const Spritarium::StreamMessage &message);
    //! The service said that it is done; looking for it in the list.
    void created();
    //! Exactly one of the three, last. `error` of unknown() may say that the connection was lost.
    void listed(const Spritarium::CheckpointId &id);
    void failed(const Spritarium::ApiError &error);
    void unknown(const std::optional<Spritarium::ApiError> &error);

private:
    void applyEnd(Outcome outcome, const std::optional<ApiError> &error);
    void applyListing(const QList<Checkpoint> &checkpoints);
    void list();
    void listLater();
    void giveUp();

    AccountSession &m_session;
    OperationId m_id;
    SpriteName m_sprite;
    QString m_comment;
    FlowTiming m_timing;
    QTimer m_again;
    enum class State { Before, Creating, Looking, Done };
    State m_state = State::Before;
    std::optional<int> m_newestBefore;
    std::optional<CheckpointId> m_hint;
    std::optional<ApiError> m_lost; //!< why the end of the stream is not known
    bool m_sawEnd = false;
    int m_tries = 0;
    bool m_sent = false;
};

} // namespace Spritarium
