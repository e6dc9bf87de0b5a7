// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/uniquefd.h"
#include "playground/childprocess.h"

#include <optional>

namespace Spritarium::Playground {

//! The program that connects one sprite's network to the outside: slirp4netns, which needs no rights. It
//! translates the sprite's connections into its own. Never to this computer: see Agent::fenceRules(), which
//! are set first. In Debian 12 it is preferred to pasta, which wants a default route to start at all and,
//! started by root, cannot enter a sprite's network.
namespace OutsideTool {

//! From the text of bubblewrap's --info-fd: the sandbox's network namespace, to be kept open.
//! Nothing while the text is not complete.
std::optional<Agent::UniqueFd> network(const QByteArray &info);

//! It runs, from now on; it is up when a byte comes from `ready`, and failed when that ends without one.
struct Start
{
    ChildProcess *process = nullptr;
    Agent::UniqueFd ready;
    Agent::UniqueFd errors; //!< what it says, to be read as long as it runs
    Agent::UniqueFd leash;  //!< it ends when this closes, so also when the playground is killed
    QString error;          //!< in one line, without a process
};
//! `own`, which ownAddresses() gave, is closed to it from the first moment on.
Start start(int network, const std::optional<QByteArrayList> &own, QObject *parent);

//! The IPv4 addresses by which a sprite could reach this computer; nothing if the system does not tell them.
//! Loopback is none of them: that is the sprite's own inside.
std::optional<QByteArrayList> ownAddresses();
//! Closes `own`, too, while the tool runs: the process that does so, which tells whether it has succeeded.
//! nullptr if it cannot be started.
ChildProcess *close(int network, const QByteArrayList &own, QObject *parent);

//! Empty, or what it needs and this computer does not have, in one line. Looks, and tries nothing.
QString whatIsMissing();

//! What it said last, as one line; in other words if that is nothing.
QString lastWords(const QByteArray &said);

} // namespace OutsideTool

} // namespace Spritarium::Playground
