// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/result.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace Spritarium {

//! A command that runs in a sprite, as the list of sessions tells it (sprites-api 7.6).
struct Session
{
    QString id;      //!< the process id as text: small, and used again
    QString command; //!< the program's path as it was found, and its arguments
    QString folder;  //!< where it was started
    QDateTime created;
    bool isTerminal = false;
    double bytesPerSecond = 0;
    bool isActive = false;  //!< printed something of late; says nothing about being alive
    QDateTime lastActivity; //!< invalid: not told

    //! 0: the id is no number.
    qint64 pid() const { return id.toLongLong(); }
    //! "python3" of "/usr/bin/python3 train.py".
    QString programName() const;

    friend bool operator==(const Session &, const Session &) = default;
};

//! Both shapes: `{"sessions":[...]}` and a bare array with ids as numbers.
Result<QList<Session>> parseSessions(const QByteArray &body);

} // namespace Spritarium
