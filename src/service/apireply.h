// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "service/apirequest.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <optional>

class QNetworkReply;

namespace Spritarium {

class ApiClient;

//! One call and its end. Made only by ApiClient, which is its parent.
//!
//! 1. Nothing is emitted before control returns to the event loop, so the caller can always connect.
//! 2. Exactly one of succeeded(), failed(), interrupted() and canceled(), then exactly one finished(), then
//!    deleteLater().
//! 3. finished() is for spinners and bookkeeping; logic belongs to the other four.
//! 4. After the end the object stays valid until the event loop turns. Keep a QPointer or nothing.
//! 5. All signals are private; one private function is the only exit. Destruction is silent.
//!
//! failed() means the service said no, or that nothing was ever sent. interrupted() means that *we do not
//! know*: the answer to a change was lost, or a stream broke. A read has no unknown end, so it fails instead.
//! Only reads are sent again: after a timeout or a lost connection (ApiLimits::readBackoff), and inside a
//! sprite after 502, 503 and 504 (ApiLimits::wakingBackoff).
class ApiReply : public QObject
{
    Q_OBJECT

public:
    ~ApiReply() override;

    //! Ends as canceled() on the next turn of the loop; after the end it does nothing. The service may go on.
    void cancel();

    const ApiRequest &request() const { return m_request; }
    //! What came; complete only in succeeded().
    const HttpAnswer &answer() const { return m_answer; }
    QByteArray contentType() const { return m_answer.header("content-type"); }
    QString requestId() const;
    bool hasEnded() const { return m_state == State::Ended; }

signals:
    void succeeded(QPrivateSignal);
    void failed(const ApiError &error, QPrivateSignal);
    void interrupted(const ApiError &error, QPrivateSignal);
    void canceled(QPrivateSignal);
    void finished(QPrivateSignal);

protected:
    enum class End { Succeeded, Failed, Interrupted, Canceled };

    ApiReply(ApiClient &client, const ApiRequest &request, QObject *parent);

    ApiClient &client() const { return m_client; }
    QNetworkReply *networkReply() const { return m_networkReply; }
    const QElapsedTimer &clock() const { return m_clock; }

    //! Makes the network reply of one exchange.
    virtual QNetworkReply *startExchange();
    //! A fresh network reply was made; connect what is needed.
    virtual void attached(QNetworkReply *reply);
    //! The network reply finished and its status and headers are in answer(); decides the end or sends again.
    virtual void concluded(QNetworkReply *reply);

    void readHead(QNetworkReply *reply);
    void setBody(const QByteArray &body) { m_answer.body = body; }
    bool isRunning() const { return m_state == State::Running; }
    //! The error of an exchange that ended without an answer, or of a status that is none of 2xx.
    ApiError errorOf(QNetworkReply *reply) const;
    //! The edge gave up, not the service: whether a change happened is not known (sprites-api 5.7).
    bool isGatewayFailure() const;
    //! Reports the exchange; false when a listener canceled or destroyed this reply meanwhile.
    [[nodiscard]] bool finishExchange();
    //! Behind a proxy nothing is said to the service before TLS with it stands.
    bool neverLeft() const { return !m_requestSent && !m_proxy.isEmpty(); }
    //! No answer within that time, naming the proxy if it went no further.
    ApiError timeUpError(std::chrono::milliseconds limit) const;
    //! The end that an exchange without a usable answer means for a change: Failed if nothing was ever sent.
    End endOfBroken(QNetworkReply *reply) const;
    //! Disconnects first: abort() emits before it returns.
    void dropNetworkReply();
    //! The only exit; ignored after the first.
    void end(End end, const std::optional<ApiError> &error = {});

private:
    friend class ApiClient;

    enum class State { Scheduled, Running, Canceling, Ended };

    void begin();
    void timeUp();
    bool sendAgain(const ApiError &error);

    ApiClient &m_client;
    ApiRequest m_request;
    HttpAnswer m_answer;
    QPointer<QNetworkReply> m_networkReply; // a dying manager deletes its replies
    QTimer m_timer;
    QElapsedTimer m_clock;
    QString m_proxy; //!< of this exchange, for people; empty without one
    State m_state = State::Scheduled;
    int m_readTries = 0;
    int m_wakingTries = 0;
    bool m_requestSent = false;
};

} // namespace Spritarium
