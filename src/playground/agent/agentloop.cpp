// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/agentloop.h"

#include "playground/agent/agentsocket.h"
#include "playground/agent/agentversion.h"
#include "playground/agent/listeningports.h"
#include "playground/agent/processtable.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace Spritarium::Playground::Agent {

namespace {

//! With processes that do not stop at once because they wait for a disk.
constexpr auto StopPatience = std::chrono::milliseconds(200);

//! A connect() that has begun; nothing with errno set if it cannot.
UniqueFd beginConnect(const std::string &address, std::uint16_t port)
{
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    const bool isV4 = ::inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1;
    if (!isV4 && ::inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) != 1) {
        errno = EINVAL;
        return {};
    }
    UniqueFd fd(::socket(isV4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd)
        return {};
    const auto *where =
        isV4 ? reinterpret_cast<const sockaddr *>(&v4) : reinterpret_cast<const sockaddr *>(&v6);
    const socklen_t size = isV4 ? sizeof v4 : sizeof v6;
    if (::connect(fd.get(), where, size) == 0 || errno == EINPROGRESS)
        return fd;
    return {};
}

std::string words(int error)
{
    switch (error) {
    case ECONNREFUSED:
        return "connection refused";
    case ENETUNREACH:
    case EADDRNOTAVAIL:
        return "network is unreachable";
    case EHOSTUNREACH:
        return "no route to host";
    case ETIMEDOUT:
        return "i/o timeout";
    case EINVAL:
        return "no such host";
    default:
        return std::strerror(error); // NOLINT: one thread
    }
}

} // namespace

AgentLoop::AgentLoop(UniqueFd socket, bool isIsolated)
    : m_socket(std::move(socket))
    , m_isIsolated(isIsolated)
{
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &child, nullptr);
    m_children.reset(::signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK));
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
}

int AgentLoop::run()
{
    tell({"ready", version()});
    for (;;) {
        std::vector<pollfd> polled{{m_socket.get(), POLLIN, 0}, {m_children.get(), POLLIN, 0}};
        for (const Dial &dial : m_dials)
            polled.push_back({dial.socket.get(), POLLOUT, 0});
        for (const Start &start : m_starts)
            polled.push_back({start.launch.report(), POLLIN, 0});
        if (::poll(polled.data(), nfds_t(polled.size()), -1) < 0 && errno != EINTR)
            break;
        takeReports();
        if (polled[1].revents)
            reap();
        finishDials(polled);
        if (polled[0].revents && !takeOrder())
            break;
    }
    endEverything();
    return 0;
}

bool AgentLoop::takeOrder()
{
    Received received = receive(m_socket.get());
    if (received.how == Transfer::Done)
        obey(received.packet.fields, std::move(received.packet.fds));
    return received.how != Transfer::Over;
}

void AgentLoop::obey(const Fields &fields, std::vector<UniqueFd> fds)
{
    const std::string &verb = fields[0];
    if (verb == "spawn") {
        if (const auto order = SpawnOrder::fromFields(fields))
            spawn(*order, std::move(fds));
    } else if (verb == "signal" && fields.size() == 4) {
        signalOne(fields);
    } else if (verb == "stop") {
        stopAll();
    } else if (verb == "continue") {
        continueAll();
    } else if (verb == "dial" && fields.size() == 4) {
        startDial(fields);
    } else if (verb == "listeners" && fields.size() == 2) {
        tellListeners(fields);
    }
}

void AgentLoop::spawn(const SpawnOrder &order, std::vector<UniqueFd> streams)
{
    Start start{order.id, Launch(order, std::move(streams))};
    if (start.launch.pid() == 0)
        return conclude(start);
    m_starts.push_back(std::move(start));
}

void AgentLoop::takeReports()
{
    for (auto start = m_starts.begin(); start != m_starts.end();) {
        if (!start->launch.takeReport()) {
            ++start;
            continue;
        }
        conclude(*start);
        start = m_starts.erase(start);
    }
}

void AgentLoop::conclude(const Start &start)
{
    const std::string id = std::to_string(start.id);
    const Launch &launch = start.launch;
    if (!launch.hasStarted())
        return tell({"failed", id, launch.error()}); // what is left of it is reaped like any other
    m_spawned.emplace(start.id, launch.pid());
    std::vector<int> fds;
    if (launch.master())
        fds.push_back(launch.master().get());
    tell({"started", id, std::to_string(launch.pid()), launch.program()}, fds);
}

void AgentLoop::signalOne(const Fields &fields)
{
    const auto id = number(fields[1]);
    const auto signal = number(fields[2], 64);
    const auto found = id ? m_spawned.find(*id) : m_spawned.end();
    if (found == m_spawned.end() || !signal)
        return;
    const pid_t pid = found->second;
    if (fields[3] == "session") {
        for (const Process &each : processes()) {
            if (each.session == pid)
                ::kill(each.pid, int(*signal));
        }
    } else if (fields[3] == "foreground") {
        const pid_t group = process(pid).foreground;
        ::kill(group > 0 ? -group : -pid, int(*signal));
    } else {
        ::kill(fields[3] == "group" ? -pid : pid, int(*signal));
    }
}

void AgentLoop::signalAll(int signal)
{
    if (m_isIsolated) {
        ::kill(-1, signal); // all but process 1, and that is us
        return;
    }
    // New ones may appear while we look; they are found the next time round.
    std::set<pid_t> done;
    for (bool foundNew = true; foundNew;) {
        foundNew = false;
        for (const pid_t pid : descendants(::getpid(), processes())) {
            if (done.insert(pid).second) {
                ::kill(pid, signal);
                foundNew = true;
            }
        }
    }
}

std::vector<std::vector<Process>> AgentLoop::ownGenerations() const
{
    std::vector<Process> own = processes();
    const std::set<pid_t> ours = m_isIsolated ? std::set<pid_t>() : descendants(::getpid(), own);
    std::erase_if(own, [&](const Process &each) {
        return m_isIsolated ? each.pid == ::getpid() : !ours.contains(each.pid);
    });
    return generations(own);
}

void AgentLoop::stopAll()
{
    m_stoppedBefore.clear();
    const auto deadline = std::chrono::steady_clock::now() + StopPatience;
    const auto hasStopped = [](const Process &each) {
        const char now = process(each.pid).state;
        return now == 'T' || now == 'Z' || now == 0;
    };
    // A shell that still ran when its jobs were stopped would find them so, and say it when it goes on.
    for (const std::vector<Process> &generation : ownGenerations()) {
        for (const Process &each : generation) {
            if (each.state == 'T')
                m_stoppedBefore.insert(each.pid);
            else
                ::kill(each.pid, SIGSTOP);
        }
        while (!std::all_of(generation.begin(), generation.end(), hasStopped) &&
               std::chrono::steady_clock::now() < deadline)
            std::this_thread::sleep_for(std::chrono::microseconds(100));
    }
    // And what appeared meanwhile.
    signalAll(SIGSTOP);
}

void AgentLoop::continueAll()
{
    const std::set<pid_t> left = std::exchange(m_stoppedBefore, {});
    const std::vector<std::vector<Process>> all = ownGenerations();
    for (auto generation = all.rbegin(); generation != all.rend(); ++generation) {
        for (const Process &each : *generation) {
            if (!left.contains(each.pid))
                ::kill(each.pid, SIGCONT);
        }
    }
}

void AgentLoop::reap()
{
    signalfd_siginfo info{};
    while (::read(m_children.get(), &info, sizeof info) > 0) {
    }
    int status = 0;
    for (pid_t pid = ::waitpid(-1, &status, WNOHANG); pid > 0; pid = ::waitpid(-1, &status, WNOHANG)) {
        takeReports(); // one that has ended has said all, and its start is told first
        const auto found = std::find_if(m_spawned.begin(), m_spawned.end(),
                                        [pid](const auto &each) { return each.second == pid; });
        if (found == m_spawned.end())
            continue;
        const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
        const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        tell({"exited", std::to_string(found->first), std::to_string(code), std::to_string(signal)});
        m_spawned.erase(found);
    }
}

void AgentLoop::startDial(const Fields &fields)
{
    const auto id = number(fields[1]);
    const auto port = number(fields[3], 65535);
    if (!id || !port)
        return;
    Dial dial;
    dial.id = *id;
    dial.port = std::uint16_t(*port);
    dial.further = fields[2].empty() ? std::vector<std::string>{"127.0.0.1", "::1"} : std::vector{fields[2]};
    if (!m_isIsolated) {
        // Without a network of its own only what it listens to itself is the sprite's.
        const std::vector<Listener> own = listeners(spawnedPids(), ownPids());
        const bool isOwn = std::any_of(own.begin(), own.end(),
                                       [&](const Listener &listener) { return listener.port == *port; });
        if (!fields[2].empty() || !isOwn)
            return refuse(*id, words(fields[2].empty() ? ECONNREFUSED : ENETUNREACH));
    }
    tryNext(std::move(dial), words(EINVAL));
}

void AgentLoop::tryNext(Dial dial, const std::string &why)
{
    std::string reason = why;
    while (!dial.further.empty()) {
        dial.socket = beginConnect(dial.further.front(), dial.port);
        dial.further.erase(dial.further.begin());
        if (dial.socket) {
            m_dials.push_back(std::move(dial));
            return;
        }
        reason = words(errno);
    }
    refuse(dial.id, reason);
}

void AgentLoop::finishDials(const std::vector<pollfd> &polled)
{
    for (const pollfd &each : polled) {
        const auto dial = std::find_if(m_dials.begin(), m_dials.end(),
                                       [&](const Dial &open) { return open.socket.get() == each.fd; });
        if (!each.revents || dial == m_dials.end())
            continue;
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(each.fd, SOL_SOCKET, SO_ERROR, &error, &size);
        Dial done = std::move(*dial);
        m_dials.erase(dial);
        if (error != 0)
            tryNext(std::move(done), words(error));
        else
            tell({"dialled", std::to_string(done.id)}, {done.socket.get()});
    }
}

void AgentLoop::refuse(std::uint64_t id, const std::string &why)
{
    tell({"refused", std::to_string(id), why});
}

void AgentLoop::tellListeners(const Fields &fields)
{
    const auto id = number(fields[1]);
    if (!id)
        return;
    std::vector<Listener> found = listeners(spawnedPids(), ownPids());
    // Hundreds may listen, and a packet has its limits.
    while (pack(Listener::toFields(*id, found)).size() > MaxMessage)
        found.resize(found.size() / 2);
    tell(Listener::toFields(*id, found));
}

std::set<pid_t> AgentLoop::ownPids() const
{
    if (m_isIsolated)
        return {};
    std::set<pid_t> pids = descendants(::getpid(), processes());
    pids.insert(::getpid());
    return pids;
}

std::set<pid_t> AgentLoop::spawnedPids() const
{
    std::set<pid_t> pids;
    for (const auto &[id, pid] : m_spawned)
        pids.insert(pid);
    return pids;
}

void AgentLoop::tell(const Fields &fields, const std::vector<int> &fds)
{
    while (send(m_socket.get(), pack(fields), fds) == Transfer::Later) {
    }
}

void AgentLoop::endEverything()
{
    if (m_isIsolated)
        return; // the kernel ends what is left of the sandbox with its process 1
    while (!descendants(::getpid(), processes()).empty()) {
        signalAll(SIGKILL);
        ::waitpid(-1, nullptr, 0);
    }
}

} // namespace Spritarium::Playground::Agent
