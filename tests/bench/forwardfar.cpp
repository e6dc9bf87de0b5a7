// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "forwardsockets.h"

#include <QCryptographicHash>

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <thread>

namespace Spritarium::Bench {

namespace {

constexpr std::size_t PourSize = 64 * 1024;

//! Bytes of one connection, in frames or not.
class FarConnection
{
public:
    FarConnection(int descriptor, bool isWebSocket)
        : m_socket(descriptor)
        , m_isWebSocket(isWebSocket)
    {}

    bool shakeHands();
    //! Some payload; empty at the end. Unmasked only where somebody looks at it.
    std::span<char> read(bool isLookedAt);
    bool write(std::span<const char> payload);

private:
    bool fill();
    std::optional<unsigned char> byte();
    bool readHeader();
    std::span<char> take(std::size_t limit);

    BlockingSocket m_socket;
    bool m_isWebSocket;
    std::span<char> m_rest;
    std::uint64_t m_left = 0;
    std::array<char, 4> m_key{};
    std::size_t m_phase = 0;
    std::vector<char> m_frame;
};

bool FarConnection::fill()
{
    if (m_rest.empty())
        m_rest = m_socket.read();
    return !m_rest.empty();
}

std::optional<unsigned char> FarConnection::byte()
{
    if (!fill())
        return std::nullopt;
    return static_cast<unsigned char>(take(1).front());
}

std::span<char> FarConnection::take(std::size_t limit)
{
    const std::span<char> taken = m_rest.first(std::min(limit, m_rest.size()));
    m_rest = m_rest.subspan(taken.size());
    return taken;
}

//! Of the next data frame; others are thrown away, and a close is the end.
bool FarConnection::readHeader()
{
    const std::optional<unsigned char> first = byte(), second = byte();
    if (!first || !second || (*first & 0x0f) == 8)
        return false;
    m_left = *second & 0x7f;
    const int extended = m_left == 126 ? 2 : m_left == 127 ? 8 : 0;
    if (extended > 0)
        m_left = 0;
    for (int i = 0; i < extended; ++i)
        m_left = (m_left << 8) | byte().value_or(0);
    for (char &key : m_key)
        key = char(byte().value_or(0));
    m_phase = 0;
    if ((*first & 0x0f) <= 2)
        return true;
    while (m_left > 0 && !read(false).empty()) {
    }
    return readHeader();
}

std::span<char> FarConnection::read(bool isLookedAt)
{
    if (m_isWebSocket && m_left == 0 && !readHeader())
        return {};
    if (!fill())
        return {};
    if (!m_isWebSocket)
        return take(m_rest.size());
    const std::span<char> piece = take(std::size_t(std::min<std::uint64_t>(m_left, m_rest.size())));
    if (isLookedAt) {
        for (std::size_t i = 0; i < piece.size(); ++i)
            piece[i] = char(piece[i] ^ m_key[(m_phase + i) & 3]);
    }
    m_phase += piece.size();
    m_left -= piece.size();
    return piece;
}

bool FarConnection::write(std::span<const char> payload)
{
    if (!m_isWebSocket)
        return m_socket.write(payload);
    const std::size_t size = payload.size();
    m_frame.clear();
    m_frame.push_back(char(0x82));
    const std::size_t extended = size < 126 ? 0 : size < 65536 ? 2 : 8;
    m_frame.push_back(char(extended == 0 ? size : extended == 2 ? 126 : 127));
    for (std::size_t i = extended; i > 0; --i)
        m_frame.push_back(char(std::uint64_t(size) >> (8 * (i - 1))));
    m_frame.insert(m_frame.end(), payload.begin(), payload.end());
    return m_socket.write(m_frame);
}

bool FarConnection::shakeHands()
{
    QByteArray head;
    while (!head.endsWith("\r\n\r\n")) {
        const std::optional<unsigned char> next = byte();
        if (!next)
            return false;
        head += char(*next);
    }
    const QByteArray name = "Sec-WebSocket-Key: ";
    const qsizetype at = head.indexOf(name) + name.size();
    const QByteArray key = head.mid(at, head.indexOf('\r', at) - at);
    const QByteArray accept =
        QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1)
            .toBase64();
    const QByteArray answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " +
        accept + "\r\n\r\n";
    if (!m_socket.write({answer.constData(), std::size_t(answer.size())}) || !readHeader())
        return false;
    while (m_left > 0 && !read(false).empty()) {
    }
    const QByteArray status = R"({"status":"connected","target":"127.0.0.1:1"})";
    const QByteArray frame = QByteArray("\x81") + char(status.size()) + status;
    return m_socket.write({frame.constData(), std::size_t(frame.size())});
}

void swallow(FarConnection &far, std::uint64_t length, std::uint64_t already)
{
    while (already < length) {
        const std::size_t got = far.read(false).size();
        if (got == 0)
            return;
        already += got;
    }
    far.write(std::array{'\1'});
}

void pour(FarConnection &far, std::uint64_t length)
{
    const std::vector<char> block(PourSize, 'x');
    while (length > 0) {
        const std::size_t size = std::size_t(std::min<std::uint64_t>(length, block.size()));
        if (!far.write({block.data(), size}))
            return;
        length -= size;
    }
}

void serve(int descriptor, bool isWebSocket)
{
    FarConnection far(descriptor, isWebSocket);
    if (isWebSocket && !far.shakeHands())
        return;
    std::vector<char> head;
    while (head.size() < FarHeadSize) {
        const std::span<char> got = far.read(true);
        if (got.empty())
            return;
        head.insert(head.end(), got.begin(), got.end());
    }
    std::uint64_t length = 0;
    std::memcpy(&length, head.data() + 1, sizeof length);
    const std::span<const char> rest(head.data() + FarHeadSize, head.size() - FarHeadSize);
    switch (static_cast<FarTask>(head.front())) {
    case FarTask::Swallow:
        swallow(far, length, rest.size());
        break;
    case FarTask::Pour:
        pour(far, length);
        break;
    case FarTask::Echo:
        far.write(rest);
        for (std::span<char> got = far.read(true); !got.empty() && far.write(got); got = far.read(true)) {
        }
        return;
    }
    while (!far.read(false).empty()) { // until the other side has had enough
    }
}

void acceptAll(int descriptor, bool isWebSocket)
{
    for (int accepted = accept(descriptor, nullptr, nullptr); accepted >= 0;
         accepted = accept(descriptor, nullptr, nullptr))
        std::thread(serve, accepted, isWebSocket).detach();
}

} // namespace

int runForwardFar()
{
    const Listening plain = listenAnywhere(), tunnels = listenAnywhere();
    std::thread(acceptAll, plain.descriptor, false).detach();
    std::thread(acceptAll, tunnels.descriptor, true).detach();
    std::printf("{\"plain\":%d,\"tunnels\":%d}\n", plain.port, tunnels.port);
    std::fflush(stdout);
    char byte = 0;
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    std::_Exit(0); // its threads wait in system calls
}

} // namespace Spritarium::Bench
