// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/apireply.h"
#include "service/ndjsonsplitter.h"

#include <QJsonObject>
#include <QList>

namespace Spritarium {

//! A reply whose body is NDJSON and may take for ever: a checkpoint, a restore, the list watch. It knows
//! lines and JSON, not what they mean.
//!
//! On top of ApiReply's contract: opened() at most once, when a good status arrived, before any message;
//! messageReceived() for every object in order, all before the end. No turn of the event loop parses longer
//! than ApiLimits::longestTurn, and the read buffer is bounded, so a fast sender is held back instead of the
//! window. Ends: succeeded() = the body ended properly, whatever the lines said; failed() = a status of 400
//! or more; interrupted() = cut (Network), silent for the stall limit (Timeout), or unreadable (Protocol,
//! quoting the first 120 characters). Never sent again by itself.
class StreamReply : public ApiReply
{
    Q_OBJECT

signals:
    //! Headers came and the status is 2xx. `contentType` in lower case, without parameters.
    void opened(const QByteArray &contentType, QPrivateSignal);
    void messageReceived(const QJsonObject &message, QPrivateSignal);

protected:
    QNetworkReply *startExchange() override;
    void attached(QNetworkReply *reply) override;
    void concluded(QNetworkReply *reply) override;

private:
    friend class ApiClient;

    StreamReply(ApiClient &client, const ApiRequest &request, QObject *parent);

    //! False when a listener ended this reply.
    [[nodiscard]] bool readHeadOnce();
    //! Delivers what is there until it is empty or the turn is over.
    void drain();
    [[nodiscard]] bool deliverLines(const QElapsedTimer &turn);
    bool refill();
    bool deliver(const QByteArray &line);
    void finishBody();
    void breakOff(const QString &what, const QByteArray &excerpt);
    void endAs(End end, const std::optional<ApiError> &error = {});
    void restartStallTimer();

    NdjsonSplitter m_splitter;
    QList<QByteArray> m_lines;
    qsizetype m_nextLine = 0;
    QByteArray m_errorBody;
    QTimer m_stall;
    QTimer m_continue;
    std::chrono::milliseconds m_stallLimit{0};
    bool m_headRead = false;
    bool m_bodyEnded = false;
};

} // namespace Spritarium
