// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/execpost.h"

namespace Spritarium::Playground {

ExecPost::ExecPost(HttpExchange *exchange, ExecSession *session, bool takesInput)
    : ExecAttachment(exchange)
    , m_exchange(exchange)
    , m_session(session)
    , m_takesInput(takesInput)
{
    HttpResponse head = HttpResponse::empty(200);
    exchange->beginStream(
        head.with("Content-Type", "application/octet-stream").with("Cache-Control", "no-cache"));
    connect(exchange, &HttpExchange::writable, this, &ExecAttachment::drained);
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
    m_exchange->write(QByteArray(1, char(stream)) + bytes);
}

void ExecPost::takeExit(int code, bool)
{
    m_session.clear();
    m_exchange->write(QByteArray(1, char(3)) + char(quint8(code < 0 || code > 255 ? 255 : code)));
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
