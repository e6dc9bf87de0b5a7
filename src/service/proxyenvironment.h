// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QNetworkProxy>
#include <QString>
#include <QUrl>

#include <functional>
#include <optional>

namespace Spritarium {

//! A variable's value; empty if it is not set.
using Variables = std::function<QString(const char *name)>;

//! The proxy of https_proxy or all_proxy, also in capitals, unless no_proxy names the host: a name with all
//! below it, an address, a network such as 10.0.0.0/8, each perhaps with a port, or `*` for all. Nothing if
//! no variable names a proxy; NoProxy for a host that is named.
//!
//! `http`, `socks`, `socks5` and `socks5h` are understood; SOCKS always gets the name (sprites' service has
//! no fixed address). Another scheme is taken for HTTP: a proxy that a person named is never left out
//! silently. Without a port 80 is meant, or 1080 with SOCKS.
std::optional<QNetworkProxy> proxyOfEnvironment(const QUrl &address, const Variables &variables);

//! The same for one proxy as people write it, "http://user:password@host:port" or less.
std::optional<QNetworkProxy> proxyFromText(const QString &text);

} // namespace Spritarium
