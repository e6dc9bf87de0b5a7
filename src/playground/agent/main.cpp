// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/agentloop.h"
#include "playground/agent/copyhelper.h"
#include "playground/agent/ownlimits.h"
#include "playground/agent/topfolders.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace Spritarium::Playground::Agent;

namespace {

constexpr int Socket = 3;

//! The playground's own limit of open files is no measure for others: programs that use select() cannot have
//! more than the usual 1024.
void setFileLimit(std::string_view word)
{
    constexpr std::string_view Name = "--files=";
    rlimit limit{};
    if (!word.starts_with(Name) || ::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    if (const auto files = number(word.substr(Name.size()), limit.rlim_max)) {
        limit.rlim_cur = rlim_t(*files);
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

} // namespace

//! spritarium-playground-agent [--unisolated] [--files=NUMBER], or --copy FROM TO; with its end of the socket
//! pair as descriptor 3. What it starts may have so many files open unless it says otherwise. Or --folders
//! LIVE WORD..., with a sandbox's mounts as descriptor 3.
int main(int argc, char *argv[])
{
    if (argc > 3 && std::string_view(argv[1]) == "--folders")
        // Without what runs at a program's end: a search for leaks fails in another's namespaces.
        ::_exit(runTopFolders(UniqueFd(Socket), argv[2], {argv + 3, argv + argc}));
    int type = 0;
    socklen_t size = sizeof type;
    if (::getsockopt(Socket, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_SEQPACKET) {
        std::fputs("spritarium-playground-agent is started by spritarium-playground.\n", stderr);
        return EXIT_FAILURE;
    }
    ::syscall(SYS_close_range, Socket + 1, ~0U, 0);
    ::fcntl(Socket, F_SETFD, FD_CLOEXEC);
    if (argc == 4 && std::string_view(argv[1]) == "--copy")
        return runCopyHelper(UniqueFd(Socket), argv[2], argv[3]);
    ::umask(022);
    setFileLimit(argv[argc - 1]);
    const bool isIsolated = argc < 2 || std::string_view(argv[1]) != "--unisolated";
    limitOurselves(isIsolated); // first: /proc/self is root's afterwards
    // Now, as bubblewrap has done its work: were it ended with the playground in the midst of it, what it is
    // about to become would wait for it for ever. Until here the end of the socket is enough.
    if (isIsolated)
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    // What runs beside it in the sandbox shall not look into it.
    ::prctl(PR_SET_DUMPABLE, 0);
    // The keys of the person who started the playground would be at hand in every namespace.
    constexpr int JoinSessionKeyring = 1; // KEYCTL_JOIN_SESSION_KEYRING
    if (isIsolated)
        ::syscall(SYS_keyctl, JoinSessionKeyring, nullptr);
    return AgentLoop(UniqueFd(Socket), isIsolated).run();
}
