// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>
#include <QStringList>

namespace Spritarium::Playground {

//! The head of one HTTP/1.x request, decoded once. The body is not in here: it is read by HttpExchange.
struct HttpRequest
{
    QByteArray method;    //!< upper case as sent
    QByteArray target;    //!< path and query as sent; of a URL only these
    QStringList segments; //!< the path between its slashes, each percent-decoded once ("%2F" stays inside)
    QList<QPair<QString, QString>> query;         //!< in order, decoded, "+" read as a blank
    QList<QPair<QByteArray, QByteArray>> headers; //!< in order, names in lower case
    qint64 contentLength = 0;                     //!< bytes of the body when it is not chunked
    bool isChunked = false;
    bool isHttp10 = false;
    bool keepsAlive = true; //!< whether the connection may serve another request
    bool expectsContinue = false;
    bool isWebSocketUpgrade = false;

    bool hasBody() const { return isChunked || contentLength > 0; }
    bool isHead() const { return method == "HEAD"; }
    //! The path with decoded segments, beginning with "/".
    QString path() const;
    //! The query as sent, without "?".
    QByteArray rawQuery() const;
    //! The first value of a header (name in lower case), or empty.
    QByteArray header(QByteArrayView name) const;
    //! The first value of a query key, or empty.
    QString queryValue(QStringView key) const;
    bool hasQuery(QStringView key) const;

    friend bool operator==(const HttpRequest &, const HttpRequest &) = default;
};

} // namespace Spritarium::Playground
