// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/websocketlink.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using WebSocketFrame::Opcode;

namespace {

constexpr qint64 MaxText = 64 * 1024;

} // namespace

std::optional<HttpResponse> WebSocketLink::refusal(const HttpRequest &request)
{
    if (request.isHead())
        return HttpResponse::insideText(405, u"Method not allowed"_s);
    if (!request.isWebSocketUpgrade)
        return HttpResponse::insideText(426, u"a WebSocket upgrade is expected here"_s)
            .with("Upgrade", "websocket");
    if (request.header("sec-websocket-version") != "13")
        return HttpResponse::insideText(400, u"unsupported WebSocket version"_s)
            .with("Sec-WebSocket-Version", "13");
    const auto key = QByteArray::fromBase64Encoding(request.header("sec-websocket-key"),
                                                    QByteArray::AbortOnBase64DecodingErrors);
    if (!key || key.decoded.size() != 16 || request.isHttp10 || request.hasBody())
        return HttpResponse::insideText(400, u"not a WebSocket handshake"_s);
    return std::nullopt;
}

WebSocketLink *WebSocketLink::accept(HttpExchange *exchange, QObject *parent)
{
    const HttpRequest &request = exchange->request();
    if (const std::optional<HttpResponse> refused = refusal(request)) {
        exchange->respond(*refused);
        return nullptr;
    }
    const Fault::Kind fault = exchange->fault().kind;
    if (fault == Fault::Kind::DropAfterWork) {
        exchange->cut();
        return nullptr;
    }
    if (fault == Fault::Kind::OtherAnswer) {
        exchange->respond(HttpResponse::empty(200));
        return nullptr;
    }
    QTcpSocket *socket =
        exchange->switchProtocols(WebSocketFrame::acceptFor(request.header("sec-websocket-key")));
    if (!socket)
        return nullptr;
    auto *link = new WebSocketLink(socket, parent);
    if (fault == Fault::Kind::DropAfterHeaders)
        link->leave();
    return link;
}

WebSocketLink::WebSocketLink(QTcpSocket *socket, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(Portion);
    m_patience.setSingleShot(true);
    m_ping.setInterval(5s);
    connect(&m_ping, &QTimer::timeout, this, [this] { send(Opcode::Ping, {}); });
    connect(&m_patience, &QTimer::timeout, this, &WebSocketLink::drop);
    connect(m_socket, &QTcpSocket::readyRead, this, &WebSocketLink::read);
    connect(m_socket, &QTcpSocket::disconnected, this, &WebSocketLink::onDisconnected);
    connect(m_socket, &QTcpSocket::bytesWritten, this, [this] {
        if (m_state != State::Open)
            waitForClient(); // slow, but alive
        payPong();
        emit drained();
    });
    // Queued: whoever makes a link connects to it first.
    QMetaObject::invokeMethod(this, &WebSocketLink::read, Qt::QueuedConnection);
}

void WebSocketLink::setPaused(bool paused)
{
    m_isPaused = paused && m_state == State::Open;
    if (!m_isPaused) {
        m_ping.stop();
        return read();
    }
    if (!m_ping.isActive())
        m_ping.start();
}

void WebSocketLink::waitForClient()
{
    // A person may have stopped reading for a while; who has everything only needs to say goodbye.
    m_patience.start(m_socket->bytesToWrite() > 0 ? 10min : std::chrono::milliseconds(30s));
}

void WebSocketLink::read()
{
    if (std::exchange(m_isReading, true))
        return;
    while (m_state != State::Over && !m_isPaused && m_socket->isOpen() &&
           (m_inFrame ? readPayload() : readHead())) {
    }
    m_isReading = false;
    if (m_isGone && !m_isPaused)
        end();
}

bool WebSocketLink::readHead()
{
    const std::optional<WebSocketFrame::Head> head =
        WebSocketFrame::parse(m_socket->peek(WebSocketFrame::Head::MaxSize));
    if (!head)
        return false;
    const bool isOpen = m_message != Opcode::Continuation;
    const bool continues = head->opcode == Opcode::Continuation;
    if (!head->isWellFormed || (!head->isControl() && continues != isOpen)) {
        fail(1002, u"protocol error"_s);
        return false;
    }
    m_socket->skip(head->size);
    m_head = *head;
    m_taken = 0;
    m_inFrame = true;
    if (!head->isControl() && !continues)
        m_message = head->opcode;
    if (head->payload > 0)
        return true;
    if (m_message == Opcode::Binary && head->opcode == Opcode::Binary && m_state == State::Open)
        emit binaryReceived({});
    finishFrame();
    return true;
}

bool WebSocketLink::readPayload()
{
    QByteArray portion = m_socket->read(std::min(m_head.payload - m_taken, Portion));
    if (portion.isEmpty())
        return false;
    if (m_state == State::Open || m_head.isControl())
        WebSocketFrame::unmask(portion, m_head.mask, m_taken);
    m_taken += portion.size();
    const bool isWhole = m_taken == m_head.payload;
    takePortion(std::move(portion));
    if (isWhole && m_state != State::Over)
        finishFrame();
    return true;
}

void WebSocketLink::takePortion(QByteArray portion)
{
    if (m_head.isControl()) {
        m_control += portion;
    } else if (m_state != State::Open) {
        return; // too late to be of use to anybody
    } else if (m_message == Opcode::Binary) {
        emit binaryReceived(portion);
    } else if (!m_ignoresText) {
        m_text += portion;
        if (m_text.size() > MaxText)
            fail(1009, u"message too big"_s);
    }
}

void WebSocketLink::finishFrame()
{
    m_inFrame = false;
    if (m_head.isControl())
        return answerControl();
    if (!m_head.isFinal)
        return;
    const bool isText = std::exchange(m_message, Opcode::Continuation) == Opcode::Text;
    const QByteArray text = std::exchange(m_text, {});
    if (m_state != State::Open)
        return;
    if (!isText)
        emit binaryFinished();
    else if (!m_ignoresText)
        emit textReceived(text);
}

void WebSocketLink::answerControl()
{
    const QByteArray payload = std::exchange(m_control, {});
    if (m_head.opcode == Opcode::Ping && m_state == State::Open) {
        // Who does not read is owed the answer to the last one only (RFC 6455, 5.5.3).
        m_owedPong = payload;
        return payPong();
    }
    if (m_head.opcode != Opcode::Close)
        return;
    // Their first word is answered with the same, their answer to ours with silence; then the line goes.
    if (m_state == State::Open)
        send(Opcode::Close, payload.left(2));
    m_state = State::Closing;
    waitForClient();
    m_socket->disconnectFromHost();
    end();
}

void WebSocketLink::payPong()
{
    if (!m_owedPong || !canSend())
        return;
    const QByteArray payload = *std::exchange(m_owedPong, std::nullopt);
    send(Opcode::Pong, payload);
}

void WebSocketLink::fail(quint16 code, const QString &reason)
{
    if (m_state != State::Open)
        return drop();
    close(code, reason);
    // What follows cannot be understood, so nobody looks for the client's close frame in it.
    m_socket->disconnectFromHost();
    end();
}

void WebSocketLink::send(Opcode opcode, const QByteArray &payload)
{
    if (m_state != State::Open)
        return;
    m_socket->write(WebSocketFrame::head(opcode, payload.size()) + payload);
    m_socket->flush();
}

void WebSocketLink::sendBinary(QByteArrayView first, QByteArrayView rest)
{
    if (m_state != State::Open)
        return;
    QByteArray frame = WebSocketFrame::head(Opcode::Binary, first.size() + rest.size());
    frame.reserve(frame.size() + first.size() + rest.size());
    m_socket->write(frame.append(first).append(rest));
    m_socket->flush();
}

void WebSocketLink::sendFrom(QIODevice *source, qint64 size)
{
    // In one piece, or the head would travel in a packet of its own.
    QByteArray frame = WebSocketFrame::head(Opcode::Binary, size);
    const qsizetype headSize = frame.size();
    frame.resize(headSize + size);
    source->read(frame.data() + headSize, size);
    if (m_state != State::Open)
        return;
    m_socket->write(frame);
    m_socket->flush();
}

void WebSocketLink::sendBroken(const QByteArray &payload)
{
    if (m_state != State::Open)
        return;
    m_socket->write(WebSocketFrame::head(Opcode::Binary, payload.size() + Portion) + payload);
    leave();
}

void WebSocketLink::leave()
{
    m_state = State::Closing;
    m_isPaused = false;
    waitForClient();
    m_socket->disconnectFromHost();
}

void WebSocketLink::close(quint16 code, const QString &reason)
{
    if (m_state != State::Open)
        return;
    send(Opcode::Close, WebSocketFrame::closePayload(code, reason));
    m_state = State::Closing;
    waitForClient();
    // From the event loop: who closes may be in the middle of reading.
    m_isPaused = false;
    QMetaObject::invokeMethod(this, &WebSocketLink::read, Qt::QueuedConnection);
}

void WebSocketLink::drop()
{
    m_isPaused = false;
    end();
    m_socket->abort();
}

void WebSocketLink::onDisconnected()
{
    m_isGone = true;
    if (m_state == State::Over)
        deleteLater();
    else
        read();
}

void WebSocketLink::end()
{
    if (std::exchange(m_state, State::Over) == State::Over)
        return;
    emit ended();
    if (m_isGone)
        deleteLater();
}

} // namespace Spritarium::Playground
