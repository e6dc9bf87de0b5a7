// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTcpServer>

#ifdef Q_OS_LINUX
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace Spritarium::Test {

//! While it lives, this thread, and those that it starts, may not listen on low ports, even when the user
//! may: what administrators' tests would never see otherwise.
class WithoutLowPorts
{
public:
    WithoutLowPorts() { setPermitted(false); }
    ~WithoutLowPorts() { setPermitted(true); }
    WithoutLowPorts(const WithoutLowPorts &) = delete;
    WithoutLowPorts &operator=(const WithoutLowPorts &) = delete;

    //! False where such ports are free to everybody, or this one is taken.
    bool isInForce(quint16 port) const
    {
        QTcpServer probe;
        return port != 0 && !probe.listen(QHostAddress::LocalHost, port) &&
               probe.serverError() == QAbstractSocket::SocketAccessError;
    }

private:
    void setPermitted(bool permitted)
    {
#ifdef Q_OS_LINUX
        __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
        __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {};
        if (syscall(SYS_capget, &header, data) != 0)
            return;
        const quint32 bit = quint32(1) << CAP_NET_BIND_SERVICE;
        if (permitted)
            data[0].effective |= bit & data[0].permitted;
        else
            data[0].effective &= ~bit;
        (void)syscall(SYS_capset, &header, data);
#else
        Q_UNUSED(permitted)
#endif
    }
};

} // namespace Spritarium::Test
