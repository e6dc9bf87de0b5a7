// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/insidesocket.h"

#include <QFile>
#include <QTcpSocket>

#include <algorithm>
#include <cerrno>
#include <chrono>

#include <sys/socket.h>
#include <sys/un.h>

namespace Spritarium::Playground {

namespace {

constexpr std::chrono::milliseconds Breath{100};
constexpr int Backlog = 1024; //!< of connections that wait

} // namespace

InsideSocket::InsideSocket(HttpConnection::Handler handler, const HttpLimits &limits, QObject *parent)
    : QObject(parent)
    , m_reception(std::move(handler), limits, nullptr)
{
    m_breath.setSingleShot(true);
    m_breath.setInterval(Breath);
    connect(&m_breath, &QTimer::timeout, this, [this] { m_notifier->setEnabled(true); });
}

InsideSocket::~InsideSocket()
{
    if (m_listener)
        QFile::remove(m_path);
}

bool InsideSocket::listen(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    Agent::UniqueFd listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!listener || name.size() >= qsizetype(sizeof address.sun_path))
        return false;
    std::copy(name.cbegin(), name.cend(), std::begin(address.sun_path));
    if (::bind(listener.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return false;
    if (::listen(listener.get(), Backlog) != 0) {
        QFile::remove(path);
        return false;
    }
    m_path = path;
    m_notifier = std::make_unique<QSocketNotifier>(listener.get(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &InsideSocket::takeConnection);
    m_listener = std::move(listener);
    return true;
}

void InsideSocket::takeConnection()
{
    const bool isShort = HttpReception::isShortOfFiles();
    Agent::UniqueFd descriptor(
        isShort ? -1 : ::accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!descriptor) {
        const bool isNothing = !isShort && (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED);
        if (isNothing)
            return;
        m_notifier->setEnabled(false);
        return m_breath.start();
    }
    auto *socket = new QTcpSocket(this);
    if (!socket->setSocketDescriptor(descriptor.get())) {
        delete socket;
        return;
    }
    descriptor.release(); // the socket has it
    m_reception.take(socket);
}

} // namespace Spritarium::Playground
