// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

//! What the playground and the agent inside a sprite's sandbox say to each other: one message is one packet
//! of fields, each with a NUL behind it, the first one the verb. Both sides take nothing for granted: a
//! packet that is not as described here is passed over.
//!
//!   playground to agent
//!     spawn ...                              see SpawnOrder; with the child's ends of its streams
//!     signal <id> <number> <target>          target: process, group, foreground or session
//!     stop | continue                        all processes
//!     dial <id> <address> <port>             an IP address, empty for the sprite's own loopback
//!     listeners <id>
//!   agent to playground
//!     ready <version>                        once, first; see version()
//!     started <id> <pid> <program>           with the terminal's master, if it has one
//!     failed <id> <text>                     in place of started
//!     exited <id> <code> <signal>            once for each started; signal 0 if it ended by itself
//!     dialled <id>                           with the connected socket
//!     refused <id> <text>                    in place of dialled
//!     listeners <id> ...                     five fields each, see Listener
namespace Spritarium::Playground::Agent {

using Fields = std::vector<std::string>;

//! Bytes; what is longer is not sent.
constexpr std::size_t MaxMessage = 128 * 1024;

std::string pack(const Fields &fields);
//! Nothing for what is empty or does not end as a field does.
std::optional<Fields> unpack(std::string_view packet);

//! A decimal number without sign; nothing for anything else, and above `most`.
std::optional<std::uint64_t> number(std::string_view text, std::uint64_t most = UINT64_MAX);

//! A program to start, as leader of its own session.
struct SpawnOrder
{
    std::uint64_t id = 0; //!< names it in what follows
    bool tty = false;     //!< its streams are a new terminal, its controlling one
    unsigned rows = 0;
    unsigned cols = 0;
    std::string streams; //!< which of "012" come along in this order; the others are /dev/null
    std::string dir;
    std::string path;   //!< searched in `search` unless it has a slash
    std::string search; //!< as PATH is written
    std::vector<std::string> argv;
    std::vector<std::string> env; //!< K=V

    Fields toFields() const;
    static std::optional<SpawnOrder> fromFields(const Fields &fields);

    friend bool operator==(const SpawnOrder &, const SpawnOrder &) = default;
};

//! A TCP socket that waits for connections.
struct Listener
{
    std::uint64_t port = 0;
    std::string address; //!< as bound, "127.0.0.1", "0.0.0.0", "::"
    std::uint64_t pid = 0;
    std::uint64_t session = 0; //!< pid of the spawned process it descends from, 0 if that cannot be told
    std::string command;       //!< of the process, its words with blanks between

    static Fields toFields(std::uint64_t id, const std::vector<Listener> &listeners);
    //! Without `listeners` and the id in front; what is malformed is left out.
    static std::vector<Listener> fromFields(const Fields &fields);

    friend bool operator==(const Listener &, const Listener &) = default;
};

} // namespace Spritarium::Playground::Agent
