// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httpreception.h"

#include <QLocalServer>

namespace Spritarium::Playground {

//! HTTP on a unix socket of this computer. Its connections are those of HttpServer: Qt's TCP socket carries
//! any stream socket that it is given connected, which is how Qt's own local sockets work.
class InsideSocket : public QLocalServer
{
    Q_OBJECT

public:
    InsideSocket(HttpConnection::Handler handler, const HttpLimits &limits, QObject *parent);

protected:
    void incomingConnection(quintptr descriptor) override;

private:
    HttpReception m_reception;
};

} // namespace Spritarium::Playground
