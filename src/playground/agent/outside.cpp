// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/networkfence.h"
#include "playground/agent/uniquefd.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
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

//! Descriptors: the sprite's network namespace; behind it two that only the program needs.
constexpr int Network = 3;
constexpr int FirstUnknown = 6;

int fail(const std::string &what)
{
    std::fprintf(stderr, "%s\n", what.c_str());
    return EXIT_FAILURE;
}

//! Whether it is the one that this program is in itself, which must never be touched.
bool isOurOwn(int network)
{
    struct stat theirs = {};
    struct stat ours = {};
    return ::fstat(network, &theirs) != 0 || ::stat("/proc/self/ns/net", &ours) != 0 ||
           (theirs.st_dev == ours.st_dev && theirs.st_ino == ours.st_ino);
}

//! Inside of the owner: whether its users have been mapped. bubblewrap tells of a sandbox before it does so,
//! and the program wants to be its root.
bool isMapped()
{
    const UniqueFd map(::open("/proc/self/gid_map", O_RDONLY | O_CLOEXEC));
    char byte = 0;
    return map && ::read(map.get(), &byte, 1) == 1;
}

bool waitMapped()
{
    constexpr timespec Pause{0, 1'000'000};
    for (int i = 0; i < 1000; ++i) {
        if (isMapped())
            return true;
        ::nanosleep(&Pause, nullptr);
    }
    return false;
}

//! Becomes the root of the network's owner: that opens the network, and of this computer nothing.
std::string enterOwner()
{
    const UniqueFd owner(::ioctl(Network, NS_GET_USERNS));
    if (!owner || ::setns(owner.get(), CLONE_NEWUSER) != 0)
        return std::string("the sprite's network cannot be entered: ") + std::strerror(errno);
    if (!waitMapped())
        return "the sprite's network has no users";
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    return {};
}

//! In a process of its own, because there is no way back out of a network.
bool fence(const std::vector<std::uint32_t> &own)
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        const std::string error =
            ::setns(Network, CLONE_NEWNET) == 0
                ? setFence(fenceRules(own))
                : std::string("the sprite's network cannot be entered: ") + std::strerror(errno);
        ::_exit(error.empty() ? EXIT_SUCCESS : fail(error));
    }
    int status = -1;
    return child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

} // namespace

//! spritarium-playground-outside [ADDRESS]... [-- PROGRAM [ARGUMENT]...]
//! Fences the network namespace at descriptor 3 off from this computer, which has the addresses, and becomes
//! the program that connects it to the outside, in the user namespace that owns it. Without one it ends.
int main(int argc, char *argv[])
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::syscall(SYS_close_range, FirstUnknown, ~0U, 0);
    std::vector<std::uint32_t> own;
    int at = 1;
    for (; at < argc && std::string_view(argv[at]) != "--"; ++at) {
        if (const auto address = ipv4(argv[at]))
            own.push_back(*address);
    }
    if (at + 1 == argc || argc == 1)
        return fail("spritarium-playground-outside is started by spritarium-playground.");
    if (isOurOwn(Network))
        return fail("this is not a sprite's network");
    if (const std::string error = enterOwner(); !error.empty())
        return fail(error);
    if (!fence(own))
        return EXIT_FAILURE;
    if (at == argc)
        return EXIT_SUCCESS;
    ::execv(argv[at + 1], argv + at + 1);
    return fail(std::string(argv[at + 1]) + ": " + std::strerror(errno));
}
