// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/operationflow.h"

#include <QTimer>

namespace Spritarium {

OperationFlow::OperationFlow(AccountSession &session, const Operation &operation, const FlowTiming &timing,
                             QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_operation(operation)
    , m_timing(timing)
{
    if (m_operation.id.isEmpty())
        m_operation.id = newOperationId();
    if (!m_operation.startedAt.isValid())
        m_operation.startedAt = QDateTime::currentDateTimeUtc();
}

void OperationFlow::start()
{
    QTimer::singleShot(0, this, [this] {
        announce();
        run();
    });
}

void OperationFlow::stopWatching()
{
    if (m_operation.isRunning())
        end(Outcome::Canceled, tr("Not watched any more. The service goes on."));
    settle();
}

Operation OperationFlow::operationOf(OperationKind kind, const SpriteKey &sprite,
                                     const QList<PhaseName> &phases)
{
    Operation operation;
    operation.kind = kind;
    operation.sprite = sprite;
    for (const PhaseName name : phases)
        operation.phases << Phase{name, PhaseState::Waiting, {}};
    return operation;
}

void OperationFlow::abandon()
{
    if (m_operation.isRunning()) {
        for (Phase &phase : m_operation.phases) {
            if (phase.state == PhaseState::Running)
                phase.state = PhaseState::Unknown;
        }
        end(Outcome::Unknown, tr("The sign-in ended while this ran. The list shows what became of it."));
    }
    settle();
}

OperationId OperationFlow::step(QLatin1StringView name) const
{
    return OperationId(m_operation.id.toString() + u'/' + name);
}

void OperationFlow::setPhase(PhaseName name, PhaseState state, const QString &detail)
{
    for (Phase &phase : m_operation.phases) {
        if (phase.name != name)
            continue;
        phase.state = state;
        if (!detail.isEmpty())
            phase.detail = detail;
    }
    announce();
}

void OperationFlow::announce()
{
    Q_EMIT changed(m_operation);
}

void OperationFlow::hear(const StreamMessage &message)
{
    m_operation.lastMessage = message.text.trimmed();
    Q_EMIT messageReceived(m_operation.id, message);
}

void OperationFlow::end(Outcome outcome, const QString &text, const std::optional<ApiError> &error)
{
    m_operation.outcome = outcome;
    m_operation.resultText = text;
    m_operation.error = error;
    m_operation.endedAt = QDateTime::currentDateTimeUtc();
    announce();
}

void OperationFlow::settle()
{
    if (m_settled)
        return;
    m_settled = true;
    Q_EMIT settled(m_operation.id);
}

} // namespace Spritarium
