// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httpexchange.h"

#include <QList>
#include <QObject>

#include <functional>
#include <optional>

namespace Spritarium::Playground {

//! An NDJSON answer (sprites-api 2.10): writes lines as fast as the client takes them, keeps the rest, and
//! does to them what exchange->fault() says. A child of the exchange; gone when the client is.
class NdjsonStream : public QObject
{
    Q_OBJECT

public:
    //! Gives the next line, or nullopt when there is none for now.
    using Source = std::function<std::optional<QByteArray>()>;

    //! Answers 200 at once.
    explicit NdjsonStream(HttpExchange *exchange);

    //! One JSON object without newline; below 64 KiB.
    void line(const QByteArray &json);
    void line(const QJsonObject &object);
    //! {"type", "data" or "error", "time"} as checkpoint streams have it (5.3).
    void message(const QString &type, const QString &text);
    //! Ends with this message; `complete` or `error`.
    void finish(const QString &type, const QString &text);
    //! Likewise, with a message of another shape.
    void finish(const QJsonObject &last);
    //! Lines that are asked for when the client can take them, after those given by line(). Call pump() when
    //! there are new ones.
    void setSource(Source source);
    void pump();

    //! RFC 3339 UTC with nanosecond digits, trailing zeros cut (2.11).
    static QString timeText();

private:
    std::optional<QByteArray> nextLine();
    bool append(const QByteArray &json, QByteArray &batch);
    QByteArray intruder() const;

    HttpExchange *m_exchange;
    QList<QByteArray> m_queue;
    Source m_source;
    qint64 m_written = 0;
    int m_generated = 0;
    bool m_intruded = false;
    bool m_silent = false;
    bool m_finishing = false;
};

} // namespace Spritarium::Playground
