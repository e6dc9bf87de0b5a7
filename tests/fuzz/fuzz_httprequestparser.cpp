// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httpbodydecoder.h"
#include "playground/httprequestparser.h"
#include "playground/httpresponsehead.h"

#include <cstdint>
#include <cstdlib>

using namespace Spritarium::Playground;

namespace {

void hold(bool promise)
{
    if (!promise)
        std::abort();
}

//! All that the decoder makes of `bytes` when they come in pieces of `size`.
struct Decoded
{
    QByteArray data;
    qsizetype consumed = 0;
    HttpBodyDecoder::State state = HttpBodyDecoder::State::Done;

    friend bool operator==(const Decoded &, const Decoded &) = default;
};

Decoded decode(const HttpRequest &request, QByteArrayView bytes, qsizetype size)
{
    HttpBodyDecoder decoder(request);
    Decoded decoded;
    for (qsizetype end = 0; end < bytes.size() && decoder.state() == HttpBodyDecoder::State::Reading;) {
        end = qMin(end + size, bytes.size());
        const QByteArrayView waiting = bytes.sliced(decoded.consumed, end - decoded.consumed);
        const HttpBodyDecoder::Step step = decoder.decode(waiting);
        hold(step.consumed >= 0 && step.consumed <= waiting.size());
        hold(step.data.size() <= step.consumed);
        decoded.consumed += step.consumed;
        decoded.data += step.data;
    }
    decoded.state = decoder.state();
    return decoded;
}

} // namespace

//! The input is what a client sends. Whatever it is, the parser stays within it, says the same again, does
//! not take half a head for a whole one, and a body is the same in whatever pieces it comes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView bytes(data, qsizetype(size));
    using HttpRequestParser::Status;
    const HttpRequestParser::Parsed parsed = HttpRequestParser::parse(bytes);
    hold(parsed == HttpRequestParser::parse(bytes));
    if (parsed.status == Status::Bad)
        hold(parsed.errorStatus >= 400 && parsed.errorStatus <= 505);
    if (parsed.status == Status::Incomplete)
        hold(bytes.size() <= HttpRequestParser::MaxHeadSize);
    if (parsed.status == Status::Ok) {
        const qsizetype head = parsed.frameSize;
        hold(head > 0 && head <= bytes.size() && head <= HttpRequestParser::MaxHeadSize);
        hold(HttpRequestParser::parse(bytes.first(head)) == parsed);
        hold(HttpRequestParser::parse(bytes.first(head - 1)).status == Status::Incomplete);
        hold(parsed.request.contentLength >= 0);
        hold(!(parsed.request.isChunked && parsed.request.contentLength > 0));
        const QByteArrayView body = bytes.sliced(head);
        const Decoded whole = decode(parsed.request, body, qMax<qsizetype>(body.size(), 1));
        // What is wrong may be noticed sooner or later; what is right is the same at any pace.
        for (const qsizetype piece : {1, 7}) {
            const Decoded slow = decode(parsed.request, body, piece);
            hold(slow.state == whole.state);
            hold(whole.state == HttpBodyDecoder::State::Bad || slow == whole);
        }
    }
    const HttpResponseHead answer = HttpResponseHead::parse(bytes);
    if (answer.state == HttpResponseHead::State::Ok) {
        hold(answer.size > 0 && answer.size <= bytes.size());
        hold(answer.contentLength >= -1);
        hold(answer.forClosingConnection().endsWith("\r\nConnection: close\r\n\r\n"));
    }
    return 0;
}
