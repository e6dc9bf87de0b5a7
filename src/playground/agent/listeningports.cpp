// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/listeningports.h"

#include "playground/agent/processtable.h"

#include <array>
#include <cstring>
#include <fstream>
#include <sstream>

#include <arpa/inet.h>
#include <dirent.h>
#include <unistd.h>

namespace Spritarium::Playground::Agent {

namespace {

constexpr const char *Listening = "0A";

//! From the kernel's notation: 32-bit words in host order, in hexadecimal.
std::string addressIn(const std::string &hex)
{
    std::array<std::uint32_t, 4> words{};
    const std::size_t count = hex.size() / 8;
    if ((count != 1 && count != 4) || hex.size() % 8 != 0)
        return {};
    for (std::size_t i = 0; i < count; ++i)
        words[i] = std::uint32_t(std::stoul(hex.substr(i * 8, 8), nullptr, 16));
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (!::inet_ntop(count == 1 ? AF_INET : AF_INET6, words.data(), text.data(), text.size()))
        return {};
    return text.data();
}

std::map<std::uint64_t, ListeningSocket> listeningSockets()
{
    std::map<std::uint64_t, ListeningSocket> found;
    for (const char *path : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        std::ifstream file(path);
        const std::string table{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        for (const ListeningSocket &socket : ListeningSocket::inTable(table))
            found.emplace(socket.inode, socket);
    }
    return found;
}

std::set<std::uint64_t> socketsOf(pid_t pid)
{
    std::set<std::uint64_t> inodes;
    const std::string folder = "/proc/" + std::to_string(pid) + "/fd";
    DIR *fds = ::opendir(folder.c_str());
    if (!fds)
        return inodes;
    while (const dirent *entry = ::readdir(fds)) {
        std::array<char, 64> target{};
        const ssize_t size = ::readlinkat(::dirfd(fds), entry->d_name, target.data(), target.size());
        const std::string_view text(target.data(), size > 0 ? std::size_t(size) : 0);
        constexpr std::string_view Prefix = "socket:[";
        if (!text.starts_with(Prefix) || !text.ends_with(']'))
            continue;
        if (const auto inode = number(text.substr(Prefix.size(), text.size() - Prefix.size() - 1)))
            inodes.insert(*inode);
    }
    ::closedir(fds);
    return inodes;
}

//! The spawned process this one comes from.
pid_t rootOf(pid_t pid, const std::set<pid_t> &spawned, const std::map<pid_t, Process> &all)
{
    const auto self = all.find(pid);
    for (auto at = self; at != all.end(); at = all.find(at->second.parent)) {
        if (spawned.contains(at->first))
            return at->first;
    }
    return self != all.end() && spawned.contains(self->second.session) ? self->second.session : 0;
}

} // namespace

std::vector<ListeningSocket> ListeningSocket::inTable(const std::string &table)
{
    std::vector<ListeningSocket> sockets;
    std::istringstream lines(table);
    std::string line;
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string slot, local, remote, state, queues, timer, retransmits, uid, timeout, inode;
        if (!(words >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> uid >> timeout >>
              inode) ||
            state != Listening)
            continue;
        const std::size_t colon = local.find(':');
        const auto number = Agent::number(inode);
        if (colon == std::string::npos || !number)
            continue;
        const auto port = std::uint16_t(std::strtoul(local.c_str() + colon + 1, nullptr, 16));
        sockets.push_back({port, addressIn(local.substr(0, colon)), *number});
    }
    return sockets;
}

std::vector<Listener> listeners(const std::set<pid_t> &spawned, const std::set<pid_t> &only)
{
    std::map<std::uint64_t, ListeningSocket> open = listeningSockets();
    std::vector<Listener> found;
    if (open.empty())
        return found;
    std::map<pid_t, Process> all;
    for (const Process &each : processes())
        all.emplace(each.pid, each);
    for (const auto &[pid, each] : all) {
        if (!only.empty() && !only.contains(pid))
            continue;
        for (const std::uint64_t inode : socketsOf(pid)) {
            const auto socket = open.find(inode);
            if (socket == open.end())
                continue;
            found.push_back({socket->second.port, socket->second.address, std::uint64_t(pid),
                             std::uint64_t(rootOf(pid, spawned, all)), commandOf(pid)});
            open.erase(socket); // a child that shares it is no other listener
        }
    }
    return found;
}

} // namespace Spritarium::Playground::Agent
