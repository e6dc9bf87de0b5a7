// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/uniquefd.h"
#include "playground/httpreception.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>

namespace Spritarium::Playground {

//! HTTP on a unix socket of this computer. Its connections are those of HttpServer: Qt's TCP socket carries
//! any stream socket that it is given connected, which is how Qt's own local sockets work.
//!
//! It listens for as long as it is there. QLocalServer would close itself and remove its file with the first
//! connection that finds no descriptor, and a sandbox shows the file that was there when it started.
class InsideSocket : public QObject
{
    Q_OBJECT

public:
    InsideSocket(HttpConnection::Handler handler, const HttpLimits &limits, QObject *parent);
    //! The file goes with it.
    ~InsideSocket() override;

    //! Makes the file `path`, which must not exist. False if that cannot be; it may be tried again.
    bool listen(const QString &path);
    const QString &path() const { return m_path; }
    bool isListening() const { return bool(m_listener); }

private:
    void takeConnection();

    HttpReception m_reception;
    QString m_path;
    Agent::UniqueFd m_listener;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_breath; //!< while descriptors are short
};

} // namespace Spritarium::Playground
