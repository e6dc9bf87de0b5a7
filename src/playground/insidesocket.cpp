// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/insidesocket.h"

#include <unistd.h>

namespace Spritarium::Playground {

InsideSocket::InsideSocket(HttpConnection::Handler handler, const HttpLimits &limits, QObject *parent)
    : QLocalServer(parent)
    , m_reception(std::move(handler), limits, nullptr)
{}

void InsideSocket::incomingConnection(quintptr descriptor)
{
    auto *socket = new QTcpSocket(this);
    if (socket->setSocketDescriptor(qintptr(descriptor))) {
        m_reception.take(socket);
        return;
    }
    ::close(int(descriptor));
    delete socket;
}

} // namespace Spritarium::Playground
