// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/networkfence.h"

#include "playground/agent/uniquefd.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <linux/fib_rules.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/xfrm.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace Spritarium::Playground::Agent {

namespace {

constexpr std::uint16_t NamePort = 53;
constexpr std::uint32_t Open = 10;
constexpr std::uint32_t Closed = 20;

//! One request to the kernel, put together piece by piece.
class Request
{
public:
    explicit Request(std::uint16_t type)
    {
        nlmsghdr head{};
        head.nlmsg_type = type;
        head.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL;
        append(&head, sizeof head);
    }

    void append(const void *data, std::size_t size)
    {
        m_bytes.append(static_cast<const char *>(data), size);
        m_bytes.resize(NLMSG_ALIGN(m_bytes.size()));
        const auto whole = std::uint32_t(m_bytes.size());
        std::memcpy(m_bytes.data(), &whole, sizeof whole); // nlmsg_len is its first field
    }
    void attribute(std::uint16_t type, const void *data, std::size_t size)
    {
        rtattr head{};
        head.rta_type = type;
        head.rta_len = std::uint16_t(RTA_LENGTH(size));
        append(&head, sizeof head);
        append(data, size);
    }
    const std::string &bytes() const { return m_bytes; }

private:
    std::string m_bytes;
};

std::string routingRule(const FenceRule &rule)
{
    Request request(RTM_NEWRULE);
    fib_rule_hdr body{};
    body.family = AF_INET;
    body.dst_len = rule.bits;
    body.table = rule.allows ? RT_TABLE_MAIN : RT_TABLE_UNSPEC;
    body.action = rule.allows ? FR_ACT_TO_TBL : FR_ACT_PROHIBIT;
    request.append(&body, sizeof body);
    const std::uint32_t address = htonl(rule.address);
    request.attribute(FRA_DST, &address, sizeof address);
    request.attribute(FRA_PRIORITY, &rule.priority, sizeof rule.priority);
    if (rule.protocol != 0)
        request.attribute(FRA_IP_PROTO, &rule.protocol, sizeof rule.protocol);
    const fib_rule_port_range port{rule.port, rule.port};
    if (rule.port != 0)
        request.attribute(FRA_DPORT_RANGE, &port, sizeof port);
    return request.bytes();
}

std::string packetPolicy(const FenceRule &rule)
{
    Request request(XFRM_MSG_NEWPOLICY);
    xfrm_userpolicy_info body{};
    body.sel.family = AF_INET;
    body.sel.daddr.a4 = htonl(rule.address);
    body.sel.prefixlen_d = rule.bits;
    body.sel.proto = rule.protocol;
    if (rule.port != 0) {
        body.sel.dport = htons(rule.port);
        body.sel.dport_mask = UINT16_MAX;
    }
    body.lft.soft_byte_limit = body.lft.hard_byte_limit = XFRM_INF;
    body.lft.soft_packet_limit = body.lft.hard_packet_limit = XFRM_INF;
    body.priority = rule.priority;
    body.dir = XFRM_POLICY_OUT;
    body.action = rule.allows ? XFRM_POLICY_ALLOW : XFRM_POLICY_BLOCK;
    request.append(&body, sizeof body);
    return request.bytes();
}

//! 0, or what the kernel did not like.
int ask(int socket, const std::string &request)
{
    if (::send(socket, request.data(), request.size(), 0) != ssize_t(request.size()))
        return errno;
    std::array<char, 4096> bytes{};
    const ssize_t size = ::recv(socket, bytes.data(), bytes.size(), 0);
    nlmsghdr head{};
    nlmsgerr answer{};
    if (size < ssize_t(NLMSG_HDRLEN + sizeof answer))
        return EPROTO;
    std::memcpy(&head, bytes.data(), sizeof head);
    std::memcpy(&answer, bytes.data() + NLMSG_HDRLEN, sizeof answer);
    return head.nlmsg_type == NLMSG_ERROR ? -answer.error : EPROTO;
}

} // namespace

std::optional<std::uint32_t> ipv4(const std::string &text)
{
    in_addr address{};
    if (::inet_pton(AF_INET, text.c_str(), &address) != 1)
        return {};
    return ntohl(address.s_addr);
}

std::vector<FenceRule> fenceRules(const std::vector<std::uint32_t> &own)
{
    const std::uint32_t names = *ipv4(OutsideNames);
    const std::uint32_t inside = *ipv4(OutsideNetworkBase);
    std::vector<FenceRule> rules{{Open, names, 32, IPPROTO_UDP, NamePort, true},
                                 {Open, names, 32, IPPROTO_TCP, NamePort, true}};
    // By protocol, because without one the rule would also hide the gateway from the route that names it.
    for (const int protocol : {IPPROTO_TCP, IPPROTO_UDP, IPPROTO_ICMP})
        rules.push_back({Closed, inside, OutsideNetworkBits, std::uint8_t(protocol), 0, false});
    rules.push_back({Closed, *ipv4("0.0.0.0"), 8, 0, 0, false});
    rules.push_back({Closed, *ipv4("169.254.0.0"), 16, 0, 0, false});
    rules.push_back({Closed, *ipv4("224.0.0.0"), 3, 0, 0, false});
    for (const std::uint32_t address : own)
        rules.push_back({Closed, address, 32, 0, 0, false});
    return rules;
}

std::string setFence(const std::vector<FenceRule> &rules)
{
    const UniqueFd routes(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
    const UniqueFd packets(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_XFRM));
    if (!routes || !packets)
        return std::string("no netlink: ") + std::strerror(errno);
    for (const FenceRule &rule : rules) {
        if (const int error = ask(routes.get(), routingRule(rule)); error != 0 && error != EEXIST)
            return std::string("the kernel takes no rules: ") + std::strerror(error);
        if (const int error = ask(packets.get(), packetPolicy(rule)); error != 0 && error != EEXIST)
            return std::string("the kernel takes no policies: ") + std::strerror(error);
    }
    return {};
}

} // namespace Spritarium::Playground::Agent
