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

//! What a variable says.
struct NamedProxy
{
    QNetworkProxy proxy;
    //! The variable whose text names no proxy that is known here; then there is none to use.
    QString unreadable;

    friend bool operator==(const NamedProxy &, const NamedProxy &) = default;
};

//! The proxy of https_proxy or all_proxy, also in capitals, unless no_proxy names the host: a name with all
//! below it, an address, a network such as 10.0.0.0/8, each perhaps with a port, or `*` for all. Nothing if
//! no variable is set; NoProxy for a host that is named. A proxy that a person named is never left out
//! silently.
std::optional<NamedProxy> proxyOfEnvironment(const QUrl &address, const Variables &variables);

//! One proxy as people write it, "http://user:password@host:port" or less. `http`, `socks`, `socks5` and
//! `socks5h` are understood; SOCKS always gets the name. Without a scheme http is meant, without a port 80,
//! or 1080 with SOCKS. Nothing for any other text: a password may hide in what looks like a host.
std::optional<QNetworkProxy> proxyFromText(const QString &text);

} // namespace Spritarium
