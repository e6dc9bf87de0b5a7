// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "forwardsockets.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace Spritarium::Bench {

namespace {

constexpr std::size_t BufferSize = 256 * 1024;

sockaddr_in loopback(quint16 port)
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

} // namespace

BlockingSocket::BlockingSocket(int descriptor)
    : m_descriptor(descriptor)
    , m_buffer(BufferSize)
{
    const int yes = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

BlockingSocket BlockingSocket::to(quint16 port)
{
    BlockingSocket made(socket(AF_INET, SOCK_STREAM, 0));
    const sockaddr_in address = loopback(port);
    connect(made.m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address);
    return made;
}

BlockingSocket::BlockingSocket(BlockingSocket &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_buffer(std::move(other.m_buffer))
{}

BlockingSocket::~BlockingSocket()
{
    if (m_descriptor >= 0)
        close(m_descriptor);
}

bool BlockingSocket::begin(FarTask task, std::uint64_t length)
{
    char head[FarHeadSize];
    head[0] = static_cast<char>(task);
    std::memcpy(head + 1, &length, sizeof length);
    return write(head);
}

bool BlockingSocket::write(std::span<const char> bytes)
{
    while (!bytes.empty()) {
        const ssize_t size = send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (size <= 0)
            return false;
        bytes = bytes.subspan(std::size_t(size));
    }
    return true;
}

std::span<char> BlockingSocket::read()
{
    const ssize_t size = ::read(m_descriptor, m_buffer.data(), m_buffer.size());
    return {m_buffer.data(), std::size_t(std::max<ssize_t>(size, 0))};
}

bool BlockingSocket::skip(std::uint64_t size)
{
    while (size > 0) {
        const std::size_t got = read().size();
        if (got == 0)
            return false;
        size -= std::min<std::uint64_t>(size, got);
    }
    return true;
}

Listening listenAnywhere()
{
    const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    bind(descriptor, reinterpret_cast<const sockaddr *>(&address), size);
    listen(descriptor, 1024);
    getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &size);
    return {descriptor, ntohs(address.sin_port)};
}

} // namespace Spritarium::Bench
