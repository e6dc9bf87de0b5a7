// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/childprocess.h"

#include <QTimer>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace Spritarium::Playground {

using namespace std::chrono_literals;

namespace {

constexpr int FirstFile = 3;
//! Where descriptors are moved to first, so that none is overwritten before it is used.
constexpr int AsideFrom = 64;

std::vector<char *> pointers(const QByteArrayList &words)
{
    std::vector<char *> list;
    for (const QByteArray &word : words)
        list.push_back(const_cast<char *>(word.constData())); // NOLINT: posix_spawn() does not write
    list.push_back(nullptr);
    return list;
}

} // namespace

ChildProcess *ChildProcess::start(const Plan &plan, QObject *parent)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    std::vector<Agent::UniqueFd> aside;
    const auto give = [&](int from, int to) {
        aside.emplace_back(::fcntl(from, F_DUPFD_CLOEXEC, AsideFrom));
        posix_spawn_file_actions_adddup2(&actions, aside.back().get(), to);
    };
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    if (plan.errors >= 0)
        give(plan.errors, STDERR_FILENO);
    else
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    for (std::size_t i = 0; i < plan.files.size(); ++i)
        give(plan.files[i], FirstFile + int(i));
    // What a playground ignores or blocks, its programs do not.
    sigset_t all;
    sigset_t none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    pid_t pid = 0;
    const std::vector<char *> argv = pointers(plan.arguments);
    const std::vector<char *> env = pointers(plan.environment);
    const int error = posix_spawn(&pid, argv[0], &actions, &attributes, argv.data(), env.data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    errno = error;
    if (error != 0)
        return nullptr;
    Agent::UniqueFd handle(int(::syscall(SYS_pidfd_open, pid, 0)));
    if (!handle) {
        // Its end would never be noticed.
        const int why = errno;
        ::kill(-pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
        errno = why;
        return nullptr;
    }
    return new ChildProcess(pid, std::move(handle), parent);
}

ChildProcess::ChildProcess(pid_t pid, Agent::UniqueFd handle, QObject *parent)
    : QObject(parent)
    , m_pid(pid)
    , m_handle(std::move(handle))
{
    m_notifier = std::make_unique<QSocketNotifier>(m_handle.get(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        if (reap())
            emit ended();
    });
}

ChildProcess::~ChildProcess()
{
    if (!hasEnded())
        finish();
}

bool ChildProcess::reap()
{
    siginfo_t info{};
    if (hasEnded() || ::waitid(P_PID, id_t(m_pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
        info.si_pid != m_pid)
        return false;
    finish();
    return true;
}

void ChildProcess::finish()
{
    kill();
    int status = -1;
    m_hasSucceeded = ::waitpid(m_pid, &status, 0) == m_pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    m_pid = 0;
    m_notifier->setEnabled(false);
}

void ChildProcess::kill()
{
    // With all it started and did not send away: bubblewrap's other half, killed too early, would wait for it
    // for ever. The number of the group is nobody else's before the leader is waited for.
    if (!hasEnded())
        ::kill(-m_pid, SIGKILL);
}

void ChildProcess::retire()
{
    connect(this, &ChildProcess::ended, this, &QObject::deleteLater);
    if (hasEnded())
        return deleteLater();
    QTimer::singleShot(2s, this, &ChildProcess::kill);
}

void ChildProcess::endWithin(int milliseconds)
{
    if (hasEnded())
        return;
    pollfd handle{m_handle.get(), POLLIN, 0};
    ::poll(&handle, 1, milliseconds);
    finish();
}

} // namespace Spritarium::Playground
