// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/execpost.h"

namespace Spritarium::Playground {

using namespace std::chrono_literals;

namespace {
constexpr auto Distance = 20ms;
constexpr int MostApart = 50; // a second of waiting at most for a command that says much
} // namespace

ExecPost::ExecPost(HttpExchange *exchange, ExecSession *session, bool takesInput)
    : ExecAttachment(exchange)
    , m_exchange(exchange)
    , m_session(session)
    , m_takesInput(takesInput)
{
    HttpResponse head = HttpResponse::empty(200);
    exchange->beginStream(
        head.with("Content-Type", "application/octet-stream").with("Cache-Control", "no-cache"));
    m_distance.setSingleShot(true);
    m_distance.setInterval(Distance);
    connect(&m_distance, &QTimer::timeout, this, [this] {
        sendFrames();
        if (canTake())
            emit drained();
    });
    connect(exchange, &HttpExchange::writable, this, [this] {
        if (canTake())
            emit drained();
    });
    connect(exchange, &HttpExchange::bodyAvailable, this, &ExecPost::pumpInput);
    connect(exchange, &HttpExchange::bodyFailed, this, [this] {
        if (m_session && m_takesInput)
            m_session->closeInput();
    });
    connect(session, &ExecSession::inputDrained, this, &ExecPost::pumpInput);
    session->attach(this);
    pumpInput();
}

void ExecPost::takeOutput(int stream, const QByteArray &bytes)
{
    add(QByteArray(1, char(stream)) + bytes);
}

void ExecPost::takeExit(int code, bool)
{
    m_session.clear();
    m_isOver = true;
    if (m_sent > MostApart)
        m_distance.start();
    add(QByteArray(1, char(3)) + char(quint8(code < 0 || code > 255 ? 255 : code)));
}

void ExecPost::add(const QByteArray &frame)
{
    m_frames.push_back(frame);
    if (!m_distance.isActive())
        sendFrames();
}

void ExecPost::sendFrames()
{
    while (!m_frames.empty() && !m_distance.isActive()) {
        m_exchange->write(m_frames.front());
        m_frames.pop_front();
        if (++m_sent <= MostApart && !(m_isOver && m_frames.empty()))
            m_distance.start();
    }
    if (m_isOver && m_frames.empty())
        m_exchange->finish();
}

void ExecPost::pumpInput()
{
    while (m_session && m_session->canWrite()) {
        const QByteArray bytes = m_exchange->readBody();
        if (m_takesInput && m_session && !bytes.isEmpty())
            m_session->write(bytes);
        if (bytes.isEmpty() || m_exchange->isBodyComplete())
            break;
    }
    if (m_session && m_takesInput && m_exchange->isBodyComplete())
        m_session->closeInput();
}

} // namespace Spritarium::Playground
