// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httpexchange.h"

#include "playground/httplimits.h"

#include <QDateTime>
#include <QLocale>

#include <utility>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 ReadPortion = 256 * 1024;

QByteArray httpDate()
{
    return QLocale::c()
        .toString(QDateTime::currentDateTimeUtc(), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s)
        .toLatin1();
}

bool isJson(const HttpResponse &response)
{
    for (const auto &[name, value] : response.headers) {
        if (name == "Content-Type")
            return value.startsWith("application/json");
    }
    return false;
}

HttpResponse otherAnswer(const Fault &fault)
{
    if (!fault.text.startsWith(u'{'))
        return HttpResponse::insideText(fault.status, fault.text);
    HttpResponse response = HttpResponse::empty(fault.status).with("Content-Type", "application/json");
    response.body = fault.text.toUtf8();
    return response;
}

} // namespace

HttpExchange::HttpExchange(HttpRequest request, QTcpSocket *socket, qsizetype unreadHead, QObject *parent)
    : QObject(parent)
    , m_request(std::move(request))
    , m_socket(socket)
    , m_unreadHead(unreadHead)
    , m_body(m_request)
    , m_continueSent(!m_request.expectsContinue || !m_request.hasBody())
{
    if (!m_request.hasBody())
        return;
    m_bodyPatience.setSingleShot(true);
    m_bodyPatience.setInterval(HttpLimits().body);
    connect(&m_bodyPatience, &QTimer::timeout, this, &HttpExchange::onBodyStalled);
}

void HttpExchange::addHeader(const QByteArray &name, const QByteArray &value)
{
    m_headers.append({name, value});
}

QByteArray HttpExchange::readBody()
{
    if (!m_socket || m_isStalled || m_body.state() != HttpBodyDecoder::State::Reading)
        return {};
    sendContinue();
    const HttpBodyDecoder::Step step = m_body.decode(m_socket->peek(ReadPortion));
    m_socket->skip(step.consumed);
    watchBody(step);
    if (m_body.state() == HttpBodyDecoder::State::Bad) {
        closeAfterwards(); // nobody knows where another request would begin
        m_mayReuse = false;
        emit bodyFailed();
    }
    return step.data;
}

void HttpExchange::watchBody(const HttpBodyDecoder::Step &step)
{
    // Whoever reads stops at an empty portion: from there on it is the client's turn.
    const bool isWaiting = m_body.state() == HttpBodyDecoder::State::Reading && step.data.isEmpty() &&
                           m_stage != Stage::Streaming;
    if (!isWaiting)
        m_bodyPatience.stop();
    else if (step.consumed > 0 || !m_bodyPatience.isActive())
        m_bodyPatience.start();
}

void HttpExchange::onBodyStalled()
{
    m_isStalled = true;
    m_collectDone = nullptr;
    m_mayReuse = false;
    if (hasEnded()) {
        if (m_socket)
            m_socket->abort(); // the answer is out long since
        return;
    }
    closeAfterwards();
    respond(HttpResponse::insideText(408, u"the request body did not go on"_s));
    emit bodyFailed();
}

void HttpExchange::sendContinue()
{
    if (std::exchange(m_continueSent, true) || hasAnswered())
        return;
    m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
}

void HttpExchange::collectBody(qint64 limit, std::function<void(const QByteArray &)> done)
{
    m_collectLimit = limit;
    m_collectDone = std::move(done);
    takeCollected();
}

void HttpExchange::takeCollected()
{
    qsizetype before = -1;
    while (!isBodyComplete() && m_collected.size() != before) {
        before = m_collected.size();
        m_collected += readBody();
        if (m_body.state() == HttpBodyDecoder::State::Bad) {
            m_collectDone = nullptr;
            return respond(HttpResponse::insideText(400, u"bad request body"_s));
        }
        if (m_collected.size() > m_collectLimit) {
            m_collectDone = nullptr;
            return respond(HttpResponse::insideText(413, u"request body too large"_s));
        }
    }
    if (isBodyComplete()) {
        if (m_fault.kind == Fault::Kind::OtherBody)
            m_collected = m_fault.text.toUtf8();
        if (const auto done = std::exchange(m_collectDone, nullptr))
            done(std::exchange(m_collected, {}));
    }
}

void HttpExchange::sendHead(const HttpResponse &head, qint64 size)
{
    m_stage = Stage::Streaming;
    m_bodyPatience.stop();
    if (!m_socket)
        return;
    m_socket->skip(std::exchange(m_unreadHead, 0));
    if (m_fault.kind == Fault::Kind::DropAfterWork)
        return cut();
    const bool mayHaveBody = head.status != 204 && head.status != 304 && head.status >= 200;
    m_hasBody = mayHaveBody && !m_request.isHead();
    m_isChunked = size < 0 && !m_request.isHttp10;
    // A client that was never told to send its body may send it or not: nobody can tell where the next
    // request begins.
    m_mayReuse =
        m_request.keepsAlive && m_continueSent && (size >= 0 || m_isChunked) && !m_request.isWebSocketUpgrade;

    QByteArray bytes =
        "HTTP/1.1 " + QByteArray::number(head.status) + ' ' + reasonPhrase(head.status) + "\r\n";
    bytes += "Server: Fly/playground\r\nVia: 1.1 fly.io\r\nDate: " + httpDate() + "\r\n";
    for (const auto &headers : {head.headers, m_headers}) {
        for (const auto &[name, value] : headers)
            bytes += name + ": " + value + "\r\n";
    }
    if (m_isChunked)
        bytes += "Transfer-Encoding: chunked\r\n";
    else if (size >= 0 && mayHaveBody)
        bytes += "Content-Length: " + QByteArray::number(size) + "\r\n";
    if (!m_mayReuse)
        bytes += "Connection: close\r\n";
    else if (m_request.isHttp10)
        bytes += "Connection: keep-alive\r\n";
    m_socket->write(bytes + "\r\n");
    if (m_fault.kind == Fault::Kind::DropAfterHeaders)
        cut();
}

void HttpExchange::respond(const HttpResponse &response)
{
    if (hasAnswered())
        return;
    const HttpResponse sent = m_fault.kind == Fault::Kind::OtherAnswer ? otherAnswer(m_fault) : response;
    QByteArray body = sent.body;
    if (m_fault.kind == Fault::Kind::MalformedJson && isJson(sent))
        body = body.left(body.size() / 2) + "}{";
    sendHead(sent, body.size());
    if (m_fault.kind == Fault::Kind::CutMidLine && body.size() > 1) {
        write(body.left(body.size() / 2));
        return cut();
    }
    write(body);
    finish();
}

void HttpExchange::beginStream(const HttpResponse &head)
{
    if (!hasAnswered())
        sendHead(head, -1);
}

void HttpExchange::beginSized(const HttpResponse &head, qint64 size)
{
    if (!hasAnswered())
        sendHead(head, size);
}

void HttpExchange::write(const QByteArray &data)
{
    if (m_stage != Stage::Streaming || !m_hasBody || data.isEmpty() || !m_socket)
        return;
    if (m_isChunked)
        m_socket->write(QByteArray::number(data.size(), 16) + "\r\n" + data + "\r\n");
    else
        m_socket->write(data);
}

void HttpExchange::finish()
{
    if (m_stage != Stage::Streaming)
        return;
    if (m_isChunked && m_hasBody && m_socket)
        m_socket->write("0\r\n\r\n");
    end();
}

int HttpExchange::flush()
{
    if (!m_socket)
        return -1;
    m_socket->flush();
    return int(m_socket->socketDescriptor());
}

void HttpExchange::cut()
{
    if (hasEnded())
        return;
    m_mayReuse = false;
    if (m_socket)
        m_socket->disconnectFromHost();
    end();
}

bool HttpExchange::canWrite() const
{
    return m_stage == Stage::Streaming && m_socket && m_socket->bytesToWrite() < HighWater;
}

QTcpSocket *HttpExchange::takeSocket()
{
    QTcpSocket *socket = m_socket;
    m_socket = nullptr;
    m_bodyPatience.stop();
    m_stage = Stage::Ended;
    emit socketTaken();
    emit ended();
    return socket;
}

QTcpSocket *HttpExchange::handOver()
{
    if (hasAnswered() || !m_socket)
        return nullptr;
    m_socket->skip(std::exchange(m_unreadHead, 0));
    return takeSocket();
}

QTcpSocket *HttpExchange::switchProtocols(const QByteArray &webSocketAccept)
{
    if (hasAnswered() || !m_socket)
        return nullptr;
    m_socket->skip(std::exchange(m_unreadHead, 0));
    QByteArray bytes = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Accept: " +
                       webSocketAccept + "\r\n";
    for (const auto &[name, value] : std::as_const(m_headers)) {
        if (name != "Sprite-Version") // not on a 101 (sprites-api 2.5)
            bytes += name + ": " + value + "\r\n";
    }
    m_socket->write(bytes + "\r\n");
    m_socket->flush();
    return takeSocket();
}

void HttpExchange::socketReadable()
{
    if (m_collectDone)
        takeCollected();
    else if (hasEnded())
        while (m_body.state() == HttpBodyDecoder::State::Reading && !readBody().isEmpty()) {
        }
    else if (m_body.state() == HttpBodyDecoder::State::Reading)
        emit bodyAvailable();
}

void HttpExchange::socketDrained()
{
    if (canWrite())
        emit writable();
}

void HttpExchange::clientLeft()
{
    m_mayReuse = false;
    m_bodyPatience.stop();
    if (m_body.state() == HttpBodyDecoder::State::Reading && !m_isStalled && !hasEnded())
        emit bodyFailed();
    end();
}

void HttpExchange::end()
{
    if (std::exchange(m_stage, Stage::Ended) != Stage::Ended)
        emit ended();
}

} // namespace Spritarium::Playground
