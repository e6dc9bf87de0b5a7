// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httpbodydecoder.h"

#include <algorithm>

namespace Spritarium::Playground {

namespace {
constexpr qsizetype MaxLine = 4096; // a chunk-size line or a trailer; nobody sends longer ones
}

HttpBodyDecoder::HttpBodyDecoder(const HttpRequest &request)
    : m_state(request.hasBody() ? State::Reading : State::Done)
    , m_phase(request.isChunked ? Phase::ChunkSize : Phase::Fixed)
    , m_left(request.contentLength)
{}

HttpBodyDecoder::Step HttpBodyDecoder::decode(QByteArrayView bytes)
{
    Step step;
    while (m_state == State::Reading) {
        const QByteArrayView rest = bytes.sliced(step.consumed);
        if (m_phase == Phase::Fixed || m_phase == Phase::ChunkData) {
            const qsizetype size = qsizetype(std::min<qint64>(m_left, rest.size()));
            step.data.append(rest.first(size));
            step.consumed += size;
            m_left -= size;
            if (m_left > 0)
                break;
            if (m_phase == Phase::Fixed)
                m_state = State::Done;
            m_phase = Phase::ChunkEnd;
            continue;
        }
        const qsizetype end = rest.indexOf("\r\n");
        if (end < 0) {
            if (rest.size() > MaxLine)
                m_state = State::Bad;
            break;
        }
        step.consumed += end + 2;
        if (!decodeLine(rest.first(end)))
            m_state = State::Bad;
    }
    return step;
}

bool HttpBodyDecoder::decodeLine(QByteArrayView line)
{
    if (m_phase == Phase::ChunkEnd) {
        m_phase = Phase::ChunkSize;
        return line.isEmpty();
    }
    if (m_phase == Phase::Trailer) {
        m_trailerSize += line.size() + 2;
        if (line.isEmpty())
            m_state = State::Done;
        return m_trailerSize <= MaxLine;
    }
    const QByteArray digits = line.toByteArray().split(';').constFirst().trimmed();
    // Only these: toLongLong() takes a sign and a "0x", too.
    bool ok =
        !digits.isEmpty() && digits.size() <= 15 && std::all_of(digits.cbegin(), digits.cend(), [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
        });
    m_left = ok ? digits.toLongLong(&ok, 16) : 0;
    m_phase = m_left > 0 ? Phase::ChunkData : Phase::Trailer;
    return ok && m_left >= 0;
}

} // namespace Spritarium::Playground
