// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/localpeer.h"

#include <QtGlobal>

#ifdef Q_OS_LINUX
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#endif

namespace Spritarium {

#ifdef Q_OS_LINUX

namespace {

using boost::asio::ip::tcp;

struct Question
{
    nlmsghdr header = {};
    inet_diag_req_v2 request = {};
};

struct Answer
{
    nlmsghdr header = {};
    union {
        inet_diag_msg socket = {};
        nlmsgerr error;
    };
    char attributes[512] = {};
};

void writeAddress(const tcp::endpoint &endpoint, __be32 *into, __be16 &port)
{
    port = htons(endpoint.port());
    if (endpoint.address().is_v6()) {
        const auto bytes = endpoint.address().to_v6().to_bytes();
        std::memcpy(into, bytes.data(), bytes.size());
    } else {
        const auto bytes = endpoint.address().to_v4().to_bytes();
        std::memcpy(into, bytes.data(), bytes.size());
    }
}

//! What the system knows of the socket whose own address is `own`.
Question questionAbout(const tcp::endpoint &own, const tcp::endpoint &other)
{
    Question question;
    question.header.nlmsg_len = sizeof question;
    question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    question.header.nlmsg_flags = NLM_F_REQUEST;
    inet_diag_req_v2 &request = question.request;
    request.sdiag_family = own.address().is_v6() ? AF_INET6 : AF_INET;
    request.sdiag_protocol = IPPROTO_TCP;
    request.idiag_states = ~0U;
    request.id.idiag_cookie[0] = request.id.idiag_cookie[1] = ~0U; // whichever
    writeAddress(own, request.id.idiag_src, request.id.idiag_sport);
    writeAddress(other, request.id.idiag_dst, request.id.idiag_dport);
    return question;
}

} // namespace

bool hasPeerLeft(const tcp::socket &socket)
{
    boost::system::error_code error;
    const tcp::endpoint peer = socket.remote_endpoint(error);
    if (error)
        return false;
    const tcp::endpoint here = socket.local_endpoint(error);
    const int system = error ? -1 : ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (system < 0)
        return false;
    const Question question = questionAbout(peer, here);
    Answer answer;
    const bool isAnswered = send(system, &question, sizeof question, 0) == ssize_t(sizeof question) &&
                            recv(system, &answer, sizeof answer, MSG_DONTWAIT) > 0;
    close(system);
    // A socket that no program has open any more has lost its inode.
    return isAnswered && answer.header.nlmsg_type == SOCK_DIAG_BY_FAMILY && answer.socket.idiag_inode == 0;
}

#else

bool hasPeerLeft(const boost::asio::ip::tcp::socket &)
{
    return false;
}

#endif

} // namespace Spritarium
