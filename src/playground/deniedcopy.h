// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/treework.h"

#include <QByteArray>

namespace Spritarium::Playground {

//! Copies the folder `from` to `to`, which must not exist, whatever permissions its files have: by a process
//! that may pass over them, see Agent::runCopyHelper(). `otherwise` is the answer where that cannot be.
//! Blocks for as long as there are files; from any thread.
Agent::MaybeFault copyDeniedFolder(const QByteArray &from, const QByteArray &to,
                                   const Agent::CopyFault &otherwise, const std::atomic_bool &stop);

} // namespace Spritarium::Playground
