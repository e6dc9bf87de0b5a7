// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace Spritarium {

//! The frames of RFC 6455 as a client sends and reads them: pure, and without a copy of the payload.
namespace WebSocketFrames {

enum class Opcode : unsigned char { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

//! Room in front of a payload that any header of ours fits into.
constexpr std::size_t Headroom = 14;

//! Makes the payload that begins at `payload` one whole masked frame, in place: the payload is masked and the
//! header is written in front of it, at most Headroom bytes. Returns how long the header is.
std::size_t makeFrame(Opcode opcode, char *payload, std::size_t size, std::uint32_t key);
//! A short frame of its own.
QByteArray frame(Opcode opcode, QByteArray payload, std::uint32_t key);
//! Masks or unmasks; eight bytes a step, which is what makes it cheap.
void mask(char *bytes, std::size_t size, std::uint32_t key);
//! The payload of a close frame; the reason is cut to what fits.
QByteArray closePayload(quint16 code, const QByteArray &reason);

} // namespace WebSocketFrames

//! Reads a server's frames from bytes as they come, in pieces of any size, and keeps none of the payload but
//! that of control frames (at most 125 bytes).
class WebSocketFrameReader
{
public:
    enum class Kind {
        NeedsMore, //!< all bytes are used up
        Binary,    //!< `payload` is a piece of a binary message
        Text,      //!< `payload` is a piece of a text message
        Ping,      //!< `payload` is to be sent back
        Pong,
        Close, //!< closeCode() and closeReason() tell
        Broken //!< not a WebSocket any more: error() tells why
    };

    struct Step
    {
        Kind kind = Kind::NeedsMore;
        std::size_t used = 0;          //!< bytes of the input that are done with
        std::span<const char> payload; //!< inside the input, or inside the reader for control frames
        bool endsMessage = false;
    };

    //! The next thing in `input`; after it go on behind `used`.
    Step next(std::span<const char> input);

    //! 1005 when the other side gave none.
    quint16 closeCode() const { return m_closeCode; }
    QString closeReason() const { return m_closeReason; }
    const char *error() const { return m_error; }

private:
    std::size_t takeHeader(std::span<const char> input);
    const char *headerProblem() const;
    Step takePayload(std::span<const char> input, std::size_t used);
    Step takeControl(std::span<const char> input, std::size_t used);
    Step broken(const char *why);
    Kind controlKind() const;

    std::array<unsigned char, 10> m_header{};
    std::size_t m_headerSize = 0;
    bool m_inPayload = false;
    std::uint64_t m_left = 0; //!< of the payload
    bool m_final = false;
    unsigned char m_opcode = 0;
    unsigned char m_message = 0; //!< opcode of the message that is being continued; 0: none
    QByteArray m_control;
    quint16 m_closeCode = 1005;
    QString m_closeReason;
    const char *m_error = "";
};

} // namespace Spritarium
