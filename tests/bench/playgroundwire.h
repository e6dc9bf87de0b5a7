// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "forwardsockets.h"
#include "playgroundhost.h"

#include <QString>

#include <string>

namespace Spritarium::Bench {

inline double secondsSince(qint64 since)
{
    return double(monotonicNow() - since) / 1e9;
}

//! A playground seen as HTTP sees it, without anything of Qt's between.
class PlaygroundWire
{
public:
    explicit PlaygroundWire(const PlaygroundHost &host)
        : m_port(quint16(host.url().port()))
        , m_token(host.token().toStdString())
    {}

    BlockingSocket connect() const { return BlockingSocket::to(m_port); }
    std::string head(const std::string &method, const std::string &target, const std::string &more = {}) const
    {
        return method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + m_token +
               "\r\n" + more + "\r\n";
    }
    //! Sends and reads one answer that has a Content-Length; false when it is not a good one.
    static bool exchange(BlockingSocket &socket, const std::string &request)
    {
        if (!socket.write(request))
            return false;
        std::string answer;
        std::size_t body = std::string::npos;
        while ((body = answer.find("\r\n\r\n")) == std::string::npos) {
            const std::span<char> bytes = socket.read();
            if (bytes.empty())
                return false;
            answer.append(bytes.data(), bytes.size());
        }
        const std::size_t at = answer.find("Content-Length: ");
        if (!answer.starts_with("HTTP/1.1 200 ") || at == std::string::npos || at > body)
            return false;
        const std::size_t size = std::stoul(answer.substr(at + 16));
        const std::size_t there = answer.size() - body - 4;
        return there >= size || socket.skip(size - there);
    }
    //! Sends and reads until so much has come, heads included, or the other side closes; how much came.
    qint64 drain(const std::string &request, qint64 enough) const
    {
        BlockingSocket socket = connect();
        if (!socket.write(request))
            return -1;
        qint64 total = 0;
        while (total < enough) {
            const std::size_t size = socket.read().size();
            if (size == 0)
                break;
            total += qint64(size);
        }
        return total;
    }
    //! Seconds that a command takes by POST; negative if it failed.
    double command(const QString &script) const
    {
        const qint64 since = monotonicNow();
        const QByteArray word = QUrl::toPercentEncoding(script);
        BlockingSocket socket = connect();
        std::string answer;
        if (!socket.write(head("POST", "/v1/sprites/web/exec?cmd=sh&cmd=-c&cmd=" + word.toStdString(),
                               "Connection: close\r\nContent-Length: 0\r\n")))
            return -1;
        for (std::span<char> bytes = socket.read(); !bytes.empty(); bytes = socket.read())
            answer.append(bytes.data(), bytes.size());
        // The last frame is the exit code 0, as a chunk of its own or at the end of one.
        const bool isWell = answer.find(std::string("\3\0", 2)) != std::string::npos;
        return isWell ? secondsSince(since) : -1;
    }
    //! Seconds of an NDJSON call that must end with "complete".
    double stream(const std::string &target) const
    {
        const qint64 since = monotonicNow();
        BlockingSocket socket = connect();
        std::string answer;
        if (!socket.write(head("POST", target, "Connection: close\r\nContent-Length: 2\r\n") + "{}"))
            return -1;
        for (std::span<char> bytes = socket.read(); !bytes.empty(); bytes = socket.read())
            answer.append(bytes.data(), bytes.size());
        return answer.find("\"type\":\"complete\"") != std::string::npos ? secondsSince(since) : -1;
    }

private:
    quint16 m_port;
    std::string m_token;
};

} // namespace Spritarium::Bench
