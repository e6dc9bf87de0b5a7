// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/copyhelper.h"

#include "playground/agent/agentmessages.h"
#include "playground/agent/agentsocket.h"
#include "playground/agent/treework.h"

#include <cerrno>
#include <cstdlib>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <sched.h>

namespace Spritarium::Playground::Agent {

namespace {

bool write(const char *path, const std::string &text)
{
    const UniqueFd file(::open(path, O_WRONLY | O_CLOEXEC));
    return file && ::write(file.get(), text.data(), text.size()) == ssize_t(text.size());
}

//! This user and group, as themselves.
bool passOverPermissions()
{
    const std::string user = std::to_string(::geteuid());
    const std::string group = std::to_string(::getegid());
    return ::unshare(CLONE_NEWUSER) == 0 && write("/proc/self/setgroups", "deny") &&
           write("/proc/self/uid_map", user + ' ' + user + " 1\n") &&
           write("/proc/self/gid_map", group + ' ' + group + " 1\n");
}

} // namespace

int runCopyHelper(UniqueFd socket, const char *from, const char *to)
{
    if (!passOverPermissions()) {
        const CopyFault fault = systemFault("user namespace");
        send(socket.get(), pack({"fault", std::to_string(fault.error), fault.text}), {});
        return EXIT_FAILURE;
    }
    // Nothing is ever sent to here, so whatever comes is the end.
    std::thread([other = socket.get()] {
        pollfd polled{other, POLLIN, 0};
        while (::poll(&polled, 1, -1) < 0 && errno == EINTR) {
        }
        ::_exit(EXIT_FAILURE);
    }).detach();
    const std::atomic_bool never(false);
    const MaybeFault fault = copyFolder(from, to, never);
    send(socket.get(), fault ? pack({"fault", std::to_string(fault->error), fault->text}) : pack({"copied"}),
         {});
    ::_exit(fault ? EXIT_FAILURE : EXIT_SUCCESS); // not through the end of main(), beside which a thread runs
}

} // namespace Spritarium::Playground::Agent
