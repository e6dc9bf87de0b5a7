// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/delivery.h"

#include <fcntl.h>
#include <sys/ioctl.h>

#ifdef Q_OS_LINUX
#include <linux/sockios.h>
#endif

namespace Spritarium::Playground {

using namespace std::chrono_literals;

namespace {

//! On Linux a unix socket counts what its other end has not read yet.
bool isRead(int socket)
{
#ifdef Q_OS_LINUX
    int unread = 0;
    return ::ioctl(socket, SIOCOUTQ, &unread) != 0 || unread == 0;
#else
    Q_UNUSED(socket)
    return true;
#endif
}

} // namespace

Delivery::Delivery(int descriptor, std::chrono::milliseconds most, QObject *parent)
    : QObject(parent)
    , m_socket(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0))
{
    connect(&m_interval, &QTimer::timeout, this, &Delivery::look);
    connect(&m_patience, &QTimer::timeout, this, &Delivery::look);
    m_patience.setSingleShot(true);
    m_patience.start(most);
    m_interval.start(10ms); // nobody tells, so it has to be asked
}

void Delivery::look()
{
    if (m_socket && m_patience.isActive() && !isRead(m_socket.get()))
        return;
    m_interval.stop();
    m_patience.stop();
    m_socket.reset(); // a client that waits for the end of the line gets it now
    emit done();
    deleteLater();
}

} // namespace Spritarium::Playground
