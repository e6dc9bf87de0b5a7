// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/sockethttp.h"

#include "playground/agent/uniquefd.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace Spritarium::Playground::Agent {

namespace {

std::string lower(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    return result;
}

long long numberIn(std::string_view text, int base)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    long long number = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return error == std::errc() && number >= 0 ? number : -1;
}

std::string words(const SocketRequest &request)
{
    std::string text = request.method + ' ' + request.target +
                       " HTTP/1.1\r\nHost: sprite\r\nUser-Agent: sprite-env\r\nAccept: */*\r\n"
                       "Connection: close\r\n";
    const bool hasBody = !request.body.empty() || request.method == "POST" || request.method == "PUT";
    if (hasBody)
        text += "Content-Type: " + request.type +
                "\r\nContent-Length: " + std::to_string(request.body.size()) + "\r\n";
    return text + "\r\n" + request.body;
}

bool sendAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes.remove_prefix(std::size_t(sent));
    }
    return true;
}

SocketAnswer failed(const std::string &socket, const char *why)
{
    return {0, socket + ": " + why};
}

} // namespace

bool AnswerReader::take(std::string_view bytes)
{
    m_buffer += bytes;
    while (m_stage != Stage::Over && step()) {
    }
    return m_stage != Stage::Over;
}

bool AnswerReader::step()
{
    switch (m_stage) {
    case Stage::Head:
        return readHead();
    case Stage::Body:
    case Stage::ChunkData:
        return readBody();
    case Stage::ChunkSize:
    case Stage::ChunkEnd:
        return readChunkSize();
    case Stage::Over:
        break;
    }
    return false;
}

bool AnswerReader::readHead()
{
    const std::size_t end = m_buffer.find("\r\n\r\n");
    if (end == std::string::npos)
        return false;
    const std::string head = lower(std::string_view(m_buffer).substr(0, end + 2));
    if (m_tellsHead)
        deliver(end + 4);
    else
        m_buffer.erase(0, end + 4);
    const std::size_t blank = head.find(' ');
    m_status =
        blank == std::string::npos ? 0 : int(numberIn(std::string_view(head).substr(blank + 1, 3), 10));
    if (m_status >= 100 && m_status < 200)
        return true; // the real one follows
    const std::size_t length = head.find("\r\ncontent-length:");
    m_left = length == std::string::npos ? -1 : numberIn(std::string_view(head).substr(length + 17), 10);
    m_stage =
        head.find("\r\ntransfer-encoding: chunked") != std::string::npos ? Stage::ChunkSize : Stage::Body;
    if (m_status == 204 || m_status == 304 || (m_stage == Stage::Body && m_left == 0))
        m_stage = Stage::Over;
    return true;
}

void AnswerReader::deliver(std::size_t size)
{
    m_sink(std::string_view(m_buffer).substr(0, size));
    m_buffer.erase(0, size);
}

bool AnswerReader::readBody()
{
    if (m_buffer.empty())
        return false;
    if (m_left < 0) {
        deliver(m_buffer.size());
        return false;
    }
    const auto size = std::min<std::size_t>(m_buffer.size(), std::size_t(m_left));
    deliver(size);
    m_left -= static_cast<long long>(size);
    if (m_left == 0)
        m_stage = m_stage == Stage::Body ? Stage::Over : Stage::ChunkEnd;
    return true;
}

bool AnswerReader::readChunkSize()
{
    const std::size_t end = m_buffer.find("\r\n");
    if (end == std::string::npos)
        return false;
    const std::string line = m_buffer.substr(0, end);
    m_buffer.erase(0, end + 2);
    if (m_stage == Stage::ChunkEnd) {
        m_stage = Stage::ChunkSize;
        return true;
    }
    m_left = numberIn(line, 16);
    m_stage = m_left > 0 ? Stage::ChunkData : Stage::Over;
    return true;
}

SocketAnswer ask(const std::string &socket, const SocketRequest &request, AnswerReader::Sink sink)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socket.size() >= sizeof address.sun_path)
        return failed(socket, "name too long");
    std::copy(socket.begin(), socket.end(), std::begin(address.sun_path));
    const UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!fd || ::connect(fd.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return failed(socket, std::strerror(errno));
    if (!sendAll(fd.get(), words(request)))
        return failed(socket, std::strerror(errno));
    AnswerReader reader(std::move(sink), request.includesHead);
    std::array<char, 64 * 1024> bytes{};
    for (;;) {
        const ssize_t size = ::recv(fd.get(), bytes.data(), bytes.size(), 0);
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0 || !reader.take({bytes.data(), std::size_t(size)}))
            break;
    }
    if (!reader.finish())
        return {0, socket + ": the answer broke off"};
    return {reader.status(), {}};
}

} // namespace Spritarium::Playground::Agent
