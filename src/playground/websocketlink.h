// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httpexchange.h"
#include "playground/websocketframe.h"

#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <optional>

namespace Spritarium::Playground {

//! The server's end of one WebSocket. Binary payloads pass in portions as they come, never gathered, so what
//! a connection holds does not depend on the size of its frames; QWebSocket gathers whole messages and can
//! only be held back by a trick. Pings are answered; while a pause leaves them unread, the client is pinged.
//! Deletes itself some time after ended(), when the client has all that was sent.
class WebSocketLink : public QObject
{
    Q_OBJECT

public:
    //! Nothing larger is handed over or sent in one piece, and what waits unread stays below it.
    static constexpr qint64 Portion = 128 * 1024;
    //! Who has more waiting to be sent should wait for drained().
    static constexpr qint64 HighWater = 256 * 1024;

    //! Why a request is no upgrade that could be answered: 426, for HEAD 405, or 400 for a bad one.
    static std::optional<HttpResponse> refusal(const HttpRequest &request);
    //! Answers the upgrade. Refuses what is none (426, HEAD 405) or a bad one (400), and does what the
    //! exchange's fault says about an answer; then the result is nullptr. The exchange ends either way.
    static WebSocketLink *accept(HttpExchange *exchange, QObject *parent);

    //! Leaves what arrives unread, so that the client has to wait.
    void setPaused(bool paused);
    //! Text passes unread from now on, whatever its size.
    void ignoreText() { m_ignoresText = true; }

    void sendText(const QByteArray &text) { send(WebSocketFrame::Opcode::Text, text); }
    //! One binary message of both, one behind the other.
    void sendBinary(QByteArrayView first, QByteArrayView rest = {});
    //! One binary frame with the next `size` bytes of `source`, which must have them.
    void sendFrom(QIODevice *source, qint64 size);
    //! The beginning of a frame that will never be whole, then the end of the line: as when a machine dies.
    void sendBroken(const QByteArray &payload);
    //! Sends what waits and the close frame, then waits for the client's. What comes until then is not read.
    void close(quint16 code, const QString &reason = {});
    //! Drops the line at once, without a word.
    void drop();

    bool canSend() const { return bytesToWrite() < HighWater; }
    qint64 bytesToWrite() const { return m_socket->bytesToWrite(); }
    //! All that is kept for this client, read and unread.
    qint64 bytesHeld() const { return m_socket->bytesToWrite() + m_socket->bytesAvailable(); }

signals:
    //! A whole message, at most 64 KiB; a larger one ends the connection with 1009.
    void textReceived(const QByteArray &text);
    //! The next part of a binary message; empty only for an empty message.
    void binaryReceived(const QByteArray &portion);
    //! The binary message whose parts came before is whole.
    void binaryFinished();
    //! The client has taken something; emitted often.
    void drained();
    //! No more will come from the client. Once, also after close() and drop().
    void ended();

private:
    enum class State { Open, Closing, Over };

    WebSocketLink(QTcpSocket *socket, QObject *parent);

    void read();
    bool readHead();
    bool readPayload();
    void takePortion(QByteArray portion);
    void finishFrame();
    void answerControl();
    void payPong();
    void fail(quint16 code, const QString &reason);
    void send(WebSocketFrame::Opcode opcode, const QByteArray &payload);
    void waitForClient();
    //! Ends the line without a close frame once everything is sent.
    void leave();
    void onDisconnected();
    void end();

    QTcpSocket *m_socket;
    QTimer m_patience; //!< with a client that does not finish the close
    QTimer m_ping;     //!< runs during a pause
    State m_state = State::Open;
    bool m_isPaused = false;
    bool m_isReading = false;
    bool m_isGone = false;
    bool m_ignoresText = false;
    bool m_inFrame = false;
    WebSocketFrame::Head m_head;
    qint64 m_taken = 0;                                                      //!< of the frame's payload
    WebSocketFrame::Opcode m_message = WebSocketFrame::Opcode::Continuation; //!< of a message in parts
    QByteArray m_text;
    QByteArray m_control;
    std::optional<QByteArray> m_owedPong;
};

} // namespace Spritarium::Playground
