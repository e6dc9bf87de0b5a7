// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/agentmessages.h"

#include <charconv>

namespace Spritarium::Playground::Agent {

std::string pack(const Fields &fields)
{
    std::string packet;
    for (const std::string &field : fields)
        packet.append(field).push_back('\0');
    return packet;
}

std::optional<Fields> unpack(std::string_view packet)
{
    if (packet.empty() || packet.back() != '\0')
        return std::nullopt;
    Fields fields;
    while (!packet.empty()) {
        const std::size_t end = packet.find('\0');
        fields.emplace_back(packet.substr(0, end));
        packet.remove_prefix(end + 1);
    }
    return fields;
}

std::optional<std::uint64_t> number(std::string_view text, std::uint64_t most)
{
    std::uint64_t value = 0;
    const char *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc() || stop != end || value > most)
        return std::nullopt;
    return value;
}

Fields SpawnOrder::toFields() const
{
    Fields fields{"spawn",
                  std::to_string(id),
                  tty ? "tty" : "pipes",
                  std::to_string(rows),
                  std::to_string(cols),
                  streams,
                  dir,
                  path,
                  search,
                  std::to_string(argv.size())};
    fields.insert(fields.end(), argv.begin(), argv.end());
    fields.insert(fields.end(), env.begin(), env.end());
    return fields;
}

std::optional<SpawnOrder> SpawnOrder::fromFields(const Fields &fields)
{
    constexpr std::size_t Fixed = 10;
    if (fields.size() < Fixed || fields[0] != "spawn" || (fields[2] != "tty" && fields[2] != "pipes"))
        return std::nullopt;
    const auto id = number(fields[1]);
    const auto rows = number(fields[3], 65535);
    const auto cols = number(fields[4], 65535);
    const auto words = number(fields[9], fields.size() - Fixed);
    if (!id || !rows || !cols || !words || *words == 0)
        return std::nullopt;
    SpawnOrder order;
    order.id = *id;
    order.tty = fields[2] == "tty";
    order.rows = unsigned(*rows);
    order.cols = unsigned(*cols);
    order.streams = fields[5];
    order.dir = fields[6];
    order.path = fields[7];
    order.search = fields[8];
    const auto env = fields.begin() + std::ptrdiff_t(Fixed + *words);
    order.argv.assign(fields.begin() + Fixed, env);
    order.env.assign(env, fields.end());
    return order;
}

Fields Listener::toFields(std::uint64_t id, const std::vector<Listener> &listeners)
{
    Fields fields{"listeners", std::to_string(id)};
    for (const Listener &listener : listeners) {
        for (const std::string &field :
             {std::to_string(listener.port), listener.address, std::to_string(listener.pid),
              std::to_string(listener.session), listener.command})
            fields.push_back(field);
    }
    return fields;
}

std::vector<Listener> Listener::fromFields(const Fields &fields)
{
    std::vector<Listener> listeners;
    for (std::size_t i = 2; i + 5 <= fields.size(); i += 5) {
        const auto port = number(fields[i], 65535);
        const auto pid = number(fields[i + 2], INT32_MAX);
        const auto session = number(fields[i + 3], INT32_MAX);
        if (port && *port > 0 && pid && session)
            listeners.push_back({*port, fields[i + 1], *pid, *session, fields[i + 4]});
    }
    return listeners;
}

} // namespace Spritarium::Playground::Agent
