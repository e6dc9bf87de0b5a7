// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"

namespace Spritarium {

//! What was under way when the program ended, told as what it is: unknown. Sends nothing and reads nothing.
class InterruptedFlow : public OperationFlow
{
    Q_OBJECT

public:
    InterruptedFlow(AccountSession &session, const Operation &interrupted, const FlowTiming &timing,
                    QObject *parent);

    //! The right flow for an operation that ran when the program ended: a restore is looked after, since it
    //! may have replaced files; the list shows by itself what became of the others.
    static OperationFlow *make(AccountSession &session, const Operation &interrupted,
                               const FlowTiming &timing);

protected:
    void run() override;
};

} // namespace Spritarium
