// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/websocketframe.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <cstring>

namespace Spritarium::Playground::WebSocketFrame {

namespace {

constexpr qsizetype MaxReason = 123;
constexpr qint64 MaxControl = 125;

bool isKnown(quint8 opcode)
{
    return opcode <= 2 || (opcode >= 8 && opcode <= 10);
}

} // namespace

std::optional<Head> parse(QByteArrayView bytes)
{
    if (bytes.size() < 2)
        return std::nullopt;
    const auto first = quint8(bytes[0]);
    const auto second = quint8(bytes[1]);
    Head head;
    head.opcode = Opcode(first & 0x0f);
    head.isFinal = first & 0x80;
    head.payload = second & 0x7f;
    const qsizetype lengthSize = head.payload == 126 ? 2 : head.payload == 127 ? 8 : 0;
    // A client masks, and nothing that would give the reserved bits a meaning was agreed upon.
    head.isWellFormed = (first & 0x70) == 0 && (second & 0x80) != 0 && isKnown(first & 0x0f);
    if (head.isControl() && (!head.isFinal || head.payload > MaxControl))
        head.isWellFormed = false;
    if (!head.isWellFormed)
        return head;
    head.size = 2 + lengthSize + 4;
    if (bytes.size() < head.size)
        return std::nullopt;
    if (lengthSize == 2)
        head.payload = qFromBigEndian<quint16>(bytes.data() + 2);
    else if (lengthSize == 8)
        head.payload = qFromBigEndian<qint64>(bytes.data() + 2);
    head.isWellFormed = head.payload >= 0;
    std::memcpy(head.mask.data(), bytes.data() + 2 + lengthSize, 4);
    return head;
}

void unmask(QByteArray &bytes, const std::array<char, 4> &mask, qint64 offset)
{
    std::array<char, 8> turned;
    for (std::size_t i = 0; i < turned.size(); ++i)
        turned[i] = mask[(std::size_t(offset) + i) % 4];
    quint64 wide = 0;
    std::memcpy(&wide, turned.data(), sizeof wide);
    char *data = bytes.data();
    qsizetype i = 0;
    for (; i + 8 <= bytes.size(); i += 8) {
        quint64 word = 0;
        std::memcpy(&word, data + i, sizeof word);
        word ^= wide;
        std::memcpy(data + i, &word, sizeof word);
    }
    for (; i < bytes.size(); ++i)
        data[i] = char(data[i] ^ turned[std::size_t(i) % 8]);
}

QByteArray head(Opcode opcode, qint64 payload)
{
    QByteArray head(1, char(0x80 | quint8(opcode)));
    std::array<char, 8> length{};
    if (payload < 126) {
        head.append(char(payload));
    } else if (payload <= 0xffff) {
        qToBigEndian(quint16(payload), length.data());
        head.append(char(126)).append(length.data(), 2);
    } else {
        qToBigEndian(quint64(payload), length.data());
        head.append(char(127)).append(length.data(), 8);
    }
    return head;
}

QByteArray closePayload(quint16 code, const QString &reason)
{
    std::array<char, 2> bytes{};
    qToBigEndian(code, bytes.data());
    QByteArray text = reason.toUtf8();
    if (text.size() > MaxReason) {
        qsizetype end = MaxReason;
        while ((quint8(text.at(end)) & 0xc0) == 0x80)
            --end; // not in the middle of a character
        text.truncate(end);
    }
    return QByteArray(bytes.data(), 2) + text;
}

QByteArray acceptFor(const QByteArray &key)
{
    return QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1)
        .toBase64();
}

} // namespace Spritarium::Playground::WebSocketFrame
