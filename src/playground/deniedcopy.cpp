// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/deniedcopy.h"

#include "playground/agent/agentsocket.h"
#include "playground/sandbox.h"

#include <QFile>

#include <array>
#include <csignal>

#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr int LookEvery = 100; // milliseconds, at the stop flag

//! The helper with `socket` as its descriptor 3; 0 if it cannot be started.
pid_t startHelper(const QByteArray &from, const QByteArray &to, int socket)
{
    QByteArray program = QFile::encodeName(Sandbox::agentProgram());
    if (program.isEmpty())
        return 0;
    QByteArray word("--copy");
    QByteArray source(from);
    QByteArray target(to);
    std::array<char *, 5> arguments{program.data(), word.data(), source.data(), target.data(), nullptr};
    std::array<char *, 1> environment{nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    // If it is 3 already, this makes it stay open.
    posix_spawn_file_actions_adddup2(&actions, socket, 3);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
    pid_t pid = 0;
    if (posix_spawn(&pid, program.constData(), &actions, &attributes, arguments.data(), environment.data()))
        pid = 0;
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return pid;
}

//! What the helper says at its end.
Agent::MaybeFault verdict(int socket, const Agent::CopyFault &otherwise, const std::atomic_bool &stop)
{
    pollfd polled{socket, POLLIN, 0};
    while (::poll(&polled, 1, LookEvery) <= 0) {
        if (stop)
            return Agent::canceledFault();
    }
    const Agent::Received said = Agent::receive(socket);
    const Agent::Fields &fields = said.packet.fields;
    if (said.how != Agent::Transfer::Done || fields.empty())
        return otherwise;
    if (fields[0] == "copied")
        return {};
    const auto error = fields.size() == 3 ? Agent::number(fields[1], INT32_MAX) : std::nullopt;
    return error && *error > 0 ? Agent::CopyFault{int(*error), fields[2]} : otherwise;
}

} // namespace

Agent::MaybeFault copyDeniedFolder(const QByteArray &from, const QByteArray &to,
                                   const Agent::CopyFault &otherwise, const std::atomic_bool &stop)
{
    std::array<int, 2> sockets{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets.data()) != 0)
        return otherwise;
    Agent::UniqueFd ours(sockets[0]);
    Agent::UniqueFd theirs(sockets[1]);
    const pid_t pid = startHelper(from, to, theirs.get());
    theirs.reset();
    if (pid == 0)
        return otherwise;
    const Agent::MaybeFault fault = verdict(ours.get(), otherwise, stop);
    ours.reset(); // which ends it, if it has not yet
    ::waitpid(pid, nullptr, 0);
    return fault;
}

} // namespace Spritarium::Playground
