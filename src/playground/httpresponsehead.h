// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>

namespace Spritarium::Playground {

//! The head of an answer that a server in a sprite gives, as far as one who passes it on has to know. Pure.
struct HttpResponseHead
{
    static constexpr qsizetype MaxSize = 64 * 1024;

    enum class State {
        Incomplete, //!< go on collecting bytes
        Ok,
        Bad, //!< no HTTP/1.x, or too long
    };

    State state = State::Incomplete;
    int status = 0;
    QByteArray statusLine;                        //!< as sent, without its end
    QList<QPair<QByteArray, QByteArray>> headers; //!< in order, as sent
    qsizetype size = 0;                           //!< bytes of the head with the blank line
    qint64 contentLength = -1;                    //!< -1: not told, or told beside chunks

    //! 1xx other than the change of protocol: another head follows.
    bool isInterim() const { return status >= 100 && status < 200 && status != 101; }
    bool changesProtocol() const { return status == 101; }
    //! Bytes of the body in answer to `method`; -1: until the connection ends.
    qint64 bodySize(const QByteArray &method) const;
    //! The head for a client whose connection ends with this answer.
    QByteArray forClosingConnection() const;

    //! Reads the front of `bytes`.
    static HttpResponseHead parse(QByteArrayView bytes);
};

} // namespace Spritarium::Playground
