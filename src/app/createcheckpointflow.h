// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/newcheckpoint.h"
#include "app/operationflow.h"

namespace Spritarium {

//! Checkpoint now: Create, Listed (ux-spec 9.6).
class CreateCheckpointFlow : public OperationFlow
{
    Q_OBJECT

public:
    CreateCheckpointFlow(AccountSession &session, const SpriteKey &sprite, const QString &comment,
                         const FlowTiming &timing, QObject *parent);

    void stopWatching() override;

protected:
    void run() override;

private:
    NewCheckpoint *m_checkpoint = nullptr;
};

} // namespace Spritarium
