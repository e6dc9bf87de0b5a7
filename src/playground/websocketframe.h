// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <array>
#include <optional>

//! The frames of RFC 6455 as a server reads and writes them: no state, no socket.
namespace Spritarium::Playground::WebSocketFrame {

enum class Opcode : quint8 { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

//! What is in front of a client's payload.
struct Head
{
    static constexpr qsizetype MaxSize = 14;

    Opcode opcode = Opcode::Continuation;
    bool isFinal = true;
    bool isWellFormed = true; //!< false: the peer breaks the protocol (1002); nothing else counts then
    qsizetype size = 0;       //!< bytes of the head itself
    qint64 payload = 0;       //!< bytes that follow
    std::array<char, 4> mask{};

    bool isControl() const { return quint8(opcode) >= 8; }
};

//! The head at the beginning of `bytes`; nothing while it is not there as a whole.
std::optional<Head> parse(QByteArrayView bytes);

//! Takes the mask off `bytes`, the part of a payload that begins `offset` bytes after its start.
void unmask(QByteArray &bytes, const std::array<char, 4> &mask, qint64 offset);

//! The head of a whole, unmasked frame.
QByteArray head(Opcode opcode, qint64 payload);

//! The payload of a close frame; the reason is cut to the 123 bytes it may have.
QByteArray closePayload(quint16 code, const QString &reason);

//! The answer to Sec-WebSocket-Key.
QByteArray acceptFor(const QByteArray &key);

} // namespace Spritarium::Playground::WebSocketFrame
