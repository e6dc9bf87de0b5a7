// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/insidesocket.h"

#include <unistd.h>

namespace Spritarium::Playground {

InsideSocket::InsideSocket(HttpConnection::Handler handler, QObject *parent)
    : QLocalServer(parent)
    , m_handler(std::move(handler))
{}

void InsideSocket::incomingConnection(quintptr descriptor)
{
    auto *socket = new QTcpSocket(this);
    if (socket->setSocketDescriptor(qintptr(descriptor))) {
        new HttpConnection(socket, m_handler, this);
        return;
    }
    ::close(int(descriptor));
    delete socket;
}

} // namespace Spritarium::Playground
