// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"

namespace Spritarium {

//! Delete sprite: asked once, believed when a read no longer finds it.
class DeleteSpriteFlow : public OperationFlow
{
    Q_OBJECT

public:
    DeleteSpriteFlow(AccountSession &session, const SpriteKey &sprite, const FlowTiming &timing,
                     QObject *parent);

protected:
    void run() override;

private:
    void applyEnd(Outcome outcome, const std::optional<ApiError> &error);

    bool m_looking = false;
};

} // namespace Spritarium
