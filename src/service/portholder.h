// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <atomic>

namespace Spritarium {

//! Which program listens on `port` of this computer: "node (PID 4711)". Empty where that cannot be seen -
//! another person's process, a system without /proc -, and when `isCanceled` came true. Looks at every
//! process, so it may take long: not for the interface thread.
QString portHolder(quint16 port, const std::atomic<bool> &isCanceled);

//! Whether this very process listens on it, or has just ceased to: nobody does. True where that cannot be
//! seen.
bool mayHoldPort(quint16 port);

} // namespace Spritarium
