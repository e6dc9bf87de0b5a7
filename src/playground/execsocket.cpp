// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/execsocket.h"

#include <QJsonDocument>

#include <algorithm>
#include <utility>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr char Input = 0;
constexpr char Exit = 3;
constexpr char EndOfInput = 4;
//! Some clients take no larger messages unless told to.
constexpr qsizetype FrameSize = 32 * 1024;

} // namespace

ExecSocket::ExecSocket(WebSocketLink *link, ExecSession *session, bool takesInput, qint64 offset)
    : ExecAttachment(link)
    , m_link(link)
    , m_session(session)
    , m_isTerminal(session->isTerminal())
    , m_takesInput(takesInput)
{
    connect(link, &WebSocketLink::textReceived, this, &ExecSocket::onText);
    connect(link, &WebSocketLink::binaryReceived, this, &ExecSocket::onBinary);
    connect(link, &WebSocketLink::binaryFinished, this, [this] { m_isMessageOpen = false; });
    connect(link, &WebSocketLink::drained, this, &ExecAttachment::drained);
    connect(link, &WebSocketLink::ended, this, [this] {
        if (m_session)
            m_session->detach(this);
    });
    connect(session, &ExecSession::inputDrained, this, [this] {
        // Its end may have been told in the same breath.
        if (!m_session || m_session->canWrite())
            m_link->setPaused(false);
    });
    link->sendText(toWireJson(session->info(this)));
    session->attach(this, offset);
}

void ExecSocket::refuse(WebSocketLink *link, const QString &why)
{
    link->sendText(toWireJson(QJsonObject{{u"type"_s, u"error"_s}, {u"error"_s, why}}));
    link->close(1000);
}

void ExecSocket::takeOutput(int stream, const QByteArray &bytes)
{
    const char id = char(stream);
    const QByteArrayView prefix = m_isTerminal ? QByteArrayView() : QByteArrayView(&id, 1);
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype size = std::min(FrameSize - prefix.size(), bytes.size() - at);
        m_link->sendBinary(prefix, QByteArrayView(bytes).sliced(at, size));
        at += size;
    }
}

void ExecSocket::takeExit(int code, bool wasKilled)
{
    m_session.clear();
    m_link->sendText(toWireJson(QJsonObject{{u"type"_s, u"exit"_s}, {u"exit_code"_s, code}}));
    if (!m_isTerminal) {
        const std::array<char, 2> frame{Exit, char(quint8(code < 0 || code > 255 ? 255 : code))};
        m_link->sendBinary(QByteArrayView(frame.data(), 2));
    }
    m_link->close(wasKilled ? 1001 : 1000, wasKilled ? u"stream closed"_s : QString());
}

void ExecSocket::takeNotice(const QJsonObject &message)
{
    m_link->sendText(toWireJson(message));
}

void ExecSocket::onText(const QByteArray &text)
{
    const QJsonObject message = QJsonDocument::fromJson(text).object();
    const QString type = message.value("type"_L1).toString();
    if (!m_session)
        return;
    if (type == "resize"_L1) {
        const int rows = message.value("rows"_L1).toInt();
        const int cols = message.value("cols"_L1).toInt();
        if (rows >= 1 && rows <= 65535 && cols >= 1 && cols <= 65535)
            m_session->resize(quint16(rows), quint16(cols));
    } else if (type == "signal"_L1) {
        // An error in text ends the session for some clients, so a name that we do not know is passed over.
        if (const std::optional<int> number = signalNumber(message.value("signal"_L1).toString()))
            m_session->signal(*number);
    }
}

void ExecSocket::onBinary(const QByteArray &portion)
{
    if (m_isTerminal)
        return input(portion);
    if (std::exchange(m_isMessageOpen, true)) {
        if (m_stream == Input)
            input(portion);
        return;
    }
    // An empty message has no stream and says nothing.
    m_stream = portion.isEmpty() ? char(-1) : portion.at(0);
    if (m_stream == Input)
        input(portion.mid(1));
    else if (m_stream == EndOfInput && m_session && m_takesInput)
        m_session->closeInput();
}

void ExecSocket::input(const QByteArray &bytes)
{
    if (!m_session || !m_takesInput || bytes.isEmpty())
        return;
    m_session->write(bytes);
    if (m_session && !m_session->canWrite())
        m_link->setPaused(true);
}

} // namespace Spritarium::Playground
