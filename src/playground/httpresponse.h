// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QPair>

namespace Spritarium::Playground {

//! A complete answer: status, headers and the whole body. Content-Length is added when it is sent.
struct HttpResponse
{
    int status = 200;
    QList<QPair<QByteArray, QByteArray>> headers;
    QByteArray body;

    HttpResponse &with(const QByteArray &name, const QByteArray &value);

    static HttpResponse empty(int status);
    //! JSON as the control plane sends it (sprites-api 0.2): with charset.
    static HttpResponse controlJson(int status, const QByteArray &json);
    static HttpResponse controlJson(int status, const QJsonObject &object);
    //! {"error": text}
    static HttpResponse controlError(int status, const QString &text);
    //! {"errors": [text]}
    static HttpResponse controlErrors(int status, const QString &text);
    //! JSON as the sprite's own supervisor sends it: without charset, with a newline at the end.
    static HttpResponse insideJson(int status, const QByteArray &json);
    //! One line of plain text as the supervisor's errors are; the newline is added.
    static HttpResponse insideText(int status, const QString &text);
};

//! The words behind a status, "Not Found" for 404.
QByteArray reasonPhrase(int status);
//! Compact JSON the way Go's encoder writes it: <, > and & inside strings as \u003c (sprites-api 2.10).
QByteArray toWireJson(const QJsonObject &object);
QByteArray toWireJson(const QJsonArray &array);
//! Appends `text` in quotes, written the same way.
void appendQuoted(QByteArray &to, QStringView text);

} // namespace Spritarium::Playground
