// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/addresswatch.h"

#include <array>
#include <cerrno>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace Spritarium::Playground {

AddressWatch::AddressWatch(QObject *parent)
    : QObject(parent)
    , m_socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE))
{
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_IPV4_IFADDR;
    if (!m_socket ||
        ::bind(m_socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &AddressWatch::read);
}

void AddressWatch::read()
{
    // What they say does not matter: who wants to know asks for all addresses.
    std::array<char, 8192> bytes{};
    while (::recv(m_socket.get(), bytes.data(), bytes.size(), 0) > 0 || errno == ENOBUFS || errno == EINTR) {
    }
    emit added();
}

} // namespace Spritarium::Playground
