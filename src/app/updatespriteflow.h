// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"

namespace Spritarium {

//! One change of a sprite's labels or address; the service's answer is compared with what was asked.
class UpdateSpriteFlow : public OperationFlow
{
    Q_OBJECT

public:
    UpdateSpriteFlow(AccountSession &session, const SpriteKey &sprite, const QStringList &labels,
                     const FlowTiming &timing, QObject *parent);
    UpdateSpriteFlow(AccountSession &session, const SpriteKey &sprite, bool isPublic,
                     const FlowTiming &timing, QObject *parent);

protected:
    void run() override;

private:
    QStringList m_labels;
    bool m_isPublic = false;
};

} // namespace Spritarium
