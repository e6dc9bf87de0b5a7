// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/launcher.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

namespace Spritarium::Playground::Agent {

namespace {

//! Where a new process failed; the number crosses a pipe.
struct Failure
{
    enum Step : int { Streams, Folder, Program };
    int step = Streams;
    int error = 0;
};

//! errno in the words of Go, in which the service's errors are written.
std::string words(int error)
{
    std::string text = std::strerror(error); // NOLINT: one thread
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z' && !(text.size() > 1 && text[1] == '/'))
        text[0] = char(text[0] - 'A' + 'a');
    return text;
}

bool canRun(const std::string &file)
{
    struct stat info
    {
    };
    return ::stat(file.c_str(), &info) == 0 && S_ISREG(info.st_mode) && ::access(file.c_str(), X_OK) == 0;
}

std::vector<char *> pointers(const std::vector<std::string> &words)
{
    std::vector<char *> list;
    for (const std::string &word : words)
        list.push_back(const_cast<char *>(word.c_str())); // NOLINT: execve() does not write
    list.push_back(nullptr);
    return list;
}

struct Terminal
{
    UniqueFd master;
    UniqueFd slave;
};

Terminal openTerminal(const SpawnOrder &order)
{
    Terminal terminal;
    terminal.master.reset(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    std::array<char, 64> name{};
    if (!terminal.master || ::grantpt(terminal.master.get()) != 0 || ::unlockpt(terminal.master.get()) != 0 ||
        ::ptsname_r(terminal.master.get(), name.data(), name.size()) != 0)
        return {};
    terminal.slave.reset(::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!terminal.slave)
        return {};
    winsize size{};
    size.ws_row = static_cast<unsigned short>(order.rows);
    size.ws_col = static_cast<unsigned short>(order.cols);
    ::ioctl(terminal.slave.get(), TIOCSWINSZ, &size);
    return terminal;
}

[[noreturn]] void giveUp(int report, Failure::Step step)
{
    const Failure failure{step, errno};
    [[maybe_unused]] const ssize_t written = ::write(report, &failure, sizeof failure);
    ::_exit(127);
}

struct Child
{
    std::array<int, 3> streams{-1, -1, -1};
    bool tty = false;
    int report = -1;
    const char *dir = nullptr;
    const char *program = nullptr;
    char *const *argv = nullptr;
    char *const *env = nullptr;
};

[[noreturn]] void become(const Child &child)
{
    ::setsid();
    if (child.tty && ::ioctl(child.streams[0], TIOCSCTTY, 0) != 0)
        giveUp(child.report, Failure::Streams);
    // All of them are 3 or above, so none is overwritten before it is used.
    for (int i = 0; i < 3; ++i) {
        if (::dup2(child.streams[std::size_t(i)], i) < 0)
            giveUp(child.report, Failure::Streams);
    }
    if (::chdir(child.dir) != 0)
        giveUp(child.report, Failure::Folder);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    ::execve(child.program, child.argv, child.env);
    giveUp(child.report, Failure::Program);
}

std::string describe(const Failure &failure, const SpawnOrder &order, const std::string &program)
{
    switch (failure.step) {
    case Failure::Folder:
        return "chdir " + order.dir + ": " + words(failure.error);
    case Failure::Program:
        return "fork/exec " + program + ": " + words(failure.error);
    default:
        return "terminal: " + words(failure.error);
    }
}

} // namespace

std::string findProgram(const std::string &name, const std::string &dir, const std::vector<std::string> &env)
{
    if (name.empty())
        return {};
    if (name.find('/') != std::string::npos) {
        const std::string file = name[0] == '/' ? name : dir + '/' + name;
        return canRun(file) ? file : std::string();
    }
    std::string path;
    for (const std::string &variable : env) {
        if (variable.starts_with("PATH="))
            path = variable.substr(5);
    }
    for (std::size_t start = 0; start <= path.size();) {
        const std::size_t end = std::min(path.find(':', start), path.size());
        const std::string file = path.substr(start, end - start) + '/' + name;
        if (file[0] == '/' && end > start && canRun(file))
            return file;
        start = end + 1;
    }
    return {};
}

Launched launch(const SpawnOrder &order, std::vector<UniqueFd> streams)
{
    Launched launched;
    struct stat info
    {
    };
    if (::stat(order.dir.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
        const int error = errno;
        launched.program =
            "chdir " + order.dir + ": " + words(::stat(order.dir.c_str(), &info) == 0 ? ENOTDIR : error);
        return launched;
    }
    const std::string program = findProgram(order.path, order.dir, order.env);
    if (program.empty()) {
        const bool isPath = order.path.find('/') != std::string::npos;
        launched.program = "exec: \"" + order.path + "\": " +
                           (isPath ? ::access(order.path.c_str(), F_OK) == 0 ? "permission denied"
                                                                             : "no such file or directory"
                                   : "executable file not found in $PATH");
        return launched;
    }
    UniqueFd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
    Terminal terminal;
    Child child;
    if (order.tty) {
        terminal = openTerminal(order);
        child.streams.fill(terminal.slave.get());
        child.tty = true;
    } else {
        child.streams.fill(nothing.get());
        for (std::size_t i = 0; i < std::min(order.streams.size(), streams.size()); ++i) {
            const unsigned stream = unsigned(order.streams[i] - '0');
            if (stream < child.streams.size())
                child.streams[stream] = streams[i].get();
        }
    }
    std::array<int, 2> report{-1, -1};
    if ((order.tty && !terminal.master) || ::pipe2(report.data(), O_CLOEXEC) != 0) {
        launched.program = "terminal: " + words(errno);
        return launched;
    }
    const UniqueFd reading(report[0]);
    UniqueFd writing(report[1]);
    const std::vector<char *> argv = pointers(order.argv);
    const std::vector<char *> env = pointers(order.env);
    child.report = writing.get();
    child.dir = order.dir.c_str();
    child.program = program.c_str();
    child.argv = argv.data();
    child.env = env.data();
    const pid_t pid = ::fork();
    if (pid == 0)
        become(child);
    if (pid < 0) {
        launched.program = "fork: " + words(errno);
        return launched;
    }
    writing.reset();
    Failure failure;
    if (::read(reading.get(), &failure, sizeof failure) == sizeof failure) {
        launched.program = describe(failure, order, program);
        return launched; // what is left of it is reaped like any other
    }
    launched.pid = pid;
    launched.program = program;
    launched.master = std::move(terminal.master);
    return launched;
}

} // namespace Spritarium::Playground::Agent
