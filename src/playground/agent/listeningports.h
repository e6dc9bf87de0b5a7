// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/agentmessages.h"

#include <sys/types.h>

#include <map>
#include <set>

namespace Spritarium::Playground::Agent {

//! A line of /proc/net/tcp or tcp6 that is a listening socket.
struct ListeningSocket
{
    std::uint16_t port = 0;
    std::string address;
    std::uint64_t inode = 0;

    //! All of a table's text.
    static std::vector<ListeningSocket> inTable(const std::string &table);

    friend bool operator==(const ListeningSocket &, const ListeningSocket &) = default;
};

//! What listens now. `spawned`: the processes that were spawned and live; `only`: those that count, all when
//! empty.
std::vector<Listener> listeners(const std::set<pid_t> &spawned, const std::set<pid_t> &only);

} // namespace Spritarium::Playground::Agent
