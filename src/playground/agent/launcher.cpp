// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/launcher.h"

#include <algorithm>
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

//! Longest text of an error that is passed on: a folder's name may fill a message.
constexpr std::size_t MaxError = 8 * 1024;

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

//! The words of the new process to its parent, each with a NUL behind it: a plus and the file it is about to
//! become, a minus and why it cannot. Silence after the plus means that it has become it.
void tell(int report, char what, const std::string &text)
{
    const std::string word = what + text.substr(0, MaxError) + '\0';
    for (std::size_t done = 0; done < word.size();) {
        const ssize_t written = ::write(report, word.data() + done, word.size() - done);
        if (written <= 0)
            break;
        done += std::size_t(written);
    }
}

[[noreturn]] void giveUp(int report, const std::string &text)
{
    tell(report, '-', text);
    ::_exit(127);
}

//! Empty if it can be the working folder.
std::string folderError(const std::string &dir)
{
    struct stat info
    {
    };
    const int error = ::stat(dir.c_str(), &info) != 0 ? errno : S_ISDIR(info.st_mode) ? 0 : ENOTDIR;
    return error == 0 ? std::string() : "chdir " + dir + ": " + words(error);
}

std::string programError(const std::string &path)
{
    if (path.find('/') == std::string::npos)
        return "exec: \"" + path + "\": executable file not found in $PATH";
    const bool isThere = ::access(path.c_str(), F_OK) == 0;
    return "exec: \"" + path + "\": " + (isThere ? "permission denied" : "no such file or directory");
}

//! What the new process does until it is the program.
[[noreturn]] void become(const SpawnOrder &order, const std::array<int, 3> &streams, int report)
{
    ::setsid();
    if (const std::string error = folderError(order.dir); !error.empty())
        giveUp(report, error);
    const std::string program = findProgram(order.path, order.dir, order.search);
    if (program.empty())
        giveUp(report, programError(order.path));
    if (order.tty && ::ioctl(streams[0], TIOCSCTTY, 0) != 0)
        giveUp(report, "terminal: " + words(errno));
    // All of them are 3 or above, so none is overwritten before it is used.
    for (int i = 0; i < 3; ++i) {
        if (::dup2(streams[std::size_t(i)], i) < 0)
            giveUp(report, "terminal: " + words(errno));
    }
    if (::chdir(order.dir.c_str()) != 0)
        giveUp(report, "chdir " + order.dir + ": " + words(errno));
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    const std::vector<char *> argv = pointers(order.argv);
    const std::vector<char *> env = pointers(order.env);
    tell(report, '+', program);
    ::execve(program.c_str(), argv.data(), env.data());
    giveUp(report, "fork/exec " + program + ": " + words(errno));
}

} // namespace

std::string findProgram(const std::string &name, const std::string &dir, const std::string &search)
{
    if (name.empty())
        return {};
    if (name.find('/') != std::string::npos) {
        const std::string file = name[0] == '/' ? name : dir + '/' + name;
        return canRun(file) ? file : std::string();
    }
    for (std::size_t start = 0; start <= search.size();) {
        const std::size_t end = std::min(search.find(':', start), search.size());
        const std::string file = search.substr(start, end - start) + '/' + name;
        if (file[0] == '/' && end > start && canRun(file))
            return file;
        start = end + 1;
    }
    return {};
}

Launch::Launch(const SpawnOrder &order, std::vector<UniqueFd> streams)
{
    const UniqueFd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
    Terminal terminal;
    std::array<int, 3> taken{};
    if (order.tty) {
        terminal = openTerminal(order);
        taken.fill(terminal.slave.get());
    } else {
        taken.fill(nothing.get());
        for (std::size_t i = 0; i < std::min(order.streams.size(), streams.size()); ++i) {
            const unsigned stream = unsigned(order.streams[i] - '0');
            if (stream < taken.size())
                taken[stream] = streams[i].get();
        }
    }
    std::array<int, 2> report{-1, -1};
    if ((order.tty && !terminal.master) || ::pipe2(report.data(), O_CLOEXEC) != 0) {
        m_error = "terminal: " + words(errno);
        return;
    }
    m_report.reset(report[0]);
    const UniqueFd writing(report[1]);
    ::fcntl(m_report.get(), F_SETFL, O_NONBLOCK);
    const pid_t pid = ::fork();
    if (pid == 0)
        become(order, taken, writing.get());
    if (pid < 0) {
        m_error = "fork: " + words(errno);
        m_report.reset();
        return;
    }
    m_pid = pid;
    m_master = std::move(terminal.master);
}

bool Launch::takeReport()
{
    std::array<char, 4096> bytes{};
    while (m_report) {
        const ssize_t size = ::read(m_report.get(), bytes.data(), bytes.size());
        if (size > 0) {
            m_told.append(bytes.data(), std::size_t(size));
        } else if (size < 0 && errno == EINTR) {
            continue;
        } else if (size < 0 && errno == EAGAIN) {
            return false;
        } else {
            m_report.reset();
            conclude();
        }
    }
    return true;
}

void Launch::conclude()
{
    for (std::size_t start = 0; start < m_told.size();) {
        const std::size_t end = std::min(m_told.find('\0', start), m_told.size());
        (m_told[start] == '+' ? m_program : m_error) = m_told.substr(start + 1, end - start - 1);
        start = end + 1;
    }
    if (m_program.empty() && m_error.empty())
        m_error = "killed before it could start"; // by somebody inside
}

} // namespace Spritarium::Playground::Agent
