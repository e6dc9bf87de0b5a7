// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"

namespace Spritarium {

//! Deletes one checkpoint and reads the list to see it gone.
class DeleteCheckpointFlow : public OperationFlow
{
    Q_OBJECT

public:
    DeleteCheckpointFlow(AccountSession &session, const SpriteKey &sprite, const CheckpointId &target,
                         const FlowTiming &timing, QObject *parent);

protected:
    void run() override;

private:
    void applyEnd(Outcome outcome, const std::optional<ApiError> &error);
    void applyListing(bool stillThere);

    bool m_looking = false;
    std::optional<ApiError> m_lost;
};

} // namespace Spritarium
