// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace Spritarium::Playground::Agent {

//! A question to the sprite's own API.
struct SocketRequest
{
    std::string method = "GET";
    std::string target; //!< path and query
    std::string body;
    std::string type = "application/json"; //!< of the body
    bool includesHead = false;             //!< the answer's head is told before its body, as it is
};

//! Reads an HTTP answer as it comes: status and head, then the body without its framing.
class AnswerReader
{
public:
    using Sink = std::function<void(std::string_view bytes)>;

    AnswerReader(Sink sink, bool tellsHead)
        : m_sink(std::move(sink))
        , m_tellsHead(tellsHead)
    {}

    //! False when the answer is over, or is none.
    bool take(std::string_view bytes);
    //! The other side has closed; whether what came was whole.
    bool finish() const { return m_stage == Stage::Over || (m_stage == Stage::Body && m_left < 0); }
    int status() const { return m_status; }

private:
    enum class Stage { Head, Body, ChunkSize, ChunkData, ChunkEnd, Over };

    bool step();
    bool readHead();
    bool readBody();
    bool readChunkSize();
    void deliver(std::size_t size);

    Sink m_sink;
    bool m_tellsHead;
    std::string m_buffer;
    Stage m_stage = Stage::Head;
    int m_status = 0;
    long long m_left = -1; //!< bytes of the body or chunk; -1: until the end
};

//! Asks, and gives the body to `sink` as it comes. Returns the status, or 0 with why not in `error`.
struct SocketAnswer
{
    int status = 0;
    std::string error;
};
SocketAnswer ask(const std::string &socket, const SocketRequest &request, AnswerReader::Sink sink);

} // namespace Spritarium::Playground::Agent
