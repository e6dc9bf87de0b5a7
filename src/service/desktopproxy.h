// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QNetworkProxy>
#include <QUrl>

#include <functional>

class QObject;

namespace Spritarium {

//! Asks the program spritarium-system-proxy, which stands beside this one, what the desktop says for an
//! address; answers once, later, NoProxy where it is missing, fails or takes longer than half a minute. It
//! ends with `asker`, and then nothing is answered. Does not block.
void askDesktop(const QUrl &address, QObject *asker,
                const std::function<void(const QNetworkProxy &)> &answer);
//! The same with a program of that path.
void askDesktopBy(const QString &program, const QUrl &address, QObject *asker,
                  const std::function<void(const QNetworkProxy &)> &answer);

} // namespace Spritarium
