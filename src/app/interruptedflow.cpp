// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/interruptedflow.h"

#include "app/restoreflow.h"

namespace Spritarium {

InterruptedFlow::InterruptedFlow(AccountSession &session, const Operation &interrupted,
                                 const FlowTiming &timing, QObject *parent)
    : OperationFlow(session, interrupted, timing, parent)
{}

OperationFlow *InterruptedFlow::make(AccountSession &session, const Operation &interrupted,
                                     const FlowTiming &timing)
{
    if (interrupted.kind == OperationKind::RestoreCheckpoint)
        return new RestoreFlow(session, interrupted, timing, nullptr);
    return new InterruptedFlow(session, interrupted, timing, nullptr);
}

void InterruptedFlow::run()
{
    for (Phase &phase : edit().phases) {
        if (phase.state == PhaseState::Running)
            phase.state = PhaseState::Unknown;
    }
    end(Outcome::Unknown, tr("Spritarium ended while this ran. The list shows what became of it."));
    settle();
}

} // namespace Spritarium
