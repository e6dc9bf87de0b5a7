// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/ndjsonstream.h"
#include "playground/supervisedservice.h"

#include <QQueue>

#include <memory>

namespace Spritarium::Playground {

//! The events of one service as an answer (sprites-api 10.3). Output that a slow client does not take is kept
//! up to a bound; then it is passed over, and the stream says how much. A child of the exchange.
class ServiceStream : public QObject
{
    Q_OBJECT

public:
    //! Answers 200 at once; output is told from now on.
    ServiceStream(HttpExchange *exchange, SupervisedService *service);

    //! {"type", "timestamp"} and what is in `more`.
    void tell(const QString &type, QJsonObject more = {});
    //! Goes on for so long, or until the process exits, and tells that.
    void follow(std::chrono::milliseconds time);
    //! It did not start: says why and ends.
    void fail(const QString &text);
    //! What the log holds, before anything else.
    void tellLog(qint64 lines);
    //! The last event, after all that waits.
    void finish();

private:
    void onOutput(bool isErrors, const QString &text);
    void append(const QByteArray &line);
    std::optional<QByteArray> nextLine();

    QPointer<SupervisedService> m_service;
    QString m_name;
    NdjsonStream *m_stream;
    std::unique_ptr<ServiceLogReader> m_log;
    QStringDecoder m_logText{QStringDecoder::Utf8};
    QStringDecoder m_logErrors{QStringDecoder::Utf8};
    QQueue<QByteArray> m_waiting;
    qint64 m_waitingBytes = 0;
    qint64 m_skipped = 0;
    QTimer m_end;
    bool m_isFollowing = false;
    bool m_isFinishing = false;
};

} // namespace Spritarium::Playground
