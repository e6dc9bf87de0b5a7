// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/tcptunnel.h"

#include <QJsonDocument>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto InitPatience = 60s;
constexpr auto EndPatience = 30s;

//! The supervisor sits beside the container and dials its bridge (sprites-api 8.1).
QString targetText(const QString &host, qint64 port)
{
    const QString number = u':' + QString::number(port);
    if (!SpritePorts::canonicalHost(host).isEmpty())
        return (host.contains(u':') && !host.startsWith(u'[') ? u'[' + host + u']' : host) + number;
    return (host.contains(u"::"_s) ? u"[fdf::1]"_s : u"10.0.0.1"_s) + number;
}

struct Init
{
    QString host;
    qint64 port = 0;
};

//! nullopt for what Go's decoder would not take.
std::optional<Init> initIn(const QByteArray &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text);
    const QJsonValue host = document["host"_L1];
    const QJsonValue port = document["port"_L1];
    const auto isAbsent = [](const QJsonValue &value) { return value.isUndefined() || value.isNull(); };
    const double number = port.toDouble();
    const bool isPort = isAbsent(port) || (port.isDouble() && number == double(qint64(number)));
    if (!document.isObject() || !isPort || !(isAbsent(host) || host.isString()))
        return std::nullopt;
    return Init{host.toString(), qint64(number)};
}

} // namespace

TcpTunnel::TcpTunnel(WebSocketLink *link, const QString &sprite, SpriteDialer &dialer, const Fault &fault,
                     QObject *parent)
    : QObject(parent)
    , m_link(link)
    , m_dialer(dialer)
    , m_sprite(sprite)
    , m_fault(fault)
{
    link->setParent(this);
    connect(link, &WebSocketLink::textReceived, this, &TcpTunnel::onText);
    connect(link, &WebSocketLink::binaryReceived, this, &TcpTunnel::onBinary);
    connect(link, &WebSocketLink::drained, this, &TcpTunnel::pumpDown);
    connect(link, &WebSocketLink::ended, this, &TcpTunnel::onLinkEnded);
    // Queued, because the pointer still points while the link is being destroyed.
    connect(link, &QObject::destroyed, this, &TcpTunnel::checkEnd, Qt::QueuedConnection);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (m_stage == Stage::Init)
            refuseInit(u"Expected JSON initialization message"_s);
        else if (m_target)
            m_target->abort();
    });
    m_patience.start(InitPatience);
}

void TcpTunnel::onText(const QByteArray &text)
{
    if (m_stage != Stage::Init)
        return;
    const std::optional<Init> init = initIn(text);
    if (!init)
        return refuseInit(u"Invalid JSON in initialization message"_s);
    dial(init->host, init->port);
}

void TcpTunnel::dial(const QString &host, qint64 port)
{
    m_link->ignoreText();
    if (port < 1 || port > 65535)
        return refuseInit(u"Invalid port number"_s);
    if (host.contains(QChar::Null))
        return refuseInit(u"Invalid host"_s);
    m_targetText = targetText(host, port);
    m_stage = Stage::Dialling;
    m_patience.stop();
    if (answerFaulty())
        return;
    m_link->setPaused(true);
    m_dialer.dial(m_sprite, host, quint16(port), this,
                  [this](const SpriteDialer::Dialled &dialled) { onDialled(dialled); });
}

bool TcpTunnel::answerFaulty()
{
    const QString text = m_fault.text.isEmpty() ? u"Failed to connect to target"_s : m_fault.text;
    switch (m_fault.kind) {
    case Fault::Kind::Stall:
        return m_fault.afterLines == 1;
    case Fault::Kind::RefuseByClose:
        m_stage = Stage::Ending;
        m_link->close(m_fault.status >= 1000 ? quint16(m_fault.status) : quint16(1011), text);
        return true;
    case Fault::Kind::RefuseByJson:
        m_stage = Stage::Ending;
        m_link->sendText(toWireJson(QJsonObject{{u"status"_s, u"error"_s}, {u"error"_s, text}}));
        m_link->close(1000);
        return true;
    default:
        return false;
    }
}

void TcpTunnel::refuseInit(const QString &reason)
{
    m_stage = Stage::Ending;
    m_patience.stop();
    m_link->close(1003, reason);
}

void TcpTunnel::refuseDial(const QString &why)
{
    const QString reason = u"Failed to connect to target: dial tcp %1: connect: %2"_s.arg(m_targetText, why);
    m_stage = Stage::Ending;
    if (!m_link)
        return;
    // Both forms: the documented one for SDKs, the close for those who know the service (sprites-api 8.2).
    m_link->sendText(toWireJson(QJsonObject{{u"status"_s, u"error"_s}, {u"error"_s, reason}}));
    m_link->close(1011, reason);
}

void TcpTunnel::onDialled(const SpriteDialer::Dialled &dialled)
{
    if (m_stage != Stage::Dialling) {
        if (dialled)
            (*dialled)->deleteLater(); // the client has left meanwhile
        return;
    }
    if (!dialled)
        return refuseDial(dialled.error());
    m_target = *dialled;
    m_target->setParent(this);
    connect(m_target, &QTcpSocket::readyRead, this, &TcpTunnel::pumpDown);
    connect(m_target, &QTcpSocket::bytesWritten, this, &TcpTunnel::onTargetDrained);
    connect(m_target, &QTcpSocket::disconnected, this, &TcpTunnel::onTargetGone);
    onConnected();
}

void TcpTunnel::onConnected()
{
    m_target->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_stage = Stage::Relaying;
    m_link->sendText(toWireJson(QJsonObject{{u"status"_s, u"connected"_s}, {u"target"_s, m_targetText}}));
    if (m_fault.kind == Fault::Kind::Stall)
        return; // paused for ever, and nothing is read from the target either
    if (bytesUntilSpoiled() == 0)
        return spoil();
    m_link->setPaused(false);
    pumpDown();
}

void TcpTunnel::onBinary(const QByteArray &portion)
{
    if (m_stage == Stage::Init)
        return refuseInit(u"Expected JSON initialization message"_s);
    if (m_stage != Stage::Relaying || m_isTargetGone)
        return;
    const qint64 left = bytesUntilSpoiled();
    const QByteArray carried = portion.size() <= left ? portion : portion.left(left);
    m_target->write(carried);
    m_target->flush();
    if (m_target && m_target->bytesToWrite() >= WebSocketLink::HighWater)
        m_link->setPaused(true);
    count(m_up, carried.size());
}

void TcpTunnel::onTargetDrained()
{
    if (m_stage == Stage::Ending)
        m_patience.start(EndPatience); // slow, but alive
    else if (m_link && m_fault.kind != Fault::Kind::Stall &&
             m_target->bytesToWrite() < WebSocketLink::HighWater / 2)
        m_link->setPaused(false);
}

void TcpTunnel::pumpDown()
{
    if (m_stage != Stage::Relaying || m_fault.kind == Fault::Kind::Stall || m_isPumping)
        return;
    m_isPumping = true;
    while (m_stage == Stage::Relaying && m_link->canSend() && m_target->bytesAvailable() > 0) {
        const qint64 size =
            std::min({m_target->bytesAvailable(), WebSocketLink::Portion, bytesUntilSpoiled()});
        m_link->sendFrom(m_target, size);
        count(m_down, size);
    }
    m_isPumping = false;
    if (m_stage != Stage::Relaying || !m_isTargetGone || m_target->bytesAvailable() > 0)
        return;
    m_stage = Stage::Ending;
    const bool isClean = m_target->error() == QAbstractSocket::RemoteHostClosedError;
    m_link->close(isClean ? 1000 : 1001, isClean ? QString() : u"upstream closed"_s);
    m_target->deleteLater();
    m_target = nullptr;
}

void TcpTunnel::count(qint64 &direction, qint64 bytes)
{
    direction += bytes;
    if (m_stage == Stage::Relaying && bytesUntilSpoiled() == 0)
        spoil();
}

qint64 TcpTunnel::bytesUntilSpoiled() const
{
    if (m_fault.kind != Fault::Kind::CutMidLine && m_fault.kind != Fault::Kind::LateError)
        return std::numeric_limits<qint64>::max();
    return std::max<qint64>(m_fault.afterBytes - m_up - m_down, 0);
}

void TcpTunnel::spoil()
{
    m_stage = Stage::Ending;
    if (m_fault.kind == Fault::Kind::CutMidLine)
        m_link->sendBroken("cut");
    else
        m_link->close(1001, u"upstream closed"_s);
    m_patience.start(EndPatience);
    m_target->disconnectFromHost();
}

void TcpTunnel::onLinkEnded()
{
    const bool wasRelaying = std::exchange(m_stage, Stage::Ending) == Stage::Relaying;
    if (!m_target)
        return;
    m_patience.start(EndPatience);
    if (wasRelaying)
        m_target->disconnectFromHost(); // after it has what is still to be written
    else
        m_target->abort();
    checkEnd();
}

void TcpTunnel::onTargetGone()
{
    m_isTargetGone = true;
    if (m_stage == Stage::Relaying)
        return pumpDown();
    if (m_target)
        m_target->deleteLater();
    m_target = nullptr;
    checkEnd();
}

void TcpTunnel::drop()
{
    m_stage = Stage::Ending;
    if (m_target)
        m_target->abort();
    if (m_link)
        m_link->drop();
}

void TcpTunnel::checkEnd()
{
    if (m_link)
        return;
    if (m_target && m_target->state() == QAbstractSocket::UnconnectedState)
        m_target = nullptr;
    if (!m_target)
        deleteLater();
}

QJsonObject TcpTunnel::toJson() const
{
    qint64 held = m_link ? m_link->bytesHeld() : 0;
    if (m_target)
        held += m_target->bytesToWrite() + m_target->bytesAvailable();
    return {
        {u"target"_s, m_targetText}, {u"bytesUp"_s, m_up}, {u"bytesDown"_s, m_down}, {u"bytesHeld"_s, held}};
}

} // namespace Spritarium::Playground
