// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/agentmessages.h"
#include "playground/agent/uniquefd.h"

#include <vector>

//! Packets with file descriptors over a socket pair (SOCK_SEQPACKET).
namespace Spritarium::Playground::Agent {

struct Packet
{
    Fields fields;
    std::vector<UniqueFd> fds; //!< closed by exec
};

enum class Transfer {
    Done,
    Later,     //!< the socket cannot take or has nothing now (non-blocking ones)
    Malformed, //!< one packet was read and is of no use, or is too long to be sent
    Over       //!< nobody is at the other end any more
};

Transfer send(int socket, const std::string &packed, const std::vector<int> &fds = {});
struct Received
{
    Transfer how = Transfer::Over;
    Packet packet;
};
Received receive(int socket);

} // namespace Spritarium::Playground::Agent
