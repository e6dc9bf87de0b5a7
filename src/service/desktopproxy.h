// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/systemproxy.h"

namespace Spritarium {

//! Asks the program spritarium-system-proxy, which stands beside this one, what the desktop says for an
//! address; answers once, later, nothing where it is missing, fails or takes longer than half a minute. It
//! ends with `asker`, and then nothing is answered. Does not block.
void askDesktop(const QUrl &address, QObject *asker, const SystemProxy::Answer &answer);
//! The same with a program of that path.
void askDesktopBy(const QString &program, const QUrl &address, QObject *asker,
                  const SystemProxy::Answer &answer,
                  std::chrono::milliseconds patience = std::chrono::seconds(30));

} // namespace Spritarium
