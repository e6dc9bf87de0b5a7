// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"

#include <QTimer>

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

    void stillThere();

    bool m_looking = false;
    int m_looks = 0;
    std::optional<ApiError> m_lost; //!< why it is not known that the service took it
    QTimer m_again;
};

} // namespace Spritarium
