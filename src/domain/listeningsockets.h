// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/portforward.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace Spritarium {

//! TCP ports that listen, as Linux writes them in /proc/net/tcp and /proc/net/tcp6, both in one text in any
//! order; bytes of framing between the letters are overlooked. One per port, by port; where several addresses
//! listen on it the widest is told. Absent: that is no such text.
std::optional<QList<ListeningPort>> listeningSockets(const QByteArray &procNetTcp);

} // namespace Spritarium
