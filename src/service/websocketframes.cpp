// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/websocketframes.h"

#include <algorithm>
#include <cstring>

namespace Spritarium {

namespace {

constexpr unsigned char FinalBit = 0x80;
constexpr unsigned char MaskBit = 0x80;
constexpr std::size_t MaxControlPayload = 125;

bool isControl(unsigned char opcode)
{
    return (opcode & 0x8) != 0;
}

//! How many bytes of length follow the first two.
std::size_t extendedLength(unsigned char second)
{
    const int length = second & 0x7f;
    return length == 126 ? 2 : length == 127 ? 8 : 0;
}

} // namespace

void WebSocketFrames::mask(char *bytes, std::size_t size, std::uint32_t key)
{
    const std::uint64_t wide = (std::uint64_t(key) << 32) | key;
    std::size_t at = 0;
    for (; at + sizeof wide <= size; at += sizeof wide) {
        std::uint64_t word;
        std::memcpy(&word, bytes + at, sizeof word);
        word ^= wide;
        std::memcpy(bytes + at, &word, sizeof word);
    }
    char rest[sizeof wide];
    std::memcpy(rest, &wide, sizeof rest);
    for (std::size_t i = 0; at < size; ++at, ++i)
        bytes[at] = char(bytes[at] ^ rest[i]);
}

std::size_t WebSocketFrames::makeFrame(Opcode opcode, char *payload, std::size_t size, std::uint32_t key)
{
    const std::size_t extended = size < 126 ? 0 : size < 65536 ? 2 : 8;
    const std::size_t header = 2 + extended + sizeof key;
    char *out = payload - header;
    *out++ = char(FinalBit | static_cast<unsigned char>(opcode));
    *out++ = char(MaskBit | (extended == 0 ? size : extended == 2 ? 126 : 127));
    for (std::size_t i = extended; i > 0; --i)
        *out++ = char(std::uint64_t(size) >> (8 * (i - 1)));
    std::memcpy(out, &key, sizeof key);
    mask(payload, size, key);
    return header;
}

QByteArray WebSocketFrames::frame(Opcode opcode, QByteArray payload, std::uint32_t key)
{
    const std::size_t size = std::size_t(payload.size());
    payload.prepend(qsizetype(Headroom), '\0');
    const std::size_t header = makeFrame(opcode, payload.data() + Headroom, size, key);
    return payload.mid(qsizetype(Headroom - header));
}

QByteArray WebSocketFrames::closePayload(quint16 code, const QByteArray &reason)
{
    QByteArray payload;
    payload += char(code >> 8);
    payload += char(code & 0xff);
    return payload + reason.left(qsizetype(MaxControlPayload) - payload.size());
}

WebSocketFrameReader::Step WebSocketFrameReader::next(std::span<const char> input)
{
    std::size_t used = 0;
    if (!m_inPayload) {
        used = takeHeader(input);
        // What is no frame need not wait for the length of one.
        const char *problem = m_inPayload || m_headerSize >= 2 ? headerProblem() : nullptr;
        if (problem)
            return broken(problem);
        if (!m_inPayload)
            return Step{Kind::NeedsMore, used, {}, false};
        if (!isControl(m_opcode) && m_opcode != 0)
            m_message = m_opcode;
        m_control.clear();
    }
    return isControl(m_opcode) ? takeControl(input, used) : takePayload(input, used);
}

//! What it used; when the header is whole, the payload begins behind it.
std::size_t WebSocketFrameReader::takeHeader(std::span<const char> input)
{
    std::size_t used = 0;
    std::size_t wanted = 2;
    for (;;) {
        if (m_headerSize >= 2) {
            wanted = 2 + extendedLength(m_header[1]);
            m_final = (m_header[0] & FinalBit) != 0;
            m_opcode = m_header[0] & 0x0f;
            m_left = m_header[1] & 0x7f;
        }
        if (m_headerSize == wanted)
            break;
        if (used == input.size())
            return used;
        m_header[m_headerSize++] = static_cast<unsigned char>(input[used++]);
    }
    if (wanted > 2)
        m_left = 0;
    for (std::size_t i = 2; i < wanted; ++i)
        m_left = (m_left << 8) | m_header[i];
    m_headerSize = 0;
    m_inPayload = true;
    return used;
}

const char *WebSocketFrameReader::headerProblem() const
{
    if ((m_header[0] & 0x70) != 0)
        return "a frame with reserved bits";
    if ((m_header[1] & MaskBit) != 0)
        return "a masked frame from a server";
    if (m_left >> 63)
        return "a frame of impossible length";
    if (isControl(m_opcode)) {
        if (m_opcode > 10)
            return "a control frame of unknown kind";
        return !m_final || m_left > MaxControlPayload ? "a control frame that is too long" : nullptr;
    }
    if (m_opcode > 2)
        return "a data frame of unknown kind";
    const bool continues = m_opcode == 0;
    return continues == (m_message != 0) ? nullptr : "frames out of order";
}

WebSocketFrameReader::Step WebSocketFrameReader::takePayload(std::span<const char> input, std::size_t used)
{
    const std::size_t size = std::size_t(std::min<std::uint64_t>(m_left, input.size() - used));
    m_left -= size;
    const bool isText = m_message == static_cast<unsigned char>(WebSocketFrames::Opcode::Text);
    Step step{isText ? Kind::Text : Kind::Binary, used + size, input.subspan(used, size), false};
    if (m_left == 0) {
        m_inPayload = false;
        step.endsMessage = m_final;
        if (m_final)
            m_message = 0;
    } else if (size == 0) {
        step.kind = Kind::NeedsMore;
    }
    return step;
}

WebSocketFrameReader::Step WebSocketFrameReader::takeControl(std::span<const char> input, std::size_t used)
{
    const std::size_t size = std::size_t(std::min<std::uint64_t>(m_left, input.size() - used));
    m_control.append(input.data() + used, qsizetype(size));
    m_left -= size;
    used += size;
    if (m_left > 0)
        return Step{Kind::NeedsMore, used, {}, false};
    m_inPayload = false;
    const Kind kind = controlKind();
    if (kind == Kind::Close && m_control.size() >= 2) {
        m_closeCode = quint16((static_cast<unsigned char>(m_control.at(0)) << 8) |
                              static_cast<unsigned char>(m_control.at(1)));
        m_closeReason = QString::fromUtf8(m_control.mid(2));
    }
    return Step{kind, used, {m_control.constData(), std::size_t(m_control.size())}, true};
}

WebSocketFrameReader::Kind WebSocketFrameReader::controlKind() const
{
    switch (static_cast<WebSocketFrames::Opcode>(m_opcode)) {
    case WebSocketFrames::Opcode::Close:
        return Kind::Close;
    case WebSocketFrames::Opcode::Ping:
        return Kind::Ping;
    default:
        return Kind::Pong;
    }
}

WebSocketFrameReader::Step WebSocketFrameReader::broken(const char *why)
{
    m_error = why;
    return Step{Kind::Broken, 0, {}, false};
}

} // namespace Spritarium
