// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/listeningsockets.h"

#include <QMap>

#include <algorithm>
#include <array>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView Listens = "0A"; // TCP_LISTEN

bool isZero(QByteArrayView address)
{
    return std::all_of(address.begin(), address.end(), [](char c) { return c == '0'; });
}

//! Four bytes as the machine holds them: the last one comes first.
QString dotted(QByteArrayView word)
{
    std::array<uint, 4> bytes{};
    for (qsizetype i = 0; i < 4; ++i)
        bytes.at(size_t(i)) = word.sliced(i * 2, 2).toByteArray().toUInt(nullptr, 16);
    return u"%1.%2.%3.%4"_s.arg(bytes[3]).arg(bytes[2]).arg(bytes[1]).arg(bytes[0]);
}

QString addressOf(QByteArrayView hex)
{
    if (hex.size() == 8)
        return dotted(hex);
    if (isZero(hex))
        return u"::"_s;
    constexpr QByteArrayView Mapped = "0000000000000000FFFF0000";
    if (hex.startsWith(Mapped))
        return dotted(hex.sliced(Mapped.size()));
    return hex == "00000000000000000000000001000000" ? u"::1"_s : QString();
}

int width(const QString &address)
{
    return address == "0.0.0.0"_L1 || address == "::"_L1 ? 1 : 0;
}

std::optional<ListeningPort> portIn(const QByteArray &line)
{
    const QList<QByteArray> words = line.simplified().split(' ');
    if (words.size() < 4 || words.at(3) != Listens)
        return std::nullopt;
    const QList<QByteArray> local = words.at(1).split(':');
    if (local.size() != 2 || (local.at(0).size() != 8 && local.at(0).size() != 32))
        return std::nullopt;
    ListeningPort port;
    port.port = local.at(1).toUShort(nullptr, 16);
    port.address = addressOf(local.at(0));
    return port.port == 0 ? std::nullopt : std::optional(port);
}

} // namespace

std::optional<QList<ListeningPort>> listeningSockets(const QByteArray &procNetTcp)
{
    QByteArray text = procNetTcp;
    text.removeIf([](char c) { return uchar(c) < ' ' && c != '\n'; });
    if (!text.contains("local_address"))
        return std::nullopt;
    QMap<quint16, ListeningPort> ports;
    const QList<QByteArray> lines = text.split('\n');
    for (const QByteArray &line : lines) {
        const std::optional<ListeningPort> port = portIn(line);
        if (!port)
            continue;
        const auto known = ports.constFind(port->port);
        if (known == ports.constEnd() || width(known->address) < width(port->address))
            ports.insert(port->port, *port);
    }
    return ports.values();
}

} // namespace Spritarium
