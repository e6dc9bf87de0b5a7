// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/agentsocket.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <sys/socket.h>

namespace Spritarium::Playground::Agent {

namespace {

constexpr std::size_t MaxFds = 4;

Transfer howItFailed()
{
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
        return Transfer::Later;
    return errno == EMSGSIZE ? Transfer::Malformed : Transfer::Over;
}

std::vector<UniqueFd> fdsIn(msghdr &header)
{
    std::vector<UniqueFd> fds;
    for (cmsghdr *part = CMSG_FIRSTHDR(&header); part; part = CMSG_NXTHDR(&header, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(part) + i * sizeof(int), sizeof(int));
            fds.emplace_back(fd);
        }
    }
    return fds;
}

} // namespace

Transfer send(int socket, const std::string &packed, const std::vector<int> &fds)
{
    if (packed.size() > MaxMessage || fds.size() > MaxFds)
        return Transfer::Malformed;
    iovec bytes{const_cast<char *>(packed.data()), packed.size()}; // NOLINT: sendmsg() only reads
    alignas(cmsghdr) std::array<char, CMSG_SPACE(MaxFds * sizeof(int))> control{};
    msghdr header{};
    header.msg_iov = &bytes;
    header.msg_iovlen = 1;
    if (!fds.empty()) {
        header.msg_control = control.data();
        header.msg_controllen = CMSG_SPACE(fds.size() * sizeof(int));
        cmsghdr *part = CMSG_FIRSTHDR(&header);
        part->cmsg_level = SOL_SOCKET;
        part->cmsg_type = SCM_RIGHTS;
        part->cmsg_len = CMSG_LEN(fds.size() * sizeof(int));
        std::memcpy(CMSG_DATA(part), fds.data(), fds.size() * sizeof(int));
    }
    return ::sendmsg(socket, &header, MSG_NOSIGNAL) >= 0 ? Transfer::Done : howItFailed();
}

Received receive(int socket)
{
    std::string buffer(MaxMessage, '\0');
    iovec bytes{buffer.data(), buffer.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(MaxFds * sizeof(int))> control{};
    msghdr header{};
    header.msg_iov = &bytes;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    const ssize_t size = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
    Received received;
    if (size < 0) {
        received.how = howItFailed();
        return received;
    }
    received.packet.fds = fdsIn(header);
    if (size == 0)
        return received;
    std::optional<Fields> fields = unpack(std::string_view(buffer).substr(0, std::size_t(size)));
    received.how = fields && !(header.msg_flags & MSG_TRUNC) ? Transfer::Done : Transfer::Malformed;
    if (received.how == Transfer::Done)
        received.packet.fields = std::move(*fields);
    return received;
}

} // namespace Spritarium::Playground::Agent
