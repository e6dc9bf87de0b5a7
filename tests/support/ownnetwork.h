// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/uniquefd.h"

#include <QByteArray>
#include <QFile>
#include <QString>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

namespace Spritarium::Test {

//! Networks and mounts that belong to a test program alone, so that nothing a sprite sends can leave this
//! computer. To be entered at the beginning of main(), before there are threads.
namespace OwnNetwork {

inline QString problem(const char *what)
{
    return QStringLiteral("no network of its own for the test: %1: %2")
        .arg(QString::fromLatin1(what), QString::fromLocal8Bit(std::strerror(errno)));
}

inline bool write(const char *path, const QByteArray &text)
{
    QFile file(QString::fromLatin1(path));
    return file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && file.write(text) == text.size();
}

inline bool raiseLoopback()
{
    const Playground::Agent::UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP;
    return ::ioctl(socket.get(), SIOCSIFFLAGS, &request) == 0;
}

//! A further network with nothing but loopback; what was there stays where it is.
inline bool next()
{
    return ::unshare(CLONE_NEWNET) == 0 && raiseLoopback();
}

//! Empty, or why it cannot be. Not root: as the root of a user namespace.
inline QString enter()
{
    const uid_t user = ::getuid();
    const gid_t group = ::getgid();
    if (user != 0) {
        if (::unshare(CLONE_NEWUSER) != 0)
            return problem("user namespace");
        const bool isMapped = write("/proc/self/setgroups", "deny") &&
                              write("/proc/self/uid_map", "0 " + QByteArray::number(user) + " 1") &&
                              write("/proc/self/gid_map", "0 " + QByteArray::number(group) + " 1");
        if (!isMapped)
            return problem("user map");
    }
    if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        return problem("mounts");
    if (!next())
        return problem("network namespace");
    return {};
}

//! The one this thread is in.
inline Playground::Agent::UniqueFd current()
{
    return Playground::Agent::UniqueFd(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
}

//! As long as it lives, new sockets of this thread are made in another network.
class Visit
{
public:
    explicit Visit(int network)
        : m_home(current())
    {
        isThere = ::setns(network, CLONE_NEWNET) == 0;
    }
    ~Visit() { ::setns(m_home.get(), CLONE_NEWNET); }
    Visit(const Visit &) = delete;
    Visit &operator=(const Visit &) = delete;

    bool isThere = false;

private:
    Playground::Agent::UniqueFd m_home;
};

} // namespace OwnNetwork

} // namespace Spritarium::Test
