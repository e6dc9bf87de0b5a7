// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

//! What a sprite's network must not reach, as rules of its own kernel namespace: they hold for everything
//! inside, and nobody inside may change them. Each is set twice. Routing rules come first and are the clear
//! word; but a socket that is bound to a device, and multicast from a given address, pass them by. The
//! policies that are there for IPsec are asked about every packet.
namespace Spritarium::Playground::Agent {

//! One rule about IPv4 packets that leave; the lowest `priority` that fits decides.
struct FenceRule
{
    std::uint32_t priority = 0;
    std::uint32_t address = 0; //!< in host byte order
    std::uint8_t bits = 32;    //!< of the address that count
    std::uint8_t protocol = 0; //!< 0 is all
    std::uint16_t port = 0;    //!< of the other side; 0 is all
    bool allows = false;

    friend bool operator==(const FenceRule &, const FenceRule &) = default;
};

//! "10.0.2.3" in host byte order; nothing for what is no IPv4 address.
std::optional<std::uint32_t> ipv4(const std::string &text);

//! The rules: the way out for what is not named here. Closed are `own`, the addresses of this computer, by
//! which the tool would reach all its servers that do not listen on loopback only; link-local addresses and
//! multicast; and the tool's own network but for names, asked at OutsideNames. The tool of Debian 12 closes
//! that one itself when told so; the rules do not rest on it.
std::vector<FenceRule> fenceRules(const std::vector<std::uint32_t> &own);

//! The network the tool makes (slirp4netns' own), and who resolves names there.
constexpr const char *OutsideNetworkBase = "10.0.2.0";
constexpr std::uint8_t OutsideNetworkBits = 24;
constexpr const char *OutsideNames = "10.0.2.3";

//! Sets them, both ways, in the calling thread's network namespace; those that are there already stay. An
//! empty text, or in one line what went wrong.
std::string setFence(const std::vector<FenceRule> &rules);

} // namespace Spritarium::Playground::Agent
