// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/fault.h"
#include "playground/httpbodydecoder.h"
#include "playground/httprequest.h"
#include "playground/httpresponse.h"

#include <QObject>
#include <QPointer>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>
#include <functional>

namespace Spritarium::Playground {

//! One request and its answer. Made and owned by HttpConnection; lives until the answer is handed over and
//! the request's body has been read, or until the client leaves. Use it as the context of what works for it.
class HttpExchange : public QObject
{
    Q_OBJECT

public:
    //! A stream writes while fewer bytes than this wait for the client.
    static constexpr qint64 HighWater = 512 * 1024;

    //! `unreadHead`: bytes of the head still in the socket (upgrades only: a WebSocket wants to read them
    //! itself).
    HttpExchange(HttpRequest request, QTcpSocket *socket, qsizetype unreadHead, QObject *parent);

    const HttpRequest &request() const { return m_request; }
    //! The client's port, and ours; 0 when it has left.
    quint16 peerPort() const { return m_socket ? m_socket->peerPort() : quint16(0); }
    //! From 127.0.0.1 or ::1 itself, not from another loopback address.
    bool isPeerLocalhost() const
    {
        return m_socket && (m_socket->peerAddress().isEqual(QHostAddress(QHostAddress::LocalHost)) ||
                            m_socket->peerAddress() == QHostAddress(QHostAddress::LocalHostIPv6));
    }
    quint16 localPort() const { return m_socket ? m_socket->localPort() : quint16(0); }

    //! What shall go wrong with this answer.
    void setFault(const Fault &fault) { m_fault = fault; }
    const Fault &fault() const { return m_fault; }

    //! A header for whatever answer follows.
    void addHeader(const QByteArray &name, const QByteArray &value);

    //! The connection ends with the answer.
    void closeAfterwards() { m_request.keepsAlive = false; }

    //! \name The request's body
    //! @{
    //! What has arrived and was not read yet, at most some 256 KiB; the client waits while nobody reads.
    QByteArray readBody();
    bool isBodyComplete() const { return m_body.state() == HttpBodyDecoder::State::Done; }
    //! After bodyFailed() because of how it was framed, or how long it did not come.
    bool isBodyBroken() const { return m_isStalled || m_body.state() == HttpBodyDecoder::State::Bad; }
    //! How long a reader waits for the next byte before 408 is answered. Not for what is answered already: a
    //! stream takes its time.
    void setBodyPatience(std::chrono::milliseconds time) { m_bodyPatience.setInterval(time); }
    //! Reads the whole body, then calls `done` once; at once when there is none. Above `limit` bytes answers
    //! 413.
    void collectBody(qint64 limit, std::function<void(const QByteArray &)> done);
    //! @}

    //! \name The answer: one of the first three, then write() and finish()
    //! @{
    void respond(const HttpResponse &response);
    //! A body of unknown length.
    void beginStream(const HttpResponse &head);
    //! A body of `size` bytes that follow by write().
    void beginSized(const HttpResponse &head, qint64 size);
    void write(const QByteArray &data);
    void finish();
    //! Hands what is written so far to the system, and tells the socket's descriptor; -1 without a client.
    int flush();
    //! Sends what is written so far and closes the connection, as when a machine dies.
    void cut();
    bool hasAnswered() const { return m_stage != Stage::Waiting; }
    bool hasEnded() const { return m_stage == Stage::Ended; }
    //! Whether a stream should go on writing now; otherwise wait for writable().
    bool canWrite() const;
    //! @}

    //! The socket of an upgrade request, head unread, no longer ours; the exchange ends. To be given to
    //! QWebSocketServer::handleConnection(), followed by emitting its readyRead().
    QTcpSocket *takeSocket();

    //! Answers 101 to an upgrade request and hands the socket over, head read; the exchange ends. nullptr if
    //! the client has left or was answered already.
    QTcpSocket *switchProtocols(const QByteArray &webSocketAccept);

    //! The socket with the head read and the body, if any, still in it; the exchange ends unanswered. nullptr
    //! if the client has left or was answered already. Who takes it answers.
    QTcpSocket *handOver();

    //! Called by the connection.
    void socketReadable();
    void socketDrained();
    void clientLeft();
    bool mayReuseConnection() const { return m_mayReuse; }

signals:
    //! New bytes for readBody(), or the body's end; also when it broke off (see bodyFailed()).
    void bodyAvailable();
    //! The body cannot be completed: it was badly framed, did not go on or the client left.
    void bodyFailed();
    //! The client has taken enough that a stream may go on; emitted often.
    void writable();
    //! The answer is complete or the client has left. Emitted once.
    void ended();
    //! The socket was taken by takeSocket().
    void socketTaken();

private:
    enum class Stage { Waiting, Streaming, Ended };

    void sendHead(const HttpResponse &head, qint64 size);
    void sendContinue();
    void takeCollected();
    void watchBody(const HttpBodyDecoder::Step &step);
    void onBodyStalled();
    void end();

    HttpRequest m_request;
    QPointer<QTcpSocket> m_socket;
    qsizetype m_unreadHead = 0;
    HttpBodyDecoder m_body;
    Fault m_fault;
    QList<QPair<QByteArray, QByteArray>> m_headers;
    std::function<void(const QByteArray &)> m_collectDone;
    QByteArray m_collected;
    qint64 m_collectLimit = 0;
    Stage m_stage = Stage::Waiting;
    bool m_isChunked = false;
    bool m_hasBody = true;
    bool m_mayReuse = false;
    bool m_continueSent = false;
    bool m_isStalled = false;
    QTimer m_bodyPatience;
};

} // namespace Spritarium::Playground
