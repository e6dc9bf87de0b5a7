// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/newcheckpoint.h"

namespace Spritarium {

NewCheckpoint::NewCheckpoint(AccountSession &session, const OperationId &id, const SpriteName &sprite,
                             const QString &comment, const FlowTiming &timing, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_id(id)
    , m_sprite(sprite)
    , m_comment(comment)
    , m_timing(timing)
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &NewCheckpoint::list);

    CheckpointService &service = session.checkpoints();
    connect(&service, &CheckpointService::messageReceived, this,
            [this](const OperationId &operation, const StreamMessage &message) {
                if (operation != m_id)
                    return;
                if (const auto hint = checkpointIdHint(message.text))
                    m_hint = hint;
                Q_EMIT messageReceived(message);
            });
    connect(&service, &CheckpointService::ended, this,
            [this](const OperationId &operation, Outcome outcome, const std::optional<ApiError> &error) {
                if (operation == m_id)
                    applyEnd(outcome, error);
            });
    connect(&service, &CheckpointService::listed, this,
            [this](const SpriteName &name, const QList<Checkpoint> &checkpoints) {
                if (name == m_sprite)
                    applyListing(checkpoints);
            });
    connect(&service, &CheckpointService::listFailed, this,
            [this](const SpriteName &name, const ApiError &error) {
                if (name != m_sprite)
                    return;
                if (m_state == State::Before) {
                    // Nothing was asked for yet, so nothing can have changed.
                    m_state = State::Done;
                    Q_EMIT failed(error);
                } else if (m_state == State::Looking) {
                    listLater();
                }
            });
}

void NewCheckpoint::start()
{
    m_state = State::Before;
    list();
}

void NewCheckpoint::stopWatching()
{
    m_again.stop();
    if (m_state == State::Creating)
        m_session.checkpoints().stopWatching(m_id);
    m_state = State::Done;
}

void NewCheckpoint::list()
{
    m_session.checkpoints().list(m_sprite);
}

void NewCheckpoint::applyEnd(Outcome outcome, const std::optional<ApiError> &error)
{
    if (m_state != State::Creating)
        return;
    if (outcome == Outcome::Failed) {
        m_state = State::Done;
        Q_EMIT failed(error.value_or(ApiError()));
        return;
    }
    m_state = State::Looking;
    m_sawEnd = outcome == Outcome::Succeeded;
    m_lost = m_sawEnd ? std::nullopt : error;
    if (m_sawEnd)
        Q_EMIT created();
    list();
}

void NewCheckpoint::applyListing(const QList<Checkpoint> &checkpoints)
{
    if (m_state == State::Before) {
        m_newestBefore = newestVersion(checkpoints);
        m_state = State::Creating;
        m_sent = true;
        m_session.checkpoints().create(m_id, m_sprite, m_comment);
        return;
    }
    if (m_state != State::Looking)
        return;
    // Somebody else may make one at the same time: the comment must be ours, and the hint decides between
    // equals.
    std::optional<Checkpoint> found;
    for (const Checkpoint &checkpoint : checkpoints) {
        const std::optional<int> version = checkpoint.version();
        if (!version || (m_newestBefore && *version <= *m_newestBefore) || checkpoint.comment != m_comment)
            continue;
        // Without a last word, one that has no comment could be anybody's.
        if (!m_sawEnd && m_comment.isEmpty() && checkpoint.id != m_hint)
            continue;
        if (!found || (m_hint && checkpoint.id == *m_hint))
            found = checkpoint;
    }
    if (!found) {
        listLater();
        return;
    }
    m_state = State::Done;
    m_again.stop();
    Q_EMIT listed(found->id);
}

void NewCheckpoint::listLater()
{
    if (++m_tries >= m_timing.listTries) {
        giveUp();
        return;
    }
    m_again.start(m_timing.listAgain);
}

void NewCheckpoint::giveUp()
{
    m_state = State::Done;
    Q_EMIT unknown(m_lost);
}

} // namespace Spritarium
