// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httprequest.h"

namespace Spritarium::Playground {

//! Unwraps the body of one request, by its length or by chunks, as the bytes come. Pure: no I/O.
class HttpBodyDecoder
{
public:
    enum class State {
        Reading, //!< more bytes are needed
        Done,    //!< the body is complete; what follows belongs to the next request
        Bad,     //!< not a chunked body: answer 400 and close
    };
    struct Step
    {
        QByteArray data;        //!< body bytes without framing
        qsizetype consumed = 0; //!< how many of the given bytes are used up
    };

    HttpBodyDecoder() = default;
    explicit HttpBodyDecoder(const HttpRequest &request);

    State state() const { return m_state; }
    //! Takes from the front of `bytes` what it understands; call again with the rest and what came after.
    Step decode(QByteArrayView bytes);

private:
    enum class Phase { Fixed, ChunkSize, ChunkData, ChunkEnd, Trailer };

    bool decodeLine(QByteArrayView line);

    State m_state = State::Done;
    Phase m_phase = Phase::Fixed;
    qint64 m_left = 0;
    qsizetype m_trailerSize = 0;
};

} // namespace Spritarium::Playground
