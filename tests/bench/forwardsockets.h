// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QtGlobal>

#include <cstdint>
#include <span>
#include <vector>

namespace Spritarium::Bench {

//! What a connection asks of the far end with its first nine bytes: a letter and a length.
enum class FarTask : char {
    Swallow = 'U', //!< reads that many bytes, then answers one
    Pour = 'D',    //!< sends that many bytes
    Echo = 'E'     //!< for ever
};
constexpr std::size_t FarHeadSize = 9;

//! A blocking TCP connection; closed when destroyed. False and nothing mean that it broke.
class BlockingSocket
{
public:
    explicit BlockingSocket(int descriptor);
    //! To that port of this computer.
    static BlockingSocket to(quint16 port);
    ~BlockingSocket();
    BlockingSocket(BlockingSocket &&other) noexcept;
    BlockingSocket(const BlockingSocket &) = delete;
    BlockingSocket &operator=(const BlockingSocket &) = delete;

    bool begin(FarTask task, std::uint64_t length);
    bool write(std::span<const char> bytes);
    //! At least one byte unless it ended.
    std::span<char> read();
    //! Until that many bytes have come.
    bool skip(std::uint64_t size);

private:
    int m_descriptor;
    std::vector<char> m_buffer;
};

//! Listens on a free port of loopback; the descriptor and the port.
struct Listening
{
    int descriptor;
    quint16 port;
};
Listening listenAnywhere();

//! Serves plain TCP on one port and, on another, the same as the service's proxy does behind a WebSocket: the
//! far end of what is measured, with a thread for each connection and no more work than there must be. Prints
//! both ports as a line of JSON and ends when its input does.
int runForwardFar();

} // namespace Spritarium::Bench
