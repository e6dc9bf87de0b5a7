// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/networkfence.h"
#include "playground/agent/uniquefd.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

using namespace Spritarium::Playground::Agent;

namespace {

//! Descriptors: the sprite's network namespace; two that only the program needs; the namespace's owner.
constexpr int Network = 3;
constexpr int Owner = 6;

int fail(const std::string &what)
{
    std::fprintf(stderr, "%s\n", what.c_str());
    return EXIT_FAILURE;
}

//! Whether it is the one that this program is in itself, which must never be touched.
bool isOurOwn(int network)
{
    struct stat theirs
    {
    };
    struct stat ours
    {
    };
    return ::fstat(network, &theirs) != 0 || ::stat("/proc/self/ns/net", &ours) != 0 ||
           (theirs.st_dev == ours.st_dev && theirs.st_ino == ours.st_ino);
}

//! In a process of its own, because there is no way back out of a namespace.
bool fence(const std::vector<std::uint32_t> &own)
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        std::string error;
        if (::setns(Owner, CLONE_NEWUSER) != 0 || ::setns(Network, CLONE_NEWNET) != 0)
            error = std::string("the sprite's network cannot be entered: ") + std::strerror(errno);
        else
            error = setFence(fenceRules(own));
        ::_exit(error.empty() ? EXIT_SUCCESS : fail(error));
    }
    int status = -1;
    return child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

} // namespace

//! spritarium-playground-outside [ADDRESS]... -- PROGRAM [ARGUMENT]...
//! Fences the network namespace at descriptor 3 off from this computer, which has the addresses, and becomes
//! the program that connects it to the outside, with its owner, a user namespace, at descriptor 6.
int main(int argc, char *argv[])
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::syscall(SYS_close_range, Owner, ~0U, 0);
    std::vector<std::uint32_t> own;
    int at = 1;
    for (; at < argc && std::string_view(argv[at]) != "--"; ++at) {
        if (const auto address = ipv4(argv[at]))
            own.push_back(*address);
    }
    if (at + 1 >= argc)
        return fail("spritarium-playground-outside is started by spritarium-playground.");
    if (isOurOwn(Network))
        return fail("this is not a sprite's network");
    UniqueFd owner(::ioctl(Network, NS_GET_USERNS));
    if (!owner || ::dup2(owner.get(), Owner) != Owner)
        return fail(std::string("the sprite's network has no owner: ") + std::strerror(errno));
    if (owner.get() == Owner)
        (void)owner.release();
    owner.reset();
    // The kernel opens it for exec to close.
    ::fcntl(Owner, F_SETFD, 0);
    if (!fence(own))
        return EXIT_FAILURE;
    ::execv(argv[at + 1], argv + at + 1);
    return fail(std::string(argv[at + 1]) + ": " + std::strerror(errno));
}
