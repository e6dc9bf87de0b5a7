// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/websocketframe.h"

#include <QString>

#include <cstdint>
#include <cstdlib>

using namespace Spritarium::Playground;

namespace {

void hold(bool promise)
{
    if (!promise)
        std::abort();
}

//! The payload without its mask, taken off in pieces of `size`.
QByteArray unmasked(QByteArrayView payload, const WebSocketFrame::Head &head, qsizetype size)
{
    QByteArray all;
    for (qsizetype at = 0; at < payload.size(); at += size) {
        QByteArray piece = payload.sliced(at, qMin(size, payload.size() - at)).toByteArray();
        WebSocketFrame::unmask(piece, head.mask, at);
        all += piece;
    }
    return all;
}

} // namespace

//! The input is what a client sends after the handshake: frame after frame.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    QByteArrayView rest(data, qsizetype(size));
    while (const std::optional<WebSocketFrame::Head> head = WebSocketFrame::parse(rest)) {
        if (!head->isWellFormed)
            return 0;
        hold(head->size >= 6 && head->size <= WebSocketFrame::Head::MaxSize && head->size <= rest.size());
        hold(head->payload >= 0);
        hold(!head->isControl() || (head->isFinal && head->payload <= 125));
        // Half a head is none.
        const auto half = WebSocketFrame::parse(rest.first(head->size - 1));
        hold(!half);
        const QByteArrayView payload =
            rest.sliced(head->size, qMin<qint64>(head->payload, rest.size() - head->size));
        const QByteArray whole = unmasked(payload, *head, qMax<qsizetype>(payload.size(), 1));
        hold(whole == unmasked(payload, *head, 1));
        hold(whole == unmasked(payload, *head, 13));
        hold(WebSocketFrame::head(head->opcode, head->payload).size() == head->size - 4 ||
             head->payload < 65536); // a client may use a longer form than it has to
        if (head->opcode == WebSocketFrame::Opcode::Close)
            hold(WebSocketFrame::closePayload(1000, QString::fromUtf8(whole)).size() <= 125);
        if (payload.size() < head->payload)
            return 0;
        rest = rest.sliced(head->size + payload.size());
    }
    return 0;
}
